"""Characters set right before the split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Document, Notice, Source, Span
from pipeline.repair import FIXES, fix_characters


def document(text: str, *notices: Notice) -> Document:
    return Document(Source("x.txt", "0" * 64, "text/plain"), text, notices=notices)


@pytest.mark.parametrize(
    ("raw", "fixed"),
    [
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("\ufeff工\u200b会\u00ad", "工会"),
        ("工\u00a0会\u3000职工", "工 会 职工"),
        ("⼯会⻓", "工会长"),
        ("︻工会︼", "【工会】"),
        ("坚 持 党 的 领 导", "坚持党的领导"),
        ("培 训 职 工 1 2 期 ， 占 3 . 5 % 。", "培训职工12期，占3.5%。"),
        ("２０２３年ＡＰＰ上新３．５万件", "2023年APP上新3.5万件"),
        ("\uf06c第一", "●第一"),
        ("\ud800工会", "\ufffd工会"),
    ],
)
def test_a_wrong_character_becomes_the_one_it_stands_for(raw, fixed):
    assert fix_characters(document(raw)).text == fixed


@pytest.mark.parametrize(
    "text",
    ["王 许 摄", "甲．乙", "1 2 3 4 5 6 7 8 9", "打造联盟 激活引擎", "A B C D", "春 夏 秋", "一页\f二页"],
)
def test_what_may_be_meant_stays(text):
    assert fix_characters(document(text)).text == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_bytes_read_as_latin_letters_are_read_again_with_all_of_them(encoding):
    text = "原标题：江海市总工会开办职工夜校，培训1200人次。\n市总工会还为职工办了书屋。"
    fixed = fix_characters(document(text.encode(encoding).decode("latin-1")))
    assert fixed.text == text
    assert [note.code for note in fixed.notices] == ["encoding_guessed"] * 2
    assert [note.span.of(text) for note in fixed.notices] == text.split("\n")


def test_a_notice_moves_with_its_text():
    text = "\ufeff甲\r\n\u200b职工乙"
    start = text.index("职工")
    fixed = fix_characters(document(text, Notice("ocr", Span(start, start + 2), "")))
    assert fixed.notices[0].span.of(fixed.text) == "职工"


def test_every_fix_has_a_name_of_its_own():
    assert len({fix.name for fix in FIXES}) == len(FIXES)


@given(st.text(max_size=80))
def test_fixing_twice_changes_nothing_more(text):
    once = fix_characters(document(text))
    assert fix_characters(once) == once


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_notices_stay_within_the_text(text, one, two):
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    fixed = fix_characters(document(text, Notice("ocr", Span(start, end), "")))
    place = fixed.notices[0].span
    assert 0 <= place.start <= place.end <= len(fixed.text)
