"""Periods: when a fact holds, as Chinese prose says it, with first and last day where they can be known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.values import Span
from pipeline.quantity.dashed import dashed
from pipeline.quantity.days import Point, ahead_of
from pipeline.quantity.numerals import fold, number
from pipeline.quantity.point_patterns import JOINT
from pipeline.quantity.points import dated, inherit, points
from pipeline.quantity.spells import spells
from pipeline.quantity.values import Period
from pipeline.quantity.weeks import Days

_LISTED = ("、", "，", ",", "和", "及")
# 8月1日(星期一)至8月5日
_LINK = re.compile(rf"(?:[（(](?:周|星期|礼拜)[一二三四五六日天][)）])?{JOINT}")
_BEFORE = re.compile(r"(自?即日起至|截至|截止到|截止|截至到|自|从|到|至)\s?$")
_AFTER = re.compile(
    r"(之前|以前|以来|开始|前(?!提|[\d一二两三四五六七八九十]{1,3}个?[月季])|起(?!诉|草|步|初|伏|舞|点|飞|航|家|跑))"
)
_LUNAR = re.compile(r"(?:农历|阴历|夏历)$")
_TILL_NOW = re.compile(r"年?[-~—]?[至到]今(?![年日天])")
_WITHIN = re.compile(r"的?([\d一二两三四五六七八九十]{1,3})年内?")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A point of the calendar, or two joined by 至, at its place in the text."""

    start: int
    end: int
    first: Point
    last: Point


def periods(text: str, published: date | None = None) -> list[Period]:
    """Return the time expressions of `text`, in order, never overlapping; days are inclusive.

    Expressions without a year (8月15日, 去年, 近三年) are resolved against `published`, the day of
    publication; without it their days are None.

    >>> [(p.span.of("今年1~8月采纳"), str(p.end)) for p in periods("今年1~8月采纳", date(2023, 10, 12))]
    [('今年1~8月', '2023-08-31')]
    """
    return read_periods(fold(text), published)


def read_periods(folded: str, published: date | None = None) -> list[Period]:
    """Return the periods of a text that is folded already."""
    found = [_wrap(folded, stretch, published) for stretch in _stretches(folded, published)]
    found += dashed(folded)
    found += spells(folded, published)
    return _longest(found)


def _longest(found: list[Period]) -> list[Period]:
    """Keep of overlapping periods the longer, of equals the earlier."""
    kept: list[Period] = []
    for period in sorted(found, key=lambda p: (p.span.start, -p.span.end)):
        if kept and period.span.start < kept[-1].span.end:
            if period.span.end - period.span.start > kept[-1].span.end - kept[-1].span.start:
                kept[-1] = period
        else:
            kept.append(period)
    return kept


def _stretches(text: str, published: date | None) -> Iterator[_Stretch]:
    held: _Stretch | None = None
    for start, end, point in points(text, published):
        if held and (_LINK.fullmatch(text, held.end, start) or _between(text, held.end, start, end)):
            yield _joined(held, end, point, published)
            held = None
            continue
        if (
            held
            and held.last.month
            and point.day
            and not point.month
            and text[held.end : start].strip() in _LISTED
        ):
            point = inherit(point, held.last)  # 9月10日、11日
        if held:
            yield replace(held, first=dated(held.first, published), last=dated(held.last, published))
        held = _Stretch(start, end, point, point)
    if held:
        yield replace(held, first=dated(held.first, published), last=dated(held.last, published))


def _between(text: str, end: int, start: int, after: int) -> bool:
    """Tell whether two points are the ends of 6月1日与8月1日之间."""
    return text[end:start].strip() in ("和", "与") and text.startswith(("之间", "间"), after)


def _joined(held: _Stretch, end: int, point: Point, published: date | None) -> _Stretch:
    first, last = dated(held.first, published), dated(inherit(point, held.first), published)
    start, final = first.days()[0], last.days()[1]
    if start and final and final < start and last.year is not None:
        last = replace(last, year=last.year + 1)
    return _Stretch(held.start, end, first, last)


def _wrap(text: str, stretch: _Stretch, published: date | None) -> Period:
    now = _TILL_NOW.match(text, stretch.end)
    if now:
        return Period(Span(stretch.start, now.end()), stretch.first.days()[0], published)
    before = _BEFORE.search(text, max(0, stretch.start - 6), stretch.start)
    after = _AFTER.match(text, stretch.end)
    end = after.end() if after else stretch.end
    days: Days = stretch.first.days()[0], stretch.last.days()[1]
    ending = (stretch.last.third or stretch.last.part or "").endswith(("底", "末"))
    if _LUNAR.search(text, max(0, stretch.start - 2), stretch.start):
        days = None, None  # another calendar
    single = stretch.first == stretch.last
    days = _bounded(
        days, before.group(1) if before else "", after.group(1) if after else "", published, single
    )
    if ending and after and after.group(1).endswith("前"):
        days = None, stretch.last.days()[1]  # 年底前 is before the year is over
    within = _WITHIN.match(text, end) if after and after.group(1) in ("开始", "起") else None
    if within:
        count = number(within[1])
        last = ahead_of(days[0], int(count), "年") if days[0] and count else None
        days, end = (days[0], last and last - timedelta(days=1)), within.end()
    return Period(Span(before.start() if before else stretch.start, end), *days)


def _bounded(days: Days, before: str, after: str, published: date | None, single: bool) -> Days:
    """Open or close the days by the words around them: 截至 leaves no start, 起 no end, 以来 ends today."""
    start, end = days
    if after == "以来":
        return start, published
    if after in ("起", "开始") or (before in ("自", "从") and single and not after):
        return start, None
    if after in ("前", "之前", "以前"):
        return None, start and start - timedelta(days=1)
    if before.endswith("即日起至"):
        return published, end
    if before.startswith("截") or (before in ("到", "至") and single):
        return None, end
    return start, end
