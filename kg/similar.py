"""Similar cases: what shares words, practices, things and places with a text or a case, and why.

The score is a weighted sum of signals of 0 to 1 each: the root of BM25 over character pairs as a share of
the best there could be (Robertson and Zaragoza, 2009), and for each kind of fact the rarity of what is shared
over the rarity of all that the query has.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.cases import case
from kg.resolve import named
from kg.rows import Row
from kg.search import Hit, Reason, Signal, Words, article_rows, match_words, named_concepts, shared, weigh
from kg.values import Case, Span

if TYPE_CHECKING:
    from sqlite_utils import Database

WEIGHTS: Mapping[Signal, float] = {"words": 0.6, "concept": 0.2, "theme": 0.05, "entity": 0.1, "place": 0.05}

_CANDIDATES = 200
_UNTOLD = frozenset({"position", "media"})  # a title or a newspaper in common says nothing of the practice
_MEASURES = 'SELECT article_id, {0}, start, "end" FROM measures WHERE {0} IN ({1}) AND article_id IN ({2})'
_ENTITIES = (
    'SELECT e.article_id, e.thing_id, m.start, m."end" FROM entities e '
    "JOIN mentions m ON m.entity_id = e.id AND m.number = 1 "
    "WHERE e.thing_id IN ({1}) AND e.article_id IN ({2})"
)


@dataclass(frozen=True, slots=True)
class Facet:
    """One kind of fact of a query: the weight of each name, and its label where the name is only an id."""

    signal: Signal
    weights: Mapping[str, float]
    labels: Mapping[str, str] = field(default_factory=dict)


def similar(
    db: "Database",
    text: str,
    *,
    top: int = 10,
    concepts: Sequence[str] = (),
    weights: Mapping[Signal, float] = WEIGHTS,
) -> tuple[Hit, ...]:
    """Return the cases most like a text, best first, each with its reasons.

    `concepts` are practice concepts that the caller read in the text; others and things are known by name.
    `weights` says how much each signal counts; one of weight 0 is switched off.
    """
    concepts = [*{*concepts} | named_concepts(db, text)]
    facets = [
        Facet("concept", _rarities(db, "measures", "concept", concepts)),
        *_things(db, _named(db, text)),
    ]
    return _rank(db, text, facets, top, weights=weights)


def similar_to(
    db: "Database", case_id: str, *, top: int = 10, weights: Mapping[Signal, float] = WEIGHTS
) -> tuple[Hit, ...]:
    """Return the cases most like a stored one, itself left out.

    Raises:
        UnknownCase: no case has this id.
    """
    return similar_to_case(db, case(db, case_id), top=top, weights=weights)


def similar_to_case(
    db: "Database", like: Case, *, top: int = 10, weights: Mapping[Signal, float] = WEIGHTS
) -> tuple[Hit, ...]:
    """Return the cases most like one that need not be stored, itself left out."""
    concepts = {measure.concept for measure in like.measures if measure.concept}
    themes = Counter(measure.theme for measure in like.measures)
    things = named(db, ((entity.type, entity.name) for entity in like.entities))
    facets = [
        Facet("concept", _rarities(db, "measures", "concept", concepts)),
        Facet("theme", {str(theme): float(count) for theme, count in themes.items()}),
        *_things(db, things),
    ]
    return _rank(db, like.article.text, facets, top, without=like.article.id, weights=weights)


def _named(db: "Database", text: str) -> dict[str, tuple[str, str]]:
    """Return type and name of the things whose name stands in a text."""
    rows = db.execute("SELECT id, type, name FROM things WHERE length(name) > 1 AND instr(?, name)", [text])
    return {thing_id: (kind, name) for thing_id, kind, name in rows}


def _things(db: "Database", things: Mapping[str, tuple[str, str]]) -> list[Facet]:
    told = {thing_id: (kind, name) for thing_id, (kind, name) in things.items() if kind not in _UNTOLD}
    labels = {thing_id: name for thing_id, (_, name) in told.items()}
    by_signal: dict[Signal, list[str]] = {"entity": [], "place": []}
    for thing_id, (kind, _) in told.items():
        by_signal["place" if kind == "place" else "entity"].append(thing_id)
    return [
        Facet(signal, _rarities(db, "entities", "thing_id", ids), labels) for signal, ids in by_signal.items()
    ]


def _rarities(db: "Database", table: str, column: str, names: Iterable[str]) -> dict[str, float]:
    """Return the inverse document frequency of each name that the database knows."""
    names = list(names)
    total = db.execute("SELECT count(*) FROM articles").fetchone()[0]
    wanted = f"WHERE {column} IN ({_marks(names)}) GROUP BY 1"
    sql = f"SELECT {column}, count(DISTINCT article_id) FROM {table} {wanted}"
    return {name: math.log(1 + total / count) for name, count in db.execute(sql, names)}


def _marks(names: Sequence[object]) -> str:
    return ", ".join("?" * len(names))


def _rank(
    db: "Database",
    text: str,
    facets: Sequence[Facet],
    top: int,
    *,
    weights: Mapping[Signal, float],
    without: str | None = None,
) -> tuple[Hit, ...]:
    facets = [facet for facet in facets if weights[facet.signal]]
    stored = db.execute("SELECT count(*) FROM articles WHERE id = ?", [without]).fetchone()[0]
    words = weigh(db, "search_articles", text, own=stored)
    rows = article_rows(db, [*match_words(db, words, _CANDIDATES) | _sharing(db, facets)])
    found = {row["id"]: row for row in rows.values() if row["id"] != without}
    gains = {case_id: weights["words"] * share for case_id, share in _word_shares(words, found).items()}
    why = _facet_reasons(db, facets, [*found], weights)
    scores = {case_id: gains[case_id] + sum(reason.weight for reason in why[case_id]) for case_id in found}
    best = sorted(scores, key=lambda case_id: (-scores[case_id], case_id))[:top]
    return tuple(
        _hit(
            rank,
            found[case_id],
            scores[case_id],
            [*_words_reason(text, found[case_id], words, gains), *why[case_id]],
        )
        for rank, case_id in enumerate(best, 1)
    )


def _word_shares(words: Words, rows: Mapping[str, Row]) -> dict[str, float]:
    average = sum(len(row["text"]) for row in rows.values()) / max(len(rows), 1)
    # The text holds the title already; twice more makes it count three times.
    # A whole article shares a tenth of another's words at best: the root keeps that beside shared facts.
    return {
        case_id: math.sqrt(words.share("\n".join((row["text"], *[row["title"] or ""] * 2)), average))
        for case_id, row in rows.items()
    }


def _hit(rank: int, row: Row, score: float, reasons: Sequence[Reason]) -> Hit:
    ordered = sorted(reasons, key=lambda reason: -reason.weight)
    return Hit(rank, row["id"], row["title"], row["path"], round(score, 4), tuple(ordered))


def _sharing(db: "Database", facets: Sequence[Facet]) -> set[int]:
    """Return the articles that share most concepts with the query, whatever their words."""
    names = [name for facet in facets if facet.signal == "concept" for name in facet.weights]
    sql = (
        "SELECT a.docid FROM measures m JOIN articles a ON a.id = m.article_id "
        f"WHERE m.concept IN ({_marks(names)}) GROUP BY 1 "
        f"ORDER BY count(DISTINCT m.concept) DESC, 1 LIMIT {_CANDIDATES}"
    )
    return {int(row[0]) for row in db.execute(sql, names)}


def _facet_reasons(
    db: "Database", facets: Sequence[Facet], ids: Sequence[str], weights: Mapping[Signal, float]
) -> dict[str, list[Reason]]:
    reasons: dict[str, list[Reason]] = defaultdict(list)
    for facet in facets:
        for article_id, found in _shares(db, facet, ids).items():
            reasons[article_id].append(_facet_reason(facet, found, weights[facet.signal]))
    return reasons


def _shares(db: "Database", facet: Facet, ids: Sequence[str]) -> dict[str, dict[str, Span]]:
    """Return, of each article, the names of a facet that it shares, with the first place of each."""
    names = list(facet.weights)
    sql = _MEASURES if facet.signal in ("concept", "theme") else _ENTITIES
    found: dict[str, dict[str, Span]] = defaultdict(dict)
    rows = db.execute(sql.format(facet.signal, _marks(names), _marks(ids)), [*names, *ids])
    for article_id, name, start, end in rows:
        found[article_id].setdefault(name, Span(start, end))
    return found


def _facet_reason(facet: Facet, found: Mapping[str, Span], weight: float) -> Reason:
    names = sorted(found, key=lambda name: (-facet.weights[name], name))
    share = sum(facet.weights[name] for name in names) / sum(facet.weights.values())
    detail = ", ".join(facet.labels.get(name, name) for name in names[:4])
    place = found[names[0]]
    return Reason(facet.signal, detail, round(weight * share, 4), place.start, place.end)


def _words_reason(query: str, row: Row, words: Words, gains: Mapping[str, float]) -> list[Reason]:
    found = shared(query, row["text"], words) if gains[row["id"]] else ()
    if not found:
        return []
    detail, place = ", ".join(name for name, _ in found), found[0][1]
    return [Reason("words", detail, round(gains[row["id"]], 4), place.start, place.end)]
