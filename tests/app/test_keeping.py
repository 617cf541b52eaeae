import json
import sqlite3
from contextlib import closing

import pytest

import kg


@pytest.fixture
def damaged(db):
    with closing(kg.open_graph(db, write=True)) as graph:
        graph.execute("UPDATE indicators SET raw = raw || '？'")
        graph.execute("UPDATE measures SET theme = '其他' WHERE number = 1")
    return db


def test_a_sound_graph_has_no_fault(run, db):
    done = run("check", "--db", db)
    assert (done.exit_code, done.stdout) == (0, "no fault\n")


def test_each_fault_is_one_line_and_the_status_is_1(run, damaged):
    done = run("check", "--db", damaged)
    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    assert done.stderr == f"{len(lines)} faults\n"
    assert {line.split()[0] for line in lines} == {"indicators", "measures"}
    assert all(": wanted " in line and ", got " in line for line in lines)
    assert any("wanted theme to be one of" in line and line.endswith("got '其他'") for line in lines)


def test_faults_as_json_are_those_of_the_lines(run, damaged):
    done = run("check", "--db", damaged, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told["count"] == len(told["faults"])
    assert [str(kg.Fault(**fault)) for fault in told["faults"]] == run(
        "check", "--db", damaged
    ).stdout.splitlines()


def test_no_fault_as_json(run, db):
    done = run("check", "--db", db, "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"faults": [], "count": 0})


def test_a_copy_opens_and_has_no_fault(run, db, tmp_path):
    copy = tmp_path / "copy.db"
    done = run("backup", "--db", db, "-o", copy)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"copy in {copy}, ")
    assert run("check", "--db", copy).exit_code == 0
    assert run("stats", "--db", copy).stdout == run("stats", "--db", db).stdout


def test_a_copy_onto_the_graph_itself_is_one_line_and_status_1(command, db):
    done = command("backup", "--db", db, "-o", db)
    assert done.returncode == 1
    assert done.stderr == f"tashan: {db}: is the graph itself: name another file\n"


@pytest.mark.parametrize("arguments", [("check",), ("stats",), ("backup", "-o", "copy.db")])
def test_a_graph_that_is_not_there_is_one_line_and_status_1(command, tmp_path, arguments):
    done = command(*arguments, "--db", tmp_path / "none.db")
    assert (done.returncode, done.stderr) == (1, f"tashan: {tmp_path / 'none.db'}: does not exist\n")


def test_the_library_at_a_glance(run, db):
    with closing(kg.open_graph(db)) as graph:
        extractor = kg.stats(graph)["last_run"]["extractor"]
    lines = run("stats", "--db", db).stdout.splitlines()
    assert lines[0].split() == ["documents", "3"]
    told = dict(line.split(": ", 1) for line in lines if ": " in line)
    assert set(told) == {
        "counted once",
        "entity types",
        "themes",
        "concepts",
        "media types",
        "published",
        "last run",
    }
    assert told["media types"] == "text/plain 3"
    assert told["last run"].endswith(extractor)


def test_the_library_as_json_is_that_of_python(run, db):
    with closing(kg.open_graph(db)) as graph:
        wanted = kg.stats(graph)
    told = json.loads(run("stats", "--db", db, "--json").stdout)
    assert told == wanted
    assert told["articles"] == told["last_run"]["counts"]["articles"] == 3
    assert list(told["concepts"].values()) == sorted(told["concepts"].values(), reverse=True)


def test_only_the_most_used_concepts_are_named(run, db):
    told = json.loads(run("stats", "--db", db, "--json", "--top", "1").stdout)
    assert len(told["concepts"]) == 1


def test_an_empty_library_has_a_glance_too(run, tmp_path):
    path = tmp_path / "empty.db"
    kg.open_graph(path, write=True).close()
    lines = run("stats", "--db", path).stdout.splitlines()
    assert lines[-2:] == ["published: -", "last run: -"]
    told = json.loads(run("stats", "--db", path, "--json").stdout)
    assert (told["last_run"], told["published"]) == (None, {"first": None, "last": None})


def test_a_run_that_never_ended_says_so(run, db):
    with closing(sqlite3.connect(db)) as graph, graph:
        graph.execute("UPDATE runs SET finished = NULL, counts = NULL")
    assert " to ?, tashan " in run("stats", "--db", db).stdout


def test_duplicates_are_named_on_import_and_listed_later(run, folder, tmp_path):
    text = (folder / "mentor.txt").read_text(encoding="utf-8")
    more = "师傅们把诀窍编成口诀，印成小册子发给每一名新来的工人，夜校每周开两晚，工人带着零件来听课。\n"
    (folder / "mentor.txt").write_text(text + more, encoding="utf-8")
    (folder / "copy.txt").write_text(text + more, encoding="utf-8")
    (folder / "revised.txt").write_text(text.replace("412名", "421名") + more, encoding="utf-8")
    told = run("ingest", folder, "--db", tmp_path / "cases.db").stdout
    assert "one file in several places" in told
    assert "412名 → 421名" in told or "421名 → 412名" in told
    assert "duplicates           2" in told
    assert "unchanged            5" in (again := run("ingest", folder, "--db", tmp_path / "cases.db").stdout)
    assert "one article" not in again
    listed = run("duplicates", "--db", tmp_path / "cases.db")
    assert listed.stdout.splitlines()[-1] == "2 groups"
    record = json.loads(run("duplicates", "--db", tmp_path / "cases.db", "--json").stdout)
    assert [group["kind"] for group in record] == ["file", "article"]
    assert run("check", "--db", tmp_path / "cases.db").exit_code == 0


def test_a_library_without_duplicates_says_so(run, db):
    assert run("duplicates", "--db", db).stdout == "no duplicates\n"
