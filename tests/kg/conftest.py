"""Cases made by hand, of enterprises and people that do not exist."""

from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlite_utils import Database

import kg
from kg.rows import digest
from kg.values import (
    Article,
    Author,
    Case,
    Concept,
    Entity,
    Indicator,
    Meaning,
    Measure,
    Notice,
    Part,
    Relation,
    Section,
    Source,
    Span,
)

_PUMP = """\
【改革一线】
以师带徒补齐技能短板
青禾县总工会主席 林望舒
一、结对传技
今年1~8月，云麓泵业有限公司（以下简称“云麓泵业”）推行师带徒制度，师徒结对120对，技师占比由21.5%提高到30%。
公司工会设立技能津贴，高级工每月补贴500元。
来源：北川日报
"""
_DOCK = """\
码头上的议薪会
海晏港务集团在青禾县开展工资集体协商，覆盖职工3.2万人，满意率超过95%。
集团工会还为困难职工发放慰问金180余万元。
"""


def span_of(text: str, words: str, start: int = 0) -> Span:
    """Return the first place of some words."""
    at = text.index(words, start)
    return Span(at, at + len(words))


def _lines(text: str, *kinds: str) -> tuple[Part, ...]:
    parts, at = [], 0
    for kind, line in zip(kinds, text.splitlines(), strict=True):
        parts.append(Part(kind, Span(at, at + len(line))))
        at += len(line) + 1
    return tuple(parts)


def make_indicator(text: str, raw: str, **fields) -> Indicator:
    """Return an indicator of the one place where `raw` stands."""
    place = span_of(text, raw)
    blank = dict.fromkeys(
        ("metric", "subject", "subject_id", "value", "low", "high", "direction", "earlier", "delta",
         "delta_unit", "period", "period_start", "period_end")
    )  # fmt: skip
    known = {"op": "=", "unit": "", "status": "actual", "span": place, "evidence": sentence_of(text, place)}
    return Indicator(**(blank | known | {"raw": raw, "confidence": 0.9, "rule": "hand"} | fields))


def sentence_of(text: str, place: Span) -> Span:
    """Return the line that holds a place."""
    start = text.rfind("\n", 0, place.start) + 1
    return Span(start, text.index("\n", place.end))


def make_measure(text: str, words: str, action: str, **fields) -> Measure:
    """Return a measure of the one place where `words` stand."""
    place = span_of(text, words)
    known = {
        "text": words, "action": action, "object": words.removeprefix(action), "actor": None,
        "actor_id": None, "beneficiary": None, "theme": "素质提升", "concept": None, "results": (),
        "span": place,        "evidence": sentence_of(text, place), "confidence": 0.8, "rule": "hand",
    }  # fmt: skip
    return Measure(**(known | fields))


MENTORING = Concept("mentoring", "师带徒", "素质提升", "training", "师傅与新人签约结对，手把手教技能")
TRAINING = Concept("training", "技能培训", "素质提升")
ALLOWANCE = Concept("skill-allowance", "技能津贴", "地位提高")
WAGE_TALKS = Concept("wage-talks", "工资集体协商", "维权服务")
RELIEF = Concept("relief", "困难帮扶", "维权服务")


def make_source(path: str, content: str) -> Source:
    return Source(path, digest(content), "text/plain")


