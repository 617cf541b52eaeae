"""Numbers that cases tell differently, or alike, are marked beside each other."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import kg
from kg.rows import digest
from kg.values import Article, Case, Entity, Indicator, Part, Source, Span


def report(name, number, text=None):
    text = text or f"{name}\n2023年，云麓泵业有限公司有技师{number}人。\n"
    start = text.index(f"{number}人")
    lines = [Part("title", Span(0, len(name))), Part("body", Span(len(name) + 1, len(text) - 1))]
    article = Article(
        digest(text), Source(f"{name}.txt", digest(text), "text/plain"), text, tuple(lines), title=name
    )
    at = text.index("云麓")
    entity = Entity("e1", "enterprise", "云麓泵业有限公司", (), (Span(at, at + 8),), "hand")
    told = dict.fromkeys(("low", "high", "direction", "earlier", "delta", "delta_unit"))
    year = {"period": "2023年", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
    indicator = Indicator(
        **told, **year, id="i1", metric="技师", subject="云麓泵业有限公司", subject_id="e1",
        value=Decimal(number), op="=", unit="人", raw=f"{number}人", status="actual",
        span=Span(start, start + len(f"{number}人")),
        evidence=Span(len(name) + 1, len(text) - 1), confidence=0.9, rule="hand",
    )  # fmt: skip
    return Case(article, (entity,), (indicator,))


@pytest.fixture
def client(tmp_path, serving):
    path = tmp_path / "figures.db"
    with closing(kg.open_graph(path, write=True)) as db:
        for case in (report("甲报", 120), report("乙报", 150)):
            kg.add(db, replace(case.article.source), [case], extractor="hand")
    with serving(db_path=path) as made:
        yield made


def test_cases_that_differ_are_marked_beside_the_number(client):
    told = client.get("/indicators.json").json()
    assert len(told["agreement"]) == 2
    for row in told["indicators"]:
        beside = told["agreement"][row["indicator_id"]]
        assert beside["verdict"] == "conflict"
        assert [other["raw"] for other in beside["others"]] == [
            {"120人": "150人", "150人": "120人"}[row["raw"]]
        ]
    page = client.get("/indicators").text
    assert page.count('class="beside v-conflict"') == 2
    entity = told["indicators"][0]["entity_id"]
    assert 'class="beside v-conflict"' in client.get(f"/entities/{entity}").text


def test_what_is_told_once_is_not_marked(serving):
    with serving() as client:
        assert client.get("/indicators.json").json()["agreement"] == {}
