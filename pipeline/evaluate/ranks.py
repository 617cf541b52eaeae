"""How good a ranking is: nDCG, average precision and recall, and how sure a mean of them is.

Each takes the names of the documents, best first, and the grades of the judged ones; what is not judged
counts as grade 0.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Grades = Mapping[str, int]

AT = 10  # a page of answers
_RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with the 95 % interval of its bootstrap."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.2f}, {self.high:.2f}]"


def ndcg(ranked: Sequence[str], grades: Grades, at: int = AT) -> float:
    """Return the discounted gain of the first `at` answers as a share of the best there could be.

    A document gains its grade, discounted by log2(1 + rank) (Järvelin and Kekäläinen, 2002).
    """
    best = _discounted(sorted(grades.values(), reverse=True)[:at])
    return _discounted([grades.get(name, 0) for name in ranked[:at]]) / best if best else 0.0


def average_precision(ranked: Sequence[str], grades: Grades, wanted: int) -> float:
    """Return the mean precision at the ranks of the documents of grade `wanted` or better.

    One that was not found counts as a precision of 0.
    """
    hits, total = 0, 0.0
    for rank, name in enumerate(ranked, 1):
        if grades.get(name, 0) >= wanted:
            hits += 1
            total += hits / rank
    sought = _sought(grades, wanted)
    return total / sought if sought else 0.0


def recall(ranked: Sequence[str], grades: Grades, wanted: int, at: int = AT) -> float:
    """Return how many of the documents of grade `wanted` or better stand among the first `at`, as a share."""
    found = sum(grades.get(name, 0) >= wanted for name in ranked[:at])
    sought = _sought(grades, wanted)
    return found / sought if sought else 0.0


def estimate(values: Sequence[float]) -> Estimate:
    """Return the mean of one value a query, with the interval of 2,000 resamples (Efron, 1979).

    The same values always give the same interval.
    """
    import numpy as np

    if not values:
        return Estimate(0.0, 0.0, 0.0)
    drawn = np.random.default_rng(0).choice(np.asarray(values), (_RESAMPLES, len(values)))
    low, high = np.quantile(drawn.mean(axis=1), (0.025, 0.975))
    return Estimate(math.fsum(values) / len(values), float(low), float(high))


def _discounted(gains: Sequence[int]) -> float:
    return math.fsum(gain / math.log2(1 + rank) for rank, gain in enumerate(gains, 1))


def _sought(grades: Grades, wanted: int) -> int:
    return sum(grade >= wanted for grade in grades.values())
