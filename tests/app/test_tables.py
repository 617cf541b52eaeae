"""`columns` asks once which column holds what; tables and archives go through the whole line."""

import json
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

import kg
from pipeline.app.cli import tashan

BODY = "澜川集团工会在车间建成职工书屋12家，藏书3万余册，开展读书分享活动百余场次，职工满意度达到95%。"


@pytest.fixture
def table(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["甲", "乙", "丙"],
        ["书屋建到车间", "澜川日报", BODY],
        ["再建书屋", "", BODY.replace("12", "13")],
    ):
        book.active.append(row)
    book.save(tmp_path / "cases.xlsx")
    return tmp_path / "cases.xlsx"


def kept(table):
    return json.loads((table.parent / "cases.xlsx.columns.json").read_text(encoding="utf-8"))


def test_the_answers_are_kept_beside_the_table_and_used(table, tmp_path, run):
    asked = CliRunner().invoke(tashan, ["columns", str(table)], input="丙\n甲\n\n乙\n\n\n")
    assert asked.exit_code == 0, asked.output
    assert kept(table) == {
        "text": ["丙"],
        "title": "甲",
        "author": None,
        "publisher": "乙",
        "published": None,
        "address": None,
    }
    records = [json.loads(line) for line in run("extract", table).stdout.splitlines()]
    assert [(record["title"], record["source"]["page"]) for record in records] == [
        ("书屋建到车间", 2),
        ("再建书屋", 3),
    ]
    assert [record["publisher"] for record in records] == ["澜川日报", None]


def test_what_the_headings_say_may_be_kept_without_asking(table, run):
    assert run("columns", table, "--yes").exit_code == 0
    assert kept(table)["text"] == ["丙"]


@pytest.mark.parametrize("given", ["丁\n", " , \n"])
def test_a_column_that_is_not_there_is_wrong_use(table, given):
    asked = CliRunner().invoke(tashan, ["columns", str(table)], input=given)
    assert asked.exit_code == 2
    assert "no such column" in asked.output


def test_a_row_is_a_case_of_the_graph(table, run, tmp_path):
    db = tmp_path / "cases.db"
    assert run("ingest", table, "--db", db).exit_code == 0
    with kg.open_graph(db).conn as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert run("check", "--db", db).exit_code == 0


def test_an_archive_is_stored_and_what_fails_inside_it_is_named(folder, run, tmp_path):
    packed, db = tmp_path / "packed.zip", tmp_path / "cases.db"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"案例/{path.name}")
        archive.writestr("broken.docx", b"PK\x03\x04")
    done = run("ingest", packed, "--db", db)
    assert done.exit_code == 3
    assert f"{packed}!/broken.docx: read failed" in done.stderr
    assert run("check", "--db", db).exit_code == 0
    with kg.open_graph(db).conn as connection:
        paths = {path for (path,) in connection.execute("SELECT path FROM article_sources")}
        lost = list(connection.execute("SELECT path FROM failures"))
    assert paths == {f"{packed}!/案例/{path.name}" for path in folder.iterdir()}
    assert lost == [(f"{packed}!/broken.docx",)]
    assert "unchanged            1" in run("ingest", packed, "--db", db).stdout


def test_an_archive_that_was_mended_has_no_failure_left(folder, run, tmp_path):
    packed, db = tmp_path / "packed.zip", tmp_path / "cases.db"
    for broken in (b"PK\x03\x04", None):
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(folder / "mentor.txt", "mentor.txt")
            if broken:
                archive.writestr("broken.docx", broken)
        run("ingest", packed, "--db", db)
    with kg.open_graph(db).conn as connection:
        assert list(connection.execute("SELECT * FROM failures")) == []


def test_records_of_members_name_archive_and_member(folder, run, tmp_path):
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(folder / "mentor.txt", "mentor.txt")
    [record] = [json.loads(line) for line in run("extract", packed).stdout.splitlines()]
    assert record["source"]["path"] == f"{packed}!/mentor.txt"
    assert record["source"]["media_type"] == "text/plain"
