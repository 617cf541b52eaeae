"""How sure an indicator is: the probability that quantity, metric, subject and status are all right.

A logistic regression over binned probabilities of the single decisions, fitted on decisions about articles
that the deciding models had not seen (`scripts/train_indicators.py`).
"""

from collections.abc import Iterator, Mapping
from math import prod

from pipeline.extract.linear import LinearModel

LEAST, MOST = 0.05, 0.99
_PARTS = ("selection", "metric", "subject", "status")


def confidence(model: LinearModel, sure: Mapping[str, float]) -> float:
    """Return the calibrated probability; `sure` holds that of each decision by its name."""
    odds = model.probabilities(doubts(sure))["right"]
    return round(min(MOST, max(LEAST, odds)), 3)


def doubts(sure: Mapping[str, float]) -> Iterator[str]:
    """Yield the binned probability of each decision, and that of all of them together.

    Bins are cumulative, so that weights add up over them.

    >>> list(doubts({"metric": 0.55, "subject": 0.1, "status": 0.0, "selection": 0.2}))[:3]
    ['selection>0.2', 'metric>0.2', 'metric>0.4']
    """
    for part in _PARTS:
        yield from (
            f"{part}>{edge}" for edge in (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99) if sure[part] >= edge
        )
    together = prod(sure[part] for part in _PARTS)
    yield from (
        f"all>{edge}" for edge in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9) if together >= edge
    )
