"""Jieba as spaCy's tokenizer: words and tags in one pass, the domain lexicon added.

spaCy's own jieba mode uses the global jieba and gives no tags, hence this class.
"""

import logging
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from pipeline.lexicon import table
from pipeline.nlp.tags import shape_tag, universal

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab
    from thinc.types import Ints2d

Segmenter = Literal["rjieba", "jieba"]
SEGMENTERS: tuple[Segmenter, ...] = get_args(Segmenter)
Tagged = list[tuple[str, str]]
_PUNCTUATION = frozenset("，。！？；：、“”‘’（）《》〈〉【】『』「」—…·,.!?;:()[]<>\"'~～-")


def make_tokenizer(segmenter: Segmenter = "rjieba") -> "Callable[[Language], JiebaTokenizer]":
    """Return spaCy's tokenizer factory for `segmenter` (registered as `tashan.jieba.v1`)."""

    def create(nlp: "Language") -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab, segmenter)

    return create


@cache
def cutter(segmenter: Segmenter) -> Callable[[str], Tagged]:
    """Return the function that cuts and tags a text with `segmenter`; the dictionary is loaded once."""
    return _rjieba() if segmenter == "rjieba" else _jieba()


class JiebaTokenizer:
    """Cut a text into a `Doc` whose tokens carry jieba's tags; nothing of the text is lost."""

    def __init__(self, vocab: "Vocab", segmenter: Segmenter = "rjieba") -> None:
        self.vocab, self.segmenter = vocab, segmenter
        self._words: dict[str, int] = {}
        self._numbers: dict[str, tuple[int, int]] = {}
        self._punctuation = vocab.strings.add(universal("x", word_is_punctuation=True))

    def __call__(self, text: str) -> "Doc":
        """Return the Doc of `text`: `doc.text == text`, one token for each word, space or mark."""
        import numpy as np
        from spacy.tokens import Doc

        tagged = cutter(self.segmenter)(text)
        # Numbers at once: given as strings, a Doc looks up each word and each tag anew.
        words, add = self._words, self.vocab.strings.add
        numbers = [words.get(word) or words.setdefault(word, add(word)) for word, _ in tagged]
        doc = Doc(self.vocab, words=cast("list[str]", numbers), spaces=[False] * len(tagged))
        known = self._numbers
        rows = [known.get(tag) or self._number(tag) for _, tag in tagged]
        punctuation = [word in _PUNCTUATION for word, _ in tagged]
        marks = np.array(rows, dtype=np.uint64).reshape(-1, 2)
        marks[punctuation, 1] = self._punctuation
        doc.from_array(["TAG", "POS"], cast("Ints2d", marks))
        return doc

    def _number(self, tag: str) -> tuple[int, int]:
        """Return the numbers that spaCy has for a tag and its universal part of speech."""
        add = self.vocab.strings.add
        return self._numbers.setdefault(tag, (add(tag), add(universal(tag))))

    def pipe(self, texts: Iterable[str]) -> "Iterable[Doc]":
        """Yield the Doc of each text."""
        return map(self, texts)

    def to_bytes(self, **_: object) -> bytes:
        """Return the segmenter's name: the dictionary is code, not state."""
        return self.segmenter.encode()

    def from_bytes(self, data: bytes, **_: object) -> "JiebaTokenizer":
        """Take the segmenter that `to_bytes` named."""
        self.segmenter = "jieba" if data == b"jieba" else "rjieba"
        return self

    def to_disk(self, path: str | Path, **_: object) -> None:
        """Write what `to_bytes` gives to the file `path`."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: object) -> "JiebaTokenizer":
        """Read the file that `to_disk` wrote."""
        return self.from_bytes(Path(path).read_bytes())


def _rjieba() -> Callable[[str], Tagged]:
    try:
        import rjieba
    except ImportError:  # no wheel for this platform: the reference cuts the same, slower
        return _jieba()
    # The one that importing rjieba makes: to load the dictionary again for a private one takes as long.
    for row in table("words"):
        rjieba.add_word(row["word"], int(row["frequency"]), row["tag"])
    return cast("Callable[[str], Tagged]", rjieba.tag)


def _jieba() -> Callable[[str], Tagged]:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    tagger = jieba.posseg.POSTokenizer(tokenizer)
    tagger.load_word_tag(tokenizer.get_dict_file())
    for row in table("words"):
        tokenizer.add_word(row["word"], int(row["frequency"]))
        tagger.word_tag_tab[row["word"]] = row["tag"]
    tags = tagger.word_tag_tab

    def cut(text: str) -> Tagged:
        return [(word, tags.get(word) or shape_tag(word)) for word in tokenizer.cut(text)]

    return cut
