"""Documents into articles: jumbled pages with a known truth, and texts that must not change."""

import json
from datetime import date
from pathlib import Path

import pytest

from kg.values import Article, Document, Notice, Source, Span
from pipeline.repair import fix_characters
from pipeline.split import split

TABLE = Path(__file__).parents[2] / "cases" / "split.jsonl"
CASES = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
SEED = Path("../shared/seeds")


def document(text: str, **fields) -> Document:
    return Document(Source("x.txt", "0" * 64, "text/plain"), text, **fields)


def read(text: str, **fields) -> tuple[Article, ...]:
    return split(fix_characters(document(text, **fields)))


def body(article: Article) -> str:
    return "\n".join(span.of(article.text) for span in article.spans("body", "heading"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_gives_the_articles_it_says(case):
    found = read(case["text"])
    assert [article.title for article in found] == [
        wanted.get("title", article.title) for wanted, article in zip(case["articles"], found, strict=True)
    ]
    for article, wanted in zip(found, case["articles"], strict=True):
        assert_like(article, wanted)


def assert_like(article: Article, wanted: dict) -> None:
    got = {
        "column": article.column,
        "authors": [author.name for author in article.authors],
        "headings": [section.heading for section in article.sections],
        "body": body(article),
        "notices": [notice.code for notice in article.notices],
        "publisher": article.publisher,
        "published": article.published and article.published.isoformat(),
    }
    for key in set(wanted) & set(got):
        assert got[key] == wanted[key], key
    assert set(wanted.get("has", ())) <= set(got["notices"])


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_splitting_an_article_again_gives_the_same_article(case):
    for article in read(case["text"]):
        again = read(article.text)
        assert [(one.title, one.text) for one in again] == [(article.title, article.text)]
        assert again[0].sections == article.sections


def test_a_name_signed_behind_a_straight_text_is_its_author_and_moves_nothing():
    lines = [
        "夜校开到家门口",
        "云栖市总工会联合职业院校开办夜校，每周三晚上授课。",
        "近年来，六百名青年工人走进课堂，学会了数控编程和设备点检。",
        "“学了就能用。”工人周文说。市总工会准备把夜校办到二十个园区。（李大明）",
    ]
    (article,) = read("\n".join(lines))
    assert [author.name for author in article.authors] == ["李大明"]
    assert body(article).replace("\n（李大明）", "（李大明）").startswith("\n".join(lines[1:])[:-5])
    assert article.notices == ()


def test_the_editors_of_a_source_line_are_no_authors():
    text = (
        "夜校开到家门口\n来源：江海晨报 作者：李大明\n云栖市总工会开办夜校，每周三晚上授课。\n责任编辑：周文"
    )
    (article,) = read(text)
    assert [author.name for author in article.authors] == ["李大明"]
    assert article.publisher == "江海晨报"


def test_an_author_has_organization_and_position():
    text = "【园地】\n让老手艺在新车间生根\n云栖市总工会党组书记、主席 李明远\n工会办起了夜校，职工都来听课。"
    author = read(text)[0].authors[0]
    assert (author.organization, author.position) == ("云栖市总工会", "党组书记、主席")


def test_the_notice_of_a_joint_stands_at_the_joint():
    case = next(case for case in CASES if case["id"] == "word cut by a column")
    article = read(case["text"])[0]
    cut = case["text"].split("\n\n")
    joint = cut[5][-1] + cut[6][0]
    assert [notice.span.of(article.text) for notice in article.notices] == [joint]


def test_the_notice_of_a_lost_end_marks_the_sentence_that_breaks_off():
    case = next(case for case in CASES if case["id"] == "sentence that stays cut off")
    article = read(case["text"])[0]
    marked = article.notices[0].span.of(article.text)
    assert (marked[:2], marked[-3:]) == ("成立", "工匠人")


def test_a_section_runs_to_the_next_heading():
    case = next(case for case in CASES if case["id"] == "clean page")
    article = read(case["text"])[0]
    for section in article.sections:
        assert section.span.of(article.text).startswith(section.heading + "\n")
        assert article.text[section.span.end] == "\n"


def test_a_title_of_the_metadata_becomes_a_line_where_the_text_has_none():
    text = "云栖市总工会昨天举办职工书画展，展出作品一百二十件。"
    article = read(text, title="职工书画展开幕_江海新闻网")[0]
    assert (article.title, article.text) == ("职工书画展开幕", f"职工书画展开幕\n{text}")


def test_a_title_of_the_metadata_is_not_doubled():
    text = "职工书画展开幕\n云栖市总工会昨天举办职工书画展，展出作品一百二十件。"
    assert read(text, title="职工书画展开幕")[0].text == text


def test_a_title_that_is_a_file_name_is_no_title():
    assert read("云栖市总工会昨天举办职工书画展。", title="Microsoft Word - 1.doc")[0].title is None


def test_the_documents_own_notices_stay_with_their_text():
    text = "【园地】\n\n老手艺生根新车间\n\n工会办起了夜校，职工都来听课。"
    start = text.index("夜校")
    notices = (Notice("ocr", Span(start, start + 2), ""), Notice("encoding_guessed", Span(0, 0), ""))
    article = read(text, notices=notices)[0]
    assert [(notice.code, notice.span.of(article.text)) for notice in article.notices] == [
        ("ocr", "夜校"),
        ("encoding_guessed", ""),
    ]


def test_an_empty_document_has_no_article():
    assert read(" \n\f\n") == ()


def test_a_page_number_within_a_paragraph_stands_behind_it():
    line = "云栖市总工会围绕产业工人队伍建设改革把车间当课堂把"
    text = "\n".join([line] * 4 + ["- 3 -\f" + line, line + "。"])
    article = read(text)[0]
    assert body(article).splitlines()[0].count("云栖") == 6


@pytest.mark.parametrize(
    "text", ["a" * 3_000_000, "工会组织技能培训，提升素质" * 200_000, "\n".join(["工作要点"] * 5000)]
)
def test_long_input_comes_out_whole(text):
    found = read(text)
    assert len(found) == 1
    assert "".join(found[0].text.split()) == "".join(text.split())


@pytest.mark.skipif(not SEED.exists(), reason="the magazine page lies in ../shared, which is absent")
def test_the_magazine_page_falls_into_its_articles():
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEED.glob("*.txt"))]
    found = [article for text in texts for article in read(text)]
    assert len(found) == 5
    assert all(article.title and (article.authors or article.publisher) for article in found)
    assert {notice.code for article in found for notice in article.notices} == {
        "truncated", "rejoined", "reordered", "title_moved",
    }  # fmt: skip


def read_as(media_type, text, **known):
    (article,) = split(Document(Source("a", "", media_type), text, **known))
    return article


@pytest.mark.parametrize(
    "line",
    [
        "来源：江海日报 发布时间：2023年08月16日 作者：李大明",
        "来源：江海日报 2023 年 8 月 16 日 作者：李大明",
        "来源：江海日报  2023-08-16",
    ],
)
def test_a_source_line_states_the_date_too(line):
    article = read_as("text/plain", f"职工夜校开到家门口\n{line}\n市总工会办夜校12期，职工学会了数控编程。\n")
    assert (article.publisher, article.published) == ("江海日报", date(2023, 8, 16))


def test_the_columns_of_a_table_say_more_than_a_dateline():
    text = "职工夜校开到家门口\n新华社北京7月2日电 市总工会办夜校12期，职工学会了数控编程。\n"
    assert read_as("text/csv", text, publisher="江海日报").publisher == "江海日报"
    assert read_as("text/html", text, publisher="江海日报").publisher != "江海日报"
