"""The best path through all places.

M. Held and R. Karp, A dynamic programming approach to sequencing problems, 1962.
"""

import itertools
import math
from collections.abc import Sequence


def best_path(
    first: Sequence[float], between: Sequence[Sequence[float]], last: Sequence[float]
) -> tuple[int, ...]:
    """Return the order of all places with the highest sum of scores; of equals, the one that moves least.

    `first` and `last` score a place at either end, `between[one][other]` two that follow each other. Time and
    memory grow as two to the number of places.

    >>> best_path([0, 1, 0], [[0, 1, 0], [5, 0, 0], [0, 0, 0]], [0, 0, 2])
    (1, 0, 2)
    """
    count = len(first)
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {
        (1 << place, place): (score, (place,)) for place, score in enumerate(first)
    }
    for taken in range(1, 1 << count):
        for end in range(count):
            if (taken, end) not in best:
                continue
            score, path = best[taken, end]
            for after in range(count):
                if taken >> after & 1:
                    continue
                key = taken | 1 << after, after
                total, longer = score + between[end][after], (*path, after)
                known = best.get(key)
                if known is None or total > known[0] or (total == known[0] and longer < known[1]):
                    best[key] = (total, longer)
    whole = (1 << count) - 1
    ways = [(best[whole, end][0] + last[end], best[whole, end][1]) for end in range(count)]
    return max(ways, key=lambda way: (way[0], [-place for place in way[1]]))[1] if ways else ()


def certainty(
    path: Sequence[int], first: Sequence[float], between: Sequence[Sequence[float]], last: Sequence[float]
) -> float:
    """Return the share of a path among all orders, each weighed by the exponential of its worth.

    Scores that are logarithms of likelihoods make it the probability of the order. Time and memory as for
    `best_path`.

    >>> round(certainty((1, 0), [0, 1], [[0, 0], [5, 0]], [0, 0]), 3)
    0.998
    """
    count = len(path)
    sums = {(1 << place, place): score for place, score in enumerate(first)}
    for taken in range(1, 1 << count):
        for end, after in itertools.permutations(range(count), 2):
            if (taken, end) in sums and not taken >> after & 1:
                key, added = (taken | 1 << after, after), sums[taken, end] + between[end][after]
                sums[key] = _log_sum(sums.get(key, -math.inf), added)
    whole, total = (1 << count) - 1, -math.inf
    for end in range(count):
        total = _log_sum(total, sums[whole, end] + last[end])
    return math.exp(worth(path, first, between, last) - total)


def _log_sum(one: float, other: float) -> float:
    """Return the logarithm of the sum of two numbers given by their logarithms."""
    low, high = sorted((one, other))
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


def worth(
    path: Sequence[int], first: Sequence[float], between: Sequence[Sequence[float]], last: Sequence[float]
) -> float:
    """Return the sum of the scores of a path.

    >>> worth((1, 0), [0, 1], [[0, 0], [5, 0]], [2, 0])
    8
    """
    inner = sum(between[one][other] for one, other in itertools.pairwise(path))
    return first[path[0]] + inner + last[path[-1]]
