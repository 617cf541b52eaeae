"""The quantity reader: numbers with units become quantities, unless they are no indicator."""

from decimal import Decimal

from kg.values import Operator, Span
from pipeline.quantity.exclusions import excluded
from pipeline.quantity.hedges import hedge_after, hedge_before, hedge_inside, join_hedges
from pipeline.quantity.numerals import fold
from pipeline.quantity.periods import periods
from pipeline.quantity.scan import Figure, Unit, figures
from pipeline.quantity.values import Quantity


def quantities(text: str) -> list[Quantity]:
    """Return every number of `text` that reports, promises or prescribes a quantity, in order, never overlapping.

    >>> [(q.span.of(t), q.value, q.unit, q.op) for t in ["帮扶职工近5000家次"] for q in quantities(t)]
    [('近5000家次', Decimal('5000'), '家次', '~')]
    """
    folded = fold(text)
    masks = [period.span for period in periods(folded)]
    found = []
    for figure in figures(folded):
        if figure.unit is not None and not _masked(figure, masks) and not excluded(folded, figure):
            found.append(_quantity(folded, figure, figure.unit))
    return found


def _masked(figure: Figure, masks: list[Span]) -> bool:
    span = Span(figure.start, figure.end)
    return any(span.overlaps(mask) for mask in masks)


def _quantity(text: str, figure: Figure, unit: Unit) -> Quantity:
    before, start = hedge_before(text, figure.start)
    after, end = hedge_after(text, figure.end)
    op: Operator = join_hedges(before, hedge_inside(figure), after)
    low, high = figure.low * unit.factor, figure.high * unit.factor
    span = Span(start, end)
    if low != high:
        return Quantity(span, None, unit.canonical, "range", low, high)
    return Quantity(span, _plain(low), unit.canonical, op)


def _plain(value: Decimal) -> Decimal:
    """Write 12000.0 as 12000."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
