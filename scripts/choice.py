"""Fit a conditional logit: of several candidates described by features, one or more are right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

RAREST, ROUNDS = 3, 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the features of each candidate, and how right each is, from 0 to 1."""

    features: Sequence[tuple[str, ...]]
    right: Sequence[float]


def fit(choices: Sequence[Choice], *, strength: float) -> dict[str, float]:
    """Return the weights that maximise the likelihood of the right candidates less `strength`/2 |w|²."""
    usable = [choice for choice in choices if any(choice.right)]
    counts = Counter(one for choice in usable for row in choice.features for one in set(row))
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    matrix = _matrix(usable, {name: column for column, name in enumerate(names)})
    right = np.array([value for choice in usable for value in choice.right])
    sizes = np.array([len(choice.right) for choice in usable])
    starts, group = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    turned = matrix.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        totals = matrix @ weights
        odds = np.exp(totals - np.maximum.reduceat(totals, starts)[group])
        odds /= np.add.reduceat(odds, starts)[group]
        hit = odds * right
        sums = np.add.reduceat(hit, starts)
        gradient = turned @ (odds - hit / sums[group]) + strength * weights
        return strength / 2 * weights @ weights - np.log(sums).sum(), gradient

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return dict(zip(names, map(float, found.x), strict=True))


def _matrix(choices: Sequence[Choice], columns: dict[str, int]) -> csr_matrix:
    places: list[int] = []
    ends = [0]
    for choice in choices:
        for row in choice.features:
            places += [columns[name] for name in row if name in columns]
            ends.append(len(places))
    matrix = csr_matrix((np.ones(len(places)), places, ends), shape=(len(ends) - 1, len(columns)))
    matrix.sum_duplicates()
    return matrix
