"""A Tashan file in Datasette."""

import asyncio
import warnings
from urllib.parse import quote

import pytest

import kg

TOLD = kg.metadata("graph")["databases"]["graph"]


def named(db) -> dict[str, set[str]]:
    """Return the columns of every table and view that a person sees."""
    hidden = ("search_", "_", "sqlite_")
    things = (*db.tables, *db.views)
    return {
        thing.name: {c.name for c in thing.columns} for thing in things if not thing.name.startswith(hidden)
    }


def test_every_table_and_column_is_described_and_no_other(db):
    assert {name: set(table["columns"]) for name, table in TOLD["tables"].items()} == named(db)
    assert all(table["description"] for table in TOLD["tables"].values())
    assert all(text for table in TOLD["tables"].values() for text in table["columns"].values())


@pytest.mark.parametrize("key", ["facets", "label_column", "sort", "sort_desc"])
def test_metadata_names_only_columns_that_are_there(db, key):
    columns = named(db)
    for name, table in TOLD["tables"].items():
        found = table.get(key, [])
        assert set([found] if isinstance(found, str) else found) <= columns[name]


@pytest.mark.parametrize(
    ("query", "values", "count"),
    [
        ("articles_with_words", {"words": "津贴"}, 1),
        ("articles_with_words", {"words": "产"}, 0),
        ("practices_of_concept", {"concept": "师带徒"}, 1),
        ("cases_of_thing", {"name": "青禾县"}, 2),
        ("concepts", {}, 4),
    ],
)
def test_each_ready_query_answers(db, query, values, count):
    assert len(db.execute(TOLD["queries"][query]["sql"], values).fetchall()) == count


def browse(path, *urls: str) -> list:
    """Return Datasette's answers to some addresses of the graph."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from datasette.app import Datasette

    async def ask() -> list:
        site = Datasette([str(path)], metadata=kg.metadata("graph"))
        return [await site.client.get(url) for url in urls]

    return asyncio.run(ask())


def test_datasette_opens_a_table_with_descriptions_and_facets(db, path):
    page, rows = browse(path, "/graph/measures", "/graph/measures.json?_shape=array&_labels=on")
    assert (page.status_code, rows.status_code) == (200, 200)
    assert "可借鉴的做法" in page.text
    assert "维权服务" in page.text
    assert {row["text"] for row in rows.json()} >= {"推行师带徒制度", "设立技能津贴"}
    assert rows.json()[0]["evidence_id"]["label"].endswith("。")


def test_datasette_opens_every_page(db, path, pump):
    pages = ["/", "/graph", *(f"/graph/{name}" for name in TOLD["tables"])]
    pages += ["/graph/articles_with_words?words=" + quote("津贴"), f"/graph/articles/{pump.article.id}"]
    pages += [f"/graph/indicators/{pump.article.id}~2Fi1", "/graph/concepts.json"]
    for url, page in zip(pages, browse(path, *pages), strict=True):
        assert (url, page.status_code) == (url, 200)
        assert "Traceback" not in page.text
