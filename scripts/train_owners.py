"""Train whose number it is on names as the line tells them of texts that it never saw; print its figures.

    PYTHONPATH=. python scripts/train_owners.py ARTICLES.jsonl --names build/names        # prints and writes
    PYTHONPATH=. python scripts/train_owners.py ARTICLES.jsonl --names build/names --folds FILE    # and keeps
    PYTHONPATH=. python scripts/train_owners.py ARTICLES.jsonl --names build/names --beside WEIGHTS.json

`--names` holds the folds of the taggers of `train_names.py`. The figures printed are those of the whole line
over five folds: names, metric, owner, period, status and selection by models that never saw the article.
"""

import argparse
import pickle
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from choice import fit
from indicator_annotations import Row
from train_indicators import CLOSE, NAMES, STRENGTH, accepted, fit_models, learn, like, rounds, write
from train_names import FOLDS
from unseen_names import Pair, pairs

from pipeline.extract.indicators import owner_name
from pipeline.extract.indicators.confidence import reasons
from pipeline.extract.indicators.context import Index
from pipeline.extract.indicators.ranking import Models
from pipeline.extract.indicators.record import Record
from pipeline.extract.indicators.records import read_records
from pipeline.extract.linear import read_model

PARTS = ("metric", "subject", "period", "status")
_FIELD, _OFTEN = re.compile("工会|职工|劳模|劳动模范|工匠|产业工人|技能"), 3


@dataclass(frozen=True, slots=True)
class Told:
    """An indicator told of an unseen article: what its confidence rests on, and which parts are right.

    `right` is empty where nobody annotated an indicator; `field` tells that the article is of the field.
    """

    article: str
    field: bool
    reasons: tuple[str, ...]
    right: dict[str, bool]


def teach(found: Sequence[Pair]) -> Models:
    """Return models of indicators; the owner's weights are the mean of three rankers.

    One learns from names as told and annotated decisions, one from names as told and decisions of models,
    one from names as told and as annotated: they err on different texts.
    """
    plain, followed = rounds([pair.told for pair in found])
    marked = learn([pair.marked for pair in found], None)
    strength = STRENGTH["subject"]
    rankers = (
        fit(plain.subject, strength=strength),
        fit(followed.subject, strength=strength),
        fit([*plain.subject, *marked.subject], strength=1.5 * strength),
    )
    return replace(fit_models(followed), subject=mean(rankers))


def mean(rankers: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean weight of each feature.

    >>> mean([{"near": 1.0}, {"near": 2.0, "far": 4.0}])
    {'near': 1.5, 'far': 2.0}
    """
    names = dict.fromkeys(name for weights in rankers for name in weights)
    return {name: sum(weights.get(name, 0.0) for weights in rankers) / len(rankers) for name in names}


def judge(found: Iterable[Pair], models: Models) -> Iterator[Told]:
    """Yield what the models tell of the articles, as told to a reader."""
    for pair in found:
        index = Index(pair.told.reading)
        field = len(_FIELD.findall(index.text)) >= _OFTEN
        for record in read_records(index, models):
            row = pair.told.rows.get(record.setting.quantity.span)
            right = parts_right(index, record, row) if row else {}
            yield Told(pair.told.id, field, tuple(reasons(index, record)), right)


def parts_right(index: Index, record: Record, row: Row) -> dict[str, bool]:
    """Tell which parts of a record are among the accepted wordings; a metric without any is not asked."""
    phrase, when = record.phrase, record.period
    metric = row.get("metric") is None or like(phrase.text if phrase else None, row["metric"]) >= CLOSE
    return {
        "metric": metric,
        "subject": like(owner_name(index, record.owner), row.get("subject")) >= CLOSE,
        "period": like(when.span.of(index.text) if when else None, row.get("period")) == 1,
        "status": record.status in accepted(row.get("status", "actual")),
    }


def cross_validate(found: Sequence[Pair]) -> Iterator[Told]:
    """Yield what models tell of the articles of each fold that learnt from the other folds."""
    for fold in range(FOLDS):
        models = teach([pair for pair in found if pair.fold != fold])
        yield from judge([pair for pair in found if pair.fold == fold], models)


def table(told: Sequence[Told], gold: Mapping[bool, int]) -> Iterator[str]:
    """Yield rows of figures: all articles, those of the field, those beside it; `gold` counts the facts."""
    yield "articles | indicators | found | P | R | metric | subject | period | status | all four | records"
    for name, kinds in (("all", (True, False)), ("of the field", (True,)), ("beside the field", (False,))):
        some = [one for one in told if one.field in kinds]
        yield f"{name} | " + " | ".join(figures(some, sum(gold[kind] for kind in kinds)))


def figures(told: Sequence[Told], gold: int) -> Iterator[str]:
    """Yield the number of annotated indicators, of those found, and shares of the latter that are right."""
    hits = [one.right for one in told if one.right]
    whole = sum(all(right.values()) for right in hits)
    yield from (str(gold), str(len(hits)), f"{len(hits) / len(told):.3f}", f"{len(hits) / gold:.3f}")
    yield from (f"{sum(right[part] for right in hits) / len(hits):.3f}" for part in PARTS)
    yield from (f"{whole / len(hits):.3f}", f"{2 * whole / (len(told) + gold):.3f}")


def counted(found: Iterable[Pair]) -> Counter[bool]:
    """Count the annotated indicators of articles of the field and of others."""
    counts: Counter[bool] = Counter()
    for pair in found:
        counts[len(_FIELD.findall(pair.told.reading.article.text)) >= _OFTEN] += len(pair.told.rows)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--names", type=Path, default=Path("build/names"))
    parser.add_argument("--folds", type=Path, help="keep what is told of unseen articles, for the confidence")
    parser.add_argument("-o", "--output", type=Path, default=Path("models/indicators"))
    parser.add_argument("--beside", type=Path, help="a model of owners that counts half of the one written")
    parser.add_argument("--no-validation", action="store_true", help="only train and write")
    given = parser.parse_args()
    found = list(pairs(given.articles, given.names))
    if not given.no_validation:
        told = list(cross_validate(found))
        print(*table(told, counted(found)), sep="\n")
        if given.folds:
            given.folds.write_bytes(pickle.dumps(told))
    models = teach(found)
    if given.beside:
        weights = {name: one for name, (one,) in read_model(given.beside).weights.items()}
        models = replace(models, subject=mean([models.subject, weights]))
    write(models, given.output, [name for name in NAMES if name != "subject"])


if __name__ == "__main__":
    main()
