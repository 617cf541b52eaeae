"""The measures that may answer a need, each with how much it has of every signal.

Words, wording and concept are measured on all that the index finds; the case, the actor and the rest are
looked up only where they could still bring a measure among the best.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kg.asked import Asked, Sought, average_length, indexed
from kg.index import Within, allowed, match_terms
from kg.rows import Row
from kg.search import Signal
from kg.signals import Found, by_certainty, lexical, refused, surest, traits
from kg.signals import told as text_of
from kg.values import Span

if TYPE_CHECKING:
    from sqlite_utils import Database

WEIGHTS: Mapping[Signal, float] = {
    "words": 0.4, "wording": 0.5, "concept": 0.15, "case": 0.8, "actor": 0.05, "trait": 0.1, "refused": -0.3,
    "results": 0.1, "doubt": -0.4,
}  # fmt: skip

_FOUND = 100  # measures that the index finds by words, and by wordings
_OF_CONCEPT, _OF_CONCEPTS = 80, 200  # measures of one concept, and of all
_OF_CASES = 15  # cases whose measures are looked at too
_MOST = 60  # measures of which more is looked up than words, wording and concept
_CASE_WORDING = 0.6  # what the wordings of a case count beside its words
_USUAL = 120.0  # characters of a sentence, with a clause and a concept twice
_COLUMNS: tuple[str, ...] = (
    "docid", "id", "article_id", "text", "theme", "concept", "actor", "confidence", "start", "end",
    "evidence", "sentence_start", "has_results",
)  # fmt: skip
_MEASURES = """
SELECT m.docid, m.id, m.article_id, m.text, m.theme, m.concept, m.actor, m.confidence,
m.start, m."end", e.text, e.start, EXISTS (SELECT 1 FROM measure_results r WHERE r.measure_id = m.id)
FROM measures m JOIN evidence e ON e.id = m.evidence_id WHERE m.docid IN ({})
"""


@dataclass(frozen=True, slots=True)
class Scored:
    """A measure's row, how much it has of each signal, the weighted sum, and what tells of some of them."""

    row: Row
    values: Mapping[Signal, float]
    found: Mapping[Signal, Found]
    score: float


@dataclass(frozen=True, slots=True)
class _Told:
    """How much a measure's sentence, clause and concepts say of what is asked."""

    words: float
    wording: float
    concept: float

    @property
    def relevance(self) -> float:
        """The weighted sum."""
        told = WEIGHTS["words"] * self.words + WEIGHTS["wording"] * self.wording
        return told + WEIGHTS["concept"] * self.concept


def measures(db: "Database", asked: Asked, within: Within | None, *, best: int) -> list[Scored]:
    """Return the measures that answer best, no more than `best`, those of one score case by case in turn."""
    docids = _docids(db, asked, within)
    rows: list[Row] = [dict(zip(_COLUMNS, row, strict=True)) for row in rows_of(db, _MEASURES, docids)]
    if not rows:
        return []
    told = _tell(db, asked, rows)
    kept = _promising(asked, rows, told, best)
    articles = sorted({rows[number]["article_id"] for number in kept})
    found = rows_of(db, "SELECT id, title, text FROM articles WHERE id IN ({})", articles)
    cases = {own: {"title": title, "text": text} for own, title, text in found}
    shares = _case_shares(db, asked, cases)
    scored = []
    for number in kept:
        own = rows[number]["article_id"]
        scored.append(_score(asked, rows[number], told[number], (cases[own]["text"], shares[own])))
    return [one for one in _order(scored) if one.score > 0][:best]


def meant(db: "Database", concepts: Sequence[Sought], ids: Sequence[str]) -> dict[str, tuple[str, float]]:
    """Return the concept that is asked for and that a measure means, and how surely, by the measure's id."""
    weights = {one.name: one.weight for one in concepts}
    names = dict(rows_of(db, "SELECT id, name FROM concepts WHERE name IN ({})", [*weights]))
    sql = (
        "SELECT mc.measure_id, mc.concept_id, mc.score FROM json_each(?) j "
        "CROSS JOIN measure_concepts mc ON mc.measure_id = j.value "
        f"WHERE +mc.concept_id IN ({marks(names)})"
    )
    found: dict[str, tuple[str, float]] = {}
    for measure_id, concept_id, score in db.execute(sql, [json.dumps([*ids]), *names]) if names else ():
        sure = weights[names[concept_id]] * score
        if sure > found.get(measure_id, ("", 0.0))[1]:
            found[measure_id] = (names[concept_id], sure)
    return found


def rows_of(db: "Database", sql: str, wanted: Sequence[object]) -> "list[tuple[Any, ...]]":
    """Return the rows of a query that has `{}` for what is wanted."""
    return db.execute(sql.format(marks(wanted)), [*wanted]).fetchall()


def marks(wanted: Iterable[object]) -> str:
    """Return a mark of SQL for each value."""
    return ", ".join("?" for _ in wanted)


