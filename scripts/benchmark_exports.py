"""Measure reconciling, exporting and walking on graphs of several sizes: CPU-seconds and peak memory.

Every task is a process of its own, start-up included. Graphs are made by `scripts/generate_library.py graph`.

    python scripts/benchmark_exports.py g1000.db g10000.db g100000.db [--only observations,indicators.csv]
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import kg

FILES = {
    **{f"indicators.{ending}": kg.export_indicators for ending in ("csv", "xlsx", "jsonl", "parquet")},
    "observations.csv": kg.export_observations,
    **{f"graph.{ending}": kg.export_graph for ending in ("graphml", "gexf", "jsonld", "ttl")},
    "graph folder": kg.export_graph,
}
ASKED = ("observations", "series of one", "most reused", "sharing", "path", "communities")
TASKS = (*ASKED, *FILES)


def perform(task: str, path: Path) -> None:
    """Do one task on a graph."""
    with closing(kg.open_graph(path)) as db, tempfile.TemporaryDirectory() as folder:
        if task in FILES:
            FILES[task](db, Path(folder) / task.replace(" ", "-"))
            return
        ids = [row[0] for row in db.execute(
            "SELECT thing_id FROM entities WHERE type = 'union' GROUP BY 1 ORDER BY count(*) DESC LIMIT 2"
        )]  # fmt: skip
        if task == "observations":
            sum(1 for _ in kg.observations(db))
        elif task == "series of one":
            kg.series(db, ids[0])
        elif task == "most reused":
            kg.most_reused(db)
        elif task == "sharing":
            kg.sharing(db, ids[0], kind=None)
        elif task == "path":
            kg.path(db, *(f"thing/{name}" for name in ids))
        else:
            kg.communities(db, "practices")


def measure(task: str, path: Path) -> tuple[float, float]:
    """Return the CPU-seconds and the peak memory in MiB of a task in a process of its own."""
    process = subprocess.Popen([sys.executable, __file__, "--perform", task, str(path)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{task} failed on {path}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graphs", nargs="+", type=Path)
    parser.add_argument("--only", help="tasks, with commas between")
    parser.add_argument("--perform", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.perform:
        perform(chosen.perform, chosen.graphs[0])
        return
    counts = []
    for path in chosen.graphs:
        with closing(kg.open_graph(path)) as db:
            counts.append(kg.stats(db)["articles"])
    print("| task | " + " | ".join(f"{count:,} articles" for count in counts) + " |", flush=True)
    print("| --- |" + " --- |" * len(counts))
    for task in chosen.only.split(",") if chosen.only else TASKS:
        told = [measure(task, path) for path in chosen.graphs]
        cells = " | ".join(f"{seconds:,.1f} s, {memory:,.0f} MiB" for seconds, memory in told)
        print(f"| {task} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
