from hypothesis import given, settings
from hypothesis import strategies as st

from kg.values import Notice, Span
from pipeline.read.layout import Rect, find_stories

from .conftest import PITCH, column, line, page, prose, texts

FEWER = settings(max_examples=50)

LONG = "夜校请来老师傅从怎样看图纸讲起，"


def body(count: int = 10, top: float = 40, left: float = 0, name: str = "文") -> list:
    return column([f"{name}{number:02}{LONG}"[:14] for number in range(count)], left, top)


def written(*leaves) -> list[str]:
    return [story.write()[0] for story in find_stories(leaves)]


def test_two_titles_of_one_size_are_two_articles():
    lines = [line("夜校", 0, 0, 20), *body(), line("津贴", 0, 240, 20), *body(10, 280)]
    first, second = written(page(lines))
    assert first.startswith("夜校\n")
    assert second.startswith("津贴\n")


def test_headings_within_an_article_are_no_titles():
    numbered = [line("一、怎样办", 0, 220, 15), *body(10, 250)]
    assert len(written(page([line("夜校", 0, 0, 20), *body(), *numbered]))) == 1
    plain = [line("怎样办", 0, 220, 15), *body(10, 250)]
    assert len(written(page([line("夜校", 0, 0, 24), *body(), *plain]))) == 1


def test_a_lesser_title_that_a_writer_signs_is_an_article():
    brief = [line("津贴", 0, 240, 16), line("本报记者 梁秋禾", 0, 265), *body(10, 290)]
    assert len(written(page([line("夜校", 0, 0, 24), *body(), *brief]))) == 2


def test_a_line_above_a_title_goes_with_it():
    above, below = line("沅江工运", 0, 215, 12), line("津贴", 0, 240, 20)
    _, second = written(page([line("夜校", 0, 0, 20), *body(), above, below, *body(10, 280)]))
    assert second.startswith("沅江工运\n津贴")


def test_a_paragraph_goes_on_over_columns_and_pages():
    first = page([*body(6, 0, 0, "甲"), *body(6, 0, 160, "乙")])
    second = page(body(3, 0, 0, "丙"))
    (story,) = find_stories([first, second])
    text, notices = story.write()
    assert text == "".join(texts([*first.lines, *second.lines]))
    (notice,) = notices
    assert notice.code == "rejoined"
    assert notice.span.of(text) == first.lines[-1].text[-1] + second.lines[0].text[0]


def test_a_page_break_between_two_paragraphs_is_kept():
    lines = body(4, 0)
    lines[-1] = line("完了。", 0, lines[-1].place.top)
    text = written(page(lines), page(body(4, 0, 0, "丙")))[0]
    assert "完了。\f丙00" in text


def test_a_framed_box_comes_behind_the_text_around_it():
    boxed = column(["相关链接", "什么是夜校", "夜校是班后的课"], 170, 60)
    lines = [*body(12, 0, 0, "甲"), *body(3, 0, 160, "乙"), *boxed, *body(6, 120, 160, "丙")]
    text = written(page(lines, frames=(Rect(165, 55, 290, 112),)))[0]
    assert text.index("相关链接") > text.index("丙05")
    assert "乙02夜校请来老师傅从怎样看丙00" in text


def test_a_caption_comes_behind_the_text():
    caption = line("图为夜校的课堂。", 0, 122, 8)
    lines = [*body(3, 0), caption, *body(6, 160, 0, "丙")]
    text = written(page(lines, pictures=(Rect(0, 50, 140, 120),)))[0]
    assert text.endswith("\n图为夜校的课堂。")


def test_running_heads_stand_once_and_page_numbers_nowhere():
    pages = [
        page([line("沅江工运 2023年第4期", 0, 0), *body(6, 40, 0, name), line(f"{number}", 100, 580)])
        for number, name in enumerate("甲乙丙", 7)
    ]
    text = written(*pages)[0]
    assert text.count("沅江工运") == 1
    assert text.startswith("沅江工运")
    assert not set("789") & set(text)


def test_a_page_that_was_scanned_twice_keeps_its_lines():
    lines = [line("夜校", 0, 0, 20), *body(6, 40, 0, "甲")]
    assert "".join(written(page(lines), page(lines))).count("甲00夜校") == 2


def test_doubts_move_with_their_line():
    doubtful = line("参加夜校的有3O0名职工来", 0, 40 + 3 * PITCH, notices=(Notice("ocr", Span(7, 8), "O"),))
    (story,) = find_stories([page([line("夜校", 0, 0, 20), *body(3, 40, 0, "甲"), doubtful])])
    text, notices = story.write()
    assert [note.span.of(text) for note in notices] == ["O"]


@FEWER
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 40), st.integers(8, 24)), max_size=30))
def test_no_character_of_a_page_is_lost(found):
    lines = [
        line(f"字{number:02}文", 10.0 * left, 12.0 * top, size)
        for number, (left, top, size) in enumerate(found)
    ]
    text = "".join(written(page(lines)))
    assert all(each.text in text for each in lines)
    assert sum(not mark.isspace() for mark in text) == 4 * len(lines)


def test_no_page_is_no_article():
    assert written(page([])) == []


def test_prose_of_two_columns_is_one_article():
    assert written(page([*prose("左"), *prose("右", left=150)])) == [
        "".join(texts([*prose("左"), *prose("右")]))
    ]
