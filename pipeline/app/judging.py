"""The commands `evaluate` and `evaluate-search`: scores against gold facts, and against judged answers."""

import sys
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.app.asking import meant, opened
from pipeline.app.making import DATABASE, records
from pipeline.app.screen import as_json
from pipeline.app.settings import Settings, reading_options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database

    from pipeline.evaluate import Gold, Miss, Record, Tally
    from pipeline.evaluate.judged import Half, Judged
    from pipeline.evaluate.retrieval import Asked, Figures, Ranker


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


@click.command(epilog="Example: tashan evaluate-search corpus/gold/retrieval --db cases.db --ablate")
@click.argument("gold", type=click.Path(path_type=Path, file_okay=False))
@DATABASE
@click.option("--half", type=click.Choice(["dev", "test"]), help="Ask only one half; learn from dev.")
@click.option("--by", type=click.Choice(["similar", "practices"]), default="similar", show_default=True,
              help="The command that is asked; practices takes only texts.")  # fmt: skip
@click.option("--ablate", is_flag=True, help="Also ask with each signal of `similar` switched off.")
@click.option("--misses", is_flag=True, help="List each query, worst first, with the answers it missed.")
@click.option("--json", "as_text", is_flag=True, help="Print JSON for programs.")
def evaluate_search(
    gold: Path, db_path: Path, half: "Half | None", by: str, ablate: bool, misses: bool, as_text: bool
) -> None:
    """Score search against the judged answers of the folder GOLD, in a graph that holds its documents.

    Figures by kind of query, each with the 95 % interval of its bootstrap; MAP and recall look for answers
    of grade 2.
    """
    from pipeline.evaluate.judged import read_judged
    from pipeline.evaluate.retrieval import ask, figures

    judged = read_judged(gold)
    judged = judged.of(half) if half else judged
    judged = judged.texts() if by == "practices" else judged
    with closing(opened(db_path)) as db:
        _warn_of_missing(db, judged)
        found = {name: ask(judged, ranker) for name, ranker in _rankers(db, by, ablate=ablate).items()}
    told = {name: figures(asked) for name, asked in found.items()}
    if as_text:
        as_json({name: {kind: one.to_record() for kind, one in row.items()} for name, row in told.items()})
    else:
        _show_search(told)
    if misses:
        _list_missed(found[by], judged)


def _rankers(db: "Database", by: str, *, ablate: bool) -> "Mapping[str, Ranker]":
    from pipeline.evaluate.retrieval import SIGNALS, practices_ranker, similar_ranker

    rankers = {by: similar_ranker(db, meant) if by == "similar" else practices_ranker(db, meant)}
    off = SIGNALS if ablate else ()
    return rankers | {f"without {signal}": similar_ranker(db, meant, without=[signal]) for signal in off}


def _warn_of_missing(db: "Database", judged: "Judged") -> None:
    from pipeline.evaluate.retrieval import documents

    wanted = judged.documents()
    missing = wanted - documents(db).keys()
    if missing:
        click.echo(
            f"{len(missing)} of {len(wanted)} judged documents are not in the graph: they count as missed",
            err=True,
        )


def _show_search(told: "Mapping[str, Mapping[str, Figures]]") -> None:
    click.echo(f"{'':17} {'queries':8} {'nDCG@10':20} {'MAP':20} Recall@10")
    for name, row in told.items():
        click.echo(name)
        for kind, one in row.items():
            shown = f"{one.ndcg!s:20} {one.precision!s:20} {one.recall!s}"
            click.echo(f"  {kind:15} {one.queries:7}  {shown}")


def _list_missed(asked: "Sequence[Asked]", judged: "Judged") -> None:
    for one in sorted(asked, key=lambda one: one.ndcg):
        query = one.query
        click.echo(f"\n{query.id}\t{query.kind}\tnDCG@10 {one.ndcg:.3f}\t{query.text or query.like}")
        for name in one.missed(judged.grades[query.id]):
            click.echo(f"  {name}\t{_place(one, name)}")


def _place(one: "Asked", name: str) -> str:
    return f"rank {one.ranked.index(name) + 1}" if name in one.ranked else "not found"
