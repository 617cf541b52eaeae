"""A copy is whole and consistent, whatever else happens to the graph meanwhile."""

import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

import kg
from kg.errors import NotATashanDatabase, StoreError
from tests.patience import until

# Adds documents without end, one case each under ever new paths, and says so after the first.
WRITES = """
import json, sys, kg
from dataclasses import replace
db = kg.open_graph(sys.argv[1], write=True)
cases = [kg.from_record(record) for record in json.load(sys.stdin)]
for number in range(100_000):
    for case in cases:
        source = replace(case.article.source, path=f"{number}-{case.article.source.path}", page=None)
        kg.add(db, source, cases, extractor="hand")
    if number == 0:
        print("writing", flush=True)
"""


@pytest.fixture
def writer(path, pump, dock):
    """A process that adds documents to the graph until the test ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITES, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    json.dump([kg.to_record(case, explain=True) for case in (pump, dock)], process.stdin)
    process.stdin.close()
    assert process.stdout.readline() == "writing\n"
    yield process
    process.kill()
    process.stdout.close()
    process.wait()


def copies_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("graph.db"))


def test_a_copy_holds_all_and_has_no_fault(db, path, opened, dump):
    kg.backup(db, path.with_name("copy.db"))
    copy = opened(path.with_name("copy.db"))
    assert dump(copy) == dump(db)
    assert list(kg.check(copy)) == []
    assert kg.search(copy, "师带徒")
    assert copies_in(path.parent) == ["copy.db"]


def test_a_copy_can_be_made_of_a_graph_opened_for_reading(db, path, opened, dump):
    kg.backup(opened(path), path.with_name("copy.db"))
    assert dump(opened(path.with_name("copy.db"))) == dump(db)


def test_a_copy_can_be_written_on(db, path, opened, dock):
    target = path.with_name("copy.db")
    kg.backup(db, target)
    kg.forget(opened(target, write=True), dock.article.source.path)
    assert kg.stats(opened(target))["articles"] == 1
    assert kg.stats(db)["articles"] == 2


def test_copies_made_while_another_process_writes_are_whole(empty, path, writer, opened):
    sizes = [0]
    for number in range(4):
        until(lambda: kg.stats(empty)["documents"] > sizes[-1])
        target = path.with_name(f"copy{number}.db")
        kg.backup(empty, target)
        copy = opened(target)
        assert list(kg.check(copy)) == []
        sizes.append(kg.stats(copy)["documents"])
    assert writer.poll() is None
    assert sizes == sorted(set(sizes))


def test_an_older_copy_gives_way_in_one_step(db, path, opened, pump):
    target = path.with_name("copy.db")
    kg.backup(db, target)
    reader = opened(target)
    assert kg.case(reader, pump.article.id) == pump
    kg.forget(db, pump.article.source.path)
    kg.backup(db, target)
    assert kg.case(reader, pump.article.id) == pump
    assert kg.stats(opened(target))["articles"] == 1
    assert copies_in(path.parent) == ["copy.db"]


def test_whoever_opens_the_copy_meanwhile_sees_a_whole_one(db, path):
    target = path.with_name("copy.db")
    kg.backup(db, target)
    seen, over = [], threading.Event()

    def look() -> None:
        while not over.is_set():
            with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as reader:
                seen.append(reader.execute("SELECT count(*) FROM articles").fetchone()[0])

    watcher = threading.Thread(target=look)
    watcher.start()
    for number in range(5):
        kg.backup(db, target)
        until(lambda number=number: len(seen) > number or not watcher.is_alive())
    over.set()
    watcher.join()
    assert len(seen) >= 5
    assert set(seen) == {2}


def test_the_changes_of_an_older_copy_do_not_leak_into_the_new_one(db, path, opened, dump):
    target = path.with_name("copy.db")
    kg.backup(db, target)
    # A process that dies with the copy open leaves its write-ahead file.
    dies = "import kg, os, sys; db = kg.open_graph(sys.argv[1], write=True); "
    dies += "db.execute(\"UPDATE things SET name = name || '旧'\"); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", dies, str(target)], check=False).returncode == 9
    assert path.with_name("copy.db-wal").stat().st_size
    kg.backup(db, target)
    assert copies_in(path.parent) == ["copy.db"]
    assert dump(opened(target)) == dump(db)


def test_a_write_ahead_file_without_its_copy_does_not_leak_either(db, path, opened, dump):
    path.with_name("copy.db-wal").write_bytes(path.with_name("graph.db-wal").read_bytes())
    kg.backup(db, path.with_name("copy.db"))
    assert copies_in(path.parent) == ["copy.db"]
    assert dump(opened(path.with_name("copy.db"))) == dump(db)


def test_a_copy_that_is_in_use_is_not_replaced(db, path, opened, monkeypatch):
    target = path.with_name("copy.db")
    kg.backup(db, target)
    other = opened(target, write=True)
    other.execute("UPDATE things SET name = name || '新'")
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *names, **options: connect(*names, **{**options, "timeout": 0})
    )
    with pytest.raises(StoreError, match="is in use"):
        kg.backup(db, target)
    assert other.execute("SELECT count(*) FROM things WHERE name LIKE '%新'").fetchone() == (5,)
    assert copies_in(path.parent) == ["copy.db", "copy.db-shm", "copy.db-wal"]


@pytest.mark.parametrize("how", ["itself", "link", "symlink", "write-ahead file"])
def test_the_graph_is_never_overwritten_with_itself(db, path, dump, how):
    target = path.with_name("other.db")
    if how == "link":
        target.hardlink_to(path)
    elif how == "symlink":
        target.symlink_to(path)
    else:
        target = path if how == "itself" else path.with_name("graph.db-wal")
    before = dump(db)
    with pytest.raises(StoreError, match="is the graph itself"):
        kg.backup(db, target)
    assert dump(db) == before


def test_a_link_to_an_older_copy_stays_a_link(db, path, opened):
    target, link = path.with_name("copy.db"), path.with_name("newest.db")
    kg.backup(db, target)
    link.symlink_to(target)
    kg.backup(db, link)
    assert link.is_symlink()
    assert kg.stats(opened(link))["articles"] == 2


@pytest.mark.parametrize("what", ["text", "other database"])
def test_a_file_of_something_else_is_not_replaced(db, path, what):
    target = path.with_name("copy.db")
    if what == "text":
        target.write_text("会议纪要" * 100, encoding="utf-8")
    else:
        with closing(sqlite3.connect(target)) as other:
            other.execute("CREATE TABLE minutes(words)")
    before = target.read_bytes()
    with pytest.raises(NotATashanDatabase, match="not replaced"):
        kg.backup(db, target)
    assert target.read_bytes() == before
    assert copies_in(path.parent) == ["copy.db"]


def test_an_empty_file_is_replaced(db, path, opened):
    path.with_name("copy.db").touch()
    kg.backup(db, path.with_name("copy.db"))
    assert kg.stats(opened(path.with_name("copy.db")))["articles"] == 2


def test_a_folder_is_refused(db, path):
    path.with_name("copies").mkdir()
    with pytest.raises(StoreError, match="is a folder"):
        kg.backup(db, path.with_name("copies"))


def test_a_missing_folder_is_named(db, path):
    with pytest.raises(StoreError, match="its folder does not exist"):
        kg.backup(db, path.with_name("nowhere") / "copy.db")


def test_a_damaged_graph_does_not_take_the_place_of_a_good_copy(db, path, opened):
    target = path.with_name("copy.db")
    kg.backup(db, target)
    page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'relations_head'").fetchone()[0]
    size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(NotATashanDatabase, match=r"graph\.db: is damaged, so nothing was written"):
        kg.backup(opened(path), target)
    assert list(kg.check(opened(target))) == []
    assert copies_in(path.parent) == ["copy.db"]


def test_a_failure_leaves_no_draft_behind(db, path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="No space left on device"):
        kg.backup(db, path.with_name("copy.db"))
    assert copies_in(path.parent) == []


def test_a_copy_may_be_read_by_whom_the_graph_may_be_read(db, path):
    path.chmod(0o640)
    kg.backup(db, path.with_name("copy.db"))
    assert path.with_name("copy.db").stat().st_mode & 0o777 == 0o640
