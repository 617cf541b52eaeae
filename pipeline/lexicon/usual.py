"""How usual the characters of a text are: what tells text from bytes read in a wrong encoding."""

from collections import Counter
from functools import cache

from pipeline.lexicon import words

_SAMPLE = 20_000
PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·•％％～　－．／①②③④⑤⑥⑦⑧⑨⑩"


def score(text: str) -> float:
    """Return how usual the characters beyond ASCII are, from -1 (none is Chinese) to 1 (all are common).

    >>> score("工会组织职工开展劳动竞赛") > 0.8 > 0.2 > score("馱頗郪眽眥馱羲桯雇雄噥")
    True
    """
    counts = Counter(character for character in text[:_SAMPLE] if character > "\x7f")
    marks = sum(_mark(character) * count for character, count in counts.items())
    return marks / counts.total() if counts else 1.0


@cache
def usual_characters() -> frozenset[str]:
    """Return the characters that Chinese texts mostly consist of, marks too."""
    return words("common_characters") | frozenset(PUNCTUATION)


def _mark(character: str) -> float:
    if character in usual_characters():
        return 1.0
    if "\u4e00" <= character <= "\u9fff":
        return 0.1
    return 0.5 if "\uff01" <= character <= "\uff5e" else -1.0
