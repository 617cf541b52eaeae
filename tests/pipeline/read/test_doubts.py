import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.doubts import chance_right, doubt, doubt_figures

FEWER = settings(max_examples=50)

SURE = 1.0


def messages(text: str, **low: float) -> list[str]:
    each = [low.get(f"at{index}", SURE) for index in range(len(text))]
    return [f"{note.span.of(text)}: {note.message}" for note in doubt(text, each, SURE)]


def test_a_sure_line_raises_no_doubt():
    assert messages("全年开课48期，1260人次，合格率96.5%，3月1日起") == []


def test_a_character_that_is_not_sure_is_a_warning_and_stays():
    assert messages("夜校的课", at1=0.4) == ["校: “校” was read with confidence 0.40"]


def test_a_digit_must_be_surer_than_a_word():
    assert messages("开课48期", at3=0.85) == ["48: the number “48” was read with confidence 0.85"]
    assert messages("开课的班", at3=0.85) == []


def test_a_line_that_is_not_sure_is_a_warning():
    (note,) = doubt("夜校的课", (0.7,) * 4, 0.7)
    assert (note.code, note.span.of("夜校的课")) == ("ocr", "夜校的课")


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("参加的有3O0人", "O"),
        ("补贴l00元", "l"),
        ("共2〇23人", "〇"),
        ("自1|5日起", "|"),
        ("率为9.O%", "O"),
        ("得1..3万元", "1..3"),
        ("共1,26人", "1,26"),
        ("13月起", "13月"),
        ("2月32日", "2月32日"),
        ("由71%提高到98%，提高17个百分点", "由71%提高到98%，提高17个百分点"),
    ],
)
def test_figures_that_cannot_be_are_doubted(text, doubted):
    notes = list(doubt_figures(text))
    assert doubted in [note.span.of(text) for note in notes]
    assert {note.code for note in notes} == {"ocr"}


@pytest.mark.parametrize(
    "text",
    [
        "二〇二三年",
        "O2O平台",
        "5G基站",
        "1,260人",
        "12月31日",
        "由71%提高到98%，提高27个百分点",
        "QC小组12个",
        "1.5万元",
        "8:30上班",
        "A4纸",
    ],
)
def test_figures_that_can_be_are_not(text):
    assert list(doubt_figures(text)) == []


@FEWER
@given(st.text("0123456789OolI|〇.,年月日%由提高到个百分点", max_size=40))
def test_doubts_mark_characters_of_the_line(text):
    for note in doubt(text, (0.95,) * len(text), 0.95):
        assert note.span.of(text)


def test_a_number_is_the_likelier_right_the_surer_it_was_read():
    shares = [
        chance_right(note)
        for sure in (0.3, 0.55, 0.65, 0.75, 0.85)
        for note in doubt("30", (sure, 1.0), 0.95)
        if note.message.startswith("the number")
    ]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.1 < shares[-1] < 1


def test_a_doubt_without_a_confidence_is_even():
    assert [chance_right(note) for note in doubt("聚焦3O0人", (1.0,) * 6, 1.0)] == [0.5]
