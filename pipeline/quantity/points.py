"""Points of the calendar as written: years, seasons, months, days, with what the writing leaves open."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.quantity.days import Point, make_day, shift_months, year_named, year_of_month
from pipeline.quantity.matching import matches
from pipeline.quantity.numerals import number
from pipeline.quantity.point_patterns import FIRST, POINT

_RECENT = 15  # days
_SAME_YEAR = {"同": 0, "当": 0, "次": 1, "翌": 1}
_SEASONS = {"1": "一", "2": "二", "3": "三", "4": "四", "首": "一", "第": "", "个": ""}
_SHIFTS = {"上": -1, "下": 1}


def points(text: str, published: date | None) -> Iterator[tuple[int, int, Point]]:
    """Yield every point of the calendar with its start and end; what is not written is None."""
    said: int | None = None
    for match in matches(FIRST, POINT, text):
        point = _point(match, published)
        if point.year is None and said is not None and (match["year"] or "")[:1] in _SAME_YEAR:
            point = replace(point, year=said + _SAME_YEAR[match["year"][0]])
        if point.year is None and point.month and text.endswith(("年", "年 "), 0, match.start()):
            point = replace(point, adrift=True)
        said = point.year or said
        yield match.start(), match.end(), point


def inherit(point: Point, first: Point) -> Point:
    """Give 30日 in 7月28日至30日 its month, and 9月 in 2023年8月至9月 its year."""
    if point.day is not None and point.month is None:
        return replace(point, year=first.year, month=first.month)
    if point.year is None and point.month is not None:
        return replace(point, year=first.year)
    return point


def dated(point: Point, published: date | None) -> Point:
    """Give a point without a year the one that the day of publication suggests; a day to come stays open."""
    if point.year is not None or published is None or point.adrift:
        return point
    if point.month is not None:
        return replace(point, year=year_of_month(point.month, point.day, published))
    if point.day is not None:
        return _near(point, point.day, published)
    return replace(point, year=published.year)


def _near(point: Point, day: int, published: date) -> Point:
    """Give a bare day the month of publication or, where that is not long past, the one before."""
    if day <= published.day:
        return replace(point, year=published.year, month=published.month)
    month = shift_months(published.replace(day=1), -1)
    said = month and make_day(month.year, month.month, day)
    if said is None or (published - said).days > _RECENT:
        return point
    return replace(point, year=said.year, month=said.month)


def _point(match: re.Match[str], published: date | None) -> Point:
    year, month = _year(match["year"], published), _digits(match["month"])
    if match["month"] and match["month"][0] in "本这上下":
        year_said = year
        shifted = published and shift_months(published, sum(_SHIFTS.get(sign, 0) for sign in match["month"]))
        year, month = (year_said or shifted.year, shifted.month) if shifted else (None, None)
    part = match["part"]
    if part and part[0] in "本这上下" and "季" in part:
        year, part = _quarter(part, published)
    elif part and "季" in part:
        part = _season(part)
    return Point(year, part, month, match["third"], _digits(match["day"] or match["only"]))


def _season(part: str) -> str:
    """Write 第3季度, 前两个季度 and 首季度 in one way."""
    for sign, word in _SEASONS.items():
        part = part.replace(sign, word)
    return part if "季度" in part else part.replace("季", "季度")


def _quarter(part: str, published: date | None) -> tuple[int | None, str | None]:
    """Return the year and the name of the quarter that 上季度 names, seen from the day of publication."""
    shifted = published and shift_months(published.replace(day=1), 3 * _SHIFTS.get(part[0], 0))
    if not shifted:
        return None, part
    return shifted.year, f"{'一二三四'[(shifted.month - 1) // 3]}季度" + ("末" if part.endswith("末") else "")


def _year(word: str | None, published: date | None) -> int | None:
    if word is None:
        return None
    value = number(word.rstrip("度").rstrip("年").strip())
    if value is None:
        return year_named(word, published)
    century = 0 if value >= 100 else 2000 if value <= (published.year - 1990 if published else 50) else 1900
    return int(value) + century


def _digits(word: str | None) -> int | None:
    if not word:
        return None
    value = number("1" if word.startswith("元") else word.strip().rstrip("月份日号").strip())
    return None if value is None else int(value)
