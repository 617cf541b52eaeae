"""Have people use a served library at once, and measure how long its pages take, and its memory.

    PYTHONPATH=. python scripts/load_web.py LIBRARY.db [--users 50] [--seconds 60] [--think 7]

LIBRARY.db is copied and served by a `tashan serve` of its own at 127.0.0.1. Each user is a browser with its
connections, who looks at a page, thinks, and goes on: to a search, to a case that the last search found, to
the cases like it, and more seldom to the other pages. A page is fetched whole, as a browser would that has
scripts and styles already; the first ten seconds are not measured. Thinking takes a negative exponential
time with a mean of `--think` seconds, at most ten times as long (the seven of TPC-W, clause 5.3); 0 asks
again at once, which measures what the server can answer at most. With `--ingest` the files of a folder are
read into the library meanwhile, in a session of its own, as from another terminal.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psutil

import kg

COMMAND = [sys.executable, "-c", "from pipeline.app.cli import main; main()"]
NEEDS = (
    "年轻工人留不住", "师带徒 技能津贴", "职工食堂的饭又贵又难吃", "小企业不花钱怎么搞培训", "劳模创新工作室",
    "新就业形态劳动者 入会", "外卖骑手 休息", "工资集体协商", "女职工 托管 孩子", "一线职工 职称",
)  # fmt: skip
# How often each page is opened, out of a hundred.
HABITS = {
    "search": 35, "case": 30, "similar": 12, "practices": 8, "indicators": 4, "metric": 2, "entity": 4,
    "cases": 2, "graph": 2, "overview": 1,
}  # fmt: skip
MOST_USERS, MOST_SECONDS, PATIENCE = 200, 600, 30.0
WARMING = 10.0  # seconds of use that are not measured


@dataclass(slots=True)
class Taken:
    """What was measured: seconds by kind of page, errors, and the memory of the server as time went by."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What users may ask for before they have found anything."""

    cases: Sequence[str]
    entities: Sequence[str]
    metrics: Sequence[str]
    words: Sequence[str]


def main() -> None:
    given = arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tashan-load-")))
        path = Path(shutil.copy(given.library, folder / "library.db"))
        known, server = learn(path), stack.enter_context(serving(path, given.serve))
        asyncio.run(use(server, known, given, seconds=WARMING))
        before = server.cpu()
        if given.ingest:
            stack.enter_context(ingesting(given.ingest, path, folder))
        taken = asyncio.run(use(server, known, given))
        show(taken, given, server.cpu() - before)
    sys.exit(bool(taken.errors))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=7, help="mean seconds between pages; 0: none")
    parser.add_argument("--ingest", type=Path, help="a folder that is read into the library meanwhile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--serve", nargs="*", default=[], help="more options of `tashan serve`, without --")
    given = parser.parse_args()
    if not (0 < given.users <= MOST_USERS and 0 < given.seconds <= MOST_SECONDS):
        parser.error(f"at most {MOST_USERS} users and {MOST_SECONDS} seconds")
    return given


def learn(path: Path) -> Known:
    with closing(kg.open_graph(path, write=True)) as db:  # an older file is migrated
        cases = kg.list_cases(db, limit=500).rows
        metrics = [row["metric"] for row in kg.list_indicators(db, limit=200).rows if row["metric"]]
        entities = [row["entity_id"] for row in kg.list_entities(db, limit=100).rows]
        words = [row["title"][:8] for row in cases if row["title"]]
        return Known([row["case_id"] for row in cases], entities, sorted(set(metrics)), words)


