"""Weeks and weekdays within the calendar: 本月第二周, 上周五, 八月的第一个周二; a week begins on Monday."""

import re
from datetime import date, timedelta

from pipeline.quantity.numerals import number

Days = tuple[date | None, date | None]

_WEEK = "(?:周|星期|礼拜)"
_WHICH = "(?:上上|下下|上|下|本|这)"
NTH = (
    rf"的?(?:第(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})个?|最后一个?){_WEEK}"
    r"[一二三四五六日天]?(?![年会边])"
)
WEEKDAY = (
    rf"(?:(?:{_WHICH}?个?{_WEEK}|[上下本这]周(?:周|星期))[一二三四五六日天](?![年边福夜]|[（(]\d{{1,2}}月)"
    rf"|{_WHICH}个?周末)"
)
_NTH = re.compile(r"的?(第|最后一)([一二三四五六七八九十\d]*)个?(?:周|星期|礼拜)(.?)")
_WEEKDAY = re.compile(r"([上下本这]*)个?周?(?:周|星期|礼拜)(.)")
WEEKS = {"上上": -2, "上": -1, "下": 1, "下下": 2}
_TO = re.compile(r"\s?[至到~—-]\s?")
_DAYS = "一二三四五六日"


def nth_week(first: date | None, last: date | None, words: str) -> Days:
    """Return the week or weekday that `words` counts from the first Monday on or after `first`."""
    found = _NTH.fullmatch(words)
    if found is None or first is None or last is None:
        return None, None
    weekday = _DAYS.find(found[3].replace("天", "日")) if found[3] else 0
    if found[1] == "第":
        count = number(found[2])
        start = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (int(count or 1) - 1))
    else:
        start = last - timedelta(days=(last.weekday() - weekday) % 7)
    return start, start if found[3] else start + timedelta(days=6)


def weekday(words: str, published: date) -> Days:
    """Return the day that 周五 or 上周五 names, in the week of publication or one beside it; 周末 has two."""
    first, joint, last = _TO.sub("~", words).partition("~")
    if joint:
        start, end = weekday(first, published), weekday(_inherit(first, last), published)
        return start[0], end[1]
    found = _WEEKDAY.fullmatch(words)
    if found is None:
        return None, None
    monday = published + timedelta(days=7 * WEEKS.get(found[1], 0) - published.weekday())
    if found[2] == "末":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    day = monday + timedelta(days=_DAYS.find(found[2].replace("天", "日")))
    return day, day


def _inherit(first: str, last: str) -> str:
    """Give 周日 in 下周一至周日 the week of 下周一."""
    which = re.match("[上下本这]*", first)
    return last if last[0] in "上下本这" or which is None else which.group() + last
