"""Character n-grams of many stretches at once, weighed by a linear model: in arrays, no string each."""

from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pipeline.data import own_models
from pipeline.extract.linear import LinearModel, load

Integers = NDArray[np.int64]
# A gram is a number: its characters' code points side by side, each of 21 bits.
_LONGEST, _BITS = 3, 21


def character_grams(body: str, longest: int = _LONGEST) -> list[str]:
    """Return the character n-grams of `body`, the ends of the text marked.

    >>> sorted(character_grams("送水", 2))
    ['^送', '水', '水$', '送', '送水']
    """
    marked, grams = f"^{body}$", list(body)
    for size in range(2, longest + 1):
        grams += [marked[start : start + size] for start in range(len(marked) - size + 1)]
    return grams


class Grams:
    """The features of a linear model that are n-grams: every name of at most three characters is one."""

    def __init__(self, model: LinearModel) -> None:
        named: list[list[str]] = [[] for _ in range(_LONGEST + 1)]
        for name in model.weights:
            if len(name) <= _LONGEST:
                named[len(name)].append(name)
        numbers = np.concatenate([_numbers(named[size], size) for size in range(1, _LONGEST + 1)])
        rows = map(model.weights.__getitem__, chain.from_iterable(named[1:]))
        weights = np.fromiter(chain.from_iterable(rows), np.float64).reshape(-1, len(model.labels))
        order = np.argsort(numbers)
        self._numbers, self._weights = numbers[order], weights[order]

    def totals(self, bodies: Sequence[str]) -> NDArray[np.float64]:
        """Return for each stretch, and each label, the sum of its n-grams' weights, each counted once."""
        count, labels = len(self._numbers), self._weights.shape[1]
        if not count or not bodies:
            return np.zeros((len(bodies), labels))
        owners, numbers = _numbered(bodies)
        places = np.minimum(np.searchsorted(self._numbers, numbers), count - 1)
        known = self._numbers[places] == numbers
        found = np.unique(owners[known] * count + places[known])
        weights, stretches = self._weights[found % count], found // count
        sums = [np.bincount(stretches, weights[:, label], len(bodies)) for label in range(labels)]
        out: NDArray[np.float64] = np.stack(sums, axis=1).astype(np.float64, copy=False)
        return out


def grams(name: str) -> Grams:
    """Return the n-grams of the model of a name that is in force."""
    return _grams(name, own_models())


@cache
def _grams(name: str, _own: str | None) -> Grams:
    return Grams(load(name))


def _codes(text: str) -> Integers:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)


def _numbers(names: Sequence[str], size: int) -> Integers:
    """Return the numbers of n-grams that all have `size` characters."""
    codes = _codes("".join(names)).reshape(-1, size)
    out: Integers = (codes << _BITS * np.arange(size)).sum(axis=1)
    return out


def _numbered(bodies: Sequence[str]) -> tuple[Integers, Integers]:
    """Return every n-gram of every stretch, as the stretch's number and its own."""
    sizes = np.array([len(body) + 2 for body in bodies])
    written = "".join(f"^{body}$" for body in bodies)
    codes = _codes(written)
    owners, ends = np.repeat(np.arange(len(bodies)), sizes), np.cumsum(sizes)
    single = np.ones(len(codes), dtype=bool)
    single[ends - sizes] = single[ends - 1] = False
    pairs = codes[:-1] | codes[1:] << _BITS
    triples = pairs[:-1] | codes[2:] << 2 * _BITS
    whole = [owners[:-1] == owners[1:], owners[:-2] == owners[2:]]
    return (
        np.concatenate([owners[single], owners[:-1][whole[0]], owners[:-2][whole[1]]]),
        np.concatenate([codes[single], pairs[whole[0]], triples[whole[1]]]),
    )
