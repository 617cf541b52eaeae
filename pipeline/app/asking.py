"""The commands that ask the graph: similar cases, practices, indicators, and the graph itself."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.app.making import DATABASE
from pipeline.app.screen import as_json, hits, indicator_table

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kg import Hit, Practice

# From this probability a concept counts as asked for.
_MEANT = 0.4

TOP = click.option(
    "--top", default=10, show_default=True, type=click.IntRange(min=1), help="How many answers."
)
JSON = click.option("--json", "as_text", is_flag=True, help="Print JSON for programs.")


@click.command(
    epilog='Examples: tashan similar "师带徒" --db cases.db; tashan similar --like draft.docx --db cases.db'
)
@click.argument("text", required=False)
@click.option("--like", help="A file, or the id of a stored case, instead of TEXT.")
@DATABASE
@TOP
@JSON
def similar(text: str | None, like: str | None, db_path: Path, top: int, as_text: bool) -> None:
    """Find the cases most like TEXT, best first, each with why it matched."""
    import kg

    if (text is None) == (like is None):
        raise click.UsageError("give either TEXT or --like, not both and not neither")
    with closing(opened(db_path)) as db:
        if text is not None:
            found = kg.similar(db, text, top=top, concepts=meant(text))
        elif Path(str(like)).exists():
            found = kg.similar(db, _text_of(Path(str(like))), top=top)
        else:
            found = kg.similar_to(db, str(like), top=top)
        _show(text or str(like), found, as_text=as_text)


@click.command(epilog='Example: tashan practices "年轻工人留不住，怎么让他们愿意学技术" --db cases.db')
@click.argument("text")
@DATABASE
@TOP
@JSON
def practices(text: str, db_path: Path, top: int, as_text: bool) -> None:
    """Find reusable practices for the need TEXT, best first, with actor, results and evidence."""
    import kg

    with closing(opened(db_path)) as db:
        _show(text, kg.practices(db, text, top=top, concepts=meant(text)), as_text=as_text)


@click.command(
    epilog="Examples: tashan indicators --db cases.db -o cases.xlsx; tashan indicators --db cases.db --json"
)
@DATABASE
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file that ends in csv, xlsx, jsonl or parquet."
)
@TOP
@JSON
def indicators(db_path: Path, output: Path | None, top: int, as_text: bool) -> None:
    """Export every indicator with its case and its sentence to FILE, or show the first ones."""
    from itertools import islice

    import kg

    with closing(opened(db_path)) as db:
        if output is not None:
            click.echo(f"{kg.export_indicators(db, output):,} indicators in {output}", err=True)
        elif as_text:
            as_json(list(islice(kg.indicator_rows(db), top)))
        else:
            indicator_table(islice(kg.indicator_rows(db), top))


@click.command(epilog="Example: tashan graph --db cases.db -o cases.graphml")
@DATABASE
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The file; its ending chooses the form.",
)
def graph(db_path: Path, output: Path) -> None:
    """Export the graph: graphml, gexf, jsonld, ttl, or a folder of CSVs for a graph database."""
    import kg

    with closing(opened(db_path)) as db:
        kg.export_graph(db, output)
    click.echo(f"graph in {output}", err=True)


def meant(text: str) -> tuple[str, ...]:
    """Return the names of the practice concepts that a need in everyday words asks for."""
    from pipeline.concepts import query_concepts

    return tuple(wanted.concept.name for wanted in query_concepts(text) if wanted.score >= _MEANT)


def opened(db_path: Path) -> "Database":
    """Open a graph for reading; one that an older Tashan wrote is migrated first."""
    import kg
    from kg.errors import OlderSchema

    try:
        return kg.open_graph(db_path)
    except OlderSchema:
        kg.open_graph(db_path, write=True).close()
        return kg.open_graph(db_path)


def _text_of(path: Path) -> str:
    from pipeline.read import read
    from pipeline.repair import fix_characters
    from pipeline.split import split

    articles = [article for document in read(path) for article in split(fix_characters(document))]
    return "\n".join(article.text for article in articles)


def _show(query: str, found: "Sequence[Hit] | Sequence[Practice]", *, as_text: bool) -> None:
    import kg

    if as_text:
        as_json(kg.answer(query, found))
    else:
        hits(found)
