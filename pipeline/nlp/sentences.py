"""Sentences: they end at 。！？ with the quotation marks that close them, and at a line's end."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from kg.values import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from thinc.types import Ints2d

NAME = "tashan_sentences"
_LONGEST = 1_000
"""Characters of the longest sentence; the longest of 10,328 in articles had 758, a list of names."""

_PAUSE = re.compile(r"[；;，,、：:\s](?=[^；;，,、：:\s])")
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’』」）)]*|\n|$)")


def sentence_spans(text: str) -> tuple[Span, ...]:
    r"""Return the sentences of `text`, in order, covering all of it but empty stretches.

    >>> [span.of("成了。“好！”他说。\n完") for span in sentence_spans("成了。“好！”他说。\n完")]
    ['成了。', '“好！”', '他说。', '\n', '完']
    """
    found = (Span(*match.span()) for match in _SENTENCE.finditer(text) if match.end() > match.start())
    return tuple(part for span in found for part in _parts(text, span))


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence, one beyond measure cut at pauses: rules look through sentences again and again."""
    start = span.start
    while span.end - start > _LONGEST:
        pauses = [match.end() for match in _PAUSE.finditer(text, start + _LONGEST // 2, start + _LONGEST)]
        end = pauses[-1] if pauses else start + _LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def register() -> None:
    """Let spaCy know the component `tashan_sentences`."""
    from spacy.language import Language

    if not Language.has_factory(NAME):
        Language.component(NAME, assigns=["token.is_sent_start", "doc.sents"], func=mark_sentences)


def mark_sentences(doc: "Doc") -> "Doc":
    """Set the sentence starts of `doc`."""
    import numpy as np

    starts = np.array([span.start for span in sentence_spans(_text(doc))], dtype=np.uint64)
    offsets = doc.to_array("IDX").astype(np.uint64)
    marks = np.full((len(offsets), 1), -1, dtype=np.int64)
    nearest = offsets.searchsorted(starts)
    marks[nearest[offsets.take(nearest, mode="clip") == starts]] = 1
    # All at once: the setter of a token looks through the whole Doc each time.
    doc.from_array(["SENT_START"], cast("Ints2d", marks.view(np.uint64)))
    return doc


def _text(doc: "Doc") -> str:
    """Return the text of a Doc; `doc.text` would make an object of each token for it."""
    if doc.to_array("SPACY").any():
        return doc.text
    return "".join(map(doc.vocab.strings.__getitem__, doc.to_array("ORTH").tolist()))
