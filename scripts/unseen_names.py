"""Give the annotated articles the names that a tagger and a judge tell which never saw them.

Taggers are those of the folds of `train_names.py`, kept in a folder; what is not there is trained.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indicator_annotations import Annotated, Row, day_of, entities_of, join_rows
from standoff import KEPT, annotated
from train_names import FOLDS, STRENGTH, Example, bare, examples, folded
from training import Row as Lesson
from training import Trainer

from kg.values import Entity, Span
from pipeline.extract.learned import MODEL, read_clusters, with_others
from pipeline.extract.learned.crf import Found
from pipeline.extract.learned.features import TYPES
from pipeline.extract.learned.judge import Candidate, candidates, choose, features
from pipeline.extract.names import entities
from pipeline.extract.reading import Reading
from pipeline.quantity import periods, quantities


@dataclass(frozen=True, slots=True)
class Pair:
    """An article read twice: with names as they are told where nobody saw it, and as they are annotated."""

    fold: int
    told: Annotated
    marked: Annotated


def pairs(articles: Path, keep: Path, annotations: Path = KEPT) -> Iterator[Pair]:
    """Yield the annotated articles as the whole line reads them; `keep` holds the folds of the taggers."""
    found = list(examples(articles, annotations, read_clusters(Path(MODEL) / "clusters.npz")))
    proposals = [one for fold in range(FOLDS) for one in folded(found, fold, keep, None)]
    order = [one for fold in range(FOLDS) for one in found if one.group % FOLDS == fold]
    texts = {row["id"]: row for row in map(json.loads, articles.read_text(encoding="utf-8").splitlines())}
    facts = {row["id"]: row for _, row in annotated(articles, annotations)}
    for example, named in zip(order, _judged(order, proposals), strict=True):
        row, source = facts[example.id], texts[example.id]
        reading, rows = _read(example, row.get("indicators") or [], str(source.get("time") or ""))
        marked = tuple(entities_of(row.get("entities") or {}, reading.article.text))
        told, true = replace(reading, entities=named), replace(reading, entities=marked)
        fold = example.group % FOLDS
        yield Pair(fold, Annotated(example.id, told, rows), Annotated(example.id, true, rows))


def _read(example: Example, rows: list[Row], time: str) -> tuple[Reading, dict[Span, Row]]:
    article = replace(example.reading.article, published=day_of(time))
    when = tuple(periods(article.text, article.published))
    found, joined = join_rows(article.text, list(quantities(article.text, when)), rows)
    return replace(example.reading, article=article, periods=when, quantities=found), joined


def _judged(order: Sequence[Example], proposals: Sequence[tuple[Found, ...]]) -> Iterator[tuple[Entity, ...]]:
    """Yield the things of each article, of whose names a judge that never saw it approves."""
    listed = [
        candidates(one.reading.article.text, found, one.mentions)
        for one, found in zip(order, proposals, strict=True)
    ]
    lessons = [lesson for one, given in zip(order, listed, strict=True) for lesson in _lessons(one, given)]
    _, names, guessed = Trainer(lessons, strength=STRENGTH).cross_validate()
    odds = iter(guessed[:, list(names).index("yes")].tolist())
    for example, given in zip(order, listed, strict=True):
        kept = choose([(one, next(odds)) for one in given])
        every = with_others(kept, example.mentions, frozenset(TYPES))
        yield entities(example.reading.article, every)


def _lessons(example: Example, given: list[Candidate]) -> Iterator[Lesson]:
    right = {(kind, form) for kind, forms in example.things for form in forms}
    for one, row in zip(given, features(given), strict=True):
        yield Lesson(row, "yes" if (one.type, bare(one.name)) in right else "no", example.group)
