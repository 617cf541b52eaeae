"""The command `columns`: ask once which column of a table holds what, and keep the answer beside it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.read.sheets import Cells, Columns

_ASKED = {
    "title": "Which column holds the title? (empty: none)",
    "author": "Which holds the author? (empty: none)",
    "publisher": "Which says where it was published? (empty: none)",
    "published": "Which holds the day of publication? (empty: none)",
    "address": "Which holds the address of the page (URL)? (empty: none)",
}


@click.command(epilog="Example: tashan columns cases.xlsx")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Keep what the headings say, without asking.")
def columns(path: Path, yes: bool) -> None:
    """Say which columns of a table (.xlsx, .csv) hold the articles: one row is one article.

    The answer is kept in FILE.columns.json, which `extract` and `ingest` read.
    """
    from pipeline.read.sheets import columns_of, columns_path, guess_columns, heading_of

    rows = _rows(path)
    first = heading_of(rows)
    if first is None:
        raise click.UsageError(f"{path} holds no table")
    heading = rows[first]
    known = columns_of(path) or guess_columns(heading, rows[first + 1 :])
    if yes and known is None:
        raise click.UsageError(f"no column of {path} is known to hold texts: leave out --yes, and say which")
    chosen = known if yes and known else _ask(heading, known)
    columns_path(path).write_text(chosen.to_json(), encoding="utf-8")
    click.echo(f"kept in {columns_path(path)}")


def _rows(path: Path) -> "Sequence[Cells]":
    from itertools import islice

    from kg.values import Source
    from pipeline.read.encodings import decode
    from pipeline.read.refusal import refusing
    from pipeline.read.sheets import csv_rows, sheet_rows

    with refusing(str(path), "not a table"):
        data = path.read_bytes()
        if path.suffix.lower() == ".csv":
            return list(islice(csv_rows(decode(Source(str(path), "", "text/csv"), data).text), 50))
        return [row for sheet in sheet_rows(data) for row in islice(sheet, 50)]


def _ask(heading: "Cells", known: "Columns | None") -> "Columns":
    from pipeline.read.sheets import Columns

    click.echo("columns: " + ", ".join(filter(None, heading)))
    told = click.prompt(
        "Which columns hold the text? (several: parted by commas)",
        default=",".join(known.text if known else ()),
    )
    text = tuple(name.strip() for name in told.replace("，", ",").split(",") if name.strip())
    missing = [name for name in text if name not in heading]
    if missing or not text:
        raise click.UsageError(f"no such column: {', '.join(missing) or '(none given)'}")
    roles = {
        role: click.prompt(
            question, default=(known and getattr(known, role)) or "", show_default=True
        ).strip()
        for role, question in _ASKED.items()
    }
    return Columns(text, **{role: name or None for role, name in roles.items()})
