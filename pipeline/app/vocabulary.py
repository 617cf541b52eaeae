"""The command `vocabulary`, and the option that puts another vocabulary in the place of Tashan's own."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.app.making import written
from pipeline.app.screen import as_json

if TYPE_CHECKING:
    from pipeline.concepts import Vocabulary


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Use the vocabulary of a file, in this process and those it starts, for as long as this lasts."""
    from pipeline.concepts import read_vocabulary
    from pipeline.concepts.vocabulary import VARIABLE

    read_vocabulary(path.resolve())  # what is wrong with it is said before anything is read
    with _named(VARIABLE, path):
        yield


@contextmanager
def encoding(folder: Path) -> Iterator[None]:
    """Let the encoder of a folder judge needs too, in this process and those it starts, while this lasts."""
    from pipeline.concepts.encoder import VARIABLE, read_encoder

    read_encoder(folder.resolve())  # what is wrong with it is said before anything is asked
    with _named(VARIABLE, folder):
        yield


@contextmanager
def _named(variable: str, path: Path) -> Iterator[None]:
    """Name a path in a variable of the environment for as long as this lasts."""
    before = os.environ.get(variable)
    os.environ[variable] = str(path.resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ[variable]
        else:
            os.environ[variable] = before


@click.command(
    epilog="Examples: tashan vocabulary 食堂的饭又贵又难吃; tashan vocabulary -o practices.ttl; "
    "tashan --vocabulary mine.tsv vocabulary"
)
@click.argument("text", required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file that ends in ttl (SKOS) or tsv (a table)."
)
@click.option("--top", default=5, show_default=True, type=click.IntRange(min=1), help="How many concepts.")
@click.option("--json", "as_text", is_flag=True, help="Print JSON for programs.")
def vocabulary(text: str | None, output: Path | None, top: int, as_text: bool) -> None:
    """Show the practice concepts that the need TEXT asks for, or export the vocabulary.

    A vocabulary for another field is a table with a line for each concept: the columns are those that
    `-o FILE.tsv` writes, of which only id and name must be there; parts of a cell are separated by |.
    Use it by `tashan --vocabulary FILE COMMAND …`, or TASHAN_VOCABULARY.
    """
    from pipeline import concepts

    if output is not None:
        _export(concepts.vocabulary(), output)
    elif text is None:
        _count(concepts.vocabulary(), as_text=as_text)
    else:
        _answer(text, top, as_text=as_text)


def _export(of: "Vocabulary", output: Path) -> None:
    from kg.errors import UnknownFormat
    from pipeline.concepts.skos import to_turtle
    from pipeline.concepts.vocabulary import to_table

    writers = {".ttl": to_turtle, ".tsv": to_table}
    write = writers.get(output.suffix.lower())
    if write is None:
        raise UnknownFormat(output, tuple(writers))
    with written(output) as file:
        file.write(write(of))
    click.echo(f"{len(of.entries):,} concepts in {output}", err=True)


def _count(of: "Vocabulary", *, as_text: bool) -> None:
    themes = Counter(entry.concept.theme or "-" for entry in of.entries)
    counts = {
        "concepts": len(of.entries),
        "names": sum(len(entry.names) for entry in of.entries),
        "wordings": sum(len(entry.wordings) for entry in of.entries),
        "needs": sum(len(entry.needs) for entry in of.entries),
    }
    if as_text:
        as_json(counts | {"themes": dict(themes.most_common())})
        return
    for name, count in counts.items():
        click.echo(f"{name:<12}{count:>10,}")
    click.echo("themes: " + " · ".join(f"{theme} {count:,}" for theme, count in themes.most_common()))


def _answer(text: str, top: int, *, as_text: bool) -> None:
    from pipeline.concepts import query_concepts

    found = query_concepts(text, top=top)
    if as_text:
        rows = [
            {"id": wanted.concept.id, "name": wanted.concept.name, "theme": wanted.concept.theme,
             "score": round(wanted.score, 4), "matched": wanted.matched}
            for wanted in found
        ]  # fmt: skip
        as_json({"query": text, "concepts": rows})
        return
    for wanted in found:
        click.echo(f"{wanted.score:.2f}  {wanted.concept.name}  （{wanted.matched}）")