@pytest.fixture
def pump() -> Case:
    """A case with everything in it that a case can hold."""
    text = _PUMP
    kinds = ("column", "title", "byline", "heading", "body", "body", "source")
    parts = _lines(text, *kinds)
    article = Article(
        id=digest(text),
        source=Source("改革/泵业.txt", digest("pump"), "text/plain", 3),
        text=text,
        parts=parts,
        column="改革一线",
        title="以师带徒补齐技能短板",
        authors=(Author("林望舒", "青禾县总工会", "主席"),),
        publisher="北川日报",
        published=date(2023, 10, 12),
        sections=(Section("一、结对传技", Span(parts[3].span.start, parts[5].span.end)),),
        notices=(Notice("rejoined", span_of(text, "师徒结对"), "a word cut by a line break"),),
        address="https://www.beichuan.example/2023/a.html",
    )
    entities = (
        Entity("e1", "enterprise", "云麓泵业有限公司", ("云麓泵业",),
               (span_of(text, "云麓泵业有限公司"), span_of(text, "云麓泵业", text.index("“"))), "suffix"),
        Entity("e2", "place", "青禾县", (), (span_of(text, "青禾县"),), "gazetteer"),
        Entity("e3", "union", "青禾县总工会", (), (span_of(text, "青禾县总工会"),), "suffix"),
        Entity("e4", "person", "林望舒", (), (span_of(text, "林望舒"),), "byline"),
    )  # fmt: skip
    today = {"period": "今年1~8月", "period_start": date(2023, 1, 1), "period_end": date(2023, 8, 31)}
    indicators = (
        make_indicator(text, "120对", id="i1", metric="师徒结对", subject="云麓泵业", subject_id="e1",
                       value=Decimal(120), unit="对", **today),
        make_indicator(text, "由21.5%提高到30%", id="i2", metric="技师占比", value=Decimal("30"),
                       unit="%", earlier=Decimal("21.5"), delta=Decimal("8.50"), delta_unit="个百分点",
                       direction="up", **today),
        make_indicator(text, "500元", id="i3", metric="补贴", value=Decimal(500), unit="元/月",
                       status="standard"),
    )  # fmt: skip
    measures = (
        make_measure(text, "推行师带徒制度", "推行", id="m1", actor="云麓泵业", actor_id="e1",
                     concept="师带徒", concepts=(Meaning("mentoring", 0.9), Meaning("training", 0.2)),
                     results=("i2", "i1")),
        make_measure(text, "设立技能津贴", "设立", id="m2", theme="地位提高", concept="技能津贴",
                     concepts=(Meaning("skill-allowance", 0.8),), beneficiary="高级工"),
    )  # fmt: skip
    evidence = measures[0].evidence
    relations = (
        Relation("e1", "implements", "m1", evidence, "actor"),
        Relation("e1", "achieves", "i1", evidence, "subject"),
        Relation("e4", "works_for", "e3", parts[2].span, "byline"),
    )
    return Case(article, entities, indicators, measures, relations, (TRAINING, MENTORING, ALLOWANCE))


@pytest.fixture
def dock() -> Case:
    """A second case, which shares a place with the first."""
    text = _DOCK
    article = Article(
        digest(text),
        make_source("港务.txt", "dock"),
        text,
        _lines(text, "title", "body", "body"),
        title="码头上的议薪会",
    )
    entities = (
        Entity("e1", "enterprise", "海晏港务集团", (), (span_of(text, "海晏港务集团"),), "suffix"),
        Entity("e2", "place", "青禾县", (), (span_of(text, "青禾县"),), "gazetteer"),
    )
    indicators = (
        make_indicator(text, "3.2万人", id="i1", metric="覆盖职工", value=Decimal("3.2E+4"), unit="人"),
        make_indicator(text, "超过95%", id="i2", metric="满意率", value=Decimal("95.0"), op=">", unit="%"),
        make_indicator(
            text, "180余万元", id="i3", metric="慰问金", value=Decimal(1800000), op=">", unit="元"
        ),
    )
    measures = (
        make_measure(text, "开展工资集体协商", "开展", id="m1", actor="海晏港务集团", actor_id="e1",
                     theme="维权服务", concept="工资集体协商", concepts=(Meaning("wage-talks", 1.0),),
                     results=("i1",)),
        make_measure(text, "发放慰问金", "发放", id="m2", theme="维权服务", concept="困难帮扶",
                     concepts=(Meaning("relief", 0.7),)),
    )  # fmt: skip
    relations = (Relation("e1", "located_in", "e2", measures[0].evidence, "in"),)
    return Case(article, entities, indicators, measures, relations, (WAGE_TALKS, RELIEF))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's database lies."""
    return tmp_path / "graph.db"


@pytest.fixture
def empty(path: Path):
    """An open database with nothing in it."""
    db = kg.open_graph(path, write=True)
    yield db
    db.close()


@pytest.fixture
def db(empty: Database, pump: Case, dock: Case) -> Database:
    """An open database with the two cases."""
    for case in (pump, dock):
        kg.add(empty, replace(case.article.source, page=None), [case], extractor="hand")
    return empty


@pytest.fixture
def opened():
    """A function that opens a graph, which the test's end closes."""
    with ExitStack() as stack:
        yield lambda path, **options: stack.enter_context(closing(kg.open_graph(path, **options)))


@pytest.fixture
def dump():
    """A function that gives every row of every table of facts, sorted, without what only the index uses."""
    return _dump


def _dump(db: Database) -> dict[str, list[tuple]]:
    tables = [name for name in db.table_names() if not name.startswith(("search_", "_", "runs"))]
    rows = {}
    for table in tables:
        columns = ", ".join(f'"{c.name}"' for c in db[table].columns if c.name != "docid")
        rows[table] = sorted(db.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)
    return rows
