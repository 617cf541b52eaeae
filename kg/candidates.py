"""The cases that may answer, each with how much it has of every signal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.asked import Asked, Sought, average_length, indexed
from kg.counting import FEW, size
from kg.index import Within, match_terms
from kg.rows import Row
from kg.search import Signal, article_rows
from kg.signals import (
    NEAR,
    Found,
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

_FOUND = 120  # cases of a larger one that the index finds by words, and by wordings
_OF_CONCEPT, _LEAST = 60, 10  # cases by what their measures mean, for a sure concept and for any
_OF_CONCEPTS = 150  # cases by what their measures mean, for concepts as sure as they are
_SHORT_LIST = 80
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
    testing = None if within and within.few is not None else within
    of_concepts = _of_concepts(db, asked.concepts, testing) if weights["concept"] else set()
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
    if within is not None and within.few is not None:
        return [*within.few]
    if size(db, "articles") <= FEW:
        return [docid for (docid,) in db.execute("SELECT docid FROM articles")]
    most = max(_FOUND, 3 * top)
    found = match_terms(db, "search_articles", indexed(asked.wanted), most, within=within)
    found += match_terms(db, "search_articles", indexed(asked.told), _FOUND, within=within)
    return [*{*found, *of_concepts}]


def _short_list(
    db: "Database", asked: Asked, rows: Sequence[Row], of_concepts: set[int], wanted: _Wanted
) -> list[Candidate]:
    """Return the cases of the best words and wordings, and those whose measures mean the concepts."""
    import numpy as np

    if not rows:
        return []
    rows = sorted(rows, key=lambda row: str(row["id"]))
    words, wordings, unsaid = lexical(asked, [told(row) for row in rows], average_length(db))
    said = wordings * unsaid
    ranked = np.argsort(-(wanted.weights["words"] * words + wanted.weights["wording"] * said), kind="stable")
    return [
        Candidate(rows[at], {"words": float(words[at]), "wording": float(said[at])}, doubt=unsaid)
        for place, at in enumerate(ranked)
        if place < wanted.most or rows[at]["docid"] in of_concepts
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
    nodes: dict[str, dict[str, tuple[str, Span]]] = {article_id: {} for article_id in ids}
    for article_id, node, label, start, end in db.execute(
        NEAR.format(ids=", ".join("?" * len(ids))), ids * 2
    ):
        nodes[article_id].setdefault(node, (label, Span(start, end)))
    held = Counter(node for article_id in ids[:_NEAREST] for node in nodes[article_id])
    for place, one in enumerate(ranked):
        mine, own = nodes[one.row["id"]], int(place < _NEAREST)
        near = sum(held[node] - own for node in mine)
        if near > 0:
            node = max(mine, key=lambda node: (held[node], node))
            one.add("graph", (near / (_NEAREST * max(len(mine), _FEW)), *mine[node]))


def _of_concepts(db: "Database", concepts: Sequence[Sought], within: Within | None) -> set[int]:
    """Return the cases whose measures most surely mean the concepts."""
    each = min(_OF_CONCEPT, _OF_CONCEPTS / max(sum(one.weight for one in concepts), 1e-9))
    most = {one.name: max(round(one.weight * each), _LEAST) for one in concepts}
    return {*surest(db, most, "articles", within)}