def _docids(db: "Database", asked: Asked, within: Within | None) -> list[int]:
    """Return the measures that may answer: by their words, their concepts, and the words of their case."""
    terms = indexed(asked.wanted)
    found = match_terms(db, "search_measures", terms, _FOUND, within=within)
    found += match_terms(db, "search_measures", indexed(asked.told), _FOUND, within=within)
    found += surest(db, by_certainty(asked.concepts, _OF_CONCEPT, _OF_CONCEPTS), "measures", within)
    cases = match_terms(db, "search_articles", terms, _OF_CASES)
    sql = "SELECT o.docid FROM articles c CROSS JOIN measures o ON o.article_id = c.id WHERE c.docid IN ({})"
    found += allowed(db, (docid for (docid,) in rows_of(db, sql, cases)), within)
    return within.complete(found, _FOUND) if within else [*dict.fromkeys(found)]


def _tell(db: "Database", asked: Asked, rows: Sequence[Row]) -> list[_Told]:
    # The sentence holds the clause already; the clause and its concept count twice more.
    texts = ["\n".join((row["evidence"], *(row["text"], row["concept"] or "") * 2)) for row in rows]
    words, wordings, doubt = lexical(asked, texts, _USUAL)
    unsaid, sure = doubt**0.5, meant(db, asked.concepts, [row["id"] for row in rows])
    return [
        _Told(word, said * unsaid, sure.get(row["id"], ("", 0.0))[1] * unsaid)
        for row, word, said in zip(rows, words.tolist(), wordings.tolist(), strict=True)
    ]


def _promising(asked: Asked, rows: Sequence[Row], told: Sequence[_Told], best: int) -> list[int]:
    """Return the numbers of the rows that can be among the best, by their words, wording and concept.

    A row is left out where enough others would stay before it even if all else, its case above all, spoke
    for it alone; and of those that are left, the least where they are too many.
    """
    sure = WEIGHTS["results"]
    least = [one.relevance * _worth(row) for row, one in zip(rows, told, strict=True)]
    more = WEIGHTS["case"] + WEIGHTS["actor"] + WEIGHTS["trait"] * bool(asked.query.traits)
    more -= WEIGHTS["refused"] * bool(asked.query.refused)
    ranked = sorted((at for at, score in enumerate(least) if score), key=lambda at: -least[at])
    bound = least[ranked[best - 1]] - more * (1 + sure) if len(ranked) > best else 0.0
    return [at for at in ranked[: max(_MOST, 2 * best)] if least[at] >= bound]


def _score(asked: Asked, row: Row, told: _Told, case: tuple[str, float]) -> Scored:
    """Return a row with all its signals; `case` is the text of its case and the share of words in it."""
    text, share = case
    signs = {
        "actor": _actor(asked, row),
        "trait": traits(asked, {"text": text}),
        "refused": _refused(asked, row),
    }
    found: dict[Signal, Found] = {name: one for name, one in signs.items() if one}  # type: ignore[misc]
    values: dict[Signal, float] = {
        "words": told.words, "wording": told.wording, "concept": told.concept, "case": share,
    }  # fmt: skip
    values |= {name: one[0] for name, one in found.items()}
    relevance = max(_sum(values), 0.0)
    values["results"] = relevance if row["has_results"] else 0.0
    values["doubt"] = _unsure(row) * (relevance + WEIGHTS["results"] * values["results"])
    return Scored(row, values, found, round(_sum(values), 4))


def _worth(row: Row) -> float:
    """Return by how much results, and doubt whether it is a measure at all, change what a row is worth."""
    results = WEIGHTS["results"] * bool(row["has_results"])
    return (1 + results) * (1 + WEIGHTS["doubt"] * _unsure(row))


def _unsure(row: Row) -> float:
    return max(1.0 - float(row["confidence"]), 0.0)


def _sum(values: Mapping[Signal, float]) -> float:
    return sum(WEIGHTS[signal] * value for signal, value in values.items())


def _case_shares(db: "Database", asked: Asked, cases: Mapping[str, Row]) -> dict[str, float]:
    """Return how much each case says of what is asked, by its id: its words, beside them its wordings."""
    texts = [text_of(row) for row in cases.values()]
    words, wordings, doubt = lexical(asked, texts, average_length(db))
    shares = (words + _CASE_WORDING * doubt * wordings) / (1 + _CASE_WORDING)
    return dict(zip(cases, map(float, shares), strict=True))


def _actor(asked: Asked, row: Row) -> Found | None:
    actor = row["actor"]
    named = actor and len(actor) > 2 and actor in asked.query.text
    return (1.0, actor, Span(row["start"], row["end"])) if named else None


def _refused(asked: Asked, row: Row) -> Found | None:
    found = refused(asked, row["evidence"])
    return found and (found[0], found[1], found[2].shifted(row["sentence_start"]))


def _order(scored: Iterable[Scored]) -> list[Scored]:
    """Return scored measures best first, those of one score case by case in turn."""
    turns: Counter[tuple[float, str]] = Counter()
    keyed = []
    for one in sorted(scored, key=lambda one: (-one.score, -one.row["confidence"], one.row["id"])):
        turns[one.score, one.row["article_id"]] += 1
        keyed.append((-one.score, turns[one.score, one.row["article_id"]], one))
    return [one for _, _, one in sorted(keyed, key=itemgetter(0, 1))]
