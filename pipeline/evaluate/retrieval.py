"""Search beside a judged set: what was asked, what was found, and the figures by kind of query."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import kg
from kg.search import Signal
from kg.similar import WEIGHTS
from kg.values import Wanted
from pipeline.evaluate.judged import BEST, Judged, Query
from pipeline.evaluate.ranks import AT, Estimate, Grades, average_precision, estimate, ndcg, recall

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kg import Hit, Practice

Meant = Callable[[str], Sequence[Wanted | str]]
"""Gives the practice concepts that a text means."""

Ranker = Callable[[Query], Sequence[str]]
"""Gives the names of documents for a query, best first, the document it asks by left out."""

SIGNALS: tuple[Signal, ...] = tuple(WEIGHTS)
DEPTH = 100
OVERALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """One query with the documents that were found, best first, and how good their order is."""

    query: Query
    ranked: tuple[str, ...]
    ndcg: float
    precision: float
    recall: float

    def missed(self, grades: Grades) -> list[str]:
        """Return the documents that answer the query and are not among the first ten."""
        return [name for name, grade in grades.items() if grade == BEST and name not in self.ranked[:AT]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the queries of one kind: nDCG@10, MAP and Recall@10.

    MAP goes 100 answers deep; it and recall look for the documents that answer the query (grade 2).
    """

    queries: int
    ndcg: Estimate
    precision: Estimate
    recall: Estimate

    def to_record(self) -> dict[str, Any]:
        """Return the JSON object, figures rounded to four places."""
        record = asdict(self)
        for name in ("ndcg", "precision", "recall"):
            record[name] = {bound: round(value, 4) for bound, value in record[name].items()}
        return record


def ask(judged: Judged, ranker: Ranker) -> list[Asked]:
    """Return the answers of a ranker to every query, the needs once more in the words of the field."""
    return [
        _asked(query, tuple(ranker(query)[:DEPTH]), judged.grades[query.id])
        for query in (*judged.queries, *judged.worded())
    ]


def figures(asked: Sequence[Asked]) -> dict[str, Figures]:
    """Return the figures by kind of query, and of all; needs reworded are a kind of their own, beside all."""
    kinds: dict[str, list[Asked]] = {}
    for one in asked:
        kinds.setdefault(one.query.kind, []).append(one)
    kinds[OVERALL] = [one for one in asked if one.query.kind != "wording"]
    return {kind: _figures(group) for kind, group in kinds.items()}


def similar_ranker(db: "Database", meant: Meant, *, without: Iterable[Signal] = ()) -> Ranker:
    """Return the ranking of `tashan similar`, the signals `without` switched off."""
    off = frozenset(without)
    weights: dict[Signal, float] = {
        signal: 0.0 if signal in off else weight for signal, weight in WEIGHTS.items()
    }
    named = documents(db)
    stems = {case_id: stem for stem, case_ids in named.items() for case_id in case_ids}

    def rank(query: Query) -> Sequence[str]:
        if query.like is None:
            text = query.text or ""
            hits = kg.similar(db, text, top=DEPTH + AT, concepts=meant(text), weights=weights)
        else:
            like = named.get(query.like, ())[:1]
            hits = kg.similar_to(db, like[0], top=DEPTH + AT, weights=weights) if like else ()
        return _names(stems, hits, query)

    return rank


def practices_ranker(db: "Database", meant: Meant) -> Ranker:
    """Return the ranking of `tashan practices` as the documents of its measures; it takes only texts."""
    stems = {case_id: stem for stem, case_ids in documents(db).items() for case_id in case_ids}

    def rank(query: Query) -> Sequence[str]:
        text = query.text or ""
        return _names(stems, kg.practices(db, text, top=3 * DEPTH, concepts=meant(text)), query)

    return rank


def documents(db: "Database") -> Mapping[str, Sequence[str]]:
    """Return the ids of the cases of each document by its name: its file's name without the ending."""
    named: dict[str, list[str]] = {}
    for path, case_id in db.execute("SELECT path, article_id FROM article_sources ORDER BY path, article_id"):
        named.setdefault(PurePath(path).stem, []).append(case_id)
    return named


def _names(stems: Mapping[str, str], found: "Sequence[Hit] | Sequence[Practice]", query: Query) -> list[str]:
    """Return the documents of what was found, each once, the query's own left out.

    Other reports of an event stand right behind the one that is listed for it.
    """
    case_ids = (one.case_id for hit in found for one in (hit, *hit.duplicates))
    names = dict.fromkeys(stems[case_id] for case_id in case_ids)
    names.pop(query.like or "", None)
    return list(names)


def _asked(query: Query, ranked: tuple[str, ...], grades: Grades) -> Asked:
    precision = average_precision(ranked, grades, BEST)
    return Asked(query, ranked, ndcg(ranked, grades), precision, recall(ranked, grades, BEST))


def _figures(group: Sequence[Asked]) -> Figures:
    return Figures(
        len(group),
        estimate([one.ndcg for one in group]),
        estimate([one.precision for one in group]),
        estimate([one.recall for one in group]),
    )
