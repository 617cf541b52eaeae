"""The commands that make facts: `extract` writes them, `ingest` stores them."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.app.screen import progress, summary
from pipeline.app.settings import Settings, extractor
from pipeline.report import Failure, Report
from pipeline.report import explain as explain_case

if TYPE_CHECKING:
    from spacy.language import Language
    from sqlite_utils import Database

    from kg.values import Case
    from pipeline.nlp import Segmenter
    from pipeline.run import Result

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
DATABASE = click.option(
    "--db", "db_path", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The SQLite file."
)
SEGMENTER = click.option(
    "--segmenter", type=click.Choice(["rjieba", "jieba"]), default="rjieba", envvar="TASHAN_SEGMENTER",
    show_default=True, show_envvar=True, help="What cuts words: rjieba, or jieba as the slower reference.",
)  # fmt: skip


@click.command(epilog="Example: tashan extract articles/ page.docx -o cases.jsonl")
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, not to standard output.",
)
@click.option(
    "--explain", is_flag=True, help="Print each fact with its sentence and its rule instead of JSON."
)
@SEGMENTER
def extract(paths: tuple[Path, ...], output: Path | None, explain: bool, segmenter: "Segmenter") -> None:
    """Read files or folders and write one JSON object per article.

    Touches no database.
    """
    report = Report()
    # A file appears only when it is whole.
    with click.open_file(str(output or "-"), "w", encoding="utf-8", atomic=output is not None) as out:
        for result in _results(paths, Settings(segmenter), report, _nothing_is_known):
            for case in result.cases:
                out.write(explain_case(case) if explain else _json_line(case))
                report.count(case)
    finish(report, err=True)


@click.command(epilog="Example: tashan ingest articles/ --db cases.db")
@PATHS
@DATABASE
@SEGMENTER
def ingest(paths: tuple[Path, ...], db_path: Path, segmenter: "Segmenter") -> None:
    """Read files or folders into the graph: the main job.

    Safe to repeat: a file that has not changed is skipped. Safe to interrupt: each document is stored whole
    or not at all.
    """
    finish(ingest_into(db_path, paths, Settings(segmenter)), err=False)


def ingest_into(db_path: Path, paths: Iterable[Path], settings: Settings) -> Report:
    """Store all cases of the files under `paths` into the graph at `db_path`, a transaction each document."""
    import kg

    report = Report()
    with closing(kg.open_graph(db_path, write=True)) as db:
        run_id = kg.start_run(db, extractor=extractor())
        for result in _results(paths, settings, report, lambda path: _is_known(db, path)):
            _store(db, result, report)
        for failure in report.failures:
            kg.record_failure(db, failure.path, failure.step, failure.reason, run_id=run_id)
        kg.finish_run(db, run_id, report.counts)
    return report


def _store(db: "Database", result: "Result", report: Report) -> None:
    import kg
    from kg.errors import StoreError

    if result.source is None:
        return
    try:
        kg.add(db, result.source, result.cases, extractor=extractor())
    except StoreError as error:
        report.fail(Failure(result.path, "store", error.reason))
        return
    for case in result.cases:
        report.count(case)


def records(paths: Iterable[Path], settings: Settings) -> Iterator[dict[str, Any]]:
    """Yield the contract's record of each article under `paths`; a file that fails is named and left out."""
    from kg.records import to_record

    report = Report()
    for result in _results(paths, settings, report, _nothing_is_known):
        yield from (to_record(case) for case in result.cases)
    for failure in report.failures:
        click.echo(f"tashan: {failure}", err=True)


def finish(report: Report, *, err: bool) -> None:
    """Name each failure, print the counts and leave with the exit status they mean."""
    for failure in report.failures:
        click.echo(f"tashan: {failure}", err=True)
    summary(report, err=err)
    if report.failures:
        sys.exit(3 if report.counts["files"] > report.counts["failures"] else 1)


def _results(
    paths: Iterable[Path], settings: Settings, report: Report, known: Callable[[Path], bool]
) -> "Iterator[Result]":
    """Yield the results of all files that are not known yet, and count every file in the report."""
    from pipeline.read import walk
    from pipeline.run import Result, run_file

    found = list(walk(paths))
    nlp = _Once(settings)
    with progress(found, total=len(found), label="files") as items:
        for item in items:
            report.counts["files"] += 1
            if isinstance(item, Path) and known(item):
                report.counts["unchanged"] += 1
                continue
            result = Result(item.path, failure=item) if isinstance(item, Failure) else run_file(item, nlp())
            if result.failure:
                report.fail(result.failure)
            yield result


class _Once:
    """Load spaCy when the first file needs it: a run over unchanged files then ends at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._nlp: Language | None = None

    def __call__(self) -> "Language":
        import pipeline.nlp

        self._nlp = self._nlp or pipeline.nlp.load(self._settings.segmenter)
        return self._nlp


def _nothing_is_known(_: Path) -> bool:
    return False


def _is_known(db: "Database", path: Path) -> bool:
    import kg

    try:
        digest = sha256(path.read_bytes()).hexdigest()
    except OSError:  # the reader will say what is wrong with it
        return False
    return kg.known(db, digest, str(path), extractor())


def _json_line(case: "Case") -> str:
    from kg.records import to_record

    return json.dumps(to_record(case), ensure_ascii=False) + "\n"
