"""Measure time and memory: `tashan extract` beside jieba.posseg, the steps of the line, the commands.

    python scripts/benchmark_speed.py speed ../shared/data/news/*.jsonl*      # characters a CPU-second
    python scripts/benchmark_speed.py steps ../shared/data/news/*.jsonl*      # where the time goes
    python scripts/benchmark_speed.py commands                                # whole processes

The articles are JSON Lines with a field `text` (.xz too); the smallest file is taken first, each article is a
file of its own. All processes run with one thread of numerics, one after the other.
"""

import argparse
import importlib
import json
import lzma
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TASHAN = "from pipeline.app.cli import main; main()"
# What a command leaves behind (workers, and the process that they fork from) becomes a child of the one that
# measures (PR_SET_CHILD_SUBREAPER) and is waited for, so that all its processes are counted.
TIMED = """
import ctypes, os, resource, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
begun = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
clock = time.perf_counter() - begun
try:
    while True:
        os.wait()
except ChildProcessError:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, clock, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
POSSEG = """
import sys
from pathlib import Path
import jieba.posseg
for path in sorted(Path(sys.argv[1]).iterdir()):
    list(jieba.posseg.cut(path.read_text(encoding="utf-8")))
"""
STEPS = (
    ("read", "pipeline.run", "open_file"),
    ("repair (characters)", "pipeline.run", "fix_characters"),
    ("split", "pipeline.run", "split"),
    ("quantity: quantities", "pipeline.extract.cases", "quantities"),
    ("quantity: periods", "pipeline.extract.cases", "periods"),
    ("quantity: missing numbers", "pipeline.extract.cases", "missing_numbers"),
    ("mentions", "pipeline.extract.cases", "mentions"),
    ("names: trained model", "pipeline.extract.cases", "mentions_judged"),
    ("names", "pipeline.extract.cases", "entities"),
    ("indicators", "pipeline.extract.cases", "indicators"),
    ("measures", "pipeline.extract.cases", "measures"),
    ("relations", "pipeline.extract.cases", "relations"),
)
# Of each command its words and the seconds by the clock that are asked of it.
COMMANDS: dict[str, tuple[tuple[str, ...], float | None]] = {
    "`tashan --help`": (("--help",), 0.3),
    "`import kg`": ((), 0.4),
    "`tashan similar TEXT`": (("similar", "师带徒 技能津贴", "--db", "{db}"), 1),
    "`tashan practices TEXT`": (("practices", "年轻工人留不住", "--db", "{db}"), 1),
    "`tashan extract` of one small article": (("extract", "{article}"), 3),
    "`tashan ingest corpus/demo`": (("ingest", "{demo}", "--db", "{new}"), None),
}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["speed", "steps", "commands"])
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args(arguments)
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with TemporaryDirectory() as name:
        folder = Path(name)
        if given.what == "commands":
            print_commands(folder, given.repeats)
            return
        os.environ["TASHAN_WORKERS"] = "0"  # one process beside one process
        (folder / "articles").mkdir()
        size = write_articles(given.articles, folder / "articles", round(given.megabytes * 1e6))
        print(f"{size} characters in {len(list((folder / 'articles').iterdir()))} articles\n")
        if given.what == "speed":
            print_speed(folder / "articles", size, given.repeats)
        else:
            print_steps(folder / "articles", size)


def write_articles(files: list[Path], folder: Path, limit: int) -> int:
    """Write articles, a file each, up to `limit` bytes in all; return how many characters they have."""
    characters = written = 0
    for number, text in enumerate(
        chain.from_iterable(map(texts, sorted(files, key=lambda f: f.stat().st_size)))
    ):
        data = text.encode()
        if written + len(data) > limit:
            break
        (folder / f"{number:06}.txt").write_bytes(data)
        written, characters = written + len(data), characters + len(text)
    return characters


def texts(file: Path) -> Iterator[str]:
    opened = lzma.open if file.suffix == ".xz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def measure(*command: str) -> tuple[float, float, float]:
    """Run a Python program of its own; return its seconds by the clock, its CPU-seconds and its peak MiB.

    CPU-seconds are those of all its processes, the peak is that of the largest.
    """
    # A process between, since the peak memory of children is known for all of them together only.
    done = subprocess.run(
        [sys.executable, "-c", TIMED, sys.executable, *command],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    code, clock, cpu, peak = map(float, done.stdout.split())
    if code:
        raise SystemExit(f"{command} ended with {code:.0f}")
    return clock, cpu, peak / 1024


def print_speed(folder: Path, characters: int, repeats: int) -> None:
    """Run both programs alternately and print the medians."""
    programs = {
        "`tashan extract`": ("-c", TASHAN, "extract", str(folder)),
        "`jieba.posseg.cut`": ("-c", POSSEG, str(folder)),
    }
    runs = []
    for name, command in list(programs.items()) * repeats:
        runs.append((name, measure(*command)))
        print(f"{name}: {runs[-1][1][1]:.1f} CPU-seconds", file=sys.stderr, flush=True)
    print(
        "| program | characters a CPU-second | CPU-seconds (runs) | peak memory |\n| --- | --- | --- | --- |"
    )
    for name in programs:
        found = [run for ran, run in runs if ran == name]
        cpu = statistics.median(run[1] for run in found)
        each = ", ".join(f"{run[1]:.1f}" for run in found)
        peak = statistics.median(run[2] for run in found)
        print(f"| {name} | {characters / cpu:,.0f} | {cpu:.1f} ({each}) | {peak:.0f} MiB |")


def print_steps(folder: Path, characters: int) -> None:
    """Run the line in this process with a clock around each step and print their shares."""
    import pipeline.nlp
    from pipeline.app.making import _json_line
    from pipeline.run import run

    spent: Counter[str] = Counter()
    for step, module, name in STEPS:
        holder = importlib.import_module(module)
        setattr(holder, name, timed(spent, step, getattr(holder, name)))
    nlp, to_line = timed(spent, "nlp", pipeline.nlp.load()), timed(spent, "json", _json_line)
    for result in run([min(folder.iterdir())], nlp):  # models and dictionaries are loaded here
        list(map(to_line, result.cases))
    spent.clear()
    begun = time.process_time()
    for result in run([folder], nlp):
        list(map(to_line, result.cases))
    total = time.process_time() - begun
    spent["the rest (words, joining of the steps)"] = total - sum(spent.values())
    print("| step | CPU-seconds | share | microseconds a character |\n| --- | --- | --- | --- |")
    for step, seconds in [*spent.most_common(), ("all", total)]:
        print(f"| {step} | {seconds:.2f} | {seconds / total:.1%} | {seconds / characters * 1e6:.2f} |")


def timed(spent: Counter[str], step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function` with its CPU-seconds added to `spent`; what it yields is made at once."""

    def call(*values: Any, **named: Any) -> Any:  # noqa: ANN401
        begun = time.process_time()
        result = function(*values, **named)
        result = list(result) if isinstance(result, Iterator) else result
        spent[step] += time.process_time() - begun
        return result

    return call


