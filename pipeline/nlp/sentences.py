"""Sentences: they end at 。！？ with the quotation marks that close them, and at a line's end."""

import re
from typing import TYPE_CHECKING, cast

from spacy.language import Language

from kg.values import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from thinc.types import Ints2d

NAME = "tashan_sentences"
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’』」）)]*|\n|$)")


def sentence_spans(text: str) -> tuple[Span, ...]:
    r"""Return the sentences of `text`, in order, covering all of it but empty stretches.

    >>> [span.of("成了。“好！”他说。\n完") for span in sentence_spans("成了。“好！”他说。\n完")]
    ['成了。', '“好！”', '他说。', '\n', '完']
    """
    return tuple(Span(*match.span()) for match in _SENTENCE.finditer(text) if match.end() > match.start())


@Language.component(NAME, assigns=["token.is_sent_start", "doc.sents"])
def mark_sentences(doc: "Doc") -> "Doc":
    """Set the sentence starts of `doc`."""
    import numpy as np

    starts = [span.start for span in sentence_spans(_text(doc))]
    begins = np.isin(doc.to_array("IDX"), np.array(starts, dtype="uint64"))
    # All at once: the setter of a token looks through the whole Doc each time.
    marks = np.where(begins, 1, -1).astype("uint64").reshape(-1, 1)
    doc.from_array(["SENT_START"], cast("Ints2d", marks))
    return doc


def _text(doc: "Doc") -> str:
    """Return the text of a Doc; `doc.text` would make an object of each token for it."""
    if doc.to_array("SPACY").any():
        return doc.text
    return "".join(map(doc.vocab.strings.__getitem__, doc.to_array("ORTH").tolist()))
