"""How sure an indicator is: the probability that quantity, metric, subject, period and status are all right.

A logistic regression over binned probabilities of the single decisions and over the grammar between them,
fitted on decisions about articles that the deciding models had not seen (`scripts/train_indicators.py`).
"""

from collections.abc import Iterator, Mapping
from math import prod

from kg.values import Span
from pipeline.extract.indicators.context import OWNERS, Index, unit_kind
from pipeline.extract.indicators.record import Record
from pipeline.extract.linear import LinearModel

LEAST, MOST = 0.05, 0.99
_PARTS = ("selection", "metric", "subject", "period", "status")
_EDGES = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)


def confidence(model: LinearModel, index: Index, record: Record) -> float:
    """Return the calibrated probability that everything the record says is right."""
    odds = model.probabilities(reasons(index, record))["right"]
    return round(min(MOST, max(LEAST, odds)), 3)


def reasons(index: Index, record: Record) -> Iterator[str]:
    """Yield everything that the confidence of a record rests on."""
    yield from doubts(record.sure)
    yield from traits(index, record)


def doubts(sure: Mapping[str, float]) -> Iterator[str]:
    """Yield the binned probability of each decision, that of the least sure, and that of all together.

    Bins are cumulative, so that weights add up over them.

    >>> sure = {"metric": 0.55, "subject": 0.1, "status": 0.0, "selection": 0.2, "period": 0.1}
    >>> list(doubts(sure))[:3]
    ['selection>0.2', 'metric>0.2', 'metric>0.4']
    """
    found = {part: sure[part] for part in _PARTS}
    found |= {"least": min(found.values()), "all": prod(found.values())}
    for name, value in found.items():
        yield from (f"{name}>{edge}" for edge in _EDGES if value >= edge)


def traits(index: Index, record: Record) -> Iterator[str]:
    """Yield what the record's parts are and how they stand to each other in the text."""
    owner, unit = record.owner, unit_kind(record.setting.quantity.unit)
    kind, form = owner.entity.type if owner.entity else "-", (*owner.features, "-")[0]
    phrase = record.phrase.kind if record.phrase else "bare"
    yield from (f"owner {kind}", f"owner {form}", f"owner {form} {kind}")
    yield from (f"phrase {phrase}", f"unit {unit}", f"phrase {phrase} {unit}")
    yield from (f"status {record.status}", f"dated {record.period is not None}")
    yield from (one for one in owner.features if one.startswith("rank=") and " " not in one)
    yield from (one for one in owner.features if one.startswith("topic "))
    yield from _between(index, record)
    yield from _wording(record)


def _between(index: Index, record: Record) -> Iterator[str]:
    """Yield how far the owner is from the number, and who else might own it."""
    start, sentence = record.setting.quantity.span.start, record.setting.sentence
    named = [one for _, one in index.mentions(Span(sentence.start, start))]
    rivals = {one.id for one in named if one.type in OWNERS}
    yield f"rivals {min(len(rivals), 3)}"
    yield f"person {any(one.type == 'person' for one in named)}"
    said = index.text[sentence.start : start]
    yield f"quoted {said.count('“') > said.count('”')}"
    numbers = (record.setting.before is not None) + (record.setting.after is not None)
    yield f"numbers {numbers}"
    span = record.owner.span
    if span is not None:
        apart = min(index.sentence_number(start) - index.sentence_number(span.start), 3)
        yield f"apart {apart}"
        yield f"apart {apart} rivals {min(len(rivals), 2)}"
        yield f"opens {span.start == index.sentence(span.start).start}"


def _wording(record: Record) -> Iterator[str]:
    text = record.phrase.text if record.phrase else ""
    yield f"length {min(len(text), 12) // 2}"
    yield f"ends {text[-1:]}"
