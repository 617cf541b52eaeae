"""Cases of one sentence a number, of enterprises that do not exist."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlite_utils import Database

import kg
from kg.rows import digest
from kg.schema import migrate
from kg.tokens import tokens
from kg.values import Article, Case, Entity, Indicator, Source, Span

FIRM = "朔屏华岭机床有限公司"
YEAR = (date(2023, 1, 1), date(2023, 12, 31))
SAYINGS = (
    "厂务公开栏上写明，{}{{}}。",
    "车间主任算了一笔账，{}一项就是{{}}，大家都很服气。",
    "记者翻看台账时看到{}为{{}}。",
    "区里的通报提到：该厂{}有{{}}，走在同行前列。",
)
_BLANK = dict.fromkeys(
    ("low", "high", "direction", "earlier", "delta", "delta_unit", "period", "period_start", "period_end")
)


def fact(raw: str, value: object, metric: str | None = "职工", unit: str = "人", **fields) -> dict:
    """Return what an indicator says; `subject` is the firm, `days` a pair, `says` its sentence, if given."""
    days = fields.pop("days", (None, None))
    number = None if value is None else Decimal(str(value))
    said = {"raw": raw, "value": number, "metric": metric, "unit": unit, "op": "=", "status": "actual"}
    return {**_BLANK, "subject": FIRM, **said, "period_start": days[0], "period_end": days[1], **fields}


def make_case(path: str, facts: Iterable[dict], published: date | None = None, firm: str = FIRM) -> Case:
    """Return a case that begins with path and firm and says each fact in a line of its own."""
    text, made = f"{path}\n{firm}\n", []
    saying = SAYINGS[sum(map(ord, path)) % len(SAYINGS)]
    for number, told in enumerate(facts, 1):
        fields = dict(told)
        says = fields.pop("says", saying.format(fields["metric"] or "")).format(fields["raw"])
        place = Span(len(text), len(text) + len(says))
        at = place.start + says.index(fields["raw"])
        owner = "e1" if fields["subject"] == FIRM else None
        made.append(
            Indicator(
                **fields, id=f"i{number}", subject_id=owner, span=Span(at, at + len(fields["raw"])),
                evidence=place, confidence=fields.pop("confidence", 0.9), rule="hand",
            )
        )  # fmt: skip
        text += says + "\n"
    source = Source(f"{path}.txt", digest(text), "text/plain")
    article = Article(digest(text), source, text, (), title=path, published=published)
    entity = Entity("e1", "enterprise", firm, (), (Span(len(path) + 1, len(path) + 1 + len(firm)),), "hand")
    return Case(article, (entity,), tuple(made))


@pytest.fixture
def graph():
    """An empty graph in memory."""
    db = new_graph()
    yield db
    db.close()


def new_graph() -> Database:
    """Return an empty graph in memory."""
    db = Database(memory=True)
    db.conn.create_function("tashan_tokens", 1, tokens, deterministic=True)
    migrate(db)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def fill(db: Database, cases: Iterable[Case]) -> Database:
    """Store cases, each as a document of its own."""
    for case in cases:
        kg.add(db, replace(case.article.source), [case], extractor="hand")
    return db


@pytest.fixture
def told(graph):
    """A function that stores cases (a list of facts each) and gives their observations."""

    def store(*cases: Iterable[dict], published: Iterable[date | None] = ()) -> list[kg.Observation]:
        out = list(published) or [None] * len(cases)
        made = (make_case(f"第{n}篇", facts, out[n]) for n, facts in enumerate(cases))
        return list(kg.observations(fill(graph, made)))

    return store
