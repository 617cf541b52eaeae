"""What reviewed facts teach, and only they: examples for each model that a judgement says something of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import kg
from kg.values import Case, Span
from pipeline.extract.candidates import candidates
from pipeline.extract.cases import read_article
from pipeline.extract.deeds import features as deed_features
from pipeline.extract.indicators.confidence import reasons
from pipeline.extract.indicators.context import Index
from pipeline.extract.indicators.ranking import Models, load_models
from pipeline.extract.indicators.record import Record
from pipeline.extract.indicators.records import read_records
from pipeline.extract.indicators.selection import signs
from pipeline.extract.measures import context_of, heading_of
from pipeline.extract.reading import Reading
from pipeline.extract.themes import features as theme_features
from pipeline.train.refit import Example

if TYPE_CHECKING:
    from spacy.language import Language
    from sqlite_utils import Database

    from kg import ReviewItem

OTHER = "Other"
_REVIEWED = ("confirmed", "corrected", "added", "rejected")

Lessons = dict[str, list[Example]]


@dataclass(frozen=True, slots=True)
class _Page:
    """A case that was judged: its reading, and its judged facts by their places."""

    case_id: str
    reading: Reading
    measures: Mapping[Span, "ReviewItem"]
    indicators: Mapping[Span, "ReviewItem"]
    lessons: Lessons = field(default_factory=dict)

    def teach(self, model: str, features: Iterable[str], label: str) -> None:
        """Add an example to a model's lessons."""
        example = Example(tuple(dict.fromkeys(features)), label, self.case_id)
        self.lessons.setdefault(model, []).append(example)


def lessons(db: "Database", nlp: "Language") -> Lessons:
    """Return the examples of every reviewed fact of a graph, by the model that learns from them."""
    found: Lessons = {}
    judged = {entry.case_id for entry in kg.judgements(db)}
    for case_id in sorted(judged & set(kg.case_ids(db))):
        for name, examples in _of_case(db, case_id, nlp).items():
            found.setdefault(name, []).extend(examples)
    return found


def _of_case(db: "Database", case_id: str, nlp: "Language") -> Lessons:
    items = [item for item in kg.review_case(db, case_id) if item.status in _REVIEWED]
    if not any(item.kind in ("measure", "indicator") for item in items):
        return {}
    case: Case = kg.extracted(db, case_id)
    reading = read_article(case.article, nlp(case.article.text))
    page = _Page(case_id, reading, _placed(items, "measure"), _placed(items, "indicator"))
    _teach_measures(page)
    _teach_indicators(page, load_models())
    return page.lessons


def _placed(items: Sequence["ReviewItem"], kind: str) -> "dict[Span, ReviewItem]":
    return {Span(item.start, item.end): item for item in items if item.kind == kind}


def _teach_measures(page: _Page) -> None:
    text = page.reading.article.text
    for candidate in candidates(page.reading):
        item = page.measures.get(candidate.span)
        if item is not None:
            label = OTHER if item.status == "rejected" else "deed"
            page.teach("measures", deed_features(text, candidate), label)
    for span, item in page.measures.items():
        if item.status != "rejected":
            around = context_of(text, span, page.reading.sentence(span))
            seen = theme_features(span.of(text), around, heading_of(page.reading, span))
            page.teach("themes", seen, str(item.values["theme"]))


def _teach_indicators(page: _Page, models: Models) -> None:
    index = Index(page.reading)
    for setting in index.settings:
        item = page.indicators.get(setting.quantity.span)
        if item is not None:
            label = OTHER if item.status == "rejected" else "indicator"
            page.teach("indicators/selection", signs(index, setting), label)
    for record in read_records(index, models):
        item = page.indicators.get(record.setting.quantity.span)
        if item is not None:
            label = "right" if _is_right(record, item) else OTHER
            page.teach("indicators/confidence", reasons(index, record), label)


def _is_right(record: Record, item: "ReviewItem") -> bool:
    """Tell whether what is read of a number today is what a person said of it."""
    read = (record.phrase.text if record.phrase else None, record.owner.text, record.status)
    return item.status != "rejected" and read == tuple(
        item.values[name] for name in ("metric", "subject", "status")
    )
