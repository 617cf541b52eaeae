"""Measure `tashan ingest` over growing folders, beside peers, and the start of the commands.

    python scripts/benchmark_scale.py --documents 1000 20000 --workers 1 2 --output build/bench/scale.json
    python scripts/benchmark_scale.py --articles ../shared/data/news/union.jsonl --peer lac=PEER/bin/python

Generated documents are those of generate_library.py; articles are JSON Lines with a field `text` (.xz too).
Each run is a process of its own with a new database. Told are seconds by the clock, CPU-seconds with those
of the workers, the peak of the memory that all processes have for themselves (USS) in either half of the
run, seconds until the first article can be found, and what jieba.posseg needs for the same texts. Peers
(speed_peers.py) read the first `--peer-files` files with the Python of their own environments. Numerics use
one thread a process.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benchmark_speed import ROOT, TASHAN, commands, print_table, write_articles
from generate_library import cases

Row = dict[str, Any]


@dataclass(slots=True)
class Watched:
    """What was seen of a run.

    `first`: seconds until an article could be found. `memory`: MiB that its processes shared with nobody,
    look by look. `spent`: CPU-seconds by process; what a process spent after the last look at it is lost.
    """

    first: float | None = None
    memory: list[float] = field(default_factory=lambda: [0.0])
    spent: dict[int, float] = field(default_factory=dict)

    def look(self, pid: int) -> None:
        used = 0
        with suppress(psutil.Error):  # it ended while we looked
            for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
                times = process.cpu_times()
                self.spent[process.pid] = times.user + times.system
                used += process.memory_full_info().uss
        self.memory.append(used / 2**20)


TICK = 0.25  # seconds between two looks at memory and database
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", nargs="*", type=int, default=[], help="sizes of generated folders")
    parser.add_argument("--articles", nargs="*", type=Path, default=[])
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--peer", nargs="*", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--peer-files", type=int, default=200)
    parser.add_argument("--starts", type=int, default=3, help="runs of each command; 0 leaves them out")
    parser.add_argument("--output", type=Path, default=ROOT / "build/bench/scale.json")
    given = parser.parse_args(arguments)
    os.environ |= ONE_THREAD
    with TemporaryDirectory() as name:
        told = measure_all(given, Path(name))
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print_tables(told)


def measure_all(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    peers = {"posseg": sys.executable} | dict(one.split("=", 1) for one in given.peer)
    runs: list[Row] = []
    beside: list[Row] = []
    for source, texts in folders(given, folder):
        posseg = ask_peer("posseg", sys.executable, texts)
        for workers in given.workers:
            runs.append({"source": source, **ingest(texts, folder / "new.db", workers)})
            runs[-1] |= {
                "workers": workers,
                "characters": posseg["characters"],
                "posseg": posseg["cpu_seconds"],
            }
            print(runs[-1], file=sys.stderr, flush=True)
        if source == "articles" or not given.articles:
            beside = list(beside_peers(texts, folder / "some", peers, given.peer_files))
    return {
        "measured": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]},
        "runs": runs, "peers": beside,
        "commands": commands(folder / "commands", given.starts) if given.starts else [],
    }  # fmt: skip


def folders(given: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the folders of texts, generated ones by size, then that of the articles."""
    for size in sorted(given.documents):
        made = folder / f"generated-{size}"
        made.mkdir()
        for case in cases(size):
            (made / Path(case.article.source.path).name).write_text(case.article.text, encoding="utf-8")
        yield "generated", made
    if given.articles:
        (folder / "articles").mkdir()
        write_articles(given.articles, folder / "articles", 10**9)
        yield "articles", folder / "articles"


def ingest(texts: Path, database: Path, workers: int) -> Row:
    """Run `tashan ingest` on a folder and watch it."""
    for left in database.parent.glob(f"{database.name}*"):
        left.unlink()
    command = [sys.executable, "-c", TASHAN, "ingest", texts, "--db", database, "--workers", workers]
    begun = time.perf_counter()
    child = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, text=True, cwd=ROOT)
    seen = watch(child, database, begun)
    clock = time.perf_counter() - begun
    if child.returncode:
        raise SystemExit(f"ingest of {texts} ended with {child.returncode}")
    memory, half = seen.memory, len(seen.memory) // 2 or 1
    return {
        "documents": count(database), "clock_seconds": round(clock, 2),
        "cpu_seconds": round(sum(seen.spent.values()), 2),
        "first_seconds": round(seen.first or clock, 2), "peak_mib": round(max(memory)),
        "peak_mib_first_half": round(max(memory[:half])), "peak_mib_second_half": round(max(memory[half:])),
        "database_mib": round(database.stat().st_size / 2**20, 1),
    }  # fmt: skip


def watch(child: "subprocess.Popen[str]", database: Path, begun: float) -> Watched:
    """Look at a process, its descendants and its database until it ends."""
    seen = Watched()
    while child.poll() is None:
        seen.look(child.pid)
        if seen.first is None and count(database):
            seen.first = time.perf_counter() - begun
        time.sleep(TICK)
    return seen


def count(database: Path) -> int:
    """Return how many articles a library holds; 0 where there is none yet."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as library:
            return int(library.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:
        return 0


def beside_peers(texts: Path, some: Path, peers: dict[str, str], files: int) -> Iterator[Row]:
    """Yield what each peer needs for the first files, and what `tashan extract` needs for the same."""
    some.mkdir(exist_ok=True)
    for file in islice(sorted(texts.iterdir()), files):
        copyfile(file, some / file.name)
    yield {"name": "tashan", **ask_peer("tashan", sys.executable, some)}
    for name, python in peers.items():
        yield {"name": name, **ask_peer(name, python, some)}


def ask_peer(name: str, python: str, texts: Path) -> Row:
    """Let a peer read a folder; return what speed_peers.py prints."""
    done = subprocess.run(
        [python, ROOT / "scripts/speed_peers.py", name, texts],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"peer {name}: {done.stderr.strip()[-500:]}")
    told: Row = json.loads(done.stdout.splitlines()[-1])
    return told


def print_tables(told: dict[str, Any]) -> None:
    print(
        "| texts | documents | workers | documents a second | characters a second | characters a CPU-second"
        " | of jieba.posseg | first result | peak memory (halves) |\n" + "| --- " * 9 + "|"
    )
    for run in told["runs"]:
        clock, cpu = run["clock_seconds"], run["cpu_seconds"]
        print(
            f"| {run['source']} | {run['documents']:,} | {run['workers']} | {run['documents'] / clock:.1f}"
            f" | {run['characters'] / clock:,.0f} | {run['characters'] / cpu:,.0f}"
            f" | {run['posseg'] / cpu:.2f}"
            f" | {run['first_seconds']:.1f} s"
            f" | {run['peak_mib_first_half']}, {run['peak_mib_second_half']} MiB |"
        )
    print("\n| program | characters a CPU-second | loading | peak memory |\n| --- | --- | --- | --- |")
    for one in told["peers"]:
        speed = one["characters"] / one["cpu_seconds"]
        print(f"| {one['name']} | {speed:,.0f} | {one['start_seconds']:.1f} s | {one['peak_mib']} MiB |")
    print()
    print_table(told["commands"])


if __name__ == "__main__":
    main()
