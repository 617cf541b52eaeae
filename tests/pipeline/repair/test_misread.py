"""What was misread is read again where it is sure, with its place; what is as it should be stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Document, Notice, Source, Span
from pipeline.repair import fix_characters
from pipeline.repair.misread import read_again

LINE = "今年以来，青禾县总工会组织职工开展劳动竞赛12场，参加职工3400人。"
MISREAD = {
    "UTF-8 read as GBK": LINE.encode().decode("gb18030", "replace"),
    "twice": LINE.encode().decode("gb18030", "replace").encode("utf-8").decode("gb18030", "replace"),
    "UTF-8 read in a western code page": LINE.encode().decode("latin-1"),
    "the same, with the marks of Windows": "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in LINE.encode()
    ),
    "GBK read in a western code page": LINE.encode("gb18030").decode("latin-1"),
}
RIGHT = [
    LINE, "工会", "王垚（yáo）和李翀（chōng）获评工匠。", "馱頗郪眽", "浙江省衢州市柯城区、亳州市谯城区",
    "H2O、O2O模式、iOS 15、A10座", "Café Müller 與工會", "アイウエオ", "总工会\ufffd年", "二〇二三年",
    "三方人员、12方土、方元、3方人才", "干元、干事、工月", "投入次数", "子曰", "突兀", "职工月度例会",
    "8月曰",
    "B1O1室", "5G基站", "Ol", "第l章", "10l汽油", "é", "",
]  # fmt: skip
DIGITS = {
    "开展培训1O0期": "开展培训100期",
    "2O23年": "2023年",
    "诉求3l2件": "诉求312件",
    "补贴5○○元": "补贴500元",
    "l2月": "12月",
    "满意率98.5%，覆盖1Ｏ万人": "满意率98.5%，覆盖10万人",
    "二○二三年": "二〇二三年",
    "占4O%": "占40%",
    "发放津贴350兀": "发放津贴350元",
    "投入1200余万兀": "投入1200余万元",
    "8月16曰": "8月16日",
    "减免12方元": "减免12万元",
    "服务3.5方人次": "服务3.5万人次",
    "奖励5干元": "奖励5千元",
    "二〇二三年十工月": "二〇二三年十二月",
    "培训1200入次": "培训1200人次",
}


@pytest.mark.parametrize("text", MISREAD.values(), ids=MISREAD)
def test_a_line_in_another_encoding_is_read_again_and_named(text):
    told, notices = read_again(f"第一行\n{text}\n末行")
    got = told.split("\n")[1]
    shared = sum(a == b for a, b in zip(got, LINE, strict=False))
    assert shared >= 0.9 * len(LINE)
    (notice,) = [notice for notice in notices if notice.code == "encoding_guessed"]
    assert notice.span.of(told) == got


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_not_sure_stays(text):
    assert read_again(text) == (text, [])


@pytest.mark.parametrize(("text", "wanted"), DIGITS.items(), ids=DIGITS.values())
def test_letters_and_circles_within_numbers_are_digits(text, wanted):
    told, notices = read_again("甲\n" + text)
    assert told == "甲\n" + wanted
    assert [notice.code for notice in notices] == ["ocr"]
    assert notices[0].span.of(told) in wanted


def test_notices_of_the_document_stay_within_it():
    text = LINE + "\n" + MISREAD["UTF-8 read in a western code page"]
    known = (Notice("ocr", Span(0, 4), "?"), Notice("ocr", Span(len(text) - 2, len(text)), "?"))
    fixed = fix_characters(Document(Source("a", "0", "text/plain"), text, notices=known))
    assert fixed.notices[0].span == Span(0, 4)
    assert all(0 <= n.span.start <= n.span.end <= len(fixed.text) for n in fixed.notices)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("工\u00ad会", "工会"), ("工\u200b会\ufeff", "工会"), ("︽办法︾︵试行︶", "《办法》（试行）"),
        ("⻓期", "长期"), ("\uf06c培训", "●培训"), ("\uf979", "凉"), ("产 业 工 人", "产业工人"),
        ("Ａ１２", "A12"), ("鳌（áo）", "鳌（áo）"),
    ],
)  # fmt: skip
def test_odd_characters_are_set_right(text, wanted):
    assert fix_characters(Document(Source("a", "0", "text/plain"), text)).text == wanted


@given(st.text(alphabet="工会○O0l1年人\n宸ヤ細é，", max_size=40))
def test_reading_again_twice_changes_nothing_more(text):
    once, notices = read_again(text)
    assert read_again(once)[0] == once
    assert all(0 <= notice.span.start <= notice.span.end <= len(once) for notice in notices)
