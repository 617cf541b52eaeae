"""Workers do what this process would do, in order; a file that hangs, swells or kills costs only itself."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from pipeline.data import data_path
from pipeline.engines import Limits, run_here, run_in_workers
from pipeline.engines.limits import cores
from pipeline.engines.local import _interrupted_later
from pipeline.read import walk
from pipeline.report import Failure
from tests.patience import until

SENTENCE = "朔屏市总工会推行师带徒制度，为412名新入职职工配备师傅，每月发放300元带徒津贴。\n"


@pytest.fixture
def folder(tmp_path):
    """Return three small articles, one in the middle that takes long, and an ending that no reader knows."""
    for name in ("1.txt", "3.txt", "4.txt"):
        (tmp_path / name).write_text(f"师带徒{name}\n\n{SENTENCE}", encoding="utf-8")
    # No line twice: lines that come again and again are taken for a page's frame, and cost little.
    lines = (SENTENCE.replace("412", str(number)) for number in range(1000, 31_000))
    (tmp_path / "2.txt").write_text("久\n\n" + "".join(lines), encoding="utf-8")
    (tmp_path / "5.xyz").write_text("?", encoding="utf-8")
    return tmp_path


def names(results):
    return [result.path.rsplit("/", 1)[-1] for result in results]


def workers():
    """Return the processes that read files: children of the fork server, which others may use too."""
    found = set()
    for server in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            found |= set(server.children())
    return found


@pytest.mark.parametrize("most", [8, pytest.param(None, marks=pytest.mark.long)])
def test_workers_give_what_this_process_gives_in_the_same_order(nlp, most):
    folders = [data_path(f"corpus/demo/{kind}") for kind in ("news", "web")]
    paths = [path for folder in folders for path in sorted(folder.iterdir())[:most]]
    assert [*run_in_workers(walk(paths), "rjieba", workers=2)] == [*run_here(walk(paths), "rjieba")]


def test_a_file_that_takes_too_long_is_named_and_the_rest_comes(folder):
    found = [*run_in_workers(walk([folder]), "rjieba", workers=1, limits=Limits(seconds=6))]
    assert names(found) == ["1.txt", "2.txt", "3.txt", "4.txt", "5.xyz"]
    failed = [result.failure for result in found if result.failure]
    assert failed[0].reason == "took more than the limit of 6 seconds"
    assert [len(result.cases) for result in found] == [1, 0, 1, 1, 0]


def held_by_a_worker(path):
    """Return how many megabytes of data a worker holds that has read a small file."""
    others, results = workers(), run_in_workers(iter([path, path]), "rjieba", workers=1)
    next(results)
    [worker] = workers() - others
    megabytes = worker.memory_info().data // 1_000_000
    results.close()
    return megabytes


def test_a_file_that_needs_too_much_memory_is_named_and_the_rest_comes(folder):
    (folder / "2.txt").write_bytes(b"x" * 150_000_000)
    limits = Limits(megabytes=held_by_a_worker(folder / "1.txt") + 100)
    found = [*run_in_workers(walk([folder]), "rjieba", workers=1, limits=limits)]
    assert found[1].failure is not None
    assert f"memory than the limit of {limits.megabytes:,} MB" in found[1].failure.reason
    assert [len(result.cases) for result in found] == [1, 0, 1, 1, 0]


def test_a_killed_worker_costs_only_its_file(folder):
    def kill():
        until(lambda: names(seen) == ["1.txt"] or over.is_set())
        [worker] = workers() - others
        spent = worker.cpu_times().user
        until(lambda: over.is_set() or worker.cpu_times().user > spent + 0.1)  # deep in the second file
        worker.kill()

    seen, over, others = [], threading.Event(), workers()
    with ThreadPoolExecutor(1) as killer:
        killed = killer.submit(kill)
        try:
            seen.extend(run_in_workers(walk([folder]), "rjieba", workers=1))
        finally:
            over.set()
        killed.result()
    assert seen[1].failure is not None, "the worker was not killed in time"
    assert seen[1].failure.reason == "ended its worker (SIGKILL), maybe out of memory"
    assert [len(result.cases) for result in seen] == [1, 0, 1, 1, 0]


def test_a_caller_that_stops_leaves_no_worker(folder):
    others = workers()
    results = run_in_workers(walk([folder]), "rjieba", workers=1)
    assert next(results).path.endswith("1.txt")
    # Readers of the library go first, in whichever session they are.
    [worker] = workers() - others
    assert worker.nice() == max(10, psutil.Process().nice())
    assert os.getsid(worker.pid) == worker.pid
    if (weighed := Path(f"/proc/{worker.pid}/autogroup")).exists():
        assert weighed.read_text().endswith("nice 10\n")
    results.close()
    until(lambda: not workers() - others)


def test_failures_alone_start_no_worker(tmp_path):
    others = workers()
    found = [*run_in_workers(walk([tmp_path / "none", tmp_path / "neither.txt"]), "rjieba")]
    assert [isinstance(result.failure, Failure) for result in found] == [True, True]
    assert not workers() - others


def test_a_worker_reads_by_the_settings_of_now(folder, monkeypatch, tmp_path):
    """The server that workers fork from may be older than a setting of the environment."""
    (tmp_path / "2.txt").unlink()
    assert [len(result.cases) for result in run_in_workers(walk([folder]), "rjieba")] == [1, 1, 1, 0]
    vocabulary = tmp_path / "own.tsv"
    vocabulary.write_text("id\tname\nallowance\t带徒津贴\n", encoding="utf-8")
    monkeypatch.setenv("TASHAN_VOCABULARY", str(vocabulary))
    [own, *_] = run_in_workers(iter([folder / "1.txt"]), "rjieba")
    assert [measure.concept for measure in own.cases[0].measures][-1] == "带徒津贴"
    monkeypatch.delenv("TASHAN_VOCABULARY")
    [usual, *_] = run_in_workers(iter([folder / "1.txt"]), "rjieba")
    assert [measure.concept for measure in usual.cases[0].measures][-1] == "技能津贴"


def test_there_is_a_core():
    assert cores() >= 1


def test_ctrl_c_waits_until_what_must_not_be_interrupted_is_done():
    done = []
    with suppress(KeyboardInterrupt):
        with _interrupted_later():
            signal.raise_signal(signal.SIGINT)
            done.append("whole")
        done.append("more")
    assert done == ["whole"]
    with _interrupted_later():
        done.append("quiet")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_ignores_ctrl_c_ignores_it_later_too():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with _interrupted_later():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_signals_are_let_be():
    def run():
        with _interrupted_later():
            return signal.getsignal(signal.SIGINT)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(run).result() is signal.getsignal(signal.SIGINT)
