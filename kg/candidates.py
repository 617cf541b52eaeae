"""The cases that may answer, each with how much it has of every signal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.asked import Asked, Sought, average_length, indexed
from kg.counting import FEW, size
from kg.index import Within, match_terms
from kg.rows import Row
from kg.search import Signal, article_rows
from kg.signals import (
    NEAR,
    Found,
    by_certainty,
    facets,
    lexical,
    numbers,
    refused,
    shared,
    surest,
    told,
    traits,
    wording,
    words_in,
)
from kg.values import Span

if TYPE_CHECKING:
    from sqlite_utils import Database

_FOUND = 80  # cases of a larger one that the index finds by words, and by wordings
_OF_CONCEPT, _OF_CONCEPTS = 60, 80  # cases by what their measures mean, of one concept and of all
_SHORT_LIST = 60
_AROUND = 40  # cases that are looked at for what they share with the best
_FEW = 3  # a case with fewer practices and things is no nearer for it
_NEAREST = 8  # cases whose practices tell what else is near


@dataclass(slots=True)
class Candidate:
    """A case that may answer: how much it has of each signal, 0 to 1, and why, as far as that is known.

    `doubt` is what concepts count, as `kg.signals.doubt` gives it.
    """

    row: Row
    values: dict[Signal, float]
    found: dict[Signal, Found] = field(default_factory=dict)
    doubt: float = 1.0

    def add(self, signal: Signal, found: Found | None) -> None:
        """Note what was found of a signal."""
        if found is not None and signal == "concept":
            found = (found[0] * self.doubt, *found[1:])
        if found is not None:
            self.values[signal], self.found[signal] = found[0], found

    def score(self, weights: Mapping[Signal, float]) -> float:
        """Return the weighted sum of the signals."""
        return sum(weights[signal] * value for signal, value in self.values.items())


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How much each signal counts, and how many cases the short list may have by their words."""

    weights: Mapping[Signal, float]
    most: int


def candidates(
    db: "Database", asked: Asked, within: Within | None, weights: Mapping[Signal, float], *, top: int
) -> list[Candidate]:
    """Return the cases that may answer, enough for `top` answers; signals of no weight are not looked up."""
    of_concepts = _of_concepts(db, asked.concepts, within) if weights["concept"] else {}
    rows = [*article_rows(db, _docids(db, asked, of_concepts, within, top)).values()]
    rows = [row for row in rows if row["id"] != asked.without]
    found = _short_list(db, asked, rows, of_concepts, _Wanted(weights, max(_SHORT_LIST, 2 * top)))
    _look_up(db, asked, found, weights)
    if weights["graph"]:
        _look_around(db, found, weights)
    return found


def explained(asked: Asked, candidate: Candidate) -> dict[Signal, Found]:
    """Return why a case was found, words and wordings too."""
    text, values = candidate.row["text"], candidate.values
    found = dict(candidate.found)
    if values["words"] and (words := words_in(asked, text)):
        found["words"] = (values["words"], *words)
    if values["wording"] and (words := wording(asked, text)):
        found["wording"] = (values["wording"], *words)
    return found


def _docids(
    db: "Database", asked: Asked, of_concepts: Iterable[int], within: Within | None, top: int
) -> list[int]:
    few, most = within.few if within else None, max(_FOUND, 3 * top)
    if size(db, "articles") <= FEW and (within is None or few is not None):
        return [*few] if few is not None else [row[0] for row in db.execute("SELECT docid FROM articles")]
    found = match_terms(db, "search_articles", indexed(asked.wanted), most, within=within)
    found += match_terms(db, "search_articles", indexed(asked.told), _FOUND, within=within)
    found += of_concepts
    return within.complete(found, most) if within else [*dict.fromkeys(found)]


def _short_list(
    db: "Database", asked: Asked, rows: Sequence[Row], of_concepts: Mapping[int, float], wanted: _Wanted
) -> list[Candidate]:
    """Return the cases of the best words, wordings and concepts, as far as the index told of these."""
    import numpy as np

    if not rows:
        return []
    rows = sorted(rows, key=lambda row: str(row["id"]))
    words, wordings, unsaid = lexical(asked, [told(row) for row in rows], average_length(db))
    said, weights = wordings * unsaid, wanted.weights
    meant = np.array([of_concepts.get(row["docid"], 0.0) for row in rows], np.float32) * unsaid
    scores = weights["words"] * words + weights["wording"] * said + weights["concept"] * meant
    return [
        Candidate(rows[at], {"words": float(words[at]), "wording": float(said[at])}, doubt=unsaid)
        for at in np.argsort(-scores, kind="stable")[: wanted.most]
    ]


def _look_up(
    db: "Database", asked: Asked, found: Sequence[Candidate], weights: Mapping[Signal, float]
) -> None:
    ids = [one.row["id"] for one in found]
    for facet in facets(db, asked):
        if weights[facet.signal]:
            reasons = shared(db, facet, ids)
            for one in found:
                one.add(facet.signal, reasons.get(one.row["id"]))
    for one in found:
        one.add("number", numbers(asked, one.row))
        one.add("trait", traits(asked, one.row))
        one.add("refused", refused(asked, one.row["text"]))


def _look_around(db: "Database", found: Sequence[Candidate], weights: Mapping[Signal, float]) -> None:
    """Note what cases share with the best ones: their practices, studios, programs and policies."""
    ranked = sorted(found, key=lambda one: (-one.score(weights), one.row["id"]))[:_AROUND]
    ids = [one.row["id"] for one in ranked]
    nodes: dict[str, dict[str, list[Any]]] = {article_id: {} for article_id in ids}
    for article_id, node, *place in db.execute(NEAR.format(ids=", ".join("?" * len(ids))), ids * 2):
        nodes[article_id].setdefault(node, place)
    near_by = sum(one.score(weights) > 0 for one in ranked[:_NEAREST])  # none, where nothing is asked for
    held = Counter(node for article_id in ids[:near_by] for node in nodes[article_id])
    for place, one in enumerate(ranked):
        mine, own = nodes[one.row["id"]], int(place < near_by)
        near = sum(held[node] - own for node in mine)
        if near > 0:
            node = max(mine, key=lambda node: (held[node], node))
            label, start, end = mine[node]
            one.add("graph", (near / (_NEAREST * max(len(mine), _FEW)), label, Span(start, end)))


def _of_concepts(db: "Database", concepts: Sequence[Sought], within: Within | None) -> dict[int, float]:
    """Return the cases whose measures most surely mean the concepts, with how much of them, 0 to 1."""
    weights = {one.name: one.weight for one in concepts}
    whole = max(sum(weights.values()), 1e-9)
    most = by_certainty(concepts, _OF_CONCEPT, _OF_CONCEPTS)
    return {
        docid: sum(weights[name] * score for name, score in sure.items()) / whole
        for docid, sure in surest(db, most, "articles", within).items()
    }
