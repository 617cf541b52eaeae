"""Articles that are editions of each other, of enterprises that do not exist."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import kg
from kg.rows import digest
from kg.values import Article, Case, Part, Source, Span
from tests.kg.conftest import make_indicator, make_measure

STORY = (
    "今年以来，青禾县总工会在云麓泵业有限公司推行师带徒制度，师徒结对120对，技师占比由21.5%提高到30%。",
    "公司工会设立技能津贴，高级工每月补贴500元，技师每月补贴800元，徒弟出师后师傅另有奖励。",
    "车间里建起三间实训室，老师傅把多年攒下的修泵诀窍写成口诀，印成小册子发给每一名新来的工人。",
    "夜校每周开两晚，讲的都是班组里当天遇到的难题，工人下了班带着零件来听，听完就在台钳上试。",
    "到年底，这家企业提出的合理化建议有86条被采纳，设备停机时间明显减少，职工说学手艺有了奔头。",
)
OTHER = (
    "海晏港务集团与职工代表谈定今年的工资，集体合同覆盖三万二千人，港区食堂的饭菜价格也写进了合同。",
    "码头上新添了六处歇脚的小屋，装着空调和饮水机，卡车司机排队等货时可以进来坐一坐，充一充电。",
    "集团工会请来医生为装卸工查腰查腿，查出毛病的由工会联系医院，住院的钱由互助保障先行垫付。",
)


def make_case(*sentences: str, title: str = "结对传技", path: str = "a.txt", day: date | None = None) -> Case:
    """Return a case of these sentences, with some of their numbers and measures as facts."""
    body = "".join(sentences)
    text = f"{title}\n{body}\n"
    parts = (Part("title", Span(0, len(title))), Part("body", Span(len(title) + 1, len(text) - 1)))
    article = Article(
        digest(text), Source(path, digest(path, text), "text/plain"), text, parts, title=title, published=day
    )
    found = [raw for raw in ("120对", "130对", "500元", "86条") if raw in text]
    indicators = tuple(make_indicator(text, raw, id=f"i{n}", metric=None) for n, raw in enumerate(found, 1))
    words = [word for word in ("推行师带徒制度", "设立技能津贴") if word in text]
    measures = tuple(make_measure(text, word, word[:2], id=f"m{n}") for n, word in enumerate(words, 1))
    return Case(article, (), tuple(map(_valued, indicators)), measures)


def _valued(indicator):
    digits = "".join(filter(str.isdecimal, indicator.raw))
    return replace(indicator, value=Decimal(digits), unit=indicator.raw[-1])


FIRST = make_case(*STORY, path="first.txt", day=date(2023, 5, 1))
REPRINT = make_case(
    "本报讯（记者 林望舒）", *STORY, title="师带徒带出好手艺", path="reprint.txt", day=date(2023, 5, 2)
)
REVISED = make_case(
    *(one.replace("120对", "130对") for one in STORY), path="revised.txt", day=date(2023, 6, 1)
)
CUT = make_case(*STORY[:2], STORY[4], path="cut.txt")
APART = make_case(*OTHER, title="港区新事", path="apart.txt", day=date(2023, 4, 1))


def add(db, *cases: Case) -> None:
    """Store cases, each as a document of its own."""
    for case in cases:
        kg.add(db, case.article.source, [case], extractor="hand")


def editions(db) -> dict[str, tuple[str, str]]:
    """Return the path of the first and the kind of edition by the path of every article that is one."""
    sql = """SELECT s.path, f.path, e.edition FROM editions e
    JOIN article_sources s ON s.article_id = e.article_id
    LEFT JOIN article_sources f ON f.article_id = e.first_id ORDER BY 1"""
    return {path: (first, edition) for path, first, edition in db.execute(sql)}


@pytest.fixture
def library(empty):
    """A graph of all the articles, settled."""
    add(empty, FIRST, REPRINT, REVISED, CUT, APART)
    list(kg.settle_editions(empty))
    return empty
