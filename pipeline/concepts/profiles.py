"""Profiles: what is told of each concept, as numbers that a text is compared with.

Three judges look at a text. One knows its characters: TF-IDF of its n-grams, by the cosine with each
concept's sum of them. One knows its words: how much likelier each is where the concept is told than
elsewhere, as naive Bayes with Dirichlet smoothing counts it (Zhai and Lafferty, 2004). The third knows what
its words are near to: its vector (see `pipeline.concepts.vectors`) goes through a linear discriminant onto
the concepts (Fisher, 1936, the covariance shrunk as by Ledoit and Wolf, 2004), so that a need finds its
concept where nothing is shared.
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

# Words that all concepts share count as if each concept had said so many of them.
_SMOOTHING = 150.0
# How far the covariance of vectors is shrunk towards a ball, and the least that a ball may be.
_SHRINKAGE, _SMALLEST = 0.3, 1e-3

Phrase = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Profiles:
    """Of every concept, in one order: the weight of each n-gram and word, and a column of the discriminant.

    The concepts that have the n-gram `grams[g]`, and its weight in each, are `owners` and `shares` from
    `bounds[g]` to `bounds[g + 1]`; `rarities[g]` is its inverse document frequency. In the same way the
    concepts that say the word `words[w]`, a number of the word vectors, are `sayers` and `lifts` from
    `said[w]` to `said[w + 1]`; `unsaid` is what a word costs a concept that does not say it. `middle` is the
    mean vector of all phrases; `discriminant` has a row a dimension and one for the constant; `common` is the
    logarithm of how many phrases tell of a concept.
    """

    size: int
    grams: Mapping[str, int]
    bounds: "NDArray[np.int32]"
    owners: "NDArray[np.int16]"
    shares: "Matrix"
    rarities: "Matrix"
    words: "NDArray[np.int32]"
    said: "NDArray[np.int32]"
    sayers: "NDArray[np.int16]"
    lifts: "Matrix"
    unsaid: "Matrix"
    middle: "Matrix"
    discriminant: "Matrix"
    common: "Matrix"

    def by_characters(self, texts: Sequence[str]) -> "Matrix":
        """Return a row for each text: the cosine of its n-grams with those of each concept."""
        import numpy as np

        rows, numbers, counts = self._counted(texts)
        weights = self.rarities[numbers] * (1 + np.log(counts))
        places, held = _places(self.bounds, numbers)
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

    def by_words(self, told: Sequence[Iterable[int]]) -> "Matrix":
        """Return a row for each text's known words: their log-likelihood ratio for each concept."""
        import numpy as np

        held = [(row, number) for row, numbers in enumerate(told) for number in {*numbers}]
        rows, numbers = np.array(held, np.intp).reshape(-1, 2).T
        at = np.searchsorted(self.words, numbers)
        known = np.append(self.words, -1)[at] == numbers
        rows, at = rows[known], at[known]
        places, owned = _places(self.said, at)
        cells = np.repeat(rows * self.size, owned) + self.sayers[places]
        lifted = np.bincount(cells, self.lifts[places], len(told) * self.size).reshape(len(told), self.size)
        counted = np.bincount(rows, minlength=len(told))
        return (lifted + counted[:, None] * self.unsaid).astype(np.float32)

    def by_nearness(self, vectors: "Matrix") -> "Matrix":
        """Return a row for each text's vector: what the discriminant says of it for each concept."""
        return near(vectors, self.middle, self.discriminant)


