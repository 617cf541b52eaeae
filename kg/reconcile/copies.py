"""Sentences that articles took from each other."""

from collections.abc import Iterable

_LENGTH = 3  # characters of a shingle
_SHARED = 0.8  # of the shingles of the shorter sentence
_COMPARED = 50  # sentences; further ones are only looked for word for word


def distinct(sentences: Iterable[str]) -> list[str]:
    """Return the sentences that are no copies of an earlier one, word for word or nearly.

    Source: shingles, A. Broder, On the resemblance and containment of documents, 1997.

    >>> distinct(["全年培训职工4986人次", "据介绍全年培训职工4986人次", "办起食堂6个"])
    ['全年培训职工4986人次', '办起食堂6个']
    """
    told = list(dict.fromkeys(sentences))
    if len(told) < 2:
        return told
    kept: dict[str, frozenset[str]] = {}
    for sentence in told:
        own = _shingles(sentence)
        if len(kept) > _COMPARED or not any(_is_copy(own, other) for other in kept.values()):
            kept[sentence] = own
    return list(kept)


def _is_copy(first: frozenset[str], second: frozenset[str]) -> bool:
    return len(first & second) >= _SHARED * max(1, min(len(first), len(second)))


def _shingles(sentence: str) -> frozenset[str]:
    return frozenset(sentence[at : at + _LENGTH] for at in range(len(sentence) - _LENGTH + 1))
