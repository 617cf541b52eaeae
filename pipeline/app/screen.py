"""What a person sees: the progress bar, the summary, and answers as text."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.report import Report

if TYPE_CHECKING:
    from kg import Hit, Practice

T = TypeVar("T")
_SUMMARY = (
    "files", "unchanged", "articles", "entities", "indicators", "measures", "relations", "warnings",
    "failures",
)  # fmt: skip


@contextmanager
def progress(items: Iterable[T], *, total: int, label: str) -> Iterator[Iterator[T]]:
    """Give `items` back behind a progress bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield iter(items)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield iter(bar.track(items, total=total, description=label))


def summary(report: Report, *, err: bool) -> None:
    """Print the counts of a run as a table, to standard error if `err`."""
    for kind in _SUMMARY:
        if kind in report.counts or kind != "unchanged":
            click.echo(f"{kind:<12}{report.counts[kind]:>10,}", err=err)


def as_json(value: object) -> None:
    """Print a value as indented JSON, Chinese as Chinese."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def hits(found: "Sequence[Hit] | Sequence[Practice]") -> None:
    """Print answers for a person: rank, title, score, then what was done and why it matched."""
    from kg import Hit

    if not found:
        click.echo("no match")
    for hit in found:
        click.echo(f"{hit.rank}. {hit.title or '(no title)'}  [{hit.score:.2f}]")
        click.echo(f"   {hit.case_id}  {hit.path}")
        if not isinstance(hit, Hit):
            _practice(hit)
        for reason in hit.reasons:
            click.echo(f"   - {reason.signal}: {reason.detail} ({reason.weight:.2f})")


def _practice(hit: "Practice") -> None:
    click.echo(
        f"   {hit.actor or '?'}: {hit.text}  ({hit.theme}{' · ' + hit.concept if hit.concept else ''})"
    )
    for result in hit.results:
        click.echo(f"   → {result.metric or '?'} {result.raw}")
    click.echo(f"   “{hit.evidence.strip()}”")


def indicator_table(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print indicators as lines of subject, metric, quantity, period and status, with their case."""
    for row in rows:
        told = [
            row["subject"] or "?",
            row["metric"] or "?",
            _amount(row),
            row["period"] or "-",
            row["status"],
        ]
        click.echo("\t".join(told) + f"\t“{row['raw']}”\t{row['case_id']}")


def _amount(row: Mapping[str, Any]) -> str:
    if row["op"] == "range":
        return f"{row['low']}…{row['high']} {row['unit']}"
    return f"{row['op']} {row['value']} {row['unit']}"
