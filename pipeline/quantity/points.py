"""Points of the calendar as written: years, seasons, months, days, with what the writing leaves open."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.quantity.days import Point, shift_months, year_named, year_of_month
from pipeline.quantity.matching import matches
from pipeline.quantity.numerals import number

JOINT = r"\s?(?:[-~～—–―－]{1,2}|至|到)\s?"
_FULL_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2})"
_YEAR = (
    rf"(?<!\d){_FULL_YEAR}(?:\s?年度?(?!级)|(?={JOINT}(?:{_FULL_YEAR}\s?年|今)))"
    r"|(?<![\d.])\d\d年(?=\d{1,2}月)"
    r"|(?:[零〇][一二三四五六七八九]|九[零〇一二三四五六七八九])年(?=[\d一二三四五六七八九十]{1,3}月)"
    r"|(?:今|去|明|(?<!以)前)年度?|[本上]年度(?!报)"
)
_MONTH = (
    r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九]|元)"
    rf"(?:\s?月份?(?![饼薪球亮嫂])|(?={JOINT}\d{{1,2}}\s?月))|(?<![以截])[本上下这]个?月(?![球亮])"
)
_DAY = (
    r"(?:[12]\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
    rf"(?:\s?[日号]|(?={JOINT}\d{{1,2}}\s?[日号]))"
)
_ONLY = (
    r"(?<![\d.:第号超过满])(?:[12]\d|3[01]|[1-9])"
    rf"(?:日(?![内元均报圆游程])|(?={JOINT}\d{{1,2}}日(?![内元均报圆游程])))"
    r"|(?<=[日号][至到])[一二三]?十?[一二三四五六七八九]?[日号]"
)
_HOUR = (
    r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|深夜|晚)?"
    r"(?:\d{1,2}(?:[时点](?:\d{1,2}分)?|:\d\d)许?)?"
)
_SEASON = (
    r"[上下]半年|(?:第?[一二三四1234]|首)季度|前[二两三]个?季度|前(?:[一二两三四五六七八九十]{1,2}|1?\d)个月"
)
_POINT = re.compile(
    rf"(?:(?P<year>{_YEAR})\s?)?"
    rf"(?:(?P<month>(?:{_MONTH}))(?:\s?(?P<day>{_DAY}){_HOUR}|(?P<third>[上中下]旬|[初中底末](?![期小学])))?"
    rf"|(?P<part>{_SEASON}|(?<=年)(?:年?[初底末]|中期?)(?![期间小]))|(?P<only>{_ONLY}){_HOUR})?"
)
_FIRST = re.compile(r"[\d零〇一二三四五六七八九十元今去明前本上下这第首]")
_SEASONS = {"1": "一", "2": "二", "3": "三", "4": "四", "首": "一", "第": ""}


def points(text: str, published: date | None) -> Iterator[tuple[int, int, Point]]:
    """Yield every point of the calendar with its start and end; what is not written is None."""
    for match in matches(_FIRST, _POINT, text):
        yield match.start(), match.end(), _point(match, published)


def inherit(point: Point, first: Point) -> Point:
    """Give 30日 in 7月28日至30日 its month, and 9月 in 2023年8月至9月 its year."""
    if point.day is not None and point.month is None:
        return replace(point, year=first.year, month=first.month)
    if point.year is None and point.month is not None:
        return replace(point, year=first.year)
    return point


def dated(point: Point, published: date | None) -> Point:
    """Give a point without a year the one that the day of publication suggests; a day to come stays open."""
    if point.year is not None or published is None:
        return point
    if point.month is not None:
        return replace(point, year=year_of_month(point.month, published))
    if point.day is not None:
        known = point.day <= published.day
        return replace(point, year=published.year, month=published.month) if known else point
    return replace(point, year=published.year)


def _point(match: re.Match[str], published: date | None) -> Point:
    year, month = _year(match["year"], published), _digits(match["month"])
    if match["month"] and match["month"][0] in "本这上下":
        shifted = published and shift_months(published, {"上": -1, "下": 1}.get(match["month"][0], 0))
        year, month = (shifted.year, shifted.month) if shifted else (None, None)
    part = match["part"]
    if part and part.endswith("季度"):
        for sign, word in _SEASONS.items():
            part = part.replace(sign, word).replace("个", "")
    return Point(year, part, month, match["third"], _digits(match["day"] or match["only"]))


def _year(word: str | None, published: date | None) -> int | None:
    if word is None:
        return None
    value = number(word.rstrip("度").rstrip("年").strip())
    if value is None:
        return year_named(word, published)
    century = 0 if value >= 100 else 2000 if value < 60 else 1900
    return int(value) + century


def _digits(word: str | None) -> int | None:
    if not word:
        return None
    value = number("1" if word.startswith("元") else word.strip().rstrip("月份日号").strip())
    return None if value is None else int(value)
