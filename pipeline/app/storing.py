"""Storing facts: the command `ingest`, the main job, and the same for other parts of the application."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.app.clustering import Place
from pipeline.app.lineup import INTERRUPTED
from pipeline.app.making import DATABASE, PATHS, finish, results
from pipeline.app.screen import progress
from pipeline.app.settings import Settings, extractor, reading_options
from pipeline.engines import start_server, yield_to_others
from pipeline.report import Failure, Report

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.report import Result


@click.command(epilog="Example: tashan ingest articles/ --db cases.db --prune")
@PATHS
@DATABASE
@click.option("--prune", is_flag=True, help="Forget documents of these folders whose files are gone.")
@reading_options
def ingest(paths: tuple[Path, ...], db_path: Path, prune: bool, settings: Settings) -> None:
    """Read files or folders into the graph: the main job.

    Safe to repeat: a file that has not changed is skipped. Safe to interrupt: each document is stored whole
    or not at all, and the same command goes on where it stopped.
    """
    report = Report()
    yield_to_others(apart=False)
    try:
        ingest_into(db_path, paths, settings, report=report, prune=prune)
    except KeyboardInterrupt:
        told = "stopped; what is stored stays, and the same command goes on from there"
        click.echo(f"tashan: {report.counts['articles']:,} articles stored, then {told}", err=True)
        sys.exit(INTERRUPTED)
    finish(report, err=False)


def ingest_into(
    db_path: Path, paths: Iterable[Path], settings: Settings, *, report: Report, prune: bool = False
) -> None:
    """Store all cases of the files under `paths` into the graph at `db_path`, a transaction each document.

    Another process that stores into the same graph is waited for.

    Raises:
        DiskFailure: the disk is full or fails; what was stored before stays.
    """
    import kg

    walked = _Walk(paths, report)
    if settings.workers != 0 and not db_path.exists():  # there will be something to read
        start_server()
    with closing(kg.open_graph(db_path, write=True)) as db, alone(db_path):
        name = extractor(repair=settings.repair)
        run_id = kg.start_run(db, extractor=name)
        with progress(total=walked.count, label="files") as advance:
            for result in results(walked.files(lambda path: _is_known(db, path, name), advance), settings):
                store(db, result, report, run_id, name)
                advance()
        if prune:
            report.counts["forgotten"] = walked.prune(db)
        group_editions(db, report)
        kg.finish_run(db, run_id, report.counts)


@click.command(epilog="Example: tashan load facts/ --db cases.db")
@click.argument("parquet", type=Place())
@DATABASE
def load(parquet: Path | str, db_path: Path) -> None:
    """Bring in facts extracted elsewhere: a Parquet file of cases, or what `extract --engine dask` wrote.

    PARQUET may be a URL. Safe to repeat and to interrupt, as `ingest` is.
    """
    import kg
    from pipeline.engines.parts import loaded

    report = Report()
    with closing(kg.open_graph(db_path, write=True)) as db, alone(db_path):
        run_id = kg.start_run(db, extractor=f"load {parquet}")
        for result, name in loaded(str(parquet)):
            report.counts["files"] += 1
            if result.source and kg.known(db, result.source.sha256, result.path, name):
                report.counts["unchanged"] += 1
            else:
                store(db, result, report, run_id, name)
        group_editions(db, report)
        kg.finish_run(db, run_id, report.counts)
    finish(report, err=False)


class _Walk:
    """The files under some paths; it remembers which there were, so that what is gone can be forgotten."""

    def __init__(self, paths: Iterable[Path], report: Report) -> None:
        self._paths, self._report = tuple(paths), report
        self._there: set[str] = set()
        self._closed: list[str] = []

    def count(self) -> int:
        """Return how many files there are."""
        from pipeline.read import walk

        return sum(1 for _ in walk(self._paths))

    def files(self, known: Callable[[Path], bool], advance: Callable[[], None]) -> Iterator[Path | Failure]:
        """Yield each file that is not known yet, and each failure; count every one in the report."""
        from pipeline.read import walk
        from pipeline.read.refusal import shown

        for item in walk(self._paths):
            self._report.counts["files"] += 1
            if isinstance(item, Failure):
                self._closed.append(item.path)
            else:
                self._there.add(shown(item))
                if known(item):
                    self._report.counts["unchanged"] += 1
                    advance()
                    continue
            yield item

    def prune(self, db: "Database") -> int:
        """Forget the documents of these folders whose files are gone, and return how many they were.

        What lies below a folder that could not be opened is kept: a drive may only be away.
        """
        import kg
        from pipeline.read.refusal import shown

        roots = tuple(f"{shown(path).rstrip('/')}/" for path in self._paths)
        closed = tuple(f"{path.rstrip('/')}/" for path in self._closed)
        gone = [
            path
            for path in kg.document_paths(db)
            if path.startswith(roots) and path not in self._there and not f"{path}/".startswith(closed)
        ]
        for path in gone:
            kg.forget(db, path)
        return len(gone)


@contextmanager
def alone(db_path: Path, held: Callable[[bool], None] = lambda _: None) -> Iterator[None]:
    """Hold the graph against other processes that store; a killed process leaves nothing to clear.

    `held` is told when another process has to be waited for, and when no longer.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(f"{db_path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        click.echo(f"tashan: {db_path}: another process is storing into it; waiting for it to end", err=True)
        held(True)
        lock.acquire()
        held(False)
    try:
        yield
    finally:
        lock.release()


def store(db: "Database", result: "Result", report: Report, run_id: int, name: str) -> tuple[Failure, ...]:
    """Store the cases of a document by the extractor `name`, count them, and return all that failed.

    Raises:
        DiskFailure: the disk is full or fails; what was stored before stays.
    """
    import kg
    from kg.errors import DiskFailure, StoreError

    failures = result.failures
    try:
        if result.source is not None:
            kg.add(db, result.source, result.cases, extractor=name)
            for case in result.cases:
                report.count(case)
            for key, group in kg.copies_of(db, result.source.path):
                report.find(key, group)
    except DiskFailure:
        raise
    except StoreError as error:
        failures = (Failure(result.path, "store", error.reason),)
    for failure in failures:
        report.fail(failure)
        kg.record_failure(db, failure.path, failure.step, failure.reason, run_id=run_id)
    return failures


def group_editions(db: "Database", report: Report) -> None:
    """Group the editions of articles, those of an interrupted run too, and report the groups that changed."""
    import kg

    for first in list(kg.settle_editions(db)):
        for group in kg.copies(db, [first]):
            report.find(first, group)


def _is_known(db: "Database", path: Path, name: str) -> bool:
    import kg
    from kg.errors import UnreadableFile
    from pipeline.read.files import digest_of
    from pipeline.read.refusal import shown

    try:
        digest = digest_of(path)
    except (OSError, UnreadableFile):  # the reader will say what is wrong with it
        return False
    return kg.known(db, digest, shown(path), name)
