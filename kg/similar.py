"""Similar cases: what shares words, practices, things and places with a text or a case, and why.

The score is a weighted sum of signals of 0 to 1 each. Words and wordings are measured on every case of a
small library, and on those that the index finds of a large one; the other signals on the best of these.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.asked import Asked, asked_by_case, asked_by_text
from kg.candidates import Candidate, candidates, explained
from kg.cases import case
from kg.duplicates import group
from kg.filters import Filters, cases_within
from kg.mending import mended
from kg.rows import Row
from kg.search import Hit, Pick, Signal, Twin, best_sentences, paths, picked
from kg.signals import reason
from kg.values import Case, Wanted

if TYPE_CHECKING:
    from sqlite_utils import Database

WEIGHTS: Mapping[Signal, float] = {
    "words": 1.0, "wording": 1.2, "concept": 0.25, "theme": 0.05, "entity": 0.1, "place": 0.02,
    "number": 0.1, "trait": 0.1, "refused": -0.3, "graph": 0.1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which answers are wanted, and what counts for them."""

    top: int
    filters: Filters | None
    weights: Mapping[Signal, float]
    pick: Pick | None


def similar(
    db: "Database",
    text: str,
    *,
    top: int = 10,
    concepts: Sequence[Wanted | str] = (),
    filters: Filters | None = None,
    weights: Mapping[Signal, float] = WEIGHTS,
    pick: Pick | None = None,
) -> tuple[Hit, ...]:
    """Return the cases most like a text, best first, each with its reasons.

    `concepts` are practice concepts that the caller read in the text; others and things are known by name.
    `weights` says how much each signal counts; one of weight 0 is switched off. Reports of one event are one
    hit, which names the others. `pick` chooses from what was found, since to explain all costs as much as to
    find it.
    """
    choice = _Choice(top, filters, weights, pick)
    return mended(db, lambda: _rank(db, asked_by_text(db, text, concepts), choice))


def similar_to(
    db: "Database",
    case_id: str,
    *,
    top: int = 10,
    filters: Filters | None = None,
    weights: Mapping[Signal, float] = WEIGHTS,
    pick: Pick | None = None,
) -> tuple[Hit, ...]:
    """Return the cases most like a stored one, itself left out.

    Raises:
        UnknownCase: no case has this id.
    """
    return similar_to_case(db, case(db, case_id), top=top, filters=filters, weights=weights, pick=pick)


def similar_to_case(
    db: "Database",
    like: Case,
    *,
    top: int = 10,
    filters: Filters | None = None,
    weights: Mapping[Signal, float] = WEIGHTS,
    pick: Pick | None = None,
) -> tuple[Hit, ...]:
    """Return the cases most like one that need not be stored, itself left out."""
    choice = _Choice(top, filters, weights, pick)
    return mended(db, lambda: _rank(db, asked_by_case(db, like), choice))


def _rank(db: "Database", asked: Asked, choice: _Choice) -> tuple[Hit, ...]:
    weights, top = choice.weights, choice.top
    within = cases_within(db, choice.filters)
    scored = [(one.score(weights), one) for one in candidates(db, asked, within, weights, top=top)]
    scored.sort(key=lambda item: (-item[0], item[1].row["id"]))
    groups = group([one.row["text"] for score, one in scored[: 2 * top] if score > 0], top)
    chosen = picked(choice.pick, [{"case_id": scored[first][1].row["id"]} for first, *_ in groups])
    known = paths(db, [scored[number][1].row["id"] for at in chosen for number in groups[at]])
    best = [scored[groups[at][0]] for at in chosen]
    told = best_sentences(asked.wanted.weights, [one.row["text"] for _, one in best])
    hits = [
        replace(_hit(at + 1, asked, one, weights, known), snippet=sentence)
        for at, one, sentence in zip(chosen, best, told, strict=True)
    ]
    others = [[scored[number][1].row for number in groups[at][1:]] for at in chosen]
    return tuple(replace(hit, duplicates=_twins(rows, known)) for hit, rows in zip(hits, others, strict=True))


def _twins(rows: Iterable[Row], known: Mapping[str, str]) -> tuple[Twin, ...]:
    return tuple(Twin(row["id"], row["title"], known[row["id"]]) for row in rows)


def _hit(
    rank: int,
    asked: Asked,
    scored: tuple[float, Candidate],
    weights: Mapping[Signal, float],
    known: Mapping[str, str],
) -> Hit:
    score, candidate = scored
    row, found = candidate.row, explained(asked, candidate)
    reasons = [reason(signal, weights[signal], one) for signal, one in found.items() if weights[signal]]
    return Hit(
        rank,
        row["id"],
        row["title"],
        known[row["id"]],
        round(score, 4),
        tuple(sorted(reasons, key=lambda why: -abs(why.weight))),
    )
