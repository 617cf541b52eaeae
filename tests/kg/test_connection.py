"""Opening a file, and refusing what is none."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

import kg
from kg.connection import translate
from kg.errors import NewerSchema, NotATashanDatabase, OlderSchema, ReadOnlyDatabase, StoreError
from kg.rows import article_row, article_rows, digest, fact_rows
from kg.schema import APPLICATION_ID, NEWEST, migrations
from kg.tokens import tokens
from kg.values import Concept, Meaning


def test_a_new_file_is_marked_as_tashans(empty, path):
    assert empty.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert empty.execute("PRAGMA user_version").fetchone() == (NEWEST,)
    assert empty.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert empty.journal_mode == "wal"
    assert all(table.strict for table in empty.tables if not table.name.startswith(("search_", "_")))


def test_a_missing_file_cannot_be_read(tmp_path):
    with pytest.raises(StoreError, match="does not exist"):
        kg.open_graph(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_file_in_a_missing_folder_cannot_be_made(tmp_path):
    with pytest.raises(StoreError, match="folder does not exist"):
        kg.open_graph(tmp_path / "none" / "graph.db", write=True)


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(StoreError):
        kg.open_graph(tmp_path)


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("junk", [b"x", b"x" * 511, b"x" * 512, b"x" * 5000, b"\x00not\xff" * 999])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path, write, junk):
    path.write_bytes(junk)
    with pytest.raises(NotATashanDatabase):
        kg.open_graph(path, write=write)
    assert path.read_bytes() == junk


@pytest.mark.parametrize("write", [False, True])
def test_the_database_of_another_program_is_refused_and_left_alone(path, write):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE songs(name)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotATashanDatabase, match="another program"):
        kg.open_graph(path, write=write)
    assert path.read_bytes() == before


@pytest.mark.parametrize("pragma", ["application_id = 77", "user_version = 5"])
def test_a_database_marked_by_another_program_is_refused(path, pragma):
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA {pragma}")
    other.close()
    with pytest.raises(NotATashanDatabase):
        kg.open_graph(path, write=True)


def test_an_empty_file_becomes_a_graph(path, opened):
    path.touch()
    with pytest.raises(OlderSchema):
        kg.open_graph(path)
    kg.open_graph(path, write=True).close()
    assert kg.case_ids(opened(path)) == ()


@pytest.mark.parametrize("write", [False, True])
def test_a_newer_schema_is_refused(empty, path, write):
    empty.execute(f"PRAGMA user_version = {NEWEST + 1}")
    with pytest.raises(NewerSchema, match="update Tashan") as caught:
        kg.open_graph(path, write=write)
    assert (caught.value.found, caught.value.known) == (NEWEST + 1, NEWEST)


def _without_page(source) -> dict[str, str]:
    return {name: getattr(source, name) for name in ("path", "sha256", "media_type")}


@pytest.fixture
def older(path, dock):
    """The file of a Tashan that had no search index yet, with a case in it."""
    from sqlite_utils import Database

    db = Database(path)
    db.conn.create_function("tashan_tokens", 1, tokens)
    migrations().apply(db, stop_before="search")
    article, document = dock.article, digest("document", dock.article.source.path)
    db["documents"].insert({"id": document, "extractor": "old", **_without_page(article.source)})
    db["articles"].insert(article_row(article, document) | {"docid": 1})
    db["document_articles"].insert({"document_id": document, "article_id": article.id, "number": 1})
    things = [{"id": digest(e.type, e.name), "type": e.type, "name": e.name} for e in dock.entities]
    db["things"].insert_all(things)
    found = article_rows(article) | fact_rows(dock)
    for row, thing in zip(found["entities"], things, strict=True):
        row["thing_id"] = thing["id"]
    for table, rows in found.items():
        if table in db.table_names():
            db[table].insert_all(
                {"docid": n, **row} if table == "measures" else row for n, row in enumerate(rows)
            )
    db.close()
    return path


def test_an_older_schema_is_not_read_as_it_is(older):
    with pytest.raises(OlderSchema) as caught:
        kg.open_graph(older)
    assert (caught.value.found, caught.value.known) == (2, NEWEST)


def test_an_older_schema_is_migrated_on_opening_for_writing(older, dock, opened):
    with closing(kg.open_graph(older, write=True)) as newer:
        kg.start_run(newer, extractor="new")
    db = opened(older)
    stored = kg.case(db, dock.article.id)
    assert replace(stored, measures=dock.measures, concepts=dock.concepts) == dock
    assert [measure.concepts for measure in stored.measures] == [
        (Meaning("工资集体协商", 1.0),),
        (Meaning("困难帮扶", 1.0),),
    ]
    assert stored.concepts[0] == Concept("工资集体协商", "工资集体协商", "维权服务")
    assert list(kg.check(db)) == []
    assert [hit.case_id for hit in kg.search(db, "协商")] == [dock.article.id]
    assert kg.practices(db, "工资集体协商")[0].text == "开展工资集体协商"


def test_a_failed_migration_leaves_the_file_as_it_was(path, monkeypatch):
    twice = "CREATE TABLE documents(id);\n"
    monkeypatch.setattr("kg.schema._STEPS", {"facts": twice, "search": twice})
    with pytest.raises(StoreError, match="already exists"):
        kg.open_graph(path, write=True)
    with closing(sqlite3.connect(path)) as left:
        assert left.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write any file")
def test_a_file_without_the_right_to_write_is_read_only(empty, path):
    empty.close()
    path.chmod(0o400)
    with pytest.raises(ReadOnlyDatabase):
        kg.open_graph(path, write=True)


def test_a_file_that_may_not_be_written_is_read_only(empty, path, monkeypatch):
    monkeypatch.setattr("kg.connection.os.access", lambda *_: False)
    with pytest.raises(ReadOnlyDatabase, match="read-only"):
        kg.open_graph(path, write=True)


def test_a_medium_that_cannot_be_written_is_read_only(empty, path, monkeypatch):
    empty.close()
    connect = sqlite3.connect
    monkeypatch.setattr(
        "kg.connection.sqlite3.connect",
        lambda path, **options: connect(f"file:{path}?mode=ro", uri=True, **options),
    )
    with pytest.raises(ReadOnlyDatabase):
        kg.open_graph(path, write=True)


def test_a_graph_is_read_where_nothing_can_be_written_beside_it(db, path, dock, monkeypatch, opened):
    db.close()
    real = sqlite3.connect

    class Medium(sqlite3.Connection):
        def execute(self, sql, *rest):
            if sql == "PRAGMA schema_version":
                raise sqlite3.OperationalError("unable to open database file")
            return super().execute(sql, *rest)

    def connect(name, **options):
        return real(name, **options) if "immutable" in name else real(name, factory=Medium, **options)

    monkeypatch.setattr("kg.connection.sqlite3.connect", connect)
    reader = opened(path)
    assert kg.case(reader, dock.article.id) == dock


def test_a_database_opened_for_reading_refuses_every_write(db, path, opened):
    reader = opened(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM documents")


def test_a_path_with_odd_characters_opens(tmp_path, opened):
    odd = tmp_path / "图谱 #1?%20.db"
    opened(odd, write=True)
    assert kg.case_ids(opened(odd)) == ()


STORES = """
import sys, kg
db = kg.open_graph(sys.argv[1], write=True)
kg.record_failure(db, "a.txt", "read", "damaged")
db.close()
"""


def test_opening_a_file_drops_no_lock_of_who_has_it_open(empty, path, opened):
    """Else another process that closes it is the last to do so, and takes the write-ahead file away."""
    empty.close()
    reader = opened(path)
    assert kg.stats(reader)["failures"] == 0
    opened(path).close()
    subprocess.run([sys.executable, "-c", STORES, path], check=True)
    assert path.with_name("graph.db-wal").stat().st_size
    assert kg.stats(reader)["failures"] == 1


def test_a_reader_sees_what_a_writer_stores_meanwhile(empty, path, dock, opened):
    reader = opened(path)
    assert kg.case_ids(reader) == ()
    kg.add(empty, dock.article.source, [dock], extractor="hand")
    assert kg.case_ids(reader) == (dock.article.id,)


@pytest.mark.parametrize(
    ("reason", "wanted"),
    [
        ("attempt to write a readonly database", ReadOnlyDatabase),
        ("file is not a database", NotATashanDatabase),
        ("database disk image is malformed", NotATashanDatabase),
        ("database is locked", StoreError),
    ],
)
def test_each_error_of_sqlite_has_its_place_in_the_tree(reason, wanted):
    assert type(translate("x.db", sqlite3.OperationalError(reason))) is wanted


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(StoreError, match="is a folder"):
        kg.open_graph(tmp_path, write=True)


def test_a_connection_belongs_to_its_thread_unless_told_otherwise(empty, path):
    with ThreadPoolExecutor(1) as pool:
        with closing(kg.open_graph(path)) as own:
            asked = pool.submit(own.execute, "SELECT 1")
            assert isinstance(asked.exception(), sqlite3.ProgrammingError)
        with closing(kg.open_graph(path, any_thread=True)) as lent:
            assert pool.submit(lambda: lent.execute("SELECT 1").fetchone()).result() == (1,)
