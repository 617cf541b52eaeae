from pipeline.read.layout import find_stories

from .conftest import column, line, page
from .test_stories import body


def first_page(mark: str = "（下转第3版）") -> list:
    end = line(f"夜校开到了车间{mark}", 0, 40 + 16 * 10)
    return [line("夜校", 0, 0, 20), *body(10, 40, 0, "甲"), end]


def rest(mark: str = "（上接第1版）", top: float = 0) -> list:
    return column([f"{mark}旁边又办起书屋", "师傅下班就来讲课。"], 0, top)


def other(title: str, name: str, top: float = 0) -> list:
    return [line(title, 0, top, 20), *body(10, top + 40, 0, name)]


def read(*pages) -> list[str]:
    return [story.write()[0] for story in find_stories([page(lines) for lines in pages])]


def test_an_article_goes_on_where_its_marks_say():
    stories = find_stories([page(first_page()), page(other("津贴", "乙")), page(rest())])
    text, notices = stories[0].write()
    assert "夜校开到了车间旁边又办起书屋" in text
    assert not {"接", "版"} & set(text)
    assert ("rejoined", "旁") in [(note.code, note.span.of(text)) for note in notices]
    assert stories[1].write()[0].startswith("津贴")


def test_the_rest_may_stand_below_another_article():
    first, second = read(first_page(), [], [*other("津贴", "乙"), *rest(top=240)])
    assert "夜校开到了车间旁边" in first
    assert second.startswith("津贴")
    assert "旁边" not in second


def test_a_title_that_the_rest_repeats_comes_last():
    again = [line("夜校", 0, 0, 20), *rest(top=40)]
    first, _ = read(first_page(), other("津贴", "乙"), again)
    assert "夜校开到了车间旁边又办起书屋" in first
    assert first.endswith("夜校")


def test_pages_tell_which_goes_on_where():
    one, two = (
        first_page(),
        [line("津贴", 0, 0, 20), *body(10, 40, 0, "乙"), line("津贴发到（下转第3版）", 0, 200)],
    )
    third = [*rest("（上接第2版）"), *body(8, 40, 0, "丙"), *rest("（上接第1版）", 300)]
    first, second = read(one, two, third)
    assert "夜校开到了车间旁边" in first
    assert "津贴发到旁边" in second


def test_a_mark_without_a_partner_stays():
    (text,) = read(first_page())
    assert text.endswith("（下转第3版）")
