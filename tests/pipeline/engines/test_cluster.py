"""A real cluster of three worker processes, one of which is killed, gives what one machine gives."""

import os
import signal
from pathlib import Path

import psutil
import pytest
from distributed import Client, LocalCluster

from pipeline.data import data_path
from pipeline.engines import Limits, run_here
from pipeline.engines.cluster import Job, run_on_cluster
from pipeline.engines.parts import loaded, partitions, write_part
from pipeline.read import walk
from pipeline.report import Report
from pipeline.run import run_file
from tests.patience import until

pytestmark = [
    # distributed closes sockets and loops of a cluster that lost a worker a little late
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.timeout(600),
]


SENTENCE = "朔屏市总工会推行师带徒制度，为412名新入职职工配备师傅，"
PAGES = {
    "p1.txt": f"师带徒带出好手艺\n{SENTENCE}津贴（下转第4版）\n",
    "p2.txt": f"夜校开到车间\n{SENTENCE}也开夜校。\n",
    "p3.txt": f"食堂办到工地\n{SENTENCE}也办食堂。\n",
    "p4.txt": f"（上接第1版）由企业发放。\n\n书屋建到班组\n{SENTENCE}也建书屋。\n",
}


@pytest.fixture
def cluster():
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        yield cluster


def job(folder, **limits):
    return Job(str(folder), "hand", limits=Limits(**limits))


def test_one_of_three_workers_is_killed_and_nothing_is_lost_or_twice(cluster, tmp_path):
    """Articles that go on in other files are joined too, though one worker had the one, another the other."""
    report, killed, place, paper = Report(), [], data_path("corpus/demo/news"), tmp_path / "paper"
    paper.mkdir()
    for name, text in PAGES.items():
        (paper / name).write_text(text, encoding="utf-8")
    with Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
    for done in run_on_cluster(
        partitions([paper, place], 2), job(tmp_path / "out"), address=cluster.scheduler_address
    ):
        done.add_to(report)
        if not killed:
            os.kill(pids[0], signal.SIGKILL)
            killed.append(pids[0])
    until(lambda: not psutil.pid_exists(killed[0]))
    assert [result for result, _ in loaded(str(tmp_path / "out"))] == list(
        run_here(walk([paper, place]), "rjieba")
    )
    assert (report.counts["files"], report.counts["articles"], report.failures) == (25, 24, [])


@pytest.fixture
def with_a_slow_file(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    sentence = "朔屏市总工会推行师带徒制度，为412名新入职职工配备师傅。\n"
    for name, times in {"1.txt": 1, "2.txt": 60_000, "3.txt": 1}.items():
        (folder / name).write_text(f"师带徒{name}\n\n{sentence * times}", encoding="utf-8")
    return folder


@pytest.mark.long
def test_a_file_that_kills_every_worker_is_named_and_the_rest_is_there(with_a_slow_file, tmp_path):
    report = Report()
    for done in run_on_cluster(
        partitions([with_a_slow_file], 3), job(tmp_path / "out", seconds=5), workers=3
    ):
        done.add_to(report)
    assert [failure.path for failure in report.failures] == [str(with_a_slow_file / "2.txt")]
    assert "ended every worker" in report.failures[0].reason
    found = [result for result, _ in loaded(str(tmp_path / "out"))]
    assert [len(result.cases) for result in found] == [1, 0, 1]


def test_parts_that_are_there_are_not_read_again(with_a_slow_file, tmp_path, nlp):
    (with_a_slow_file / "2.txt").unlink()
    for partition in partitions([with_a_slow_file], 1):
        found = [run_file(Path(place), nlp) for place in partition.files]
        write_part(str(tmp_path / "out"), partition, found, "hand")
    report = Report()
    for done in run_on_cluster(partitions([with_a_slow_file], 1), job(tmp_path / "out"), workers=1):
        done.add_to(report)
    assert report.counts["unchanged"] == report.counts["files"] == 2
    assert len(list(loaded(str(tmp_path / "out")))) == 2
