"""Profiles: what is told of each concept, as numbers that a text is compared with.

Two judges look at a text. One knows its characters: TF-IDF of its n-grams, by the cosine with each concept's
sum of them. The other knows what its words are near to: its vector (see `pipeline.concepts.vectors`) goes
through a ridge regression onto the concepts, so that a need finds its concept where no character is shared.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.concepts.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_RIDGE = 1.0
# A constant beside the vector stands for how common a concept is.
_CONSTANT = 0.3

Phrase = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Profiles:
    """Of every concept, in one order: the weight of each n-gram, and a column of the regression.

    The concepts that have the n-gram `grams[g]`, and its weight in each, are `owners` and `shares` from
    `bounds[g]` to `bounds[g + 1]`; `rarities[g]` is its inverse document frequency. `middle` is the mean
    vector of all phrases; `regression` has a row a dimension and one for the constant.
    """

    size: int
    grams: Mapping[str, int]
    bounds: "NDArray[np.int32]"
    owners: "NDArray[np.int16]"
    shares: "Matrix"
    rarities: "Matrix"
    middle: "Matrix"
    regression: "Matrix"

    def by_characters(self, text: str) -> "Matrix":
        """Return the cosine of a text's n-grams with those of each concept."""
        scores: Matrix = self.by_characters_of([text])[0]
        return scores

    def by_characters_of(self, texts: Sequence[str]) -> "Matrix":
        """Return a row for each text: the cosine of its n-grams with those of each concept."""
        import numpy as np

        rows, numbers, counts = self._counted(texts)
        weights = self.rarities[numbers] * (1 + np.log(counts))
        starts, ends = self.bounds[numbers], self.bounds[numbers + 1]
        held = ends - starts
        # The places of all the n-grams' owners, one n-gram's behind the other's.
        places = np.arange(held.sum()) + np.repeat(starts - held.cumsum() + held, held)
        told = self.shares[places] * np.repeat(weights, held)
        cells = np.repeat(rows * self.size, held) + self.owners[places]
        sums = np.bincount(cells, told, len(texts) * self.size).reshape(len(texts), self.size)
        lengths = np.sqrt(np.bincount(rows, weights * weights, len(texts)))
        return (sums / np.maximum(lengths, 1e-9)[:, None]).astype(np.float32)

    def _counted(self, texts: Sequence[str]) -> "tuple[NDArray[np.intp], NDArray[np.intp], Matrix]":
        """Return of every known n-gram of every text the text's number, its own, and how often it stands."""
        import numpy as np

        held = [
            (row, number, count)
            for row, text in enumerate(texts)
            for gram, count in n_grams(text).items()
            if (number := self.grams.get(gram)) is not None
        ]
        rows, numbers, counts = np.array(held, np.intp).reshape(-1, 3).T
        return rows, numbers, counts.astype(np.float32)

    def by_words(self, vector: "Matrix") -> "Matrix":
        """Return what the regression says of a text's vector for each concept."""
        scores: Matrix = self.by_words_of(vector[None])[0]
        return scores

    def by_words_of(self, vectors: "Matrix") -> "Matrix":
        """Return a row for each text's vector: what the regression says of it for each concept."""
        import numpy as np

        moved = vectors - self.middle
        moved /= np.maximum(np.sqrt((moved * moved).sum(axis=1, keepdims=True)), 1e-9)
        told = moved @ self.regression[:-1] + _CONSTANT * self.regression[-1]
        return np.asarray(told * vectors.any(axis=1, keepdims=True), np.float32)


def fit(phrases: Sequence[Phrase], size: int, vectors: Vectors) -> Profiles:
    """Return the profiles of `size` concepts from phrases, each with the number of its concept."""
    import numpy as np

    counted = [n_grams(text) for text, _ in phrases]
    spread = Counter(gram for grams in counted for gram in grams)
    grams = {gram: number for number, gram in enumerate(spread)}
    rarities = np.array([math.log((1 + len(phrases)) / (1 + n)) + 1 for n in spread.values()], np.float32)
    owned = _owned(counted, [own for _, own in phrases], grams, rarities)
    bounds, owners, shares = _shares(owned, len(grams), size)
    rows = vectors.of_each([text for text, _ in phrases]) if phrases else np.zeros((1, vectors.dimensions))
    middle = rows.mean(axis=0).astype(np.float32)
    regression = _regress(rows - middle, [own for _, own in phrases], size)
    return Profiles(size, grams, bounds, owners, shares, rarities, middle, regression)


def n_grams(text: str) -> Counter[str]:
    """Return how often each stretch of one or two characters stands in a text.

    >>> dict(n_grams("送水"))
    {'送': 1, '送水': 1, '水': 1}
    """
    lowered = text.lower()
    return Counter(chain(lowered, map(str.__add__, lowered, lowered[1:])))


def _owned(
    counted: Iterable[Counter[str]], owners: Iterable[int], grams: Mapping[str, int], rarities: "Matrix"
) -> dict[tuple[int, int], float]:
    """Return the summed TF-IDF of each n-gram and concept, every phrase being of length one."""
    owned: dict[tuple[int, int], float] = {}
    for counts, own in zip(counted, owners, strict=True):
        weights = {grams[g]: float(rarities[grams[g]]) * (1 + math.log(n)) for g, n in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for number, weight in weights.items():
            owned[number, own] = owned.get((number, own), 0.0) + weight / length
    return owned


def _shares(
    owned: Mapping[tuple[int, int], float], count: int, size: int
) -> "tuple[NDArray[np.int32], NDArray[np.int16], Matrix]":
    """Return the weights as `Profiles` holds them: n-grams of few concepts lifted, concepts of length 1."""
    import numpy as np

    keys = sorted(owned)
    numbers = np.array([number for number, _ in keys], np.int64)
    owners = np.array([own for _, own in keys], np.int16)
    bounds = np.searchsorted(numbers, np.arange(count + 1)).astype(np.int32)
    held = np.diff(bounds)
    telling = np.log((size + 1) / (held + 0.5))
    shares = np.sqrt([owned[key] for key in keys]) * np.repeat(telling, held)
    lengths = np.sqrt(np.bincount(owners, shares * shares, size)) if keys else np.ones(size)
    return bounds, owners, (shares / np.maximum(lengths, 1e-9)[owners]).astype(np.float32)


def _regress(rows: "Matrix", owners: Sequence[int], size: int) -> "Matrix":
    """Return the ridge regression from rows, made unit vectors, to the concept that each belongs to."""
    import numpy as np

    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    known = np.hstack([rows / lengths, np.full((len(rows), 1), _CONSTANT)])
    wanted = np.zeros((len(rows), size))
    wanted[np.arange(len(owners)), owners] = 1.0
    square = known.T @ known + _RIDGE * np.eye(known.shape[1])
    return np.asarray(np.linalg.solve(square, known.T @ wanted), np.float32)
