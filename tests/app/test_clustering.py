"""`extract --engine dask` and `load`: the graph that `ingest` makes, and clear words where it cannot be."""

import sqlite3
from contextlib import closing

import pytest

from pipeline.engines.parts import partitions, write_part
from pipeline.run import run_file


@pytest.fixture
def parts(folder, tmp_path, nlp):
    """Return a set of parts, as the workers of a cluster write it."""
    (folder / "broken.docx").write_bytes(b"PK\x03\x04")
    for partition in partitions([folder], 2):
        results = [run_file(folder / place.rsplit("/", 1)[-1], nlp) for place in partition.files]
        write_part(str(tmp_path / "parts"), partition, results, "hand")
    return tmp_path / "parts"


def rows(path):
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}")))
            for table in ("articles", "entities", "things", "indicators", "measures", "relations", "parts")
        }


def test_load_gives_what_ingest_gives(run, parts, folder, tmp_path):
    done = run("load", parts, "--db", tmp_path / "loaded.db")
    assert done.exit_code == 3
    assert "broken.docx: read failed" in done.stderr
    run("ingest", folder, "--db", tmp_path / "ingested.db")
    assert rows(tmp_path / "loaded.db") == rows(tmp_path / "ingested.db")
    assert run("check", "--db", tmp_path / "loaded.db").exit_code == 0


def test_loading_twice_changes_nothing(run, parts, tmp_path):
    run("load", parts, "--db", tmp_path / "loaded.db")
    before = rows(tmp_path / "loaded.db")
    assert "unchanged            3" in run("load", parts, "--db", tmp_path / "loaded.db").stdout
    assert rows(tmp_path / "loaded.db") == before


def test_one_file_of_cases_by_url(run, parts, tmp_path):
    first = min((parts / "cases").iterdir())
    assert run("load", f"file://{first}", "--db", tmp_path / "loaded.db").exit_code == 0


def test_what_is_no_set_of_parts_is_one_line_and_status_1(command, folder, tmp_path):
    done = command("load", folder, "--db", tmp_path / "loaded.db")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "neither a Parquet file nor a folder" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--engine", "dask"), "name it with --output"),
        (("--address", "tcp://x:1"), "goes with --engine dask"),
    ],
)
def test_wrong_use_is_status_2(run, folder, options, told):
    done = run("extract", folder, *options)
    assert done.exit_code == 2
    assert told in done.stderr
