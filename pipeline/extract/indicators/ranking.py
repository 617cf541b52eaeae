"""Choose among candidates: a linear model scores each, softmax makes the scores probabilities.

A conditional logit (McFadden 1974), trained by `scripts/train_indicators.py`; its weights lie in
`models/indicators`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import exp

from pipeline.data import own_models
from pipeline.extract.linear import LinearModel, load

Weights = Mapping[str, float]
Parts = tuple[tuple[str, ...], ...]
_JUDGED = 8
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Models:
    """What was learnt: the weights of three rankers, and three models that give odds of labels."""

    metric: Weights
    subject: Weights
    period: Weights
    status: LinearModel
    selection: LinearModel
    confidence: LinearModel


def load_models() -> Models:
    """Return the models of indicators that are in force; they are read once.

    Raises:
        FileNotFoundError: the installation lacks one of them.
    """
    return _load_models(own_models())


@cache
def _load_models(_own: str | None) -> Models:
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
    totals = [_total(weights, features) for features in candidates]
    best = max(range(len(totals)), key=totals.__getitem__)
    return best, 1 / sum(exp(total - totals[best]) for total in totals)


def agree(weights: Weights, candidates: Sequence[Parts], texts: Sequence[str]) -> tuple[int, float]:
    """Return the place of the candidate that most of the probability agrees with, and how much that is.

    `candidates` holds the features of each in parts; candidates may share a part, which is then summed once.

    Of the likeliest candidates each gets the probability of all that share most of its characters: phrases
    that differ in a word at the edge support each other (minimum Bayes risk, Kumar and Byrne 2004).
    """
    known: dict[int, float] = {}
    for part in {id(part): part for parts in candidates for part in parts}.values():
        known[id(part)] = _total(weights, part)
    totals = [sum(known[id(part)] for part in parts) for parts in candidates]
    top = max(totals)
    odds = [exp(total - top) for total in totals]
    whole = sum(odds)
    best = sorted(range(len(odds)), key=odds.__getitem__, reverse=True)[:_JUDGED]
    pairs = {place: _pairs(texts[place]) for place in best}
    support = {
        one: sum(odds[two] for two in best if _alike(pairs[one], pairs[two])) / whole + odds[one] / whole / 10
        for one in best
    }
    chosen = max(best, key=support.__getitem__)
    return chosen, min(1.0, support[chosen] - odds[chosen] / whole / 10)


def _total(weights: Weights, features: Iterable[str]) -> float:
    return sum(map(weights.get, features, repeat(0.0)))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    return 2 * len(one & two) >= _ALIKE * (len(one) + len(two))


def _weights(model: LinearModel) -> Weights:
    return {feature: row[0] for feature, row in model.weights.items()}
