"""Choose among candidates: a linear model scores each, softmax makes the scores probabilities.

A conditional logit (McFadden 1974), trained by `scripts/train_indicators.py`; its weights lie in
`models/indicators`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from pipeline.extract.linear import LinearModel, load

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Models:
    """What was learnt: the weights of three rankers, and three models that give odds of labels."""

    metric: Weights
    subject: Weights
    period: Weights
    status: LinearModel
    selection: LinearModel
    confidence: LinearModel


@cache
def load_models() -> Models:
    """Return the models kept in `models/indicators`; they are read once.

    Raises:
        FileNotFoundError: the installation lacks one of them.
    """
    metric, subject, period = (
        _weights(load(f"indicators/{name}")) for name in ("metric", "subject", "period")
    )
    status, selection, confidence = (
        load(f"indicators/{name}") for name in ("status", "selection", "confidence")
    )
    return Models(metric, subject, period, status, selection, confidence)


def choose(weights: Weights, candidates: Sequence[Iterable[str]]) -> tuple[int, float]:
    """Return the place of the candidate whose features speak most for it, and its probability.

    `candidates` holds the features of each; there is at least one.

    >>> choose({"near": 1.0}, [["far"], ["near"]])[0]
    1
    """
    totals = [sum(weights[feature] for feature in features if feature in weights) for features in candidates]
    best = max(range(len(totals)), key=totals.__getitem__)
    return best, 1 / sum(exp(total - totals[best]) for total in totals)


def _weights(model: LinearModel) -> Weights:
    return {feature: row[0] for feature, row in model.weights.items()}
