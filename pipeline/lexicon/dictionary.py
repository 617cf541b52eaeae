"""Many words found in one walk over a text, at a cost that does not depend on their number."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import compress

_FEW = 64  # words that are looked for one by one, each in C


class Dictionary:
    """Words with labels, looked up by their first two characters.

    Words of one character are not held: they are better found by a character class.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        tails: dict[str, list[tuple[int, str, str]]] = {}
        for word, label in words.items():
            if len(word) > 1:
                tails.setdefault(word[:2], []).append((len(word), word, label))
        self._tails = {key: sorted(found, reverse=True) for key, found in tails.items()}
        self._openings = frozenset(key[0] for key in tails)

    def matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and label of every word at every place, by start, the longest first.

        >>> list(Dictionary({"工会": "a", "总工会": "b", "工会法": "c"}).matches("市总工会法"))
        [(1, 4, 'b'), (2, 5, 'c'), (2, 4, 'a')]
        """
        tails = self._tails
        # The walk itself runs in C: few characters begin a word.
        for start in compress(range(len(text) - 1), map(self._openings.__contains__, text)):
            for length, word, label in tails.get(text[start : start + 2], ()):
                if length == 2 or text.startswith(word, start):
                    yield start, start + length, label


def longest(found: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Keep of matches in order those that do not overlap: the leftmost, and there the longest.

    >>> list(longest([(1, 4, "b"), (2, 5, "c"), (4, 6, "a")]))
    [(1, 4, 'b'), (4, 6, 'a')]
    """
    reached = 0
    for start, end, label in found:
        if start >= reached:
            reached = end
            yield start, end, label


def occurrences(text: str, words: Iterable[str]) -> Counter[str]:
    """Count how often each word stands in the text, overlaps included; many words in one walk.

    >>> occurrences("工会总工会", ["工会", "总工会", "公司"])
    Counter({'工会': 2, '总工会': 1})
    """
    held = {word: word for word in words if len(word) > 1}
    if len(held) <= _FEW:
        return Counter({word: count for word in held if (count := _count(text, word))})
    return Counter(word for _, _, word in Dictionary(held).matches(text))


def _count(text: str, word: str) -> int:
    """Count how often a word stands in the text; one whose first character recurs may overlap itself."""
    if word[0] not in word[1:]:
        return text.count(word)
    count, at = 0, text.find(word)
    while at >= 0:
        count, at = count + 1, text.find(word, at + 1)
    return count
