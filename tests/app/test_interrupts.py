"""Killed, interrupted, out of room or run twice at once, an ingest loses nothing and stores nothing twice."""

import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

import pytest
from click.testing import CliRunner

import kg
from kg.errors import DiskFailure
from pipeline.app.cli import tashan
from pipeline.data import data_path
from tests.patience import PATIENCE, until

LOGS = ("sqlite_", "search_", "runs", "failures", "_")
TRAINED = "工会培训职工{}00人次。\n"
COMMAND = [sys.executable, "-c", "from pipeline.app.cli import main; main()", "ingest"]


@pytest.fixture
def articles(tmp_path):
    """Return a folder of six files of the demo corpus, and one that cannot be read."""
    place = tmp_path / "articles"
    place.mkdir()
    for path in sorted(data_path("corpus/demo/news").glob("*.txt"))[:6]:
        (place / path.name).write_bytes(path.read_bytes())
    (place / "broken.docx").write_bytes(b"PK\x03\x04")
    return place


def start(folder, db, *options, **kwargs):
    words = [*COMMAND, str(folder), "--db", str(db), *options]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **kwargs)


def ended(process):
    """Wait for a process; return its exit status and what it said on standard error."""
    with process:
        told = process.communicate(timeout=PATIENCE)[1]
    return process.returncode, told


def finish(folder, db):
    """Ingest a folder in this process, which nothing interrupts."""
    assert CliRunner().invoke(tashan, ["ingest", str(folder), "--db", str(db)]).exit_code == 3


def rows(path):
    """Return every row of a graph in its order, but for the log of runs: its canonical form."""
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        names = [name for (name,) in connection.execute(sql) if not name.startswith(LOGS)]
        found = {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}
        found["failures"] = sorted(connection.execute("SELECT path, step, reason FROM failures"))
        return found


def assert_sound(path):
    with closing(kg.open_graph(path, write=True)) as db:  # an ingest ended at its very start left no tables
        assert list(kg.check(db)) == []


def kill_at_random_moments(articles, tmp_path, times, seed):
    """Kill ingests of one folder at random moments, each going on from the last; return how many were hit."""
    chance, whole, broken = random.Random(seed), tmp_path / "whole.db", tmp_path / "broken.db"
    begun = time.monotonic()
    assert ended(start(articles, whole))[0] == 3
    usual, hit = time.monotonic() - begun, 0
    while times > 0 or not hit:
        times -= 1
        process = start(articles, broken)
        try:
            process.wait(timeout=chance.uniform(0.1, usual * 1.1))
        except subprocess.TimeoutExpired:
            process.kill()
            hit += 1
        ended(process)
        if broken.exists() and broken.stat().st_size:
            assert_sound(broken)
        if process.returncode == 3:  # all was stored: begin anew
            assert rows(broken) == rows(whole)
            for path in tmp_path.glob("broken.db*"):
                path.unlink()
    finish(articles, broken)
    assert rows(broken) == rows(whole)
    assert_sound(broken)
    return hit


def test_killed_at_any_moment_the_next_run_ends_with_the_same_rows(articles, tmp_path):
    assert kill_at_random_moments(articles, tmp_path, 1, seed=1)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_killed_at_200_moments_the_next_run_ends_with_the_same_rows(articles, tmp_path):
    assert kill_at_random_moments(articles, tmp_path, 200, seed=2) > 100


def test_ctrl_c_says_how_to_go_on_and_leaves_no_half_document(articles, tmp_path):
    db, long = tmp_path / "cases.db", articles / "00-long.txt"
    (articles / "00-first.txt").write_text(TRAINED.format(7), "utf-8")
    long.write_text("久\n\n" + "".join(map(TRAINED.format, range(100, 40_000))), "utf-8")
    process = start(articles, db, "--workers", "1")
    until(lambda: stored(db) or process.poll() is not None)
    process.send_signal(signal.SIGINT)
    status, told = ended(process)
    assert status == 130
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
    assert stored(db) == 1
    assert_sound(db)
    long.write_text(TRAINED.format(8), "utf-8")
    finish(articles, db)
    assert stored(db) == 8


def stored(path):
    if not path.exists():
        return 0
    try:
        with closing(kg.open_graph(path)) as db:
            return kg.stats(db)["documents"]
    except kg.errors.TashanError:  # the other process is making it
        return 0


def test_two_at_once_wait_for_each_other(articles, tmp_path):
    db = tmp_path / "cases.db"
    both = [start(articles, db) for _ in range(2)]
    told = [ended(process) for process in both]
    assert [status for status, _ in told] == [3, 3]
    assert sum("waiting for it to end" in text for _, text in told) <= 1
    assert stored(db) == 6
    assert_sound(db)


def test_a_second_one_says_that_it_waits(articles, tmp_path):
    from filelock import FileLock

    db = tmp_path / "cases.db"
    with FileLock(f"{db}.lock"):
        process = start(articles, db)
        assert "another process is storing into it; waiting" in process.stderr.readline()
    assert ended(process)[0] == 3


def test_readers_are_not_blocked_by_one_that_stores(folder, db):
    with closing(kg.open_graph(db, write=True)) as writer, closing(kg.open_graph(db)) as reader:
        with writer.atomic():
            kg.forget(writer, str(folder / "mentor.txt"))
            assert kg.stats(reader)["documents"] == 3
        assert kg.stats(reader)["documents"] == 2


@pytest.mark.parametrize(
    "room", [60_000, *(pytest.param(room, marks=pytest.mark.long) for room in (400_000, 600_000))]
)
def test_a_full_disk_is_one_line_and_what_was_stored_stays(articles, tmp_path, room):
    def few_bytes():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    db, whole = tmp_path / "cases.db", tmp_path / "whole.db"
    status, told = ended(start(articles, db, preexec_fn=few_bytes))
    assert status == 1
    assert "Traceback" not in told
    assert told.count("\n") == 1, told
    if db.exists() and db.stat().st_size:
        assert_sound(db)
    finish(articles, db)
    finish(articles, whole)
    assert rows(db) == rows(whole)


def test_no_more_pages_is_a_failing_disk(db):
    with closing(kg.open_graph(db, write=True)) as graph:
        case = next(iter(kg.cases(graph)))
        article = replace(case.article, id="long", text=case.article.text * 5000)
        graph.execute(f"PRAGMA max_page_count = {graph.execute('PRAGMA page_count').fetchone()[0]}")
        with pytest.raises(DiskFailure, match="full"):
            kg.add(graph, article.source, [replace(case, article=article)], extractor="x")
    assert_sound(db)


def test_what_is_gone_is_forgotten_when_asked(run, folder, db):
    (folder / "mentor.txt").unlink()
    run("ingest", folder, "--db", db)
    assert stored(db) == 3
    assert "forgotten            1" in run("ingest", folder, "--db", db, "--prune").stdout
    assert stored(db) == 2
    assert_sound(db)


def test_a_folder_that_is_away_is_not_forgotten(run, folder, db):
    folder.rename(folder.parent / "elsewhere")
    assert run("ingest", folder, "--db", db, "--prune").exit_code == 1
    assert stored(db) == 3


def test_pruning_one_folder_keeps_what_lies_outside_it(run, folder, db, tmp_path):
    other = tmp_path / "articles2"
    other.mkdir()
    (other / "new.txt").write_text("新\n\n工会培训职工20人次。\n", encoding="utf-8")
    (folder / "mentor.txt").unlink()
    assert run("ingest", other, "--db", db, "--prune").exit_code == 0
    assert stored(db) == 4
