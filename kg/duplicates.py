"""Grouping reports of one event: texts that have a good part of their stretches of characters in common.

A text is sketched by the smallest hashes of its stretches of five characters (bottom-k of MinHash, Broder,
1997); the part of the smallest hashes of both that both have estimates what they share.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

_STRETCH = 5  # characters
_KEPT = 96  # hashes of a sketch
_SAME = 0.5  # part of stretches from which two texts report one event
_MIX = 0x9E3779B97F4A7C15
_CHARACTERS, _UNKNOWN = 0x110000, 2


def group(texts: Sequence[str], top: int, *, owners: Sequence[str] = ()) -> list[list[int]]:
    """Return the numbers of texts, the first of each group in their order, each with those that repeat it.

    No more than `top` groups are begun; what would begin one more is left out. Texts of one owner do not
    repeat each other.
    """
    groups: dict[int, list[int]] = {}  # by the number of the first
    sketched = _sketches(texts)
    near = _near(sketched)
    for number, own in enumerate(sketched):
        for first in [first for first in near[number] if first in groups]:
            foreign = not owners or owners[first] != owners[number]
            if foreign and alike(_read(sketched[first]), _read(own)) >= _SAME:
                groups[first].append(number)
                break
        else:
            if len(groups) < top:
                groups[number] = [number]
    return [*groups.values()]


def _near(sketched: "Sequence[Hashes]") -> list[list[int]]:
    """Return of each sketch those before it that share so many hashes with it that they may be alike.

    Two that are alike enough have half of either in common.
    """
    import numpy as np

    lengths, size = np.array([len(own) for own in sketched], np.int64), len(sketched)
    hashes = np.concatenate([np.empty(0, np.uint64), *sketched])
    order = np.argsort(hashes, kind="stable")
    hashes, holders = hashes[order], np.repeat(np.arange(size), lengths)[order]
    pairs = [np.empty(0, np.int64)]
    # A matrix product would say the same and keep all cores busy.
    at = np.flatnonzero(hashes[1:] == hashes[:-1])
    while len(at):
        shift = len(pairs)
        pairs.append(holders[at + shift] * size + holders[at])
        at = at[at + shift + 1 < len(hashes)]
        at = at[hashes[at + shift + 1] == hashes[at]]
    shared = np.bincount(np.concatenate(pairs), minlength=size * size).reshape(size, size)
    enough = shared >= np.maximum(_SAME * lengths[:, None], 1)
    return [np.flatnonzero(row).tolist() for row in enough]


def sketches(texts: Sequence[str]) -> list[frozenset[int]]:
    """Return of each text the smallest hashes of its stretches; all at once, which costs a fourth."""
    return [_read(own) for own in _sketches(texts)]


def _sketches(texts: Sequence[str]) -> "list[Hashes]":
    import numpy as np

    codes = _codes("".join(texts))
    kept = _kept(codes)
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    ends = np.concatenate([[0], np.cumsum(kept, dtype=np.int64)])[ends]
    hashes = _hashes(codes[kept])
    return [
        _smallest(hashes[start : max(end - _STRETCH + 1, start)])
        for start, end in pairwise([0, *ends.tolist()])
    ]


def sketch(text: str) -> frozenset[int]:
    """Return the smallest hashes of the stretches of a text.

    >>> sketch("职工书屋") == sketch("，"), len(sketch("工会办起职工书屋"))
    (True, 4)
    """
    return sketches([text])[0]


def stretches(text: str) -> "Hashes":
    """Return a hash of 64 bits of every stretch of a text, marks and spaces left out, in their order."""
    codes = _codes(text)
    return _hashes(codes[_kept(codes)])


def _smallest(hashes: "Hashes") -> "Hashes":
    import numpy as np

    hashes = np.sort(hashes)
    new = np.ones(len(hashes), bool)
    np.not_equal(hashes[1:], hashes[:-1], out=new[1:])
    return hashes[new][:_KEPT]


def _read(own: "Hashes") -> frozenset[int]:
    return frozenset(own.tolist())


def _codes(text: str) -> "NDArray[np.uint32]":
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _kept(codes: "NDArray[np.uint32]") -> "NDArray[np.bool_]":
    """Tell which characters are letters or numbers, looked up in a table that learns what it meets."""
    import numpy as np

    table = _table()
    for code in np.unique(codes[table[codes] == _UNKNOWN]).tolist():
        table[code] = chr(code).isalnum()
    return np.asarray(table[codes] == 1)


@cache
def _table() -> "NDArray[np.uint8]":
    import numpy as np

    return np.full(_CHARACTERS, _UNKNOWN, np.uint8)


def _hashes(codes: "NDArray[np.uint32]") -> "Hashes":
    import numpy as np

    wide = codes.astype(np.uint64)
    hashes = np.zeros(max(len(wide) - _STRETCH + 1, 0), np.uint64)
    for offset in range(_STRETCH):
        hashes ^= wide[offset : offset + len(hashes)]
        hashes *= np.uint64(_MIX)
        hashes ^= hashes >> np.uint64(29)
    return hashes


def alike(left: frozenset[int], right: frozenset[int]) -> float:
    """Return the part of their stretches that two sketched texts share, 0 to 1.

    >>> alike(sketch("工会办起职工书屋"), sketch("工会办起职工书屋"))
    1.0
    """
    both = left & right
    most = len(both) / max(min(len(left) + len(right) - len(both), _KEPT), 1)
    if most < _SAME:
        return most  # sorting could only make it less
    smallest = sorted(left | right)[:_KEPT]
    return sum(number in both for number in smallest) / len(smallest)