def fit(phrases: Sequence[Phrase], size: int, vectors: Vectors) -> Profiles:
    """Return the profiles of `size` concepts from phrases, each with the number of its concept."""
    import numpy as np

    counted = [n_grams(text) for text, _ in phrases]
    spread = Counter(gram for grams in counted for gram in grams)
    grams = {gram: number for number, gram in enumerate(spread)}
    rarities = np.array([math.log((1 + len(phrases)) / (1 + n)) + 1 for n in spread.values()], np.float32)
    owned = _owned(counted, [own for _, own in phrases], grams, rarities)
    bounds, owners, shares = _shares(owned, len(grams), size)
    told = [vectors.numbers_of(text) for text, _ in phrases]
    places = [own for _, own in phrases]
    words, said, sayers, lifts, unsaid = _likelihoods(told, places, size)
    rows = vectors.sums_of(told or [[]])
    middle = rows.mean(axis=0).astype(np.float32)
    discriminant = discriminate(rows - middle, places, size)
    common = np.log1p(np.bincount(places, minlength=size)).astype(np.float32)
    return Profiles(
        size, grams, bounds, owners, shares, rarities, words, said, sayers, lifts, unsaid, middle,
        discriminant, common,
    )  # fmt: skip


def near(vectors: "Matrix", middle: "Matrix", discriminant: "Matrix") -> "Matrix":
    """Return what a discriminant says of each row of vectors, 0 of a row of zeros."""
    import numpy as np

    moved = vectors - middle
    moved /= np.maximum(np.sqrt((moved * moved).sum(axis=1, keepdims=True)), 1e-9)
    told = moved @ discriminant[:-1] + discriminant[-1]
    return np.asarray(told * vectors.any(axis=1, keepdims=True), np.float32)


def discriminate(rows: "Matrix", owners: Sequence[int], size: int) -> "Matrix":
    """Return the linear discriminant from rows, made unit vectors, to the concept that each belongs to.

    It has a row a dimension and one for the constant, a column for each of `size` concepts.
    """
    import numpy as np

    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    middles = np.zeros((size, rows.shape[1]))
    np.add.at(middles, list(owners), rows[: len(owners)])
    middles /= np.maximum(np.bincount(owners, minlength=size), 1)[:, None]
    apart = rows[: len(owners)] - middles[list(owners)]
    spread = apart.T @ apart / max(len(owners), 1)
    ball = max(float(np.trace(spread)) / len(spread), _SMALLEST)
    turned = np.linalg.solve((1 - _SHRINKAGE) * spread + _SHRINKAGE * ball * np.eye(len(spread)), middles.T)
    return np.vstack([turned, -0.5 * (middles.T * turned).sum(axis=0)]).astype(np.float32)


def n_grams(text: str) -> Counter[str]:
    """Return how often each stretch of one or two characters stands in a text.

    >>> sorted(n_grams("送水").items())
    [('水', 1), ('送', 1), ('送水', 1)]
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


def _likelihoods(
    worded: Iterable[Sequence[int]], owners: Sequence[int], size: int
) -> "tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int16], Matrix, Matrix]":
    """Return words, bounds, sayers, lifts and unsaid as `Profiles` holds them; a phrase says a word once."""
    import numpy as np

    told = [(word, own) for numbers, own in zip(worded, owners, strict=True) for word in {*numbers}]
    found, sayers = np.array(told, np.int64).reshape(-1, 2).T
    words, spread = np.unique(found, return_counts=True)
    common = spread / max(len(found), 1)
    unsaid = np.log(_SMOOTHING / (np.bincount(sayers, minlength=size) + _SMOOTHING))
    keys, counts = np.unique(np.searchsorted(words, found) * size + sayers, return_counts=True)
    at, sayers = np.divmod(keys, max(size, 1))
    lifts = np.log1p(counts / (_SMOOTHING * common[at]))
    said = np.searchsorted(at, np.arange(len(words) + 1)).astype(np.int32)
    halves = lifts.astype(np.float32), unsaid.astype(np.float32)
    return words.astype(np.int32), said, sayers.astype(np.int16), *halves


def _places(
    bounds: "NDArray[np.int32]", numbers: "NDArray[np.intp]"
) -> "tuple[NDArray[np.intp], NDArray[np.int32]]":
    """Return the places of all that some keys own, one key's behind the other's, and how many each owns."""
    import numpy as np

    starts, ends = bounds[numbers], bounds[numbers + 1]
    held = ends - starts
    return np.arange(held.sum()) + np.repeat(starts - held.cumsum() + held, held), held
