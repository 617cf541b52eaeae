"""Charts of enterprises or places side by side: each number at its place, named and linked."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import Comparison, Told
from pipeline.app.web.comparing import comparisons, ticks


def row(value, **more):
    told = {
        "metric": "满意率", "unit": "%", "value": value, "low": None, "high": None, "op": "=",
        "subject": "甲厂", "period": "去年", "period_end": "2023-12-31", "status": "actual",
        "case_id": "abc", "indicator_id": "abc/i7",
    }  # fmt: skip
    return told | more


def drawn(*sides, name="满意率"):
    told = tuple(Told(f"{number}", side, tuple(rows)) for number, (side, rows) in enumerate(sides))
    (chart,) = comparisons([Comparison("%", told)], name)
    return chart.svg


def test_each_number_is_a_dot_that_leads_to_its_place():
    svg = drawn(("甲厂", [row(95)]), ("乙厂", [row(80, subject="乙厂"), row(60, subject="乙厂车间")]))
    assert svg.count("<circle") == 3
    assert svg.count('href="/cases/abc#i7"') == 3
    assert 'href="/entities/0"' in svg
    assert 'aria-label="乙厂 乙厂车间 满意率 去年 60 %"' in svg
    assert "<title" in svg.partition("<desc")[0]
    assert "甲厂 95 %; 乙厂 80 %, 60 %</desc>" in svg


def test_a_range_is_a_bar_and_numbers_of_several_things_say_of_which():
    ranged = row(None, low=60, high=90, op="range", metric="出勤率")
    svg = drawn(("甲厂", [row(95)]), ("乙厂", [ranged]))
    assert svg.count("<circle") == svg.count("<rect") == 1
    assert ">60–90 % 出勤率</text>" in svg
    assert ">95 % 满意率</text>" in svg


def test_only_the_first_twenty_are_drawn_and_long_names_are_cut():
    svg = drawn(*((f"很长很长很长很长很长很长的名字{number:02}", [row(number)]) for number in range(30)))
    assert svg.count("<circle") == 20
    assert ">很长很长很长很长很长很长的…</text>" in svg


def test_what_is_shown_is_escaped():
    evil = '"><script>alert(1)</script>'
    svg = drawn((evil, [row(1, subject=evil, metric=evil)]), ("乙厂", [row(2)]), name=evil)
    assert "<script" not in svg


VALUES = st.floats(-1e12, 1e12, allow_nan=False)


@given(st.lists(VALUES, min_size=2, max_size=8))
def test_every_dot_stands_within_the_picture(values):
    svg = drawn(*((f"{number}厂", [row(value)]) for number, value in enumerate(values)))
    for name in ("cx", "x1", "x2"):
        assert all(0 <= float(at) <= 640 for at in re.findall(rf' {name}="([-0-9.e]+)"', svg))


@given(st.floats(-1e12, 0), st.floats(0, 1e12).filter(lambda high: high > 0))
def test_ticks_are_few_and_evenly_apart_from_nought(low, high):
    found = ticks(low, high)
    assert 0.0 in found
    assert (2 if high - low > 1e-280 else 1) <= len(found) <= 10
    steps = [after - before for before, after in pairwise(found)]
    assert steps == pytest.approx(steps[:1] * len(steps), rel=1e-6, abs=1e-290)
