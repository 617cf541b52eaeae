"""Periods: when a fact holds, as Chinese prose says it, with first and last day where they can be known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.values import Span
from pipeline.quantity.days import Days, Point, ahead_of, make_day, year_named, year_of_month
from pipeline.quantity.numerals import fold, number
from pipeline.quantity.spells import spells
from pipeline.quantity.values import Period

_JOINT = r"\s?(?:[-~～—–―－]{1,2}|至|到)\s?"
_FULL_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2})"
_YEAR = (
    rf"(?<!\d){_FULL_YEAR}(?:\s?年度?(?!级)|(?={_JOINT}(?:{_FULL_YEAR}\s?年|今)))"
    r"|(?<![\d.])\d\d年(?=\d{1,2}月)|(?:今|去|明|(?<!以)前)年度?|[本上]年度(?!报)"
)
_MONTH = (
    r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九]|元)"
    rf"(?:\s?月份?(?![饼薪球亮嫂])|(?={_JOINT}\d{{1,2}}\s?月))"
)
_DAY = (
    r"(?:[12]\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
    rf"(?:\s?[日号]|(?={_JOINT}\d{{1,2}}\s?[日号]))"
)
_ONLY = (
    r"(?<![\d.:第号超过满])(?:[12]\d|3[01]|[1-9])"
    rf"(?:日(?![内元均报圆游程])|(?={_JOINT}\d{{1,2}}日(?![内元均报圆游程])))"
)
_HOUR = (
    r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|深夜|晚)?"
    r"(?:\d{1,2}(?:[时点](?:\d{1,2}分)?|:\d\d)许?)?"
)
_SEASON = r"[上下]半年|第?[一二三四]季度|前[二两三]个?季度"
_POINT = re.compile(
    rf"(?=[\d一二三四五六七八九十元今去明前本上下第])(?:(?P<year>{_YEAR})\s?)?"
    rf"(?:(?P<month>{_MONTH})(?:\s?(?P<day>{_DAY}){_HOUR}|(?P<third>[上中下]旬|[初中底末](?![期小学])))?"
    rf"|(?P<part>{_SEASON}|(?<=年)(?:年?[初底末]|中期?)(?![期间小]))|(?P<only>{_ONLY}){_HOUR})?"
)
_LINK = re.compile(_JOINT)
_BEFORE = re.compile(r"(自?即日起至|截至|截止到|截止|截至到|自|从|到|至)\s?$")
_AFTER = re.compile(r"(之前|以前|以来|开始|前|起)(?!提)")
_TILL_NOW = re.compile(r"年?[-~—]?[至到]今(?![年日天])")
_WITHIN = re.compile(r"的?([\d一二两三四五六七八九十]{1,3})年内?")
_DASHED = re.compile(r"(?<![\d.])((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\d)")
_SEASONS = {"1": "一", "2": "二", "3": "三", "4": "四", "第": "", "个": ""}


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
    folded = fold(text)
    found = [_wrap(folded, stretch, published) for stretch in _stretches(folded, published)]
    found += [_dashed(match) for match in _DASHED.finditer(folded)]
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


def _dashed(match: re.Match[str]) -> Period:
    day = make_day(int(match[1]), int(match[3]), int(match[4]))
    return Period(Span(*match.span()), day, day)


def _stretches(text: str, published: date | None) -> Iterator[_Stretch]:
    held: _Stretch | None = None
    for match in _POINT.finditer(text):
        if not match.group():
            continue
        point, link = _point(match, published), held and _LINK.fullmatch(text, held.end, match.start())
        if held and link:
            yield replace(held, end=match.end(), last=_inherit(point, held.first))
            held = None
            continue
        if held:
            yield held
        held = _Stretch(match.start(), match.end(), point, point)
    if held:
        yield held


def _point(match: re.Match[str], published: date | None) -> Point:
    month, day = _digits(match["month"]), _digits(match["day"] or match["only"])
    year = _year(match["year"], published)
    if match["year"] is None and match["month"]:
        year = year_of_month(month or 0, published)
    elif match["year"] is None and published:
        year = published.year
        month = published.month if match["only"] and (day or 32) <= published.day else month
        year = year if match["part"] or month else None
    part = match["part"]
    for sign, word in _SEASONS.items():
        part = part.replace(sign, word) if part else None
    return Point(year, part, month, match["third"], day)


def _year(word: str | None, published: date | None) -> int | None:
    if word is None:
        return None
    value = number(word.rstrip("度").rstrip("年").strip())
    if value is None:
        return year_named(word, published)
    return int(value) + (2000 if value < 100 else 0)


def _digits(word: str | None) -> int | None:
    if not word:
        return None
    value = number("1" if word.startswith("元") else word.strip().rstrip("月份日号").strip())
    return None if value is None else int(value)


def _inherit(point: Point, first: Point) -> Point:
    """Give 30日 in 7月28日至30日 its month, and 9月 in 2023年8月至9月 its year."""
    if point.day is not None and first.day is not None and point.month is None:
        return replace(point, year=first.year, month=first.month)
    if (
        first.year is not None
        and point.month is not None
        and (point.year is None or point.year >= first.year)
    ):
        return replace(point, year=first.year if (point.month >= (first.month or 0)) else first.year + 1)
    return point


def _wrap(text: str, stretch: _Stretch, published: date | None) -> Period:
    now = _TILL_NOW.match(text, stretch.end)
    if now:
        return Period(Span(stretch.start, now.end()), stretch.first.days()[0], published)
    before = _BEFORE.search(text, max(0, stretch.start - 6), stretch.start)
    after = _AFTER.match(text, stretch.end)
    end = after.end() if after else stretch.end
    days: Days = stretch.first.days()[0], stretch.last.days()[1]
    single = stretch.first == stretch.last
    days = _bounded(
        days, before.group(1) if before else "", after.group(1) if after else "", published, single
    )
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
