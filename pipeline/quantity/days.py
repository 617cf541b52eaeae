"""Calendar arithmetic: from the parts of a time expression to its first and last day, both inclusive."""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.quantity.numerals import number
from pipeline.quantity.weeks import Days, nth_week

_WEEK_ENDS = ("周", "星期", "礼拜", *"一二三四五六日天")
_RELATIVE_YEARS = {"今": 0, "本": 0, "这": 0, "去": -1, "上": -1, "前": -2, "大": -3, "明": 1, "后": 2}
_PARTS = {
    "上半年": (1, 6), "下半年": (7, 12),
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
    "初": (1, 2), "中": (5, 8), "底": (11, 12), "末": (11, 12),
    "前二季度": (1, 6), "前两季度": (1, 6), "前三季度": (1, 9), "全年": (1, 12),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the calendar as written: a year, a part of it, a month, a day; missing parts are None.

    It is adrift where its year is told in a way that is not read (第二年3月, 神龙元年十一月).
    """

    year: int | None = None
    part: str | None = None
    month: int | None = None
    third: str | None = None
    day: int | None = None
    adrift: bool = False

    def days(self) -> Days:
        """Return its first and last day; (None, None) where the year is missing or no such day exists."""
        if self.year is None:
            return None, None
        if self.month is None:
            if self.day is not None:
                return None, None
            return _within(self.year, self.part or "全年")
        if self.day is None:
            return _within_month(self.year, self.month, self.third)
        day = make_day(self.year, self.month, self.day)
        return day, day


def _within(year: int, part: str) -> Days:
    if part.endswith(("季度末", "季度初")):
        first, last = _PARTS.get(part[:-1], (1, 12))
        month = last if part.endswith("末") else first
        return make_day(year, month, 1), month_end(year, month)
    if part.endswith(_WEEK_ENDS):
        return nth_week(date(year, 1, 1), date(year, 12, 31), part)
    first, last = _PARTS.get(part.removeprefix("年").removesuffix("期")) or _months_named(part)
    return make_day(year, first, 1), month_end(year, last)


def _months_named(part: str) -> tuple[int, int]:
    """Return the first and last month of 前十一个月, 后三个月, 第二个月 and 首月; else of a year."""
    count = number(
        "一" if part == "首月" else part.removesuffix("月").removesuffix("个").lstrip("最第前首头后")
    )
    if count is None or not 1 <= count <= 12:
        return 1, 12
    months = int(count)
    return (months, months) if part[0] == "第" else (13 - months, 12) if "后" in part else (1, months)


def _within_month(year: int, month: int, third: str | None) -> Days:
    last = month_end(year, month)
    if last is None:
        return None, None
    if third and third[0] in "前后最" and third.endswith("天"):
        count = number(third[:-1].lstrip("最前后"))
        days = min(int(count or 1), last.day)
        first = 1 if third[0] == "前" else last.day - days + 1
        return make_day(year, month, first), make_day(year, month, first + days - 1)
    if third and third.endswith(_WEEK_ENDS):
        return nth_week(make_day(year, month, 1), last, third)
    bounds = {
        "上旬": (1, 10),
        "初": (1, 5),
        "中旬": (11, 20),
        "中": (11, 20),
        "下旬": (21, 31),
        "底": (last.day - 6, 31),
        "末": (last.day - 6, 31),
    }
    first, final = bounds.get((third or "").removeprefix("月"), (1, 31))
    return make_day(year, month, first), make_day(year, month, min(final, last.day))


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date | None:
    """Return the last day of a month, or None where there is no such month."""
    return make_day(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and 0 < year < 9999 else None


def shift_years(day: date, years: int) -> date | None:
    """Return the same day `years` later; 29 February becomes 28 where there is none."""
    return make_day(day.year + years, day.month, day.day) or make_day(day.year + years, day.month, 28)


def shift_months(day: date, months: int) -> date | None:
    """Return the same day `months` later, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    end = month_end(index // 12, index % 12 + 1)
    return end and make_day(end.year, end.month, min(day.day, end.day))


def ahead_of(day: date, count: int, unit: str) -> date | None:
    """Return the day `count` units after `day` (before it, if negative); `unit` is 年, 月, 周 or 日."""
    if abs(count) > 2000:
        return None
    if unit == "年":
        return shift_years(day, count)
    if unit == "月":
        return shift_months(day, count)
    return day + timedelta(days=count * (7 if unit == "周" else 1))


def year_named(word: str, published: date | None) -> int | None:
    """Return the year that 今, 去, 明 … names, seen from the day of publication."""
    shift = _RELATIVE_YEARS.get(word[:1])
    return None if published is None or shift is None else published.year + shift


def year_of_month(month: int, day: int | None, published: date | None) -> int | None:
    """Return the year of a month named without one: that of publication, the one before for late months.

    29 February is that of the last leap year.
    """
    if published is None:
        return None
    year = published.year - 1 if month - published.month > 6 else published.year
    while (month, day) == (2, 29) and not isleap(year):
        year -= 1
    return year