@dataclass(frozen=True, slots=True)
class Server:
    """A running `tashan serve`."""

    base: str
    process: psutil.Process

    def family(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def memory(self) -> float:
        """Return the MiB of its processes, pages that they share counted once."""
        return sum(process.memory_full_info().pss for process in self.family()) / 2**20

    def cpu(self) -> float:
        return sum(sum(process.cpu_times()[:2]) for process in self.family())


@contextmanager
def serving(path: Path, more: Sequence[str]) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [*COMMAND, "serve", "--db", str(path), "--port", str(port), *(f"--{word}" for word in more)]
    with subprocess.Popen(words) as process:
        server = Server(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
        try:
            wait_for(server)
            yield server
        finally:
            process.terminate()


def wait_for(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx2.get(server.base + "/", timeout=10).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


@contextmanager
def ingesting(folder: Path, path: Path, logs: Path) -> Iterator[None]:
    with (logs / "ingest").open("w") as log:
        words = [*COMMAND, "ingest", str(folder), "--db", str(path)]
        with subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True) as process:
            time.sleep(5)  # until the models are there
            yield
            print(f"the ingest {'still ran' if process.poll() is None else 'had ended'} when the users left")
            process.terminate()


async def use(server: Server, known: Known, given: argparse.Namespace, seconds: float | None = None) -> Taken:
    taken, until = Taken(), time.monotonic() + (seconds or given.seconds)
    watch = asyncio.create_task(remember_memory(server, taken))
    limits = httpx2.Limits(max_connections=6)
    async with asyncio.TaskGroup() as users:
        for number in range(given.users):
            chance = random.Random(f"{given.seed}/{number}")
            users.create_task(browse(Browser(server.base, limits, known, chance), taken, until, given.think))
    watch.cancel()
    taken.memory.append(server.memory())
    return taken


async def remember_memory(server: Server, taken: Taken) -> None:
    while True:
        taken.memory.append(server.memory())
        await asyncio.sleep(5)


class Browser:
    """One user: where they are decides where they may go."""

    def __init__(self, base: str, limits: httpx2.Limits, known: Known, chance: random.Random) -> None:
        self.client = httpx2.AsyncClient(base_url=base, limits=limits, timeout=PATIENCE)
        self.known, self.chance = known, chance
        self.found, self.case = list[str](), chance.choice(known.cases)

    def next_page(self) -> tuple[str, str, dict[str, str]]:
        """Return what kind of page is opened next, and its address."""
        kind = self.chance.choices([*HABITS], [*HABITS.values()])[0]
        if kind in ("search", "practices"):
            words = self.chance.choice(NEEDS if self.chance.random() < 0.5 else self.known.words)
            return kind, "/", {"q": words} | ({"tab": "practices"} if kind == "practices" else {})
        if kind == "case":
            self.case = self.chance.choice(self.found or self.known.cases)
        return kind, *{
            "case": (f"/cases/{self.case}", {}),
            "similar": (f"/cases/{self.case}/similar", {}),
            "indicators": ("/indicators", {}),
            "metric": ("/indicators", {"metric": self.chance.choice(self.known.metrics)}),
            "entity": (f"/entities/{self.chance.choice(self.known.entities)}", {}),
            "cases": ("/cases", {}),
            "graph": ("/graph", {"open": self.chance.choice(self.known.entities)}),
            "overview": ("/overview", {}),
        }[kind]

    async def open_next(self, taken: Taken) -> None:
        kind, path, query = self.next_page()
        began = time.perf_counter()
        try:
            answer = await self.client.get(path, params=query)
        except httpx2.TransportError as error:
            taken.errors.append(f"{path}: {error!r}")
            return
        taken.seconds[kind].append(time.perf_counter() - began)
        if answer.status_code != 200:
            taken.errors.append(f"{path} {query}: {answer.status_code}")
        elif kind == "search":
            self.found = re.findall(r'<h2><a href="/cases/([0-9a-f]+)"', answer.text) or self.found


async def browse(browser: Browser, taken: Taken, until: float, think: float) -> None:
    async with browser.client:
        await asyncio.sleep(browser.chance.uniform(0, think or 1))
        while time.monotonic() < until:
            await browser.open_next(taken)
            if think:
                await asyncio.sleep(min(browser.chance.expovariate(1 / think), 10 * think))


def show(taken: Taken, given: argparse.Namespace, cpu: float) -> None:
    every = [second for seconds in taken.seconds.values() for second in seconds]
    print("| page | opened | p50 ms | p95 ms | p99 ms | slowest ms |\n| --- | --- | --- | --- | --- | --- |")
    for kind, seconds in [*taken.seconds.items(), ("all", every)]:
        told = (f"{percentile(seconds, part) * 1000:.0f}" for part in (0.5, 0.95, 0.99, 1))
        print(f"| {kind} | {len(seconds)} | {' | '.join(told)} |")
    memory = taken.memory
    print(
        f"{given.users} users, {given.think:g} s of thought: {len(every) / given.seconds:.1f} pages/s, "
        f"{cpu / max(len(every), 1) * 1000:.0f} ms of CPU a page, {len(taken.errors)} errors, "
        f"memory {memory[0]:.0f} MiB, {memory[len(memory) // 2]:.0f} midway, {memory[-1]:.0f} at the end, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    for error in taken.errors[:10]:
        print(json.dumps(error, ensure_ascii=False))


def percentile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


if __name__ == "__main__":
    main()
