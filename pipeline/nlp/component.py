"""Sentences as a spaCy component: `nlp.add_pipe("tashan_sentences")` sets the sentence starts of a Doc."""

from typing import TYPE_CHECKING, cast

from spacy.language import Language

from pipeline.nlp.sentences import sentence_spans

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from thinc.types import Ints2d

NAME = "tashan_sentences"


@Language.component(NAME, assigns=["token.is_sent_start", "doc.sents"])
def mark_sentences(doc: "Doc") -> "Doc":
    """Set the sentence starts of `doc`."""
    import numpy as np

    starts = [span.start for span in sentence_spans(doc.text)]
    begins = np.isin(doc.to_array("IDX"), np.array(starts, dtype="uint64"))
    # All at once: the setter of a token looks through the whole Doc each time.
    marks = np.where(begins, 1, -1).astype("uint64").reshape(-1, 1)
    doc.from_array(["SENT_START"], cast("Ints2d", marks))
    return doc
