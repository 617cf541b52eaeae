"""Measure search on generated libraries: size, time, memory; beside plain FTS5 and bm25s on the same cases.

    PYTHONPATH=. python scripts/benchmark_library.py FILE... [--queries 200] [--kinds similar fts5 ...]

FILE is a graph that `scripts/generate_library.py graph` made. Each kind of question is asked in a process of
its own, all of them first and then all again; the questions are made of its cases: keywords, needs of the
vocabulary, filters, and a whole case. `index` makes the index again in a copy. bm25s and tantivy, two of the
peers, are no dependencies: `pip install bm25s tantivy`.
"""

import argparse
import gc
import json
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.mending import remake
from kg.tokens import pairs, tokens
from pipeline.app.asking import meant
from pipeline.concepts import own_vocabulary

if TYPE_CHECKING:
    from sqlite_utils import Database

WARM = 30  # questions before measuring
Times = tuple[list[float], list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--kinds", nargs="+", choices=[*ENGINES, "index"], default=[*ENGINES][:4])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.files[0], given.queries)))
        return
    for path in given.files:
        show_library(path)
        print(
            "| asked | first, CPU ms: 50, 99 % | again | by the clock | own MiB, with file | made in | MB |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for kind in [kind for kind in given.kinds if kind in ENGINES]:
            print(row(kind, json.loads(alone(path, kind, given.queries))), flush=True)
        if "index" in given.kinds:
            print(f"\nindex made in {index_time(path):.1f} CPU-seconds\n")
        print(f"\ncold `tashan similar`: {cold(path)}\n", flush=True)


def alone(path: Path, kind: str, queries: int) -> str:
    """Measure one kind of question in a process of its own."""
    command = [sys.executable, __file__, str(path), "--one", kind, "--queries", str(queries)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def measure(kind: str, path: Path, count: int) -> dict[str, float]:
    """Return what questions of a kind cost: milliseconds, of CPU and by the clock, and MiB of memory."""
    with closing(kg.open_graph(path)) as db:
        questions = asked(db, count + WARM)
        began = time.process_time()
        ask, size = ENGINES[kind](db)
        made = time.process_time() - began
        timed(ask, questions[:WARM])
        gc.freeze()  # as the server does
        first, clock = timed(ask, questions[WARM:])
        again, _ = timed(ask, questions[WARM:])
        own = memory("RssAnon")
    spread = {
        f"{name}{part}": at(times, part)
        for name, times in (("first", first), ("again", again), ("clock", clock))
        for part in (50, 99)
    }
    return spread | {"peak": memory("VmHWM"), "own": own, "made": made, "size": size}


def timed(ask: Callable[[tuple[str, str]], object], questions: Sequence[tuple[str, str]]) -> Times:
    """Return what each question takes: milliseconds of CPU, and by the clock."""
    cpu, clock = [], []
    for question in questions:
        start, used = time.perf_counter(), time.process_time()
        ask(question)
        clock.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - used))
    return cpu, clock


def memory(which: str) -> float:
    """Return a figure of Linux about this process's memory, in MiB."""
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(told.partition(f"{which}:")[2].split()[0]) / 1024


def asked(db: "Database", count: int) -> list[tuple[str, str]]:
    """Return questions with the id of a case each: keywords of cases and needs of the vocabulary, in turn."""
    chance = random.Random(7)
    needs = [need for entry in own_vocabulary().entries for need in entry.needs]
    found = []
    newest = db.execute("SELECT max(docid) FROM articles").fetchone()[0]
    for number in range(count):
        docid = chance.randint(1, newest)
        case_id, title = db.execute("SELECT id, title FROM articles WHERE docid = ?", [docid]).fetchone()
        words = title.partition("：")[2] if number % 4 else title
        found.append((chance.choice(needs) if number % 2 else words, case_id))
    return found


Engine = tuple[Callable[[tuple[str, str]], object], float]


def own_similar(db: "Database") -> Engine:
    return lambda question: kg.similar(db, question[0], concepts=meant(question[0])), 0.0


def own_practices(db: "Database") -> Engine:
    return lambda question: kg.practices(db, question[0], concepts=meant(question[0])), 0.0


def own_like(db: "Database") -> Engine:
    return lambda question: kg.similar_to(db, question[1]), 0.0


def own_filtered(db: "Database") -> Engine:
    only = kg.Filters(theme="维权服务", place="云", results=True)
    return lambda question: kg.similar(db, question[0], concepts=meant(question[0]), filters=only), 0.0


def fts5(db: "Database") -> Engine:
    """All pairs of a query by FTS5's own BM25, without a budget."""
    other = sqlite3.connect(":memory:")
    other.execute("CREATE VIRTUAL TABLE plain USING fts5(text, content='', tokenize='ascii')")
    rows = db.execute("SELECT docid, text FROM articles")
    other.executemany("INSERT INTO plain(rowid, text) VALUES (?, ?)", ((d, tokens(t)) for d, t in rows))
    size = other.execute("SELECT sum(length(block)) FROM plain_data").fetchone()[0] / 1e6
    sql = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY bm25(plain) LIMIT 10"

    def ask(question: tuple[str, str]) -> object:
        words = " OR ".join(f'"{token}"' for token in set(pairs(question[0])))
        return other.execute(sql, [words]).fetchall()

    return ask, size


def bm25s(db: "Database") -> Engine:
    """bm25s over the same pairs, all in memory; it has to be made again for a new case."""
    import bm25s as library

    texts = [pairs(text) for (text,) in db.execute("SELECT text FROM articles")]
    index = library.BM25(k1=2.0, b=0.75)
    index.index(texts, show_progress=False)
    size = sum(index.scores[name].nbytes for name in ("data", "indices", "indptr")) / 1e6
    return lambda question: index.retrieve([pairs(question[0])], k=10, show_progress=False), size


def tantivy(db: "Database") -> Engine:
    """Tantivy over the same pairs, in files of its own beside the graph."""
    import tantivy as library

    folder = Path(tempfile.mkdtemp())
    schema = library.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="whitespace")
    index = library.Index(schema.build(), str(folder))
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for (text,) in db.execute("SELECT text FROM articles"):
        writer.add_document(library.Document(text=tokens(text)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6

    def ask(question: tuple[str, str]) -> object:
        words = " ".join(set(pairs(question[0])))
        return index.searcher().search(index.parse_query(words, ["text"]), 10).hits

    return ask, size


ENGINES: dict[str, Callable[["Database"], Engine]] = {
    "similar": own_similar, "practices": own_practices, "like": own_like, "filtered": own_filtered,
    "fts5": fts5, "bm25s": bm25s, "tantivy": tantivy,
}  # fmt: skip


def at(times: Sequence[float], part: int) -> float:
    return sorted(times)[min(len(times) * part // 100, len(times) - 1)]


def row(kind: str, told: dict[str, float]) -> str:
    spread = " | ".join(
        f"{told[name + '50']:.1f}, {told[name + '99']:.1f}" for name in ("first", "again", "clock")
    )
    made = f"{told['made']:.1f} CPU-s | {told['size']:.0f}" if told["size"] else "- | -"
    return f"| {kind} | {spread} | {told['own']:.0f}, {told['peak']:.0f} | {made} |"


def show_library(path: Path) -> None:
    with closing(kg.open_graph(path)) as db:
        counts = kg.stats(db)
        size = sum(
            db.execute(f"SELECT coalesce(sum(length(block)), 0) FROM {name}_data").fetchone()[0]
            for name in ("search_articles", "search_measures")
        )
    print(f"### {counts['articles']:,} cases, {counts['measures']:,} practices\n")
    print(f"{path.stat().st_size / 1e6:,.0f} MB, of them the index {size / 1e6:,.0f} MB\n")


def index_time(path: Path) -> float:
    """Return the CPU-seconds in which the index of a copy is made again, its parts joined."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        with closing(kg.open_graph(copy, write=True)) as db:
            began = time.process_time()
            remake(db)
            return time.process_time() - began


def cold(path: Path) -> str:
    """Return what a whole command costs, start-up included: CPU and clock, the best of three."""
    code = "from pipeline.app.cli import main; main()"
    command = [sys.executable, "-c", code, "similar", "食堂的饭又贵又难吃", "--db", str(path)]
    cpu, clock = [], []
    for _ in range(3):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        clock.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return f"{min(cpu):.2f} CPU-seconds, {min(clock):.2f} s by the clock"


if __name__ == "__main__":
    main()
