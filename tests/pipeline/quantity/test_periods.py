"""Periods: cases as data, and laws that hold for any text and any day."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quantity import periods
from pipeline.quantity.days import Point, ahead_of, month_end, shift_months, shift_years

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/periods.jsonl").read_text(encoding="utf-8").splitlines()
]
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))
ALPHABET = "0123456789一二三十年月日号今去明本上半第季度至到-~以来自从起近来间内截底初末“”五每同期 "


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_every_time_is_read_as_the_case_says(case: dict) -> None:
    published = case["published"] and date.fromisoformat(case["published"])
    found = periods(case["text"], published)
    told = [
        [p.span.of(case["text"]), p.start and p.start.isoformat(), p.end and p.end.isoformat()] for p in found
    ]
    assert told == case["want"]


@given(st.text(alphabet=ALPHABET, max_size=50), st.none() | DAYS)
def test_periods_are_in_order_apart_and_inside_the_text(text: str, published: date | None) -> None:
    end = 0
    for period in periods(text, published):
        assert end <= period.span.start < period.span.end <= len(text)
        end = period.span.end


@pytest.mark.parametrize("text", [case["text"] for case in CASES], ids=lambda text: text[:16])
@pytest.mark.parametrize("day", [date(1999, 1, 31), date(2024, 2, 29)], ids=str)
def test_where_a_time_stands_does_not_depend_on_the_day_of_publication(text: str, day: date) -> None:
    assert [one.span for one in periods(text, day)] == [one.span for one in periods(text)]


@given(st.text(alphabet=ALPHABET, max_size=50), DAYS)
def test_nor_does_it_in_any_text(text: str, day: date) -> None:
    assert [one.span for one in periods(text, day)] == [one.span for one in periods(text)]


@given(DAYS)
def test_a_full_date_is_its_day(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat()):
        (period,) = periods(text)
        assert (period.start, period.end) == (day, day)


@given(DAYS, DAYS)
def test_a_month_without_year_is_no_more_than_half_a_year_ahead(day: date, published: date) -> None:
    (period,) = periods(f"{day.month}月", published)
    assert period.start is not None
    assert -12 < (period.start.year - published.year) * 12 + period.start.month - published.month <= 6


@given(st.sampled_from(["今年", "去年", "近三年", "本月", "上半年", "目前", "3年来", "去年底"]))
def test_relative_times_have_no_days_without_a_day_of_publication(text: str) -> None:
    (period,) = periods(text)
    assert period.start is period.end is None


@given(DAYS, st.integers(min_value=-40, max_value=40))
def test_months_shift_there_and_back_within_the_month(day: date, months: int) -> None:
    there = shift_months(day, months)
    assert there is not None
    back = shift_months(there, -months)
    assert back is not None
    assert (back.year, back.month) == (day.year, day.month)


def test_the_leap_day_has_a_birthday_every_year() -> None:
    assert shift_years(date(2024, 2, 29), -1) == date(2023, 2, 28)


def test_a_count_beyond_reason_has_no_day() -> None:
    assert ahead_of(date(2024, 1, 1), 10_000, "年") is None


def test_parts_of_the_calendar_have_their_days() -> None:
    assert Point(2023, None, 2, "下旬").days() == (date(2023, 2, 21), date(2023, 2, 28))
    assert Point(2023, "年底").days() == (date(2023, 11, 1), date(2023, 12, 31))
    assert Point(None, None, 2).days() == (None, None)
    assert month_end(2023, 13) is None


@pytest.mark.parametrize("piece", ["1月-", "2023年", "自", "1", "近1", "年", "今年1~", "每年"])
def test_a_long_line_of_one_piece_is_read(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert all(p.span.end <= len(text) for p in periods(text, date(2023, 1, 1)))
