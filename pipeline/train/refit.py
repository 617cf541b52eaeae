"""Fitting a linear model anew to a few examples: it starts from what it knew and moves only as they ask.

Maximum a posteriori with a Gaussian prior around the weights that were shipped: a feature that no example has
keeps its weight, and with few examples all do nearly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from pipeline.extract.linear import LinearModel

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

STRENGTH = 5.0  # of the prior: 1/C of the logistic regressions that were shipped lies around it
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class Example:
    """What a reviewed fact teaches: its features, its label and the case it is of."""

    features: tuple[str, ...]
    label: str
    case_id: str


def refit(model: LinearModel, examples: Sequence[Example], *, strength: float = STRENGTH) -> LinearModel:
    """Return the model moved towards the examples; a label that it lacks means none of its labels.

    `strength` is how dear moving a weight is.
    """
    import numpy as np
    from scipy.optimize import minimize

    names = sorted({name for example in examples for name in example.features})
    if not names:
        return model
    matrix = _matrix(examples, names)
    none = (0.0,) * len(model.labels)
    before = np.array([model.bias, *(model.weights.get(name, none) for name in names)])
    truth = np.array([[float(example.label == label) for label in model.labels] for example in examples])

    def loss(flat: "np.ndarray") -> "tuple[float, np.ndarray]":
        weights = flat.reshape(before.shape)
        totals = matrix @ weights
        odds = _odds(totals)
        told = truth * np.log(odds + _SMALLEST) + (len(model.labels) == 1) * (1 - truth) * np.log(
            1 - odds + _SMALLEST
        )
        moved = weights - before
        return (
            float(strength / 2 * (moved**2).sum() - told.sum()),
            (matrix.T @ (odds - truth) + strength * moved).ravel(),
        )

    found = minimize(loss, before.ravel(), jac=True, method="L-BFGS-B").x.reshape(before.shape)
    rows = {name: tuple(map(float, row)) for name, row in zip(names, found[1:], strict=True)}
    return LinearModel(model.labels, tuple(map(float, found[0])), {**model.weights, **rows})


def _odds(totals: "np.ndarray") -> "np.ndarray":
    import numpy as np

    if totals.shape[1] == 1:
        return np.asarray(1 / (1 + np.exp(-np.clip(totals, -30, 30))))
    odds = np.exp(totals - totals.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> "csr_matrix":
    """Return a row an example: a one for the bias, and a one for each of its features."""
    from scipy.sparse import csr_matrix

    columns = {name: column for column, name in enumerate(names, 1)}
    places: list[int] = []
    ends = [0]
    for example in examples:
        places += [0, *sorted({columns[name] for name in example.features})]
        ends.append(len(places))
    ones = [1.0] * len(places)
    return csr_matrix((ones, places, ends), shape=(len(examples), len(names) + 1))


def mean_loss(model: LinearModel, examples: Sequence[Example]) -> float:
    """Return the mean log loss of a model on examples, in nats; lower is better."""
    told = [_likelihood(model, example) for example in examples]
    return -sum(log(max(one, _SMALLEST)) for one in told) / max(1, len(told))


def _likelihood(model: LinearModel, example: Example) -> float:
    odds = model.probabilities(example.features)
    if len(model.labels) == 1:
        sure = odds[model.labels[0]]
        return sure if example.label == model.labels[0] else 1 - sure
    return odds.get(example.label, 0.0)
