"""Similar cases: what shares words, practices, things and places with a text or a case, and why.

The score is a weighted sum of signals of 0 to 1 each. Words and wordings are measured on every case of a
small library, and on those that the index finds of a large one; the other signals on the best of these.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.asked import Asked, asked_by_case, asked_by_text
from kg.candidates import Candidate, candidates, explained
from kg.cases import case
from kg.duplicates import group
from kg.filters import Filters, cases_within
from kg.index import mended
from kg.rows import Row
from kg.search import Hit, Signal, Twin, best_sentence, paths
from kg.signals import reason
from kg.values import Case, Wanted

if TYPE_CHECKING:
    from sqlite_utils import Database

WEIGHTS: Mapping[Signal, float] = {
    "words": 1.0, "wording": 1.2, "concept": 0.25, "theme": 0.05, "entity": 0.1, "place": 0.02,
    "number": 0.1, "trait": 0.1, "refused": -0.3, "graph": 0.1,
}  # fmt: skip


def similar(
    db: "Database",
    text: str,
    *,
    top: int = 10,
    concepts: Sequence[Wanted | str] = (),
    filters: Filters | None = None,
    weights: Mapping[Signal, float] = WEIGHTS,
) -> tuple[Hit, ...]:
    """Return the cases most like a text, best first, each with its reasons.

    `concepts` are practice concepts that the caller read in the text; others and things are known by name.
    `weights` says how much each signal counts; one of weight 0 is switched off. Reports of one event are one
    hit, which names the others.
    """
    return mended(db, lambda: _rank(db, asked_by_text(db, text, concepts), top, filters, weights))


def similar_to(
    db: "Database",
    case_id: str,
    *,
    top: int = 10,
    filters: Filters | None = None,
    weights: Mapping[Signal, float] = WEIGHTS,
) -> tuple[Hit, ...]:
    """Return the cases most like a stored one, itself left out.

    Raises:
        UnknownCase: no case has this id.
    """
    return similar_to_case(db, case(db, case_id), top=top, filters=filters, weights=weights)


def similar_to_case(
    db: "Database",
    like: Case,
    *,
    top: int = 10,
    filters: Filters | None = None,
    weights: Mapping[Signal, float] = WEIGHTS,
) -> tuple[Hit, ...]:
    """Return the cases most like one that need not be stored, itself left out."""
    return mended(db, lambda: _rank(db, asked_by_case(db, like), top, filters, weights))


def _rank(
    db: "Database", asked: Asked, top: int, filters: Filters | None, weights: Mapping[Signal, float]
) -> tuple[Hit, ...]:
    scored = [
        (sum(weights[signal] * value for signal, value in candidate.values.items()), candidate)
        for candidate in candidates(db, asked, cases_within(db, filters), weights, top=top)
    ]
    scored.sort(key=lambda item: (-item[0], item[1].row["id"]))
    groups = group([candidate.row["text"] for score, candidate in scored[: 2 * top] if score > 0], top)
    known = paths(db, [scored[number][1].row["id"] for numbers in groups for number in numbers])
    hits = [
        _hit(rank, asked, scored[first], weights, known[scored[first][1].row["id"]])
        for rank, (first, *_) in enumerate(groups, 1)
    ]
    others = [[scored[number][1].row for number in numbers[1:]] for numbers in groups]
    return tuple(replace(hit, duplicates=_twins(rows, known)) for hit, rows in zip(hits, others, strict=True))


def _twins(rows: Iterable[Row], known: Mapping[str, str]) -> tuple[Twin, ...]:
    return tuple(Twin(row["id"], row["title"], known[row["id"]]) for row in rows)


def _hit(
    rank: int,
    asked: Asked,
    scored: tuple[float, Candidate],
    weights: Mapping[Signal, float],
    path: str,
) -> Hit:
    score, candidate = scored
    row, found = candidate.row, explained(asked, candidate)
    reasons = [reason(signal, weights[signal], one) for signal, one in found.items() if weights[signal]]
    return Hit(
        rank,
        row["id"],
        row["title"],
        path,
        round(score, 4),
        tuple(sorted(reasons, key=lambda why: -abs(why.weight))),
        best_sentence(asked.terms.weights, row["text"]),
    )
