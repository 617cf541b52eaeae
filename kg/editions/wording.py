"""What tells editions of one article apart: their stretches of characters, their sentences, their numbers.

An article is sketched by MinHash (Broder, 1997) over the stretches of five characters of its body; three of
the smallest hashes make a band, and two bodies that share a band are worth comparing. `compare` itself reads
the bodies whole, so that nothing rests on an estimate.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from kg.duplicates import stretches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Edition = Literal["same", "revised"]

_BANDS, _ROWS = 32, 3
_SEED = 1
_MIXING = ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1))
_LEAST = 60  # stretches of a body: what is shorter is like too much
_ALIKE = 0.6  # of the stretches of both, from which two bodies are editions of one article
_WITHIN, _LEAST_PART = 0.8, 0.4  # of the stretches of the shorter, which is so long beside the longer
_SAME = 0.75  # of the stretches of both, from which they are the same article, if nothing told differs
_CUT = 40  # characters of whole sentences within a body that the other lacks: a paragraph that was cut
_FRAME = 80  # characters at either end: by whom, from where, when
_MOST_CHANGES = 20
_LONG = 2_000  # sentences or numbers: to align more takes too long
_STOPS = re.compile(r"[。！？!?；;\n]+")
_DIGITS = "〇零一二三四五六七八九两"
_NUMBER = re.compile(
    rf"(\d+(?:[.,:]\d+)*[%‰万亿千百]*|(?:百分之|第)[{_DIGITS}十百]+|[{_DIGITS}]*[十百千万亿][{_DIGITS}十百千万亿]*)([^\W\d]?)"
)
_CALENDAR = frozenset("年月日号时点分版期")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two bodies are editions of one article: `share` of their stretches in common, 0 to 1.

    `changes` are the numbers of the first that are others, or none, in the second, in its order; at most 20.
    """

    edition: Edition
    share: float
    changes: tuple[tuple[str | None, str | None], ...] = ()


def bands(body: str) -> frozenset[int]:
    """Return the bands of a body as signed numbers of 64 bits; a short body has none.

    >>> len(bands("工会为职工办起夜校，" * 3)), bands("工会")
    (0, frozenset())
    """
    hashed = stretches(_plain(body))
    if len(hashed) < _LEAST:
        return frozenset()
    hashes = _sketch(hashed).astype("<u4")
    return frozenset(
        int.from_bytes(
            blake2b(
                bytes([band]) + hashes[band * _ROWS : (band + 1) * _ROWS].tobytes(), digest_size=8
            ).digest(),
            "big",
            signed=True,
        )
        for band in range(_BANDS)
    )


def compare(first: str, second: str) -> Likeness | None:
    """Return how two bodies are editions of one article, or None if they are two articles.

    They are the same if no number differs and no paragraph within is missing from one; what frames a body at
    its ends (a dateline, an advertisement, who wrote it) may. Else, if enough is shared, one is revised.
    """
    if second < first:  # to align two lists gives another way from the other side
        found = compare(second, first)
        return found and replace(found, changes=tuple((old, new) for new, old in found.changes))
    mine, theirs = _stretches(first), _stretches(second)
    shared, smaller = len(mine & theirs), min(len(mine), len(theirs))
    if not smaller:
        return None
    share, within = shared / len(mine | theirs), shared / smaller
    part = smaller / max(len(mine), len(theirs))
    if share < _ALIKE and (within < _WITHIN or part < _LEAST_PART):
        return None
    left, right = _sentences(first), _sentences(second)
    changes = tuple(_changes(left, right))
    same = share >= _SAME and not changes and _cut(left, right) < _CUT
    return Likeness("same" if same else "revised", round(share, 3), changes[:_MOST_CHANGES])


def with_titles(found: Likeness | None, first: str | None, second: str | None) -> Likeness | None:
    """Return a likeness with the numbers that differ between two titles which are alike but for numbers.

    Titles in other words say nothing: a reprint often has one of its own.

    >>> with_titles(Likeness("same", 1.0), "技能津贴惠及120人", "技能津贴惠及130人").changes
    (('120人', '130人'),)
    >>> with_titles(Likeness("same", 1.0), "技能津贴惠及120人", "津贴发到130人手里").edition
    'same'
    """
    mine, theirs = ("".join(_plain(title or "").split()) for title in (first, second))
    if found is None or mine == theirs or _NUMBER.sub(_unit, mine) != _NUMBER.sub(_unit, theirs):
        return found
    pairs = zip(_NUMBER.finditer(mine), _NUMBER.finditer(theirs), strict=True)
    differ = tuple((old[0], new[0]) for old, new in pairs if old[0] != new[0])
    return replace(found, edition="revised", changes=(*differ, *found.changes)[:_MOST_CHANGES])