def print_commands(folder: Path, repeats: int) -> None:
    print_table(commands(folder, repeats))


def print_table(told: list[dict[str, Any]]) -> None:
    """Print what `commands` returns, each command beside what is asked of it."""
    print("| what | by the clock | CPU | peak memory | asked |\n| --- | --- | --- | --- | --- |")
    for one in told:
        cells = f"{one['clock']:.2f} s | {one['cpu']:.2f} s | {one['peak_mib']:.0f} MiB"
        print(f"| {one['name']} | {cells} | {verdict(one['clock'], one['asked'])} |")


def verdict(clock: float, asked: float | None) -> str:
    """Return what is asked of a command, and whether it is reached."""
    if asked is None:
        return "–"
    return f"{asked:g} s" + ("" if clock < asked else ": **not reached**")


def commands(folder: Path, repeats: int) -> list[dict[str, Any]]:
    """Run each command as a process of its own; return medians of seconds, CPU-seconds and MiB."""
    folder.mkdir(exist_ok=True)
    demo = ROOT / "corpus/demo"
    places = {
        "demo": demo, "article": next(iter(sorted(demo.rglob("*.txt")))),
        "db": folder / "demo.db", "new": folder / "new.db",
    }  # fmt: skip
    measure("-c", TASHAN, "ingest", str(demo), "--db", str(places["db"]))
    told = []
    for name, (words, asked) in COMMANDS.items():
        command = ["-c", TASHAN, *(word.format(**places) for word in words)] if words else ["-c", "import kg"]
        runs = []
        for _ in range(repeats):
            places["new"].unlink(missing_ok=True)
            runs.append(measure(*command))
        clock, cpu, peak = (statistics.median(column) for column in zip(*runs, strict=True))
        told.append({"name": name, "clock": clock, "cpu": cpu, "peak_mib": peak, "asked": asked})
    return told


if __name__ == "__main__":
    main()
