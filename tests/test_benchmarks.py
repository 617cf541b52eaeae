"""The benchmark scripts still run: a tiny case of each."""

import importlib
import json
import lzma
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
TEXT = "海岭市总工会今年培训职工1200余人次，投入3.5万元，满意率达98.6%。\n近三年，新建驿站20座。"


def run(script: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, *map(str, arguments)],
        capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    lines = "".join(json.dumps({"text": f"{TEXT}{number}"}) + "\n" for number in range(4))
    (tmp_path / "news.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "more.jsonl.xz").write_bytes(lzma.compress(lines.encode()))
    return [tmp_path / "news.jsonl", tmp_path / "more.jsonl.xz"]


@pytest.mark.long  # the short form: test_every_step_of_the_line_is_timed
def test_speed_is_measured_beside_jieba(articles):
    told = run("benchmark_speed.py", "speed", *articles, "--repeats", 1, "--megabytes", 0.001)
    assert "`tashan extract`" in told
    assert "`jieba.posseg.cut`" in told


def test_every_step_of_the_line_is_timed(articles):
    told = run("benchmark_speed.py", "steps", *articles)
    assert "in 8 articles" in told
    assert {"read", "split", "nlp", "mentions", "indicators", "measures", "relations", "json", "all"} <= {
        line.split(" | ")[0].strip("| ") for line in told.splitlines()
    }


@pytest.fixture(scope="module")
def speed() -> dict[str, object]:
    return runpy.run_path(str(ROOT / "scripts/benchmark_speed.py"))


BURNING = """
import os, time
def burn():
    while time.process_time() < 0.3:
        pass
if not os.fork():
    os.setsid()
    if not os.fork():  # a grandchild of another session that outlives its parents, as a worker does
        burn()
    os._exit(0)
"""


def test_what_a_command_leaves_behind_is_counted(speed):
    clock, cpu, peak = speed["measure"]("-c", BURNING)
    assert cpu > 0.3
    assert clock > 0
    assert peak > 1


def test_a_command_that_fails_is_not_measured(speed):
    with pytest.raises(SystemExit, match="ended with 3"):
        speed["measure"]("-c", "raise SystemExit(3)")


@pytest.mark.parametrize(
    ("clock", "asked", "told"),
    [(0.1, 0.3, "0.3 s"), (3.2, 3, "3 s: **not reached**"), (9.0, None, "–")],
)
def test_a_command_stands_beside_what_is_asked_of_it(speed, clock, asked, told):
    assert speed["verdict"](clock, asked) == told


def test_help_query_and_extract_are_measured_as_asked(speed, monkeypatch, tmp_path, capsys):
    ran = []

    def measure(*command):
        ran.append(command)
        return 1.0, 2.0, 30.0

    monkeypatch.setitem(speed["print_commands"].__globals__, "measure", measure)
    speed["print_commands"](tmp_path / "commands", 1)
    told = capsys.readouterr().out
    assert "| `tashan --help` | 1.00 s | 2.00 s | 30 MiB | 0.3 s: **not reached** |" in told
    assert "| `tashan extract` of one small article | 1.00 s | 2.00 s | 30 MiB | 3 s |" in told
    assert len(ran) == len(speed["COMMANDS"]) + 1
    assert not [word for command in ran for word in command if "{" in word]


def test_quantities_are_measured_on_every_suite(shared):
    told = run("benchmark_quantities.py", shared, "--sentences", 20)
    assert "| Recognizers-Text numbers |" in told
    assert "| Tashan, every quantity |" in told
    assert "| proportion |" in told


def test_a_peer_that_breaks_on_a_question_has_no_answer(tmp_path):
    (tmp_path / "jionlp.py").write_text("def parse_money(text):\n    raise ValueError(text)\n")
    asked = json.dumps({"kind": "money", "text": "3元", "day": "2024-05-01"})
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/quantity_peers.py", "jionlp"],
        input=f"{asked}\n{asked.replace('money', 'number')}\n", capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path)}, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["[]", "null"]


