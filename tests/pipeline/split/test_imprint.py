"""Lines that say from where, by whom and when, in any order, are told from text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Document, Source
from pipeline.split import split
from pipeline.split.imprint import Imprint, is_medium, read_imprint

DAY = date(2023, 8, 16)
LINES = {
    "江海工会网  2023-08-16  作者：韩雪梅": ("江海工会网", ["韩雪梅"]),
    "作者：赵 敏    来源：江海日报    2023年8月16日": ("江海日报", ["赵敏"]),
    "江海日报记者　赵 敏　2023-08-16": ("江海日报", ["赵敏"]),
    "江海晚报记者周立2023-08-16": ("江海晚报", ["周立"]),
    "江海工人报记者 韩雪梅 2023/8/16": ("江海工人报", ["韩雪梅"]),
    "2023-08-16 10:20 来源：江海日报 作者：李大明 责任编辑：王五": ("江海日报", ["李大明"]),
    "2023.08.16　本报记者 李大明 通讯员 周文": (None, ["李大明", "周文"]),
    "发布时间：2023-08-16 10:20:33 | 信息来源：江海市总工会 | 浏览次数：231": ("江海市总工会", []),
    "《江海日报》 2023年8月16日": ("江海日报", []),
}
OTHERS = (
    "2023-08-16 李大明", "项目 2023-08-16 江海日报", "关于做好2023年8月16日工作的通知", "2023-08-16",
    "2023年8月16日 江海市总工会办公室", "2023年8月16日，江海日报记者李大明来到车间。", "记者 李大明",
    "2023-08-16至2023-08-20 来源：江海日报", "",
)  # fmt: skip
BODY = (
    "今年以来，江海市总工会办起夜校，每周三晚上授课，已有六百名青年工人走进课堂，学会了数控编程和设备点检。"
)


def article(*lines):
    (found,) = split(Document(Source("a.txt", "", "text/plain"), "\n".join(lines)))
    return found


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("below", [True, False])
def test_an_imprint_above_or_below_the_text_is_read(line, below):
    lines = ("夜校开到车间", BODY, BODY, line) if below else ("夜校开到车间", line, BODY, BODY)
    found, (medium, people) = article(*lines), LINES[line]
    assert (found.title, found.publisher, found.published) == ("夜校开到车间", medium, DAY)
    assert [author.name for author in found.authors] == people
    assert [span.of(found.text) for span in found.spans("source")] == [line]


@pytest.mark.parametrize("line", OTHERS)
def test_what_holds_anything_else_is_no_imprint(line):
    assert read_imprint(line) is None


@given(st.text(max_size=120))
def test_no_line_is_too_odd(text):
    found = read_imprint(text)
    assert found is None or found.medium or found.people
    assert read_imprint(text + "。") is None


@pytest.mark.parametrize("medium", ["江海日报", "江海工人报", "江海工会网"])
def test_a_reporters_byline_says_whose_the_article_is(medium):
    found = article("夜校开到车间", f"□ {medium}记者 李大明", BODY, BODY)
    assert (found.publisher, [author.name for author in found.authors]) == (medium, ["李大明"])


def test_where_a_reporter_is_posted_belongs_to_no_medium():
    assert article("夜校开到车间", "□ 江海日报驻澜江记者 李大明", BODY, BODY).publisher == "江海日报"


@pytest.mark.parametrize("byline", ["江海市总工会 李大明", "本报记者 李大明", "作者：李大明"])
def test_other_bylines_do_not(byline):
    assert article("夜校开到车间", byline, BODY, BODY).publisher is None


@pytest.mark.parametrize(
    "lines", [("江海日报", "李大明", "2023.08.16"), ("李大明", "江海日报", "2023年8月16日")]
)
def test_a_title_slide_names_medium_writer_and_day_in_lines_of_their_own(lines):
    found = article("夜校开到车间", *lines, "一、做法", BODY, BODY)
    assert (found.title, found.publisher, found.published) == ("夜校开到车间", "江海日报", DAY)
    assert [author.name for author in found.authors] == ["李大明"]


def test_a_medium_alone_is_no_source_far_from_one():
    found = article("夜校开到车间", "江海市总工会 李大明", BODY, BODY, BODY, "江海日报", BODY)
    assert found.publisher is None


def test_an_imprint_holds_what_it_says():
    assert read_imprint("江海日报 2023-08-16") == Imprint("江海日报", ())
    assert [is_medium(name) for name in ("新华社", "江海市总工会", "李大明")] == [True, False, False]
