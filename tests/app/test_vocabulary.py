"""The command `vocabulary`, and another vocabulary in the place of Tashan's own."""

import json
import os
from contextlib import closing

import pytest
from click.testing import CliRunner
from rdflib import SKOS, Graph

import kg
from pipeline.app.cli import tashan
from pipeline.app.settings import extractor
from pipeline.concepts import own_vocabulary, read_vocabulary, vocabulary

MINE = (
    "id\tname\tneeds\nmeals\t办食堂\t吃饭难|单位没地方吃饭\nbooks\t办书屋\t没书看\ntutors\t带徒弟\t没人教\n"
)


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text(MINE, encoding="utf-8")
    return path


def answer(*words: object) -> str:
    done = CliRunner().invoke(tashan, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_need_gets_the_concepts_it_asks_for():
    lines = answer("vocabulary", "食堂的饭又贵又难吃", "--top", 2).splitlines()
    assert len(lines) <= 2
    assert "职工食堂" in lines[0]
    told = json.loads(answer("vocabulary", "食堂的饭又贵又难吃", "--json"))
    assert told["query"] == "食堂的饭又贵又难吃"
    assert set(told["concepts"][0]) == {"id", "name", "theme", "score", "matched"}
    assert told["concepts"][0]["id"] == "canteen"


def test_the_vocabulary_at_a_glance():
    told = json.loads(answer("vocabulary", "--json"))
    assert told["concepts"] == len(own_vocabulary().entries) == sum(told["themes"].values())
    assert f"{told['needs']:,}" in answer("vocabulary")


def test_the_table_that_is_written_is_the_vocabulary(tmp_path):
    answer("vocabulary", "-o", tmp_path / "own.tsv")
    assert read_vocabulary(tmp_path / "own.tsv").entries == own_vocabulary().entries


def test_skos_is_written_and_nothing_else_is_known(tmp_path, mine):
    answer("--vocabulary", mine, "vocabulary", "-o", tmp_path / "mine.ttl")
    found = Graph().parse(tmp_path / "mine.ttl", format="turtle")
    assert {str(label) for label in found.objects(None, SKOS.example)} == {
        "吃饭难",
        "单位没地方吃饭",
        "没书看",
        "没人教",
    }
    done = CliRunner().invoke(tashan, ["vocabulary", "-o", str(tmp_path / "mine.pdf")])
    assert ".ttl, .tsv" in str(done.exception)
    assert not (tmp_path / "mine.pdf").exists()


def test_another_vocabulary_is_used_by_the_command_and_by_no_other(folder, tmp_path, mine):
    own = extractor()
    path = tmp_path / "mine.db"
    answer("--vocabulary", mine, "ingest", folder, "--db", path)
    with closing(kg.open_graph(path)) as db:
        assert {row[0] for row in db.execute("SELECT id FROM concepts")} <= {"meals", "books", "tutors"}
        assert db.execute("SELECT count(*) FROM measure_concepts").fetchone()[0] > 0
        assert db.execute("SELECT DISTINCT extractor FROM documents").fetchone()[0] != own
        assert list(kg.check(db)) == []
    assert "办食堂" in answer("--vocabulary", mine, "vocabulary", "吃饭难").splitlines()[0]
    assert "TASHAN_VOCABULARY" not in os.environ
    assert vocabulary() is own_vocabulary()


def test_what_is_wrong_with_a_vocabulary_is_said_before_anything_is_read(folder, tmp_path):
    path = tmp_path / "bad.tsv"
    path.write_text("id\tname\ttheme\na\t甲\t护理\n", encoding="utf-8")
    done = CliRunner().invoke(
        tashan, ["--vocabulary", str(path), "ingest", str(folder), "--db", str(tmp_path / "x.db")]
    )
    assert "line 2: wanted a theme" in str(done.exception)
    assert not (tmp_path / "x.db").exists()
