"""Laws of writing: a value that is written in any supported form is read back exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quantity import Quantity, number, quantities
from tests.pipeline.quantity.spelling import FORMAL, FORMS, WIDE, spell

COUNTS = st.integers(min_value=11, max_value=10**12)
TENTHS = st.decimals(min_value=Decimal("0.1"), max_value=Decimal("9999.9"), places=1)
HEDGES = [
    ("{}", "="), ("约{}", "~"), ("近{}", "~"), ("{}左右", "~"), ("超过{}", ">"), ("突破{}", ">"),
    ("{}以上", ">="), ("不少于{}", ">="), ("至少{}", ">="), ("不到{}", "<"), ("不超过{}", "<="),
    ("{}以内", "<="), ("最高{}", "<="),
]  # fmt: skip


def only(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


@given(COUNTS, st.sampled_from(sorted(FORMS)), st.sampled_from(["人次", "家", "件", "元", "平方米"]))
def test_a_count_is_read_back_from_every_form(count: int, form: str, unit: str) -> None:
    text = f"共计{FORMS[form](count)}{unit}，"
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.op) == (count, unit, "=")
    assert quantity.span.of(text) == text[2:-1]


@given(st.integers(min_value=1, max_value=10**9))
def test_a_cheque_is_read_back(count: int) -> None:
    assert only(f"金额{spell(count).translate(FORMAL)}元整").value == count


@given(TENTHS, st.sampled_from(["万", "亿", "千万", "百万"]), st.booleans())
def test_a_sum_with_a_magnitude_is_exact(value: Decimal, magnitude: str, wide: bool) -> None:
    scale = {"百万": 10**6, "千万": 10**7, "万": 10**4, "亿": 10**8}[magnitude]
    written = f"{value}".translate(WIDE) if wide else f"{value}"
    assert only(f"投入{written}{magnitude}元").value == value * scale


@given(COUNTS, st.sampled_from(HEDGES))
def test_a_hedge_changes_the_operator_and_not_the_value(count: int, hedge: tuple[str, str]) -> None:
    written, op = hedge
    text = f"覆盖{written.format(f'{count}户')}。"
    quantity = only(text)
    assert (quantity.value, quantity.op, quantity.span.of(text)) == (count, op, text[2:-1])


@given(COUNTS, COUNTS, st.sampled_from(["-", "~", "—", "至", "到", "～"]), st.booleans())
def test_the_ends_of_a_range_are_read_back(one: int, other: int, joint: str, twice: bool) -> None:
    low, high = sorted((one, other))
    quantities_told = quantities(f"发放{low}{'元' if twice else ''}{joint}{high}元")
    if low < high:
        (quantity,) = quantities_told
        assert (quantity.low, quantity.high, quantity.op) == (low, high, "range")


@given(st.integers(min_value=2, max_value=999), st.integers(min_value=1, max_value=998))
def test_a_fraction_is_its_share_in_percent(below: int, above: int) -> None:
    told = only(f"{spell(below)}分之{spell(above)}的职工")
    exact = Decimal(above) / below * 100
    assert told.unit == "%"
    assert told.value is not None
    assert abs(told.value - exact) < Decimal("1e-20")


@given(st.integers(2, 99), st.integers(1, 9), st.integers(1, 9), st.sampled_from(["元", "块"]))
def test_coins_add_to_their_sum(yuan: int, tenth: int, hundredth: int, unit: str) -> None:
    wanted = yuan + Decimal(tenth) / 10 + Decimal(hundredth) / 100
    for write in (str, spell):
        text = f"单价{write(yuan)}{unit}{write(tenth)}角{write(hundredth)}分"
        assert only(text).value == wanted


@given(st.integers(1, 500), st.integers(1, 9), st.sampled_from([("斤", "两", 10), ("米", "厘米", 100)]))
def test_a_part_adds_to_its_whole(whole: int, part: int, units: tuple[str, str, int]) -> None:
    large, small, count = units
    quantity = only(f"共{whole}{large}{part}{small}")
    assert (quantity.value, quantity.unit) == (whole + Decimal(part) / count, large)


@given(st.integers(1, 60), st.integers(1, 59))
def test_hours_and_minutes_are_told_in_minutes(hours: int, minutes: int) -> None:
    quantity = only(f"用时{hours}小时{minutes}分钟")
    assert (quantity.value, quantity.unit) == (hours * 60 + minutes, "分钟")


@given(st.integers(11, 90), st.sampled_from(["℃", "摄氏度", "度"]))
def test_a_temperature_below_zero_is_negative(degrees: int, unit: str) -> None:
    text = f"气温零下{degrees}{unit}。"
    assert (only(text).value, only(text).span.of(text)) == (-degrees, text[2:-1])


@given(st.integers(11, 10**6), st.sampled_from(["余", "多"]))
def test_more_than_a_number_keeps_the_number(count: int, more: str) -> None:
    quantity = only(f"服务{count}{more}人")
    assert (quantity.value, quantity.op) == (count, ">")


@given(st.integers(0, 10**9), st.sampled_from([("k", 1000), ("K", 1000), ("w", 10_000)]))
def test_a_letter_multiplies(count: int, letter: tuple[str, int]) -> None:
    assert number(f"{count}{letter[0]}") == count * letter[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 3/5", "1.6"), ("-.5", "-0.5"), ("百分三十", "0.3"), ("百分百", "1"), ("零点77", "0.77"),
        ("一万零卌", "10040"), ("二十点一万", "201000"), ("百分之52.5k", "525"), ("陸拾", "60"),
    ],
)  # fmt: skip
def test_rare_writings_are_exact(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@given(st.text(alphabet="一二三十百千万亿点分之成折个% 05人", max_size=40))
def test_spaces_within_numbers_move_no_place(text: str) -> None:
    for quantity in quantities(text):
        written = quantity.span.of(text)
        assert written == written.strip()
        assert len(written) > 0
