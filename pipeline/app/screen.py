"""What a person sees: the progress bar, the summary, and answers as text."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from pipeline.report import Report

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from kg import Copy, CopyGroup, Hit, Observation, Practice, Twin

_SHOWN, _CHANGES = 20, 6
_SEEN = 0.005  # a reason of less weight would be shown as giving 0.00
_COPIES = {
    "file": "one file in several places",
    "text": "one text in several files",
    "article": "one article in several editions",
}
_SUMMARY = (
    "files", "unchanged", "articles", "entities", "indicators", "measures", "relations", "warnings",
    "failures", "duplicates", "forgotten",
)  # fmt: skip

_SOMETIMES = frozenset({"unchanged", "duplicates", "forgotten"})


@contextmanager
def progress(*, total: Callable[[], int], label: str) -> Iterator[Callable[[], None]]:
    """Give a function that counts one more; a bar shows rate and time left if errors go to a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (label, BarColumn(), MofNCompleteColumn(), _rate_column(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total())
        yield lambda: bar.advance(task)


def _rate_column() -> "ProgressColumn":
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second, over the last half minute."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:,.1f}/s")

    return Rate()


def summary(report: Report, *, err: bool) -> None:
    """Print the counts of a run as a table, to standard error if `err`."""
    for kind in _SUMMARY:
        if kind in report.counts or kind not in _SOMETIMES:
            click.echo(f"{kind:<12}{report.counts[kind]:>10,}", err=err)


def copy_groups(groups: "Iterable[CopyGroup]", count: int, *, most: int = _SHOWN, err: bool = False) -> None:
    """Print `most` groups of duplicates of `count`: what they are copies of, then each with what is other."""
    shown = list(islice(groups, most))
    for group in shown:
        first, *others = group.copies
        click.echo(f"{_COPIES[group.kind]}: {first.title or first.path}", err=err)
        for copy in (first, *others):
            click.echo("  " + _copy(copy), err=err)
    if count > len(shown):
        click.echo(f"and {count - len(shown):,} groups more: tashan duplicates lists a database", err=err)


def _copy(copy: "Copy") -> str:
    told = [copy.path, copy.case_id, copy.publisher, copy.published]
    if copy.edition in ("same", "revised"):
        told.append(f"{copy.edition}, {copy.share:.0%} in common")
    numbers = ", ".join(f"{old or '-'} → {new or '-'}" for old, new in copy.changes[:_CHANGES])
    more = "…" if len(copy.changes) > _CHANGES else ""
    return "  ".join(filter(None, (*told, numbers + more)))


def as_json(value: object) -> None:
    """Print a value as indented JSON, Chinese as Chinese."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def hits(found: "Sequence[Hit] | Sequence[Practice]") -> None:
    """Print answers for a person: rank, title, score, then what was done and why it matched."""
    from kg import Hit

    if not found:
        click.echo("no match")
    for hit in found:
        click.echo(f"{hit.rank}. {_title(hit)}  [{hit.score:.2f}]")
        click.echo(f"   {hit.case_id}  {hit.path}")
        if not isinstance(hit, Hit):
            _practice(hit)
        elif hit.snippet:
            click.echo(f"   “{hit.snippet}”")
        for reason in (one for one in hit.reasons if abs(one.weight) >= _SEEN):
            click.echo(f"   - {reason.signal}: {reason.detail} ({reason.weight:.2f})")
        for twin in hit.duplicates:
            click.echo(f"   = {_title(twin)}  {twin.case_id}  {twin.path}")


def _title(found: "Hit | Practice | Twin") -> str:
    """Return a case's title, or the name of its file where it has none."""
    return found.title or found.path.rpartition("/")[2]


def _practice(hit: "Practice") -> None:
    click.echo(
        f"   {hit.actor or '?'}: {hit.text}  ({hit.theme}{' · ' + hit.concept if hit.concept else ''})"
    )
    for clause in hit.also:
        click.echo(f"   + {clause}")
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


def observation_table(found: "Iterable[Observation]") -> None:
    """Print observations: a line of what and how they agree, then each number with all who report it."""
    from kg import observation_record

    told = [observation_record(one) for one in found]
    if not told:
        click.echo("none")
    for one in told:
        change = f" {one['change']}" if one["change"] else ""
        period = one["period"] or "-"
        if one["period_start"] or one["period_end"]:
            period = f"{one['period_start'] or ''}..{one['period_end'] or ''}"
        named = f"{one['subject'] or '?'}\t{one['metric'] or '?'}{change}"
        click.echo(f"{one['verdict']}\t{named}\t{period}\t{one['status']}")
        for claim in one["claims"]:
            _claim(claim, one["unit"])


def _claim(claim: Mapping[str, Any], unit: str) -> None:
    voices = "" if claim["voices"] == len(claim["reports"]) else f", {claim['voices']} of them independent"
    reports = len(claim["reports"])
    click.echo(f"  {_amount({**claim, 'unit': unit})}  ({reports} report{'s' * (reports > 1)}{voices})")
    for report in claim["reports"]:
        click.echo(f"    {report['case_id']}  {report['title'] or report['path']}")
        click.echo(f"      “{report['evidence'].strip()}”")


def _amount(row: Mapping[str, Any]) -> str:
    if row["op"] == "range":
        return f"{row['low']}…{row['high']} {row['unit']}"
    return f"{row['op']} {row['value']} {row['unit']}"
