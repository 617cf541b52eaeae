"""Grouping reports of one event: texts that have a good part of their stretches of characters in common.

A text is sketched by the smallest hashes of its stretches of five characters (bottom-k of MinHash, Broder,
1997); the part of the smallest hashes of both that both have estimates what they share.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SEAMS = re.compile(r"[\W_]+")
_STRETCH = 5  # characters
_KEPT = 96  # hashes of a sketch
_SAME = 0.5  # part of stretches from which two texts report one event
_MIX = 0x9E3779B97F4A7C15


def group(texts: Sequence[str], top: int, *, owners: Sequence[str] = ()) -> list[list[int]]:
    """Return the numbers of texts, the first of each group in their order, each with those that repeat it.

    No more than `top` groups are begun; what would begin one more is left out. Texts of one owner do not
    repeat each other.
    """
    groups: list[list[int]] = []
    firsts: list[frozenset[int]] = []
    holding: dict[int, list[int]] = defaultdict(list)  # the groups whose first text has this hash
    for number, own in enumerate(sketches(texts)):
        for at in _near(own, holding):
            foreign = not owners or owners[groups[at][0]] != owners[number]
            if foreign and alike(firsts[at], own) >= _SAME:
                groups[at].append(number)
                break
        else:
            if len(groups) < top:
                for one in own:
                    holding[one].append(len(groups))
                firsts.append(own)
                groups.append([number])
    return groups


def _near(own: frozenset[int], holding: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the groups that hold any of the rarest hashes of a sketch, so many that one must be shared.

    Two sketches that are alike enough differ in fewer (prefix filtering, Chaudhuri et al., 2006).
    """
    held, least = holding.keys() & own, math.ceil(_SAME * len(own))
    if len(held) < least:
        return []
    rarest = sorted(held, key=lambda one: len(holding[one]))
    return sorted({at for one in rarest[: len(held) - least + 1] for at in holding[one]})


def sketches(texts: Sequence[str]) -> list[frozenset[int]]:
    """Return of each text the smallest hashes of its stretches; all at once, which costs a third."""
    import numpy as np

    texts = [_SEAMS.sub("", text) for text in texts]
    hashes = _hashes("".join(texts))
    ends = np.cumsum([len(text) for text in texts])
    return [
        _smallest(hashes[end - len(text) : max(end - _STRETCH + 1, end - len(text))])
        for text, end in zip(texts, ends, strict=True)
    ]


def sketch(text: str) -> frozenset[int]:
    """Return the smallest hashes of the stretches of a text.

    >>> sketch("职工书屋") == sketch("，"), len(sketch("工会办起职工书屋"))
    (True, 4)
    """
    return sketches([text])[0]


def _smallest(hashes: "NDArray[np.uint64]") -> frozenset[int]:
    import numpy as np

    hashes = np.sort(hashes)
    new = np.ones(len(hashes), bool)
    np.not_equal(hashes[1:], hashes[:-1], out=new[1:])
    return frozenset(hashes[new][:_KEPT].tolist())


def stretches(text: str) -> "NDArray[np.uint64]":
    """Return a hash of 64 bits of every stretch of a text, marks and spaces left out, in their order."""
    return _hashes(_SEAMS.sub("", text))


def _hashes(text: str) -> "NDArray[np.uint64]":
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    hashes = np.zeros(max(len(codes) - _STRETCH + 1, 0), np.uint64)
    for offset in range(_STRETCH):
        hashes ^= codes[offset : offset + len(hashes)]
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
