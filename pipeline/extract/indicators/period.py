"""When a number holds: the nearest time expression before it in its sentence."""

from kg.values import Span
from pipeline.extract.indicators.context import Index, Setting
from pipeline.quantity import Period


def period(index: Index, setting: Setting) -> Period | None:
    """Return the period that the sentence gives before the quantity, or None."""
    here = index.periods(Span(setting.sentence.start, setting.quantity.span.start))
    return here[-1] if here else None
