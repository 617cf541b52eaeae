"""Lines: cut from the text, joined, broken, unwrapped, and always knowing where they stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repair import Line, break_line, cut_lines, join, unwrap
from pipeline.repair.wrapping import wrap_width

PRINTED = [
    "　　云栖市总工会围绕产业工人队伍建设改革，把",
    "车间当课堂，把师傅请上台，走出了一条技能提升",
    "的新路子，青年工人学会了数控编程和设备点检，",
    "收入有了增长。",
    "　　各级工会建起户外劳动者驿站，配备饮水机和",
    "急救箱，让环卫工人和快递员累了能歇脚、渴了能",
    "喝水。",
]


def never(text: str) -> bool:
    return False


@given(st.text(alphabet="甲乙。 　\n\f", max_size=60))
def test_every_line_stood_where_it_says(text):
    for line in cut_lines(text):
        start = line.pieces[0].start
        assert text[start : start + len(line.text)] == line.text


def test_a_joined_line_knows_its_pieces_and_its_joint():
    first, second = cut_lines("打破“隔\n\n层”了")
    line = join([first, second], "joined")
    assert line.text == "打破“隔层”了"
    assert [line.text[piece.at] for piece in line.pieces] == ["打", "层"]
    assert line.notices[0].span.of(line.text) == "隔层"


def test_latin_words_are_joined_with_a_blank_and_figures_are_not():
    assert join(cut_lines("the\nline")).text == "the line"
    assert join(cut_lines("保额1\n5万元")).text == "保额15万元"


def test_a_broken_line_keeps_both_places():
    head, tail = break_line(Line.of("正文。 来源：江海晨报", 7), 3)
    assert (head.text, tail.text, tail.pieces[0].start) == ("正文。", "来源：江海晨报", 11)


def test_printed_lines_become_paragraphs():
    found = unwrap(cut_lines("\n".join(PRINTED)), never)
    assert [line.text[-5:] for line in found] == ["有了增长。", "了能喝水。"]


def test_a_page_break_within_a_paragraph_is_noted():
    text = "\n".join(PRINTED[:2]) + "\f" + "\n".join(PRINTED[2:])
    found = unwrap(cut_lines(text), never)
    assert [len(line.notices) for line in found] == [1, 0]


@pytest.mark.parametrize("text", ["一\n二\n三\n四\n五", "长" * 200 + "\n短", "\n\n".join(PRINTED)])
def test_lines_of_no_common_width_stay(text):
    lines = cut_lines(text)
    assert wrap_width(lines) is None
    assert unwrap(lines, never) == lines
