"""The quantity reader: numbers with units become quantities, unless they are no indicator."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from kg.values import Operator, Span
from pipeline.quantity.changes import link_changes
from pipeline.quantity.exclusions import excluded
from pipeline.quantity.hedges import hedge_after, hedge_before, hedge_inside, join_hedges
from pipeline.quantity.joining import join
from pipeline.quantity.numerals import fold, plain
from pipeline.quantity.periods import read_periods
from pipeline.quantity.scan import Figure, Unit, figures
from pipeline.quantity.shares import fraction, shares
from pipeline.quantity.spacing import closed, gaps, spread
from pipeline.quantity.values import Period, Quantity

_PER = re.compile(
    r"/(?:人|月|年|天|日|小时|次|户|平方米|米|亩|吨|度|公斤|斤|个|家|件)(?:[·/](?:月|年|天|次))?"
)
_MONTHLY = re.compile(r"(?:每人)?每个?(月|年|天)(?:人均)?[^，。；、\d]{0,8}$")
_MONTHLY_AFTER = re.compile(r"每(?:人每)?个?(月|年|天)")
_DEGREES = ("摄氏度", "华氏度", "度")
_MINUS = re.compile(r"(?:^|[\s，。；、：（(]|增长|同比|环比|增速|率|为|是|达|至|到|低|温)[-−负]$|负$")


def quantities(text: str, told: Sequence[Period] | None = None) -> list[Quantity]:
    """Return the numbers of `text` that report, promise or prescribe a quantity, in order, never overlapping.

    `told` are the periods of `text`, whose numbers are none of these; what is not given is read.

    >>> [(q.span.of(t), q.value, q.unit, q.op) for t in ["帮扶职工近5000家次"] for q in quantities(t)]
    [('近5000家次', Decimal('5000'), '家次', '~')]
    """
    folded = fold(text)
    spaces = gaps(folded)
    if spaces:
        return [spread(quantity, spaces) for quantity in _quantities(closed(folded, spaces))]
    return _quantities(folded, told)


def _quantities(folded: str, told: Sequence[Period] | None = None) -> list[Quantity]:
    masks = [period.span for period in (read_periods(folded) if told is None else told)]
    found = [*_read(folded, _unmasked(figures(folded), masks)), *shares(folded)]
    return link_changes(folded, _apart(found))


def _unmasked(found: Iterable[Figure], masks: list[Span]) -> Iterator[Figure]:
    """Yield the figures that are no part of a date or another time expression."""
    ends = [mask.end for mask in masks]
    for figure in found:
        index = bisect_left(ends, figure.start + 1)
        if index == len(masks) or masks[index].start >= figure.end:
            yield figure


def _apart(found: list[Quantity]) -> list[Quantity]:
    """Sort by place and drop what overlaps an earlier one."""
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.span.start, -q.span.end)):
        if not kept or quantity.span.start >= kept[-1].span.end:
            kept.append(quantity)
    return kept


def _read(text: str, found: Iterable[Figure]) -> Iterator[Quantity]:
    for figure in join(text, found):
        if figure.share and (figure.unit is None or figure.unit.kind != "share"):
            quantity = fraction(text, figure)
            if quantity is not None:
                yield quantity
        elif figure.unit is not None and not excluded(text, figure):
            yield _quantity(text, figure, figure.unit)


def _quantity(text: str, figure: Figure, unit: Unit) -> Quantity:
    rate, end = _rate(text, figure, unit)
    below = _below_zero(text, figure, unit)
    minus = below > 0
    before, start = hedge_before(text, figure.start - below)
    after, end = hedge_after(text, end)
    op: Operator = join_hedges(before, hedge_inside(figure), after)
    low, high = plain(figure.low * unit.factor), plain(figure.high * unit.factor)
    name = unit.canonical + rate
    if low != high:
        return Quantity(Span(start, end), None, name, "range", -low if minus else low, high)
    return Quantity(Span(start, end), -low if minus else low, name, op)


def _below_zero(text: str, figure: Figure, unit: Unit) -> int:
    """Return how many characters before the figure make it negative: a sign, or 零下 before a temperature."""
    if unit.canonical in _DEGREES and text.endswith("零下", 0, figure.start):
        return 2
    signed = unit.kind in ("share", "money") or unit.canonical in _DEGREES
    return int(signed and _MINUS.search(text, max(0, figure.start - 3), figure.start) is not None)


def _rate(text: str, figure: Figure, unit: Unit) -> tuple[str, int]:
    """Return `/月` and the like for money that is paid by the month, and where its words end."""
    if unit.kind != "money":
        return "", figure.end
    per = _PER.match(text, figure.end)
    if per:
        return per.group(), per.end()
    after = _MONTHLY_AFTER.match(text, figure.end)
    if after:
        return f"/{after[1]}", after.end()
    before = _MONTHLY.search(text[max(0, figure.start - 14) : figure.start])
    return (f"/{before[1]}" if before else ""), figure.end
