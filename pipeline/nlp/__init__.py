"""spaCy's part of the line: words with tags, and sentences."""

from typing import TYPE_CHECKING, Any, cast

from pipeline.nlp.tokenizer import SEGMENTERS, Segmenter

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["SEGMENTERS", "Segmenter", "load"]


def load(segmenter: Segmenter = "rjieba") -> "Language":
    """Return a Chinese spaCy pipeline that cuts, tags and finds sentences.

    Both segmenters read jieba's dictionary and cut Chinese alike; rjieba is some twenty times faster, guesses
    tags of unknown words (with jieba they get `x`) and keeps Latin addresses whole.
    """
    from pipeline.nlp.border import import_spacy
    from pipeline.nlp.sentences import NAME, register

    spacy = import_spacy()
    register()
    config = {"nlp": {"tokenizer": {"@tokenizers": "tashan.jieba.v1", "segmenter": segmenter}}}
    nlp: Language = spacy.blank("zh", config=config)
    nlp.add_pipe(NAME)
    # What spaCy can tell of a word's shape nobody asks for, and a new word costs a tenth of a millisecond.
    cast("Any", nlp.vocab).lex_attr_getters = {}
    # An article of any length is one Doc; the limit protects parsers that this pipeline does not have.
    nlp.max_length = 2**31
    return nlp
