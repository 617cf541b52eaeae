"""What numbers may mean, as data and as laws."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import table
from kg.reconcile.copies import distinct
from kg.reconcile.figures import figure, kinship
from kg.reconcile.units import base

_FILE = Path(__file__).parents[2] / "cases" / "figures.jsonl"
CASES = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]
OPERATORS = st.sampled_from(["=", "~", ">", ">=", "<", "<="])


def make(op, value, unit="人", raw=""):
    return figure(op, (Decimal(str(value)), None, None), unit, raw)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['first'][3]} {case['second'][3]}")
def test_two_numbers_are_kin_or_not(case):
    first, second = (make(*case[name]) for name in ("first", "second"))
    assert kinship(first, second) == kinship(second, first) == case["kin"]


def test_a_range_holds_what_lies_in_it():
    held = figure("range", (None, Decimal(2), Decimal("2.5")), "%", "2%-2.5%")
    assert kinship(held, make("=", "2.2", "%")) == "hedge"
    assert kinship(held, make("=", 3, "%")) is None
    assert kinship(held, held) == "agree"


@given(OPERATORS, st.decimals(-(10**9), 10**9, places=2))
def test_every_figure_is_its_own_kin_and_lies_within_its_bounds(op, value):
    one = make(op, value)
    assert one.low <= one.value <= one.high
    assert kinship(one, one) == "agree"


@given(OPERATORS, OPERATORS, st.integers(1, 10**6), st.integers(1, 10**6))
def test_kinship_asks_no_order(first, second, one, other):
    assert kinship(make(first, one), make(second, other)) == kinship(make(second, other), make(first, one))


@given(st.sampled_from([row["word"] for row in table("unit_bases")]), st.integers(1, 10**6))
def test_a_unit_converts_exactly_and_its_base_is_its_own(unit, value):
    name, factor = base(unit)
    assert base(name) == (name, 1)
    assert make("=", value, unit).value == value * factor
    assert isinstance(factor, Fraction)


def test_an_unknown_unit_is_its_own_base():
    assert base("面锦旗") == ("面锦旗", 1)


@given(st.lists(st.text("职工培训补贴食堂", min_size=4, max_size=12), max_size=8))
def test_no_sentence_is_lost_but_as_a_copy(sentences):
    kept = distinct(sentences)
    assert set(kept) <= set(sentences)
    assert len(set(kept)) == len(kept)
    assert bool(kept) == bool(sentences)


def test_many_sentences_are_still_told_apart():
    assert len(distinct(f"第{number}家企业建成职工食堂{number}个" for number in range(80))) > 1
    assert distinct(["同一句话说两遍"] * 3) == ["同一句话说两遍"]