def _unit(number: re.Match[str]) -> str:
    return f"\0{number[2]}"


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in a body; `framing` says that it dates the report at an end of it."""

    value: str
    unit: str
    framing: bool

    @property
    def shown(self) -> str:
        return self.value + self.unit

    def is_told(self, known: Container[str]) -> bool:
        """Tell whether a body with these numbers lacks nothing for not having this one more."""
        return self.framing or self.value in known


def _cut(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest run of sentences, between two that both have, that only one has."""
    runs = [0]
    for tag, start, end, at, to in _aligned(left, right)[1:-1]:
        if tag in ("insert", "delete"):
            runs.append(sum(map(len, (*left[start:end], *right[at:to]))))
    return max(runs)


def _changes(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Yield the numbers that differ between the sentences that only one of two bodies has."""
    shared = set(left) & set(right)
    mine, theirs = ([*_numbers(own, shared)] for own in (left, right))
    known: list[Container[str]] = [{number.value for number in _numbers(own)} for own in (left, right)]
    if _lacks(mine, theirs) and _lacks(theirs, mine):
        known = [(), ()]  # a number that went is made good by none that was there before
    for tag, start, end, at, to in _aligned([n.value for n in mine], [n.value for n in theirs]):
        if tag == "equal":
            continue
        for old, new in zip_longest(mine[start:end], theirs[at:to]):
            if old is not None and new is not None:
                yield old.shown, new.shown
            elif old is not None and not old.is_told(known[1]):
                yield old.shown, None
            elif new is not None and not new.is_told(known[0]):
                yield None, new.shown


def _lacks(mine: Sequence[_Number], theirs: Sequence[_Number]) -> bool:
    """Tell whether some number is more often among the second, other than to date the report."""
    more = Counter(n.value for n in theirs) - Counter(n.value for n in mine)
    return any(more[number.value] for number in theirs if not number.framing)


def _aligned(left: Sequence[str], right: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Return the steps from one list to another, as `difflib` gives them; of long lists a rougher way."""
    short = max(len(left), len(right)) <= _LONG
    if short:
        return SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    ends = [0, 0]
    while ends[0] < min(len(left), len(right)) and left[ends[0]] == right[ends[0]]:
        ends[0] += 1
    rest = min(len(left), len(right)) - ends[0]
    while ends[1] < rest and left[-1 - ends[1]] == right[-1 - ends[1]]:
        ends[1] += 1
    at, behind = ends
    return [
        ("equal", 0, at, 0, at),
        ("replace", at, len(left) - behind, at, len(right) - behind),
        ("equal", len(left) - behind, len(left), len(right) - behind, len(right)),
    ]


def _numbers(sentences: Sequence[str], left_out: Container[str] = ()) -> Iterator[_Number]:
    total, at = sum(map(len, sentences)), 0
    for sentence in sentences:
        for match in () if sentence in left_out else _NUMBER.finditer(sentence):
            place, unit = at + match.start(), match[2]
            edge = place < _FRAME or place >= total - _FRAME
            yield _Number(match[1], unit, edge and unit in _CALENDAR)
        at += len(sentence)


def _sentences(body: str) -> list[str]:
    return [bare for sentence in _STOPS.split(_plain(body)) if (bare := "".join(sentence.split()))]


@lru_cache(maxsize=64)
def _stretches(body: str) -> frozenset[int]:
    return frozenset(stretches(_plain(body)).tolist())


def _plain(body: str) -> str:
    return unicodedata.normalize("NFKC", body)


def _sketch(hashed: "NDArray[np.uint64]") -> "NDArray[np.uint32]":
    """Return the least hash of every permutation, of 32 bits: MinHash.

    Hashes are mixed as MurmurHash3 ends, then each permutation is `a * h + b` with an odd `a`: the scheme
    `affine32` of datasketch 2.0 (MIT), whose import costs a second. The scheme is part of what lies in the
    tables: another one would make every band another.
    """
    import numpy as np

    mixed = (hashed & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    for shift, factor in _MIXING:
        mixed = (mixed ^ mixed >> np.uint32(shift)) * np.uint32(factor)
    slopes, heights = _permutations()
    least: NDArray[np.uint32] = (mixed[:, None] * slopes + heights).min(axis=0)
    return least


@cache
def _permutations() -> "tuple[NDArray[np.uint32], NDArray[np.uint32]]":
    import numpy as np

    count, random = _BANDS * _ROWS, np.random.RandomState(_SEED)
    slopes = random.randint(0, 1 << 31, count, np.uint32) * np.uint32(2) + np.uint32(1)
    return slopes, random.randint(0, 1 << 32, count, np.uint32)
