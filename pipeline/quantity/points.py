"""Points of the calendar as written: years, seasons, months, days, with what the writing leaves open."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.quantity.days import Point, make_day, shift_months, year_named, year_of_month
from pipeline.quantity.matching import matches
from pipeline.quantity.numerals import number
from pipeline.quantity.weeks import NTH

JOINT = r"\s?(?:[-~～—–―－]{1,2}|(?:起|开始|一直|直)?(?:至|到))\s?"
_FULL_YEAR = r"(?:(?:1[6-9]|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2}|[二两]千零(?:[一二三]?十)?[一二三四五六七八九]|[二两]千零[一二三]?十)"
_CHINESE_MONTH = r"(?:十[一二]?|[一二三四五六七八九])月"
_SPREAD = r"(?!一二|二三|两三|三四|四五|三五|五六|六七|七八|八九)"
_AMID = r"(?=$|[\s，。；、）)]|[时前后的以至到起]|开[始展工]|完成|实现|达到)"
_CLOSED = r"(?=$|[\s，。；、）)：]|[上下中早晚凌前起至到~—-]|之前|以前)"
_YEAR = (
    rf"(?<!\d){_FULL_YEAR}(?:\s?年度?(?!级)|(?=(?:[、和及](?:19|20)\d\d){{1,6}}\s?年)|(?={JOINT}(?:{_FULL_YEAR}\s?年|今)))"
    rf"|(?<![\d.])(?:\d\d年(?=\s?(?:\d{{1,2}}月|{_CHINESE_MONTH}|年?[初底末](?![中期])|[上下]半年|第?[一二三四]季度))|0\d年)"
    rf"|(?<![一二三四五六七八九十百千万零〇第])[一二三四五六七八九][零〇一二三四五六七八九]年(?=\d{{1,2}}月|{_CHINESE_MONTH})"
    rf"|(?<![一二三四五六七八九十百千万零〇第]){_SPREAD}(?:[零〇][一二三四五六七八九]|[三四五六七八九][零〇一二三四五六七八九])年"
    r"(?=[前初底末]|$)|[零〇][一二三四五六七八九]年(?![前后多间内来])"
    r"|(?:今|去|明|大?(?<!以)前|(?<![一二三四五六七八九十\d今此以之几多])后)年度?|[本上]年度(?!报)|本年(?![级报])|[这上]一年(?![级多来])|(?:同|次|翌|当)年(?=\d{1,2}月|[上下]半年|年?[初底])"
)
_MONTH = (
    r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九]|元)"
    rf"(?:\s?月份?(?![饼薪球亮嫂])|(?={JOINT}\d{{1,2}}\s?月)|(?=[、和]\d{{1,2}}月))|(?<![以截])(?:上上个?|下下个?|[本上下这](?:一?个|一)?)月(?![球亮])"
)
_DAY = (
    r"(?:[12]\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
    rf"(?:\s?[日号]|(?={JOINT}\d{{1,2}}\s?[日号])|(?=、\d{{1,2}}[日号]))"
    r"|(?:二?十[一二三四五六七八九]|[二三]十|十)(?=$|[，。；、）)\s]|[在到至去的上下早晚])"
    r"|(?:[12]\d|3[01]|0?[1-9])(?=$|[至到~—-]\s?\d{1,2}月)"
)
_ONLY = (
    r"(?<![\d.:第号超过满])(?:[12]\d|3[01]|[1-9])"
    rf"(?:日(?![内元均报圆游程])|(?={JOINT}\d{{1,2}}日(?![内元均报圆游程])))"
    rf"|(?<![^\s，。；、（(“于在至到自从由])(?:[12]\d|3[01]|[1-9])号{_CLOSED}"
    r"|(?<=[日号][至到])[一二三]?十?[一二三四五六七八九]?[日号]"
)
_HOUR = (
    r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|深夜|晚)?"
    r"(?:\d{1,2}(?:[时点](?:\d{1,2}分)?|:\d\d)许?)?"
)
_SEASON = rf"[上下]半年|(?:第?[一二三四1234]|首)季度末?|(?<![以截])[本上下这](?:一?个|一)?季度末?|前[二两三]季(?=净|营|业|销|收|利|报)|(?<=年)(?={NTH}){NTH}|前[二两三]个?季度|[前首头](?:[一二两三四五六七八九十]{{1,2}}|1?\d)个月|首月|第(?:[一二三四五六七八九十]{{1,2}}|1?\d)个月(?<=年第[一二三四五六七八九十\d]个月)|(?<=年)(?:最后|后)(?:[一二两三四五六七八九十]{{1,2}}|1?\d)个月"
_POINT = re.compile(
    rf"(?:(?P<year>{_YEAR})(?:\s|的(?=\d{{1,2}}月|{_CHINESE_MONTH}|[上下]半年|第?[一二三四]季))?)?"
    rf"(?:(?P<month>(?:{_MONTH}))(?:\s?(?P<day>{_DAY}){_HOUR}|(?P<third>{NTH}|[上中下]旬|[初底末](?![期小学中一二三四五六七八九十])|中{_AMID}))?"
    rf"|(?P<part>{_SEASON}|(?<=年)(?:年?[初底末](?![期小中])|年?中期?{_AMID}))|(?P<only>{_ONLY}){_HOUR})?"
)
_RECENT = 15  # days
_FIRST = re.compile(r"[\d零〇一二两三四五六七八九十元今去明大前后最头本上下这第首同次翌当]")
_SAME_YEAR = {"同": 0, "当": 0, "次": 1, "翌": 1}
_SEASONS = {"1": "一", "2": "二", "3": "三", "4": "四", "首": "一", "第": "", "个": ""}
_SHIFTS = {"上": -1, "下": 1}


def points(text: str, published: date | None) -> Iterator[tuple[int, int, Point]]:
    """Yield every point of the calendar with its start and end; what is not written is None."""
    said: int | None = None
    for match in matches(_FIRST, _POINT, text):
        point = _point(match, published)
        if point.year is None and said is not None and (match["year"] or "")[:1] in _SAME_YEAR:
            point = replace(point, year=said + _SAME_YEAR[match["year"][0]])
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
    if point.year is not None or published is None:
        return point
    if point.month is not None:
        return replace(point, year=year_of_month(point.month, point.day, published))
    if point.day is not None:
        return _near(point, point.day, published)
    return replace(point, year=published.year)


def _near(point: Point, day: int, published: date) -> Point:
    """Give a bare day the month of publication, or the month before if that is not long past; else leave it open."""
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
        shifted = published and shift_months(published, sum(_SHIFTS.get(sign, 0) for sign in match["month"]))
        year, month = (shifted.year, shifted.month) if shifted else (None, None)
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
    century = 0 if value >= 100 else 2000 if value < 50 else 1900
    return int(value) + century


def _digits(word: str | None) -> int | None:
    if not word:
        return None
    value = number("1" if word.startswith("元") else word.strip().rstrip("月份日号").strip())
    return None if value is None else int(value)
