"""Quantities: cases as data, changes, and laws that hold for any text."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quantity import Quantity, periods, quantities

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/quantities.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
WANTED = [
    pytest.param(case, marks=pytest.mark.xfail(strict=True) if case["kind"] == "known failure" else ())
    for case in CASES
    if case["kind"] != "negative"
]
REFUSED = [case for case in CASES if case["kind"] == "negative"]

ALPHABET = (
    "一二两三十百千万亿零半余多近超约达由从提高下降到至元个名家次岁年月日%％.,，。～-—/:：０１２3 4567890"
    "人分之成以上内第“”号"
)


def told(quantity: Quantity, text: str) -> list[str]:
    value = f"{quantity.low}..{quantity.high}" if quantity.value is None else f"{quantity.value}"
    return [quantity.span.of(text), value, quantity.unit, quantity.op]


def only(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


@pytest.mark.parametrize("case", WANTED, ids=lambda case: case.get("thread", case["text"][:16]))
def test_every_number_is_read_as_the_case_says(case: dict) -> None:
    assert [told(q, case["text"]) for q in quantities(case["text"])] == case["want"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["text"][:16])
def test_numbers_that_are_no_indicators_stay_out(case: dict) -> None:
    assert [q.span.of(case["text"]) for q in quantities(case["text"])] == case.get("allow", [])


def test_an_earlier_value_joins_the_later_one() -> None:
    quantity = only("班组平均年龄由46.5岁下降到38.1岁")
    assert (quantity.value, quantity.earlier, quantity.direction) == (
        Decimal("38.1"),
        Decimal("46.5"),
        "down",
    )


def test_a_change_in_points_joins_its_level() -> None:
    quantity = only("本科以上的占71%、提高12.4个百分点")
    assert (quantity.value, quantity.delta, quantity.delta_unit) == (71, Decimal("12.4"), "个百分点")
    assert quantity.direction == "up"


def test_a_growth_rate_joins_its_level_and_stays_a_quantity() -> None:
    level, rate = quantities("实现产值31亿元，同比增长8.6%")
    assert (level.delta, level.delta_unit, level.direction) == (Decimal("8.6"), "%", "up")
    assert (rate.value, rate.unit, rate.direction) == (Decimal("8.6"), "%", "up")


def test_a_lead_over_others_is_no_change() -> None:
    level, lead = quantities("覆盖率达40%，比全国平均水平高12个百分点")
    assert level.delta is None
    assert (lead.value, lead.unit) == (12, "个百分点")


def test_a_rate_before_its_level_is_the_levels_change() -> None:
    _, level = quantities("收入上升9.5%至11亿4200万元")
    assert (level.value, level.delta, level.direction) == (1_142_000_000, Decimal("9.5"), "up")


def test_a_list_of_rates_shares_its_verb() -> None:
    assert [q.direction for q in quantities("产量分别增长54.5%、34.1%")] == ["up", "up"]


def test_the_month_of_a_rate_survives_a_change() -> None:
    quantity = only("津贴由每月800元提高到1000元")
    assert (quantity.value, quantity.earlier, quantity.unit) == (1000, 800, "元/月")


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_quantities_are_in_order_apart_and_inside_the_text(text: str) -> None:
    end = 0
    for quantity in quantities(text):
        assert end <= quantity.span.start < quantity.span.end <= len(text)
        end = quantity.span.end


@given(st.text(alphabet=ALPHABET + "月日近来 ", max_size=60), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_periods_that_are_given_are_those_that_are_read(text: str, day: date) -> None:
    assert quantities(text, periods(text, day)) == quantities(text)


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_a_quantity_has_a_value_or_a_range_never_both(text: str) -> None:
    for quantity in quantities(text):
        if quantity.op == "range":
            assert quantity.value is None
            assert quantity.low is not None
            assert quantity.high is not None
            assert quantity.low < quantity.high
        else:
            assert quantity.value is not None
            assert quantity.low is quantity.high is None


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999999"), places=2))
def test_money_is_exact_to_the_last_digit(amount: Decimal) -> None:
    assert only(f"补助{amount}万元").value == amount * 10_000


@given(
    st.integers(min_value=2, max_value=10**9), st.sampled_from(["人", "家", "万元", "平方米", "人次", "%"])
)
def test_commas_and_full_width_digits_change_nothing(count: int, unit: str) -> None:
    wide = str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    values = {only(f"共计{form}{unit}").value for form in (f"{count}", f"{count:,}", wide)}
    assert len(values) == 1


@pytest.mark.parametrize(
    "piece", ["1", "1,111", "一至", "1 111 ", "1个、", "2023年", "3-", "百", "自", "比1"]
)
def test_a_long_line_of_one_piece_is_read(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert all(q.span.end <= len(text) for q in quantities(text))


def test_a_new_count_and_a_mere_size_have_no_direction() -> None:
    for text in ("新增会员300人", "新增300人", "展板多达300块", "面积高达300平方米"):
        assert only(text).direction is None


def test_a_minus_before_a_rate_is_kept() -> None:
    assert only("利润同比-5.3%").value == Decimal("-5.3")
    assert only("增速为负3.9%").value == Decimal("-3.9")


def test_halves_lie_beside_their_nouns_and_not_in_ranges() -> None:
    assert [told(q, "补助一半——50万元") for q in quantities("补助一半——50万元")][-1] == [
        "50万元",
        "500000",
        "元",
        "=",
    ]
