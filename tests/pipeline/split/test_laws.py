"""Laws of the split: nothing is lost, parts and notices lie within the text, nothing raises."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.values import Document, Notice, Source, Span
from pipeline.repair import fix_characters
from pipeline.split import split

LINES = [
    "【工会之窗】", "【", "让车间成为职工的课堂", "一、搭建平台", "（李大明 周文）", "来源：《江海日报》",
    "白河市总工会主席 李大明", "小编说：好。", "李大明 摄", "原标题：夜校开课了", "返回搜狐，查看更多",
    "工会办起了夜校，职工都来听课，打破了班组之间的“隔", "层”，实现了共享。", "2021年3月4日", "- 3 -",
    "近年来，夜校越办越多。",
]  # fmt: skip
MARKS = ["\n", "\n\n", "\n\n\n", "\f", " ", "　　", "。", "”", "a", "1", "\t"]
PIECES = [*LINES, *MARKS]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


def document(text: str, **fields) -> Document:
    return Document(Source("x.txt", "0" * 64, "text/plain"), text, **fields)


def count(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@settings(max_examples=250)
@given(TEXTS)
def test_every_character_comes_out_in_exactly_one_article(text):
    given_text = fix_characters(document(text)).text
    found = split(document(given_text))
    assert sum((count(article.text) for article in found), Counter()) == count(given_text)


@settings(max_examples=250)
@given(TEXTS)
def test_parts_are_the_lines_of_the_text_in_order(text):
    for article in split(fix_characters(document(text))):
        assert [part.span.of(article.text) for part in article.parts] == article.text.split("\n")
        assert article.parts[0].span.start == 0


@settings(max_examples=250)
@given(TEXTS)
def test_sections_and_notices_lie_within_the_text(text):
    notices = (Notice("ocr", Span(0, len(text)), ""),)
    for article in split(fix_characters(document(text, notices=notices))):
        whole = Span(0, len(article.text))
        assert all(whole.covers(notice.span) for notice in article.notices)
        assert all(section.span.of(article.text).startswith(section.heading) for section in article.sections)
        assert any(notice.code == "ocr" for notice in article.notices)


@settings(max_examples=100)
@given(TEXTS)
def test_the_same_text_gives_the_same_articles(text):
    fixed = fix_characters(document(text))
    assert split(fixed) == split(fixed)
