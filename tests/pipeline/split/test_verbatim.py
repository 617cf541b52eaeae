"""Without repair the text of an article is a stretch of its file, character by character."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Document, Notice, Source, Span
from pipeline.split import split, split_verbatim

SOURCE = Source("a.txt", "0" * 64, "text/plain")
PAGE = """【改革一线】

  以师带徒补齐技能短板
青禾县总工会主席　林望舒

　　今年以来，云麓泵业推行师带徒制度，师徒结对120对，技师占比由21.5%提
高到30%。\u200b
　　公司工会设立技能津贴。

来源：北川日报
"""
TEXTS = {
    "as it stands": PAGE,
    "line ends of another system": PAGE.replace("\n", "\r\n"),
    "wide digits and radicals": PAGE.replace("120", "１２０").replace("长", "⻓"),
    "one line": "云麓泵业推行师带徒制度。",
    "pages": PAGE.replace("\n\n", "\n\f"),
    "two articles": PAGE
    + "\n"
    + PAGE.replace("以师带徒补齐技能短板", "码头上的议薪会").replace("云麓泵业", "海晏港务"),
}


def articles(text: str, **known):
    return split_verbatim(Document(SOURCE, text, **known))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_article_is_a_stretch_of_the_file_and_holds_every_word(text):
    found, at = articles(text), 0
    for article in found:
        at = text.index(article.text, at) + len(article.text)
    assert "".join("".join(article.text.split()) for article in found) == "".join(text.split())


def test_lines_are_told_apart_but_not_mended():
    (article,) = articles(PAGE)
    assert (article.title, article.column) == ("以师带徒补齐技能短板", "改革一线")
    assert (article.authors[0].name, article.publisher) == ("林望舒", "北川日报")
    kinds = [part.kind for part in article.parts]
    assert kinds == ["column", "title", "byline", "body", "body", "body", "source"]
    assert article.parts[3].span.of(article.text).endswith("提")
    assert "\u200b" in article.text
    assert article.notices == ()
    (repaired,) = split(Document(SOURCE, PAGE))
    assert len(repaired.parts) <= len(article.parts)


def test_a_title_that_only_the_file_knows_is_no_line():
    (article,) = articles("云麓泵业推行师带徒制度，师徒结对120对。\n", title="以师带徒补齐技能短板")
    assert article.title == "以师带徒补齐技能短板"
    assert article.title not in article.text


def test_notices_move_with_the_text_they_mark():
    at = PAGE.index("120对")
    notices = (Notice("ocr", Span(at, at + 4), "?"), Notice("encoding_guessed", Span(0, 0), "GB18030"))
    (article,) = articles(PAGE, notices=notices)
    assert article.notices[0].span.of(article.text) == "120对"
    assert article.notices[1].span == Span(0, 0)


def test_nothing_gives_no_article():
    assert articles(" \n\f\n") == ()


@given(
    st.lists(
        st.sampled_from([*PAGE.splitlines(), "二、", "——副题", "1", "（下转第3版）", "\t", "甲乙丙丁。"]),
        max_size=14,
    )
)
def test_whatever_the_lines_no_character_changes(lines):
    text = "\n".join(lines)
    found = articles(text)
    at = 0
    for article in found:
        at = text.index(article.text, at) + len(article.text)
        spans = [part.span for part in article.parts]
        assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(one.text.split()) for one in found) == "".join(text.split())
