"""Words with their tags, and sentences; and the same as a spaCy pipeline, for those who build on one."""

from typing import TYPE_CHECKING

from pipeline.nlp.tokenizer import SEGMENTERS, Cutter, Segmenter, Tagged, cutter

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["SEGMENTERS", "Cutter", "Segmenter", "Tagged", "language", "load"]


def load(segmenter: Segmenter = "rjieba") -> Cutter:
    """Return the function that cuts a text into words and tags them; the dictionary is loaded once.

    Both segmenters read jieba's dictionary and cut Chinese alike; rjieba is some twenty times faster, guesses
    tags of unknown words (with jieba they get `x`) and keeps Latin addresses whole.
    """
    return cutter(segmenter)


def language(segmenter: Segmenter = "rjieba") -> "Language":
    """Return a Chinese spaCy pipeline that cuts and tags as `load` does, and finds the same sentences.

    Reading articles takes no Doc: making one costs more than cutting, and loading spaCy a second.
    """
    import spacy

    import pipeline.nlp.component  # registers it

    config = {"nlp": {"tokenizer": {"@tokenizers": "tashan.jieba.v1", "segmenter": segmenter}}}
    nlp = spacy.blank("zh", config=config)
    nlp.add_pipe(pipeline.nlp.component.NAME)
    # An article of any length is one Doc; the limit protects parsers that this pipeline does not have.
    nlp.max_length = 2**31
    return nlp
