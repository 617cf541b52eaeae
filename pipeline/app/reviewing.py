"""The commands `review`: facts to be judged in a spreadsheet, what was judged there, the log, and undoing."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.app.asking import JSON, TOP, opened
from pipeline.app.making import DATABASE
from pipeline.app.screen import as_json

if TYPE_CHECKING:
    from kg import Imported, Judgement
    from kg.judgements.values import FactKind

_KINDS: "tuple[FactKind, ...]" = ("entity", "indicator", "measure", "relation")
PERSON = click.option("--person", required=True, envvar="TASHAN_PERSON", show_envvar=True, help="Who judges.")


@click.group(epilog="Start with: tashan review export --db cases.db -o review.xlsx")
def review() -> None:
    """Judge facts: confirm, correct or reject them in a spreadsheet; see the log; take judgements back.

    Judgements lie apart from what was extracted and hold over every new reading of the articles.
    """


@review.command(
    "export", epilog="Example: tashan review export --db cases.db -o review.xlsx --kind measure --below 0.6"
)
@DATABASE
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The xlsx file.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only this kind; may be repeated."
)
@click.option(
    "--below", default=1.0, show_default=True, type=click.FloatRange(0, 1), help="Only facts less sure."
)
@click.option("--top", default=500, show_default=True, type=click.IntRange(min=1), help="Facts of a kind.")
@click.option(
    "--link", default="{path}", show_default=True,
    help="Where a case leads, as http://127.0.0.1:8000/cases/{case_id}; default: the file it came from.",
)  # fmt: skip
def export(db_path: Path, output: Path, kinds: tuple[str, ...], below: float, top: int, link: str) -> None:
    """Write facts that nobody judged to an xlsx file, the least sure first, a sheet for each kind."""
    import kg

    with closing(opened(db_path)) as db:
        chosen: list[FactKind] = [kind for kind in _KINDS if kind in (kinds or _KINDS)]
        count = kg.export_review(db, output, kinds=chosen, below=below, top=top, link=link)
    click.echo(f"{count:,} facts in {output}", err=True)


@review.command("import", epilog="Example: tashan review import review.xlsx --db cases.db --person 林望舒")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@DATABASE
@PERSON
@click.option("--partial", is_flag=True, help="Take the good rows although others are refused.")
@JSON
def import_(file: Path, db_path: Path, person: str, partial: bool, as_text: bool) -> None:
    """Take the judgements written in an xlsx file: all rows, or none if one is refused.

    Each refused row is named with its sheet, its number and the reason; exit status 1 if nothing was taken
    for that, 3 if the rest was. Rows that were not changed do nothing.
    """
    import kg

    with closing(kg.open_graph(_there(db_path), write=True)) as db:
        told = kg.import_review(db, file, person=person, partial=partial)
    for refusal in told.refused:
        click.echo(f"tashan: {file}: {refusal}", err=True)
    _summary(told, as_text=as_text)
    if told.refused:
        sys.exit(3 if partial else 1)


@review.command(epilog="Example: tashan review log --db cases.db --top 20")
@DATABASE
@TOP
@JSON
def log(db_path: Path, top: int, as_text: bool) -> None:
    """Show the newest judgements with what became of each: in force, undone, or unmatched."""
    from collections import deque

    import kg

    with closing(opened(db_path)) as db:
        found = list(deque(kg.judgements(db), maxlen=top))[::-1]
    if as_text:
        as_json([entry.to_record() for entry in found])
        return
    if not found:
        click.echo("no judgements")
    for entry in found:
        click.echo(_line(entry))


@review.command(epilog="Example: tashan review undo 7 --db cases.db --person 林望舒 --reason 看错了")
@click.argument("number", type=int)
@DATABASE
@PERSON
@click.option("--reason", help="Why.")
def undo(number: int, db_path: Path, person: str, reason: str | None) -> None:
    """Take the judgement of this NUMBER back; an undo can be undone too."""
    import kg

    with closing(kg.open_graph(_there(db_path), write=True)) as db:
        click.echo(_line(kg.undo(db, number, person=person, reason=reason)))


def _there(db_path: Path) -> Path:
    """Refuse a path where a new database would be made."""
    import kg

    if not db_path.exists():
        kg.open_graph(db_path).close()
    return db_path


def _line(entry: "Judgement") -> str:
    changes = "；".join(f"{one.field} {one.old or '-'} → {one.new or '-'}" for one in entry.changes)
    what = f"undo {entry.undoes}" if entry.undoes else entry.verdict
    told = [str(entry.id), what, entry.status or "", entry.kind, f"“{entry.quote}”", changes]
    told += [entry.person, entry.time, entry.reason or "", f"{entry.case_id}/{entry.fact}"]
    return "\t".join(told)


def _summary(told: "Imported", *, as_text: bool) -> None:
    if as_text:
        as_json(
            {
                "judgements": [entry.to_record() for entry in told.judgements],
                "unchanged": told.unchanged,
                "refused": [
                    {"sheet": one.sheet, "row": one.row, "reason": one.reason} for one in told.refused
                ],
            }
        )
        return
    counts = {"judged": len(told.judgements), "unchanged": told.unchanged, "refused": len(told.refused)}
    for name, count in counts.items():
        click.echo(f"{name:<12}{count:>10,}")
