"""Dates in figures and signs: 2023-09-01, 2023.9.1至2023.9.30, 1999.08-2002.02, 2016-2018."""

import re
from collections.abc import Iterator

from kg.values import Span
from pipeline.quantity.days import make_day, month_end
from pipeline.quantity.point_patterns import JOINT
from pipeline.quantity.values import Period

_CANDIDATE = re.compile(r"[12][06-9]\d\d(?=\s?[-./~～—–―－至到])")
_SINCE = re.compile(r"[自从]\s?$")
_YEAR, _MONTH, _DAY = r"((?:1[6-9]|20)\d\d)", r"(1[0-2]|0?[1-9])", r"(\d{1,2})"
_DATE = rf"{_YEAR}[-./](\d{{1,2}})[-./]{_DAY}(?!\d)"
_DATES = re.compile(rf"{_DATE}(?:起?\s?[至到~—-]{{1,2}}\s?{_DATE}止?)?")
_MONTHS = re.compile(rf"{_YEAR}[./]{_MONTH}{JOINT}{_YEAR}[./]{_MONTH}(?![\d.])")
_YEARS = re.compile(rf"{_YEAR}{JOINT}{_YEAR}(?![\d.-]|\s?[年万亿余多元人个家名米])")


def dashed(text: str) -> Iterator[Period]:
    """Yield the dates, spans of months and spans of years that are written in figures, in order."""
    for match in _CANDIDATE.finditer(text):
        start = match.start()
        if start and (text[start - 1].isdigit() or text[start - 1] in ".-"):
            continue
        found = _read(text, start)
        if found is not None:
            yield found


def _read(text: str, start: int) -> Period | None:
    since = _SINCE.search(text, max(0, start - 2), start)
    begin = since.start() if since else start
    if dates := _DATES.match(text, start):
        first, last = dates.groups()[:3], dates.groups()[3:]
        days = [make_day(*(int(part) for part in day)) if day[0] else None for day in (first, last)]
        return Period(Span(begin, dates.end()), days[0], days[1] if last[0] else days[0])
    if months := _MONTHS.match(text, start):
        year, month, later, last_month = map(int, months.groups())
        return Period(Span(begin, months.end()), make_day(year, month, 1), month_end(later, last_month))
    if years := _YEARS.match(text, start):
        return Period(
            Span(begin, years.end()), make_day(int(years[1]), 1, 1), make_day(int(years[2]), 12, 31)
        )
    return None
