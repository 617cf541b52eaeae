"""The commands that look after the graph: verify it, copy it, and show it at a glance."""

import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.app.asking import JSON, opened
from pipeline.app.making import DATABASE
from pipeline.app.screen import as_json, copy_groups

if TYPE_CHECKING:
    from kg import Fault


@click.command(epilog="Example: tashan check --db cases.db")
@DATABASE
@JSON
def check(db_path: Path, as_text: bool) -> None:
    """Verify everything in the graph and list each fault; exit status 1 if there is any.

    A fault is one line: the table, the row's id, what was wanted and what was found.
    """
    import kg

    with closing(opened(db_path)) as db:
        told = _json_faults if as_text else _fault_lines
        if told(kg.check(db)):
            sys.exit(1)


@click.command(epilog="Example: tashan backup --db cases.db -o cases-backup.db")
@DATABASE
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to copy it to."
)
def backup(db_path: Path, output: Path) -> None:
    """Copy the graph to FILE as it is at this moment, while others read and write.

    The copy appears only when it is whole, in the place of an older one.
    """
    import kg

    with closing(opened(db_path)) as db:
        kg.backup(db, output)
    click.echo(f"copy in {output}, {output.stat().st_size / 1e6:.1f} MB")


@click.command(epilog="Example: tashan stats --db cases.db --top 5")
@DATABASE
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(min=1), help="How many concepts to name."
)
@JSON
def stats(db_path: Path, top: int, as_text: bool) -> None:
    """Show the library at a glance: counts, entity types, themes, concepts, sources, days and last run."""
    import kg

    with closing(opened(db_path)) as db:
        told = kg.stats(db)
    told["concepts"] = dict(islice(told["concepts"].items(), top))
    if as_text:
        as_json(told)
    else:
        _glance(told)


@click.command(epilog="Example: tashan duplicates --db cases.db")
@DATABASE
@JSON
def duplicates(db_path: Path, as_text: bool) -> None:
    """List the files, texts and articles that the graph has more than once, and how their editions differ.

    Nothing is dropped: what an edition tells again counts once, what it tells otherwise stands beside.
    """
    import kg

    with closing(opened(db_path)) as db:
        found = list(kg.copies(db))
    if as_text:
        as_json([group.to_record() for group in found])
    else:
        copy_groups(found, len(found), most=len(found))
        click.echo(f"{len(found):,} groups" if found else "no duplicates")


def _fault_lines(faults: "Iterable[Fault]") -> int:
    number = 0
    for fault in faults:
        click.echo(str(fault))
        number += 1
    click.echo(f"{number:,} faults" if number else "no fault", err=number > 0)
    return number


def _json_faults(faults: "Iterable[Fault]") -> int:
    """Print the faults as one JSON object while they are found, however many there are."""
    number = 0
    click.echo('{"faults": [', nl=False)
    for number, fault in enumerate(faults, 1):
        click.echo(
            (",\n  " if number > 1 else "\n  ") + json.dumps(asdict(fault), ensure_ascii=False), nl=False
        )
    click.echo(("\n" if number else "") + f'], "count": {number}}}')
    return number


def _glance(told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if isinstance(value, int):
            click.echo(f"{name:<12}{value:>10,}")
    once = " · ".join(f"{name} {count:,}" for name, count in told["distinct"].items())
    click.echo(f"counted once: {once}")
    for name in ("entity_types", "themes", "concepts", "media_types"):
        counts = " · ".join(f"{key} {count:,}" for key, count in told[name].items())
        click.echo(f"{name.replace('_', ' ')}: {counts or '-'}")
    first, last = told["published"]["first"], told["published"]["last"]
    click.echo(f"published: {first} to {last}" if first else "published: -")
    run = told["last_run"]
    click.echo(
        f"last run: {run['started']} to {run['finished'] or '?'}, {run['extractor']}"
        if run
        else "last run: -"
    )
