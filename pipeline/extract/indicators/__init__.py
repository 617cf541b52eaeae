"""From quantities to indicators: what a number measures, whose it is, when, reported or promised."""

import re
from dataclasses import replace

from kg.values import Indicator, Span
from pipeline.extract.indicators.context import Index
from pipeline.extract.indicators.owners import Owner
from pipeline.extract.indicators.ranking import load_models
from pipeline.extract.indicators.record import Record
from pipeline.extract.indicators.records import read_records
from pipeline.extract.reading import Reading
from pipeline.read.doubts import chance_right

__all__ = ["indicators", "owner_name"]

_AREA = re.compile(r"(.*?[省市州县区旗镇乡村街道园])(?:域|境|辖区|区域|范围)内")
_QUOTED = re.compile("“([^“”]+)”")  # a phrase that is nothing but a name in its marks


def indicators(reading: Reading) -> tuple[Indicator, ...]:
    """Return the indicators of an article in text order, with ids `i1`, `i2` and so on.

    A quantity that neither reports nor promises nor prescribes anything (a condition, an age in passing) is
    none. `raw` is `article.text[start:end]`, `evidence` the sentence that holds it. One that a warning of
    recognition marks has the less confidence, as `chance_right` says.
    """
    index = Index(reading)
    records = read_records(index, load_models())
    found = (_indicator(index, record, number) for number, record in enumerate(records, 1))
    return tuple(_doubted(reading, indicator) for indicator in found)


def _doubted(reading: Reading, indicator: Indicator) -> Indicator:
    """Return an indicator with the lower confidence that one has whose characters were hard to recognise."""
    notes = (note for note in reading.article.notices if note.code == "ocr")
    right = min((chance_right(note) for note in notes if note.span.overlaps(indicator.span)), default=1.0)
    return replace(indicator, confidence=round(indicator.confidence * right, 4)) if right < 1 else indicator


def _indicator(index: Index, record: Record, number: int) -> Indicator:
    quantity, when = record.setting.quantity, record.period
    text, owner, sentence = index.text, record.owner, index.sentence(quantity.span.start)
    name = owner_name(index, owner)
    entity = owner.entity or index.entity_called(name or "")
    return Indicator(
        id=f"i{number}", metric=record.phrase.text if record.phrase else None,
        subject=name, subject_id=entity.id if entity else None,
        value=quantity.value, low=quantity.low, high=quantity.high, op=quantity.op, unit=quantity.unit,
        raw=quantity.span.of(text), direction=quantity.direction, earlier=quantity.earlier,
        delta=quantity.delta, delta_unit=quantity.delta_unit,
        period=when.span.of(text) if when else None,
        period_start=when.start if when else None, period_end=when.end if when else None,
        status=record.status, span=quantity.span,
        evidence=Span(sentence.start, max(sentence.end, quantity.span.end)),
        confidence=record.confidence, rule=record.rule,
    )  # fmt: skip


def owner_name(index: Index, owner: Owner) -> str | None:
    """Return the owner's name; that of a part with the house that it stands right behind (“甲”冲焊厂)."""
    name, span = owner.name, owner.span
    if name and owner.entity is None and (inner := _AREA.fullmatch(name) or _QUOTED.fullmatch(name)):
        return inner[1]
    if (
        span is None
        or owner.entity is None
        or owner.entity.type != "enterprise"
        or name != span.of(index.text)
    ):
        return name
    house = index.house_before(span.start)
    return f"{house.name}{name}" if house else name
