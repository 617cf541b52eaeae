"""Making facts: the command `extract`, and what every command that reads files shares."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from pipeline.app.clustering import Cluster, Place, cluster_options, extract_on_cluster
from pipeline.app.gathering import Gathering
from pipeline.app.screen import copy_groups, progress, summary
from pipeline.app.settings import Settings, reading_options
from pipeline.engines import start_server
from pipeline.report import Failure, Report
from pipeline.report import explain as explain_case

if TYPE_CHECKING:
    from kg.values import Case
    from pipeline.report import Result

PLACES = click.argument("paths", nargs=-1, required=True, type=Place())
PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
DATABASE = click.option(
    "--db", "db_path", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The SQLite file."
)


@click.command(epilog="Example: tashan extract articles/ page.docx -o cases.jsonl")
@PLACES
@click.option(
    "-o", "--output", type=Place(), help="Write to this file (with --engine dask: this folder or URL)."
)
@click.option(
    "--explain", is_flag=True, help="Print each fact with its sentence and its rule instead of JSON."
)
@cluster_options
@reading_options
def extract(
    paths: tuple[Path | str, ...],
    output: Path | str | None,
    explain: bool,
    cluster: Cluster | None,
    settings: Settings,
) -> None:
    """Read files or folders and write one JSON object per article.

    Touches no database. With --engine dask the machines of a cluster write Parquet into the folder of
    --output, for `tashan load`; PATHS may then also be URLs (s3://…, file://…).
    """
    report = Report()
    if cluster is not None:
        extract_on_cluster(paths, output, cluster, settings, report)
        finish(report, err=True)
        return
    if settings.workers != 0:
        start_server()
        _prepare_to_write()  # while the pipeline is loaded over there
    gathering = Gathering()
    with written(output) as out:
        for result in read_all([Path(path) for path in paths], settings, report):
            for case in result.cases:
                out.write(explain_case(case) if explain else _json_line(case))
                report.count(case)
                gathering.add(case)
    gathering.report(report)
    finish(report, err=True)


@contextmanager
def written(output: Path | str | None) -> Iterator[IO[str]]:
    """Give standard output, for nothing and for `-`, or a file that appears only when it is whole.

    Raises:
        UnwritableFile: it cannot be written there.
    """
    from kg.export.files import whole

    if output is None or str(output) == "-":
        with click.open_file("-", "w", encoding="utf-8") as file:
            yield file
        return
    with whole(Path(output)) as part, part.open("w", encoding="utf-8") as file:
        yield file


def records(paths: Iterable[Path], settings: Settings) -> Iterator[dict[str, Any]]:
    """Yield the contract's record of each article under `paths`; a file that fails is named and left out."""
    from kg.records import to_record

    report = Report()
    for result in read_all(paths, settings, report):
        yield from (to_record(case) for case in result.cases)
    for failure in report.failures:
        click.echo(f"tashan: {failure}", err=True)


def read_all(paths: Iterable[Path], settings: Settings, report: Report) -> "Iterator[Result]":
    """Yield the results of all files under `paths`, and count every file and failure in the report."""
    from pipeline.read import walk

    paths = tuple(paths)
    with progress(total=lambda: sum(1 for _ in walk(paths)), label="files") as advance:
        for result in results(walk(paths), settings):
            report.counts["files"] += 1
            for failure in result.failures:
                report.fail(failure)
            advance()
            yield result


def results(items: "Iterable[Path | Failure]", settings: Settings) -> "Iterator[Result]":
    """Yield the result of each file, in order, by the engine that the settings name."""
    from pipeline.engines import Limits, run_here, run_in_workers

    if settings.workers == 0:
        return run_here(items, settings.segmenter, repair=settings.repair)
    limits = Limits(settings.file_seconds, settings.file_memory)
    return run_in_workers(
        items, settings.segmenter, workers=settings.workers, limits=limits, repair=settings.repair
    )


def finish(report: Report, *, err: bool) -> None:
    """Name each failure, print the counts and leave with the exit status they mean."""
    for failure in report.failures:
        click.echo(f"tashan: {failure}", err=True)
    if not report.counts["files"]:
        click.echo("tashan: there is no file to read", err=True)
    summary(report, err=err)
    copy_groups(report.copies.values(), report.counts["duplicates"], err=err)
    if report.failures:
        counts = report.counts
        some = counts["articles"] or counts["unchanged"] or counts["files"] > counts["failures"]
        sys.exit(3 if some else 1)


def _prepare_to_write() -> None:
    """Import what the first result asks for."""
    import numpy  # noqa: F401

    import kg.editions.wording
    import kg.records  # noqa: F401


def _json_line(case: "Case") -> str:
    from kg.records import to_record

    return json.dumps(to_record(case), ensure_ascii=False) + "\n"
