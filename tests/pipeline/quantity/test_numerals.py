"""Numerals: values reported wrong elsewhere, refusals, and round trips."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quantity import number
from pipeline.quantity.numerals import fold, plain

DIGITS = "零一二三四五六七八九"


def spell(count: int) -> str:
    """Write a whole number below 10**16 as a Chinese numeral."""
    if count < 10_000:
        return _section(count)
    magnitude, sign = (10**8, "亿") if count >= 10**8 else (10**4, "万")
    head, tail = divmod(count, magnitude)
    if not tail:
        return spell(head) + sign
    gap = "零" if tail < magnitude // 10 else ""
    return spell(head) + sign + gap + spell(tail)


def _section(count: int) -> str:
    text, gap = "", False
    for magnitude, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, count = divmod(count, magnitude)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + sign
            gap = False
        else:
            gap = True
    return text or "零"


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_a_chinese_numeral_gives_back_the_number_it_was_written_from(count: int) -> None:
    assert number(spell(count)) == count


@given(st.integers(min_value=0, max_value=10**12))
def test_arabic_commas_and_full_width_give_the_same_number(count: int) -> None:
    wide = str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert number(str(count)) == number(f"{count:,}") == number(wide) == count


@given(st.decimals(min_value=0, max_value=10**6, places=3), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_magnitudes_multiply_exactly(value: Decimal, magnitude: tuple[str, int]) -> None:
    assert number(f"{value}{magnitude[0]}") == value * magnitude[1]


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=1, max_value=999))
def test_a_spoken_fraction_is_its_quotient(below: int, above: int) -> None:
    assert number(f"{spell(below)}分之{spell(above)}") == Decimal(above) / Decimal(below)


@given(st.text(max_size=40))
def test_any_text_gives_a_number_or_none(text: str) -> None:
    value = number(text)
    assert value is None or value.is_finite()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一万五千亿", "1500000000000"),
        ("四千三百亿", "430000000000"),
        ("四万万", "400000000"),
        ("二十万亿", "20000000000000"),
        ("三百五十万亿", "350000000000000"),
        ("一万零一十二", "10012"),
        ("一万零十二", "10012"),
        ("一百九十万零三千九百七十一", "1903971"),
        ("壹拾万零叁仟肆佰伍拾叁", "103453"),
        ("一千零十七", "1017"),
        ("一千零十", "1010"),
        ("一七二零", "1720"),
        ("二〇二三", "2023"),
        ("1,100万", "11000000"),
        ("1,100.9亿", "110090000000"),
        ("1千零1", "1001"),
        ("2千零30万", "20300000"),
        ("1百01", "101"),
        ("3万4000", "34000"),
        ("25万6千", "256000"),
        ("13万2", "132000"),
        ("14万一", "141000"),
        ("两百五", "250"),
        ("三万五", "35000"),
        ("11亿4200万", "1142000000"),
        ("百万", "1000000"),
        ("千亿", "100000000000"),
        ("两百", "200"),
        ("廿三", "23"),
        ("三点五万", "35000"),
        ("十五点八万", "158000"),
        ("百分之一点五七", "0.0157"),
        ("千分之五", "0.005"),
        ("负三", "-3"),
        ("816 000", "816000"),
        ("半", "0.5"),
        ("10000000000000", "10000000000000"),
    ],
)
def test_numerals_that_others_read_wrong(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "万一的事", "一切", "十十", "三分之", "1.2.3", "零分之一", "--5", "5G", "一" * 200]
)
def test_what_is_no_numeral_gives_none(text: str) -> None:
    assert number(text) is None


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_plain_changes_the_writing_and_not_the_value(value: Decimal) -> None:
    assert plain(value) == value
    assert "E" not in f"{plain(value):f}"
