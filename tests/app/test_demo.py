from contextlib import closing
from pathlib import Path

import pytest

import kg


def test_the_demo_shows_every_command_and_where_the_database_lies(command, tmp_path):
    done = command("demo", "--db", tmp_path / "demo.db")
    assert done.returncode == 0, done.stderr
    steps = (
        "extract",
        "ingest",
        "graph",
        "similar",
        "practices",
        "indicators",
        "explore",
        "review",
        "check",
        "backup",
        "stats",
    )
    places = [done.stdout.index(f"\n$ tashan {name} ") for name in steps]
    assert places == sorted(places)
    assert "\nno fault\n" in done.stdout[places[-3] :]
    assert (tmp_path / "demo.backup.db").exists()
    assert done.stdout.rstrip().splitlines()[-1].startswith(f"The database lies in {tmp_path / 'demo.db'}")


@pytest.fixture
def graph(demo_db):
    with closing(kg.open_graph(demo_db)) as db:
        yield db


def test_the_demo_holds_every_kind_of_fact(graph):
    counts = kg.stats(graph)
    assert counts["documents"] >= 40
    assert counts["articles"] >= 50
    assert counts["failures"] == 0
    assert len(counts["themes"]) == 7
    assert len(counts["entity_types"]) == 15


def test_the_demo_finds_several_ways_of_one_practice(graph):
    hits = kg.similar(graph, "职工食堂 伙食", top=5)
    assert hits
    assert "食" in "".join(reason.detail for reason in hits[0].reasons)
    found = kg.practices(graph, "师傅带徒弟", top=5, concepts=("师带徒",))
    assert len({practice.case_id for practice in found}) >= 2


def test_every_stored_piece_of_evidence_stands_in_its_text(graph):
    joined = "evidence e JOIN articles a ON a.id = e.article_id"
    rows = list(graph.query(f'SELECT e.text, e.start, e."end", a.text AS whole FROM {joined}'))
    assert rows
    assert all(row["whole"][row["start"] : row["end"]] == row["text"] for row in rows)


def test_the_demo_database_is_asked_in_a_process_of_its_own(command, demo_db: Path):
    done = command("similar", "师带徒", "--db", demo_db, "--top", "1")
    assert done.returncode == 0
    assert done.stdout.startswith("1. ")
