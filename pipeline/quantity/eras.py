"""Centuries, decades, feasts of a fixed day, and years or days ago (20世纪90年代末, 国庆节, 三年前)."""

import re
from collections.abc import Iterator
from datetime import date

from kg.values import Span
from pipeline.quantity.days import Point, ahead_of, make_day, year_named, year_of_month
from pipeline.quantity.matching import matches
from pipeline.quantity.numerals import number
from pipeline.quantity.values import Period
from pipeline.quantity.weeks import Days

_ERA_FIRST = re.compile(r"[上本\d一二三四五六七八九十]")
_CENTURY = r"(?:上|本|\d{1,2}|[一二]?十[一二三四五六七八九]?)"
_STAGE = r"(?:[初中末]期?|[前后]期)"
_ERA = re.compile(
    rf"(?<![一二三四五六七八九])(?:(?P<century>{_CENTURY})个?世纪)?"
    rf"(?P<decade>[1-9]0|[一二三四五六七八九]十)年代(?P<part>{_STAGE})?"
    rf"|(?P<whole>{_CENTURY})个?世纪(?P<of>{_STAGE})?(?![\d一二三四五六七八九大])"
)
# What a stage is of a century or a decade, in tenths.
_STAGES = {"初": (0, 3), "前": (0, 3), "中": (4, 7), "末": (7, 10), "后": (7, 10)}
_AGO_FIRST = re.compile(r"[\d一二两三四五六七八九十几]")
_AGO = re.compile(
    r"(?<![\d第.前])(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|几)[余多]?"
    r"\s?(?P<unit>年|个月|天|周|个?星期)(?:之前|以前|前)(?![十\d两三四五景往期线])"
)
_FEASTS = {
    "元旦": (1, 1), "妇女节": (3, 8), "植树节": (3, 12), "劳动节": (5, 1), "青年节": (5, 4), "儿童节": (6, 1),
    "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10), "国庆节": (10, 1), "国庆": (10, 1),
    "平安夜": (12, 24), "圣诞节": (12, 25),
}  # fmt: skip
_FEAST = re.compile(rf"({'|'.join(_FEASTS)})(?=期间|假期|[前后当之到来将在慰夜，。；、）)\s]|$)")
_FEAST_YEAR = re.compile(r"((?:19|20)\d\d|今|去|明|前)年的?$")


def eras(text: str, published: date | None) -> Iterator[Period]:
    """Yield centuries and decades, feasts, and times ago; they may overlap other periods."""
    if "世纪" in text or "年代" in text:
        yield from (_era(match, published) for match in matches(_ERA_FIRST, _ERA, text))
    if "前" in text:
        yield from (_ago(match, published) for match in matches(_AGO_FIRST, _AGO, text))
    yield from (_feast(match, published) for match in _FEAST.finditer(text))


def _era(match: re.Match[str], published: date | None) -> Period:
    """Resolve 20世纪90年代末 and 上世纪; a decade without its century is one of the twentieth."""
    century = _century(match["century"] or match["whole"] or "20", published)
    decade = number(match["decade"]) if match["decade"] else None
    if century is None or not 1 <= century <= 30:
        return Period(Span(*match.span()), None, None)
    first, tenth = (century - 1) * 100 + int(decade or 0), 1 if match["decade"] else 10
    begin, end = _STAGES.get((match["part"] or match["of"] or "").removesuffix("期"), (0, 10))
    days = make_day(max(first + begin * tenth, 1), 1, 1), make_day(first + end * tenth - 1, 12, 31)
    return Period(Span(*match.span()), *days)


def _century(word: str, published: date | None) -> int | None:
    if word in ("上", "本"):
        return published.year // 100 + (word == "本") if published else None
    value = number(word)
    return None if value is None else int(value)


def _ago(match: re.Match[str], published: date | None) -> Period:
    """Resolve 三年前 to its year, 两个月前 to its month, 五天前 to its day."""
    count, unit = number(match["count"]), match["unit"]
    if published is None or count is None:
        return Period(Span(*match.span()), None, None)
    if unit in ("年", "个月"):
        day = ahead_of(published.replace(day=1), -int(count), unit.removeprefix("个"))
        return Period(Span(*match.span()), *_spanned(day, unit))
    day = ahead_of(published, -int(count), "日" if unit == "天" else "周")
    return Period(Span(*match.span()), day, day)


def _spanned(day: date | None, unit: str) -> Days:
    if day is None:
        return None, None
    return Point(day.year).days() if unit == "年" else Point(day.year, None, day.month).days()


def _feast(match: re.Match[str], published: date | None) -> Period:
    month, day = _FEASTS[match.group()]
    before = _FEAST_YEAR.search(match.string, max(0, match.start() - 6), match.start())
    year = year_of_month(month, day, published)
    if before:
        year = year_named(before[1], published) or (int(before[1]) if before[1].isdigit() else None)
    found = make_day(year, month, day) if year else None
    return Period(Span(before.start() if before else match.start(), match.end()), found, found)
