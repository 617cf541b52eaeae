"""Calendar arithmetic: from the parts of a time expression to its first and last day, both inclusive."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.quantity.numerals import number

Days = tuple[date | None, date | None]

_RELATIVE_YEARS = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "后": 2}
_PARTS = {
    "上半年": (1, 6), "下半年": (7, 12),
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
    "前二季度": (1, 6), "前两季度": (1, 6), "前三季度": (1, 9), "全年": (1, 12),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the calendar as written: a year, a part of it, a month, a day; missing parts are None."""

    year: int | None = None
    part: str | None = None
    month: int | None = None
    third: str | None = None
    day: int | None = None

    def days(self) -> Days:
        """Return its first and last day; (None, None) where the year is missing or no such day exists."""
        if self.year is None:
            return None, None
        if self.month is None:
            if self.day is not None:
                return None, None
            first, last = _PARTS.get(self.part or "全年") or (1, _months_named(self.part or ""))
            return _within(self.year, first, last, self.part)
        if self.day is None:
            return _within_month(self.year, self.month, self.third)
        day = make_day(self.year, self.month, self.day)
        return day, day


def _within(year: int, first: int, last: int, part: str | None) -> Days:
    if part in ("初", "年初"):
        return make_day(year, 1, 1), month_end(year, 2)
    if part in ("底", "末", "年底", "年末"):
        return make_day(year, 12, 1), make_day(year, 12, 31)
    if part in ("中", "年中"):
        return make_day(year, 5, 1), make_day(year, 8, 31)
    return make_day(year, first, 1), month_end(year, last)


def _months_named(part: str) -> int:
    """Return 11 for 前十一个月, and a whole year's 12 for what names no months."""
    count = number(part.removeprefix("前").removesuffix("个月"))
    return int(count) if count is not None and 1 <= count <= 12 else 12


def _within_month(year: int, month: int, third: str | None) -> Days:
    last = month_end(year, month)
    if last is None:
        return None, None
    bounds = {
        "上旬": (1, 10),
        "初": (1, 5),
        "中旬": (11, 20),
        "中": (11, 20),
        "下旬": (21, 31),
        "底": (25, 31),
        "末": (25, 31),
    }
    first, final = bounds.get(third or "", (1, 31))
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


def year_of_month(month: int, published: date | None) -> int | None:
    """Return the year of a month named without one: that of publication, the one before for late months."""
    if published is None:
        return None
    return published.year - 1 if month - published.month > 6 else published.year
