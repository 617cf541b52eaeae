"""Where an article says that it stands: the address that its own lines give."""

from datetime import date

import pytest

from kg.values import Document, Source
from pipeline.run import run_file
from pipeline.split import split, split_verbatim

TEXT = "一张清单管到底\n沅江纺机厂建立职工诉求清单，全年收到诉求312件，办结率达到96%。{}"
HERE = "https://www.yuanjiang.example/a.html?id=7"
LINES = {
    "in a line of its own": (f"\n原文链接：{HERE}", HERE),
    "after who edited it": (f"\n编辑：方一禾 本文链接：{HERE}返回首页，查看更多", HERE),
    "told twice": (f"\n原文网址: {HERE}\n本文链接：{HERE}", HERE),
    "two addresses": (f"\n原文链接：{HERE}\n原文链接：{HERE}8", None),
    "a link to something else": (f"\n报名链接：{HERE}", None),
    "the front page": ("\n原文链接：https://www.yuanjiang.example/", None),
    "none": ("", None),
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("way", [split, split_verbatim])
def test_an_article_may_name_its_own_address(name, way):
    line, wanted = LINES[name]
    (article,) = way(Document(Source("a.txt", "", "text/plain"), TEXT.format(line)))
    assert article.address == wanted


@pytest.mark.parametrize("way", [split, split_verbatim])
def test_what_the_file_says_of_its_address_goes_first(way):
    document = Document(
        Source("a.html", "", "text/html"), TEXT.format(f"\n原文链接：{HERE}"), address="https://b.cn/c"
    )
    assert [article.address for article in way(document)] == ["https://b.cn/c"]


@pytest.mark.parametrize("day", [date.min, date.max, date(1899, 12, 31)])
def test_a_day_on_which_nothing_was_published_is_none_and_costs_no_article(tmp_path, nlp, day):
    path = tmp_path / "表.csv"
    path.write_text(
        f"标题,正文,日期\n工会办班,本周五，江东市总工会举办培训班12期。,{day}\n", encoding="utf-8"
    )
    (case,) = run_file(path, nlp).cases
    assert (case.article.published, [one.raw for one in case.indicators]) == (None, ["12期"])
