"""The command `evaluate`: extract the texts of a gold set and show where the facts differ."""

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.app.making import records
from pipeline.app.screen import as_json
from pipeline.app.settings import Settings, reading_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.evaluate import Gold, Miss, Record, Tally


@click.command(epilog="Example: tashan evaluate corpus/gold/demo.yaml --misses")
@click.argument("gold", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("texts", nargs=-1, type=click.Path(path_type=Path))
@click.option("--misses", is_flag=True, help="List everything that differs, by kind.")
@click.option("--json", "as_text", is_flag=True, help="Print JSON for programs.")
@reading_options
def evaluate(gold: Path, texts: tuple[Path, ...], misses: bool, as_text: bool, settings: Settings) -> None:
    """Score extraction against the facts in GOLD, for the articles in TEXTS.

    Without TEXTS they are looked for where gold sets keep them: a folder of the same name, or a corpus
    beside it.
    """
    import pipeline.evaluate

    articles = pipeline.evaluate.read_gold(gold)
    places = list(texts) or pipeline.evaluate.texts_of(gold)
    if not places:
        raise click.UsageError(f"no texts beside {gold}: name them after it")
    told = _of_files(list(records(places, settings)), articles)
    scores = pipeline.evaluate.evaluate(articles, told)
    if as_text:
        as_json({name: figures(tally) for name, tally in sorted(scores.tallies.items())})
    else:
        for name, tally in sorted(scores.tallies.items()):
            click.echo("{:22} {f1:6.3f}   P {p:5.3f}  R {r:5.3f}  gold {gold}".format(name, **figures(tally)))
    if misses:
        _list(scores.misses)
    sys.exit(0 if told else 1)


def figures(tally: "Tally") -> dict[str, float]:
    """Return F1, precision, recall and the number of gold facts, rounded."""
    shares = {"f1": tally.f1, "p": tally.precision, "r": tally.recall}
    return {name: round(share, 4) for name, share in shares.items()} | {"gold": tally.gold}


def _of_files(told: "list[Record]", articles: "Sequence[Gold]") -> "list[Record]":
    """Keep the records of the files that the gold set speaks of, where it names files."""
    named = {str(article.get("file") or article.get("page")) for article in articles}
    if "None" in named:
        return told
    return [record for record in told if Path(record["source"]["path"]).stem in named]


def _list(misses: "Sequence[Miss]") -> None:
    for kind, group in groupby(sorted(misses, key=lambda miss: miss.kind), key=lambda miss: miss.kind):
        found = list(group)
        click.echo(f"\n{kind} ({len(found)})")
        for miss in found:
            click.echo(f"  {miss.article}\t{miss.told}")
