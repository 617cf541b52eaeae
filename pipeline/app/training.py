"""The command `train`: models learn from what people judged, are scored, and only then replaced."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.app.asking import JSON, opened
from pipeline.app.making import DATABASE, records
from pipeline.app.screen import as_json
from pipeline.app.settings import MODELS, Settings, models_beside, models_for
from pipeline.data import data_path, models_in

if TYPE_CHECKING:
    from pipeline.train import Trained

# What of a gold set the models that learn have a part in.
_SCORED = ("indicators", "records", "measures", "themes")
Scores = Mapping[str, Mapping[str, float]]


@click.command(epilog="Example: tashan train --db cases.db --gold corpus/gold/demo.yaml --apply")
@DATABASE
@click.option(
    "--gold", "golds", multiple=True, type=click.Path(path_type=Path, dir_okay=False),
    help="A gold set to score on beside that of the demo corpus; may be repeated.",
)  # fmt: skip
@MODELS
@click.option("--apply", "wanted", is_flag=True, help="Replace the models, unless a gold set gets worse.")
@click.option("--force", is_flag=True, help="Replace them although a gold set gets worse.")
@click.option("--undo", "back", is_flag=True, help="Put the models before the last replacement in force.")
@JSON
def train(
    db_path: Path, golds: tuple[Path, ...], models: Path | None, wanted: bool, force: bool, back: bool,
    as_text: bool,
) -> None:  # fmt: skip
    """Learn from the facts that people judged, and from nothing else; say what changes before it counts.

    Learns when a clause is a measure, its theme, which quantities are indicators, and how sure they are. A
    model counts only if it does better on judged facts of cases that it did not see. The models lie beside
    the graph (cases.models) or in --models; the next `ingest` reads every file again.
    """
    import pipeline.train

    folder = models or models_beside(db_path)
    if back:
        _undo(folder)
        return
    learnt = _learn(db_path, models_for(models, db_path))
    draft = pipeline.train.beside(folder, "draft")
    helpful = {one.name: one.model for one in learnt if one.model}
    scores: dict[str, dict[str, Scores]] = {}
    if helpful:
        pipeline.train.write_models(draft, helpful, {"models": [one.to_record() for one in learnt]})
        for gold in golds or _own_gold():
            scores[str(gold)] = {
                "before": _score(gold, models_for(models, db_path)), "after": _score(gold, draft)
            }  # fmt: skip
    _show(learnt, scores, as_text=as_text)
    _settle(folder, draft, (bool(helpful), wanted, force), scores)


def _learn(db_path: Path, folder: Path | None) -> "tuple[Trained, ...]":
    import pipeline.nlp
    import pipeline.train

    with closing(opened(db_path)) as db, models_in(folder):
        return pipeline.train.train(pipeline.train.lessons(db, pipeline.nlp.load()))


def _own_gold() -> list[Path]:
    try:
        return [data_path("corpus/gold/demo.yaml")]
    except FileNotFoundError:
        return []


def _score(gold: Path, folder: Path | None) -> Scores:
    """Return F1, precision and recall by kind of fact, of the models of a folder on a gold set."""
    import pipeline.evaluate
    from pipeline.app.judging import figures

    articles, places = pipeline.evaluate.read_gold(gold), pipeline.evaluate.texts_of(gold)
    with models_in(folder):
        told = list(records(places, Settings(workers=0)))
    tallies = pipeline.evaluate.evaluate(articles, told).tallies
    return {name: figures(tallies[name]) for name in _SCORED if name in tallies}


def _is_worse(scores: Mapping[str, Mapping[str, Scores]]) -> bool:
    """Tell whether the mean F1 of any gold set falls."""
    means = [{side: _mean(told) for side, told in gold.items()} for gold in scores.values()]
    return any(mean["after"] < mean["before"] for mean in means)


def _mean(told: Scores) -> float:
    return sum(one["f1"] for one in told.values()) / max(1, len(told))


def _settle(
    folder: Path, draft: Path, chosen: tuple[bool, bool, bool], scores: Mapping[str, Mapping[str, Scores]]
) -> None:
    """Put the draft in force if that is wanted and allowed, or throw it away; say which and leave so."""
    import pipeline.train

    helpful, wanted, force = chosen
    refused = _is_worse(scores) and not force
    if helpful and wanted and not refused:
        pipeline.train.put_in_force(folder, draft)
        click.echo(f"models in {folder}; `tashan train --undo` takes them back", err=True)
        return
    shutil.rmtree(draft, ignore_errors=True)
    if not helpful:
        click.echo("nothing to replace: judge more facts", err=True)
    elif wanted:
        click.echo("not replaced: a gold set gets worse (--force replaces it anyway)", err=True)
        sys.exit(1)
    else:
        click.echo("not replaced: --apply does that", err=True)


def _undo(folder: Path) -> None:
    import pipeline.train

    if not pipeline.train.swap(folder):
        raise click.UsageError(f"{folder} was never replaced")
    click.echo(f"the models before are in force again in {folder}", err=True)


def _show(learnt: "Sequence[Trained]", scores: Mapping[str, Mapping[str, Scores]], *, as_text: bool) -> None:
    if as_text:
        told: dict[str, Any] = {"models": [one.to_record() for one in learnt], "gold": scores}
        as_json(told)
        return
    for one in learnt:
        click.echo(f"{one.name:24} {one.examples:5,} judged facts of {one.cases:4,} cases   {_outcome(one)}")
    for gold, sides in scores.items():
        click.echo(f"\n{gold} (F1)")
        for name in sides["before"]:
            before, after = (sides[side][name]["f1"] for side in ("before", "after"))
            click.echo(f"  {name:22} {before:6.3f} → {after:6.3f}  {after - before:+.3f}")


def _outcome(one: "Trained") -> str:
    if one.before is None or one.after is None:
        return "too few to learn from"
    told = f"log loss on unseen cases {one.before:.3f} → {one.after:.3f}"
    return told if one.model else f"{told}: kept as it is"
