"""From quantities to indicators: what a number measures, whose it is, when, reported or promised."""

from dataclasses import replace

from kg.values import Indicator, Span
from pipeline.extract.indicators.context import Index, Setting
from pipeline.extract.indicators.metric import metric
from pipeline.extract.indicators.period import period
from pipeline.extract.indicators.status import status
from pipeline.extract.indicators.subject import subject
from pipeline.extract.reading import Reading

__all__ = ["indicators"]


def indicators(reading: Reading) -> tuple[Indicator, ...]:
    """Return the indicators of an article in text order, with ids `i1`, `i2` and so on.

    A quantity that neither reports nor promises nor prescribes anything (a condition, an age in passing) is
    none. `raw` is `article.text[start:end]`, `evidence` the sentence that holds it.
    """
    index = Index(reading)
    found = [_indicator(index, setting) for setting in index.settings()]
    return tuple(replace(one, id=f"i{number}") for number, one in enumerate(found, 1))


def _indicator(index: Index, setting: Setting) -> Indicator:
    quantity, measured = setting.quantity, metric(index, setting)
    owner, when = subject(index, setting), period(index, setting)
    return Indicator(
        id="", metric=measured.of(index.text) if measured else None,
        subject=owner[0].of(index.text) if owner else None, subject_id=owner[1].id if owner else None,
        value=quantity.value, low=quantity.low, high=quantity.high, op=quantity.op, unit=quantity.unit,
        raw=quantity.span.of(index.text), direction=quantity.direction, earlier=quantity.earlier,
        delta=quantity.delta, delta_unit=quantity.delta_unit,
        period=when.span.of(index.text) if when else None,
        period_start=when.start if when else None, period_end=when.end if when else None,
        status=status(index, setting), span=quantity.span,
        evidence=Span(setting.sentence.start, max(setting.sentence.end, quantity.span.end)),
        confidence=0.5, rule="indicator.clause",
    )  # fmt: skip
