"""The clerk reads what waits, and loses nothing when it is ended, killed or left alone."""

import io
import signal
import subprocess
import sys
import zipfile

import pytest

from pipeline.app.settings import Settings
from pipeline.app.uploads import Keeper
from pipeline.app.uploads.clerk import command, read_waiting
from pipeline.app.uploads.keeper import one_core_left
from pipeline.engines.limits import cores
from tests.patience import PATIENCE, until

HERE = Settings(workers=0)
# A clerk for whom every file takes as long as it lives.
SLOW = """
import threading
from pipeline.app.uploads import clerk
clerk.results = lambda files, settings: (threading.Event().wait() for _ in files)
clerk.main()
"""


def slow_command(db_path, settings):
    """Return the words that start a clerk who is still at its first file, whenever it is ended."""
    return [sys.executable, "-c", SLOW, *command(db_path, settings)[-2:]]


@pytest.fixture
def start(tray):
    """Return a function that starts a clerk as a process of its own, which ends with the test."""
    started = []

    def begun(words=command):
        started.append(subprocess.Popen(words(tray.db_path, HERE), stdin=subprocess.PIPE))
        return started[-1]

    yield begun
    for process in started:
        process.kill()
        process.communicate()


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_it_reads_what_waits_and_says_what_came_of_each(tray, send, stored, tmp_path):
    good, bad = send("年报.txt"), send("bad.docx", b"PK\x03\x04")
    inner = "砚湖园区办食堂\n\n砚湖产业园建成职工食堂6个，每天供餐近5000人次。\n"
    members = {"../../../evil.txt": inner, "/etc/x.txt": inner.replace("6", "7"), "bad.pdf": b"%PDF"}
    packed = send("材料.zip", zipped(**members))
    read_waiting(tray, HERE)
    told = {name: tray[upload.upload_id] for name, upload in (("good", good), ("bad", bad), ("zip", packed))}
    assert {name: upload.state for name, upload in told.items()} == {
        "good": "stored",
        "bad": "failed",
        "zip": "partial",
    }
    assert told["good"].counts["articles"] == 1
    assert told["good"].cases[0]["title"] == "朔屏：师带徒带出技术骨干"
    assert told["bad"].failures[0]["path"] == bad.path
    assert [failure["path"] for failure in told["zip"].failures] == [f"{packed.path}!/bad.pdf"]
    assert stored() == sorted([good.path, packed.path])
    assert not list(tmp_path.parent.glob("**/evil.txt"))
    assert str(tmp_path) not in str([upload.to_record() for upload in told.values()])


def test_killed_at_work_it_leaves_the_file_for_the_next(tray, send, start, stored):
    upload = send("a.txt")
    clerk = start(slow_command)
    until(lambda: tray[upload.upload_id].state == "reading" or clerk.poll() is not None)
    clerk.send_signal(signal.SIGKILL)
    assert clerk.wait() == -signal.SIGKILL
    assert tray[upload.upload_id].state == "reading"
    read_waiting(tray, HERE)
    assert (tray[upload.upload_id].state, tray[upload.upload_id].tries) == ("stored", 2)
    assert stored() == [upload.path]


def test_it_ends_with_whoever_started_it(tray, send, start):
    from filelock import FileLock

    send("a.txt")
    with FileLock(f"{tray.db_path}.lock"):  # another stores: it waits until it is left alone
        clerk = start()
        until(lambda: tray.held() or clerk.poll() is not None)
        clerk.stdin.close()
        assert clerk.wait(PATIENCE) == 0
    assert tray.tally() == {"waiting": 1}
    assert tray.held() is None


def test_a_keeper_ends_its_clerk_and_the_file_waits_again(tray, send, monkeypatch):
    monkeypatch.setattr("pipeline.app.uploads.clerk.command", slow_command)
    upload = send("a.txt")
    keeper = Keeper(tray, HERE)
    keeper.start()
    until(lambda: tray[upload.upload_id].state == "reading")
    keeper.stop()
    assert (tray[upload.upload_id].state, tray[upload.upload_id].tries) == ("waiting", 0)


def test_a_keeper_with_nothing_to_do_starts_nothing(tray):
    keeper = Keeper(tray, HERE)
    keeper.start()
    keeper.stop()
    assert not tray.folder.exists()


def test_a_core_is_left_to_the_pages():
    assert one_core_left(Settings()).workers == max(1, cores() - 1)
    assert one_core_left(Settings(workers=3)).workers == 3


def test_a_keeper_that_gets_no_process_tries_again(tray, send, monkeypatch, caplog):
    tries = []

    def none_left(*words, **options):
        tries.append(words)
        raise BlockingIOError("no process left")

    send("a.txt")
    monkeypatch.setattr(subprocess, "Popen", none_left)
    keeper = Keeper(tray, HERE)
    keeper.start()
    until(lambda: tries)
    keeper.stop()
    assert tray.tally() == {"waiting": 1}
    assert "no process left" in caplog.text
