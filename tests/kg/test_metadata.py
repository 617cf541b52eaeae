"""A Tashan file in Datasette."""

import json
import subprocess
import sys
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
        ("concepts", {}, 5),
        ("cases_of_concept", {"concept": "技能培训"}, 2),
        ("cases_of_concept", {"concept": "师带徒"}, 1),
    ],
)
def test_each_ready_query_answers(db, query, values, count):
    assert len(db.execute(TOLD["queries"][query]["sql"], values).fetchall()) == count


# A process of its own: Datasette leaves the connections of its threads open.
BROWSE = """
import asyncio, json, sys
from datasette.app import Datasette
import kg

async def ask(path, *urls):
    site = Datasette([path], metadata=kg.metadata("graph"))
    pages = [await site.client.get(url) for url in urls]
    print(json.dumps([[page.status_code, page.text] for page in pages]))

asyncio.run(ask(*sys.argv[1:]))
"""


def browse(path, *urls: str) -> list[tuple[int, str]]:
    """Return status and text of Datasette's answers to some addresses of the graph."""
    run = [sys.executable, "-W", "ignore", "-c", BROWSE, str(path), *urls]
    return json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)


def test_datasette_opens_a_table_with_descriptions_and_facets(db, path):
    (status, page), (_, rows) = browse(
        path, "/graph/measures", "/graph/measures.json?_shape=array&_labels=on"
    )
    assert status == 200
    assert "可借鉴的做法" in page
    assert "维权服务" in page
    assert {row["text"] for row in json.loads(rows)} >= {"推行师带徒制度", "设立技能津贴"}
    assert json.loads(rows)[0]["evidence_id"]["label"].endswith("。")


def test_datasette_opens_every_page(db, path, pump):
    pages = ["/", "/graph", *(f"/graph/{name}" for name in TOLD["tables"])]
    pages += ["/graph/articles_with_words?words=" + quote("津贴"), f"/graph/articles/{pump.article.id}"]
    pages += [f"/graph/indicators/{pump.article.id}~2Fi1", "/graph/concepts.json"]
    for url, (status, page) in zip(pages, browse(path, *pages), strict=True):
        assert (url, status) == (url, 200)
        assert "Traceback" not in page