@pytest.fixture
def judged_set(tmp_path):
    """Return a judged set of one topic, its articles and a graph of them."""
    from click.testing import CliRunner

    from pipeline.app.cli import tashan

    texts = {"n1": "海岭市总工会办起职工书屋，藏书3万册。", "n2": "海岭机床厂推行师带徒，签订师徒协议。"}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items())
    (tmp_path / "news.jsonl").write_text(rows, encoding="utf-8")
    query = {"id": "q1", "kind": "keyword", "topic": "reading", "text": "职工书屋"}
    (tmp_path / "queries.jsonl").write_text(json.dumps(query) + "\n", encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q1\tn1\t2\nq1\tn2\t0\n", encoding="utf-8")
    paths = [str(tmp_path / f"{name}.txt") for name in texts]
    CliRunner().invoke(tashan, ["ingest", *paths, "--db", str(tmp_path / "cases.db"), "--workers", "0"])
    return tmp_path


def test_search_is_measured_beside_plain_rankers(judged_set):
    told = run("benchmark_search.py", judged_set, judged_set / "news.jsonl", "--db", judged_set / "cases.db")
    for name in (
        "tashan similar",
        "tashan practices",
        "BM25 words",
        "TF-IDF characters 1-2",
        "LSA",
        "fusion",
    ):
        assert f"| {name}" in told
    assert "| BM25 words | 1.000 [1.00, 1.00] | – |" in told


@pytest.mark.long  # the short form: test_search_is_measured_beside_plain_rankers
def test_the_order_of_candidates_is_measured_beside_what_others_told(judged_set):
    cases = {"n1": {"ajId": "海岭市总工会办起职工书屋"}, "n2": {"ajId": "海岭机床厂推行师带徒"}}
    queries = {"7": {"q": "职工书屋"}}
    for name, content in (("doc_fact", cases), ("query_total", queries)):
        (judged_set / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    grades = json.dumps({"7": {"n2": 0, "n1": 3, "n3": 0}})
    (judged_set / "label_top30_dict.json").write_text(grades, encoding="utf-8")
    told = run("benchmark_lecard.py", judged_set, "--db", judged_set / "cases.db")
    assert "| tashan similar | 1.000 [1.00, 1.00] | 1.000 [1.00, 1.00] |" in told
    assert "| KELLER (told) | 0.869 | – |" in told


@pytest.mark.long  # the short form: tests/test_generate_library.py
def test_search_is_measured_on_generated_libraries(tmp_path):
    run("generate_library.py", "graph", tmp_path / "library.db", "--cases", 4)
    told = run("benchmark_library.py", tmp_path / "library.db", "--queries", 2)
    assert "4 cases, 40 practices" in told
    assert all(f"| {kind} |" in told for kind in ("similar", "practices", "like", "filtered"))


@pytest.mark.long
def test_ingest_is_measured_beside_a_peer(tmp_path):
    told = run(
        "benchmark_scale.py", "--documents", 3, "--workers", 1, "--starts", 0,
        "--output", tmp_path / "scale.json",
    )  # fmt: skip
    figures = json.loads((tmp_path / "scale.json").read_text())
    assert [(one["source"], one["documents"]) for one in figures["runs"]] == [("generated", 3)]
    assert figures["runs"][0]["cpu_seconds"] > 0
    assert [one["name"] for one in figures["peers"]] == ["tashan", "posseg"]
    assert "| posseg |" in told


def test_what_was_measured_is_drawn_and_the_same_figures_make_the_same_file(tmp_path):
    runs = [
        {"source": "generated", "documents": size, "workers": workers, "clock_seconds": 1.5, "peak_mib": 300}
        for size in (10, 20)
        for workers in (1, 2)
    ]  # fmt: skip
    peers = [{"name": name, "characters": 900, "cpu_seconds": 2.0} for name in ("tashan", "posseg")]
    (tmp_path / "scale.json").write_text(json.dumps({"runs": runs, "peers": peers}))
    pictures = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for picture in pictures:
        run("plot_benchmarks.py", tmp_path / "scale.json", picture)
    drawn = pictures[0].read_text()
    assert all(words in drawn for words in ("Tashan, everything", "jieba.posseg", "450", "2 workers"))
    assert drawn == pictures[1].read_text()


@pytest.mark.parametrize(("ratio", "passes"), [(0.2, False), (0.41, False), (0.43, True), (3.0, True)])
def test_a_line_that_became_slow_fails(monkeypatch, tmp_path, capsys, ratio, passes):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    check = importlib.import_module("check_speed")
    monkeypatch.setattr(check, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(check, "measured", lambda rounds: 0.6)
    check.main(["--keep"])
    monkeypatch.setattr(check, "measured", lambda rounds: ratio)
    if passes:
        check.main([])
    else:
        with pytest.raises(SystemExit):
            check.main([])
    assert f"{ratio:.3f} of jieba.posseg's speed; 0.6 was kept" in capsys.readouterr().out
