"""What cases share with what is asked, signal by signal, each a number of 0 to 1 with its reason.

Words and wordings are measured on all texts that may answer; the rest is looked up for a short list only,
since each look-up costs.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.asked import Asked, Sought, rarity
from kg.counting import size
from kg.index import Within, allowed
from kg.lexical import Terms, saturate
from kg.query import states
from kg.rows import Row
from kg.script import plain
from kg.search import Reason, Signal, found_words
from kg.values import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlite_utils import Database

    Column = NDArray[np.float32]

_SUREST_WITHIN = 240
_LEAST = 10  # rows of a concept that are looked at, however unsure it is
_LIKELY = 0.5  # the power of a concept's likelihood by which its words count
_TITLE = 2  # times that a title counts beside its text
# Joined in this order, from the articles on: SQLite would rather begin with a concept that thousands mean.
_CONCEPTS = (
    'SELECT m.article_id, mc.concept_id, mc.score, m.start, m."end" FROM measures m '
    "CROSS JOIN measure_concepts mc ON mc.measure_id = m.id "
    "WHERE m.article_id IN ({ids}) AND +mc.concept_id IN ({names})"
)
_THEMES = (
    'SELECT article_id, theme, 1.0, min(start), "end" FROM measures '
    "WHERE article_id IN ({ids}) AND +theme IN ({names}) GROUP BY article_id, theme"
)
NEAR = """
SELECT m.article_id, 'concept/' || mc.concept_id,
  coalesce(m.concept, (SELECT name FROM concepts WHERE id = mc.concept_id), mc.concept_id), m.start, m."end"
FROM measures m
CROSS JOIN measure_concepts mc ON mc.measure_id = m.id AND mc.number = 1
WHERE m.article_id IN ({ids})
UNION ALL
SELECT e.article_id, 'thing/' || e.thing_id, e.name, m.start, m."end" FROM entities e
CROSS JOIN mentions m ON m.entity_id = e.id AND m.number = 1
WHERE e.article_id IN ({ids}) AND +e.type IN ('studio', 'program', 'policy', 'platform')
"""
_ENTITIES = (
    'SELECT e.article_id, e.thing_id, 1.0, m.start, m."end" FROM entities e '
    "CROSS JOIN mentions m ON m.entity_id = e.id AND m.number = 1 "
    "WHERE e.article_id IN ({ids}) AND +e.thing_id IN ({names})"
)
Found = tuple[float, str, Span]
"""How much of a signal a case has, 0 to 1, what it is in words, and a place of it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One kind of fact of a query: the weight of each name, and its label where the name is only an id."""

    signal: Signal
    sql: str
    weights: Mapping[str, float]
    labels: Mapping[str, str]


def surest(
    db: "Database", concepts: Mapping[str, int], table: str, within: Within | None
) -> dict[int, dict[str, float]]:
    """Return the `docid` of the measures that most surely mean concepts, or of their cases, by `table`.

    Each comes with the concepts that it was found by and how surely. `concepts` says how many rows of each
    are wanted; more are looked at where not all may be found.
    """
    joined = "measures o ON o.id = s.measure_id"
    if table == "articles":
        joined = "measures m ON m.id = s.measure_id CROSS JOIN articles o ON o.id = m.article_id"
    meant = (
        "SELECT measure_id, score FROM measure_concepts WHERE concept_id = "
        "(SELECT id FROM concepts WHERE name = ?) ORDER BY score DESC LIMIT ?"
    )
    sql = f"SELECT o.docid, s.score FROM ({meant}) s CROSS JOIN {joined}"
    looked = {name: _SUREST_WITHIN if within else most for name, most in concepts.items()}
    found = {name: db.execute(sql, [name, most]).fetchall() for name, most in looked.items()}
    free = {*allowed(db, {docid: None for rows in found.values() for docid, _ in rows}, within)}
    best: dict[int, dict[str, float]] = {}
    for name, rows in found.items():
        for docid, score in [row for row in rows if row[0] in free][: concepts[name]]:
            best.setdefault(docid, {}).setdefault(name, score)
    return best


def by_certainty(concepts: Sequence[Sought], each: int, all_: int) -> dict[str, int]:
    """Return how many rows of each concept to look at: `all_` together, as each is sure, at most `each`."""
    one = min(each, all_ / max(sum(concept.weight for concept in concepts), 1e-9))
    return {concept.name: max(round(concept.weight * one), _LEAST) for concept in concepts}


def told(row: Row) -> str:
    """Return the text of a case's row in which its words count, those of the title more than once."""
    return "\n".join((row["text"], *[row["title"] or ""] * _TITLE))


def lexical(asked: Asked, texts: Sequence[str], average: float) -> "tuple[Column, Column, float]":
    """Return, of each text, the share of the query's words and of the words that tell of its concepts.

    The words near the query's own count beside them as far as no text says these; how far that is, comes
    third: see `doubt`.
    """
    own, near = asked.terms.weights, asked.near.weights
    told = {term: 0.0 for one in asked.concepts for term in one.terms.weights}
    columns = {term: column for column, term in enumerate({**own, **near, **told})}
    counted = Terms(dict.fromkeys(columns, 1.0)).counts(texts)
    found = saturate(counted, [len(text) for text in texts], average)
    unsaid = doubt(asked.terms.weigh(found[:, : len(own)]))
    both = Terms({**own, **{term: weight * unsaid for term, weight in near.items()}})
    words = both.weigh(found[:, : len(both.weights)])
    return against_best(words), _wordings(asked.concepts, found, columns), unsaid


def _wordings(concepts: Sequence[Sought], found: "Column", columns: Mapping[str, int]) -> "Column":
    """Return how much each row of saturated counts says of what tells of the concepts, 0 to 1.

    Each concept counts as it is likely, beside the text that says most of it: what is read with doubt lifts
    no text above what the query itself says.
    """
    import numpy as np

    said: Column = np.zeros(len(found), np.float32)
    weights = [one.weight**_LIKELY for one in concepts]
    for one, weight in zip(concepts, weights, strict=True):
        if terms := one.terms.weights:
            said += weight * against_best(one.terms.weigh(found[:, [columns[term] for term in terms]]))
    return said / np.float32(max(sum(weights), 1.0))


def against_best(shares: "Column") -> "Column":
    """Return shares over the root of the greatest one.

    So the best text of a query that none answers is worth less than that of one that some do; but not by as
    much as its share tells, for no article shares more than a part of another's words.
    """
    best = float(shares.max()) if len(shares) else 0.0
    return shares / best**0.5 if best else shares


def doubt(shares: "Column") -> float:
    """Return how little even the best text says of the query's own words, 0 to 1: so much do concepts count.

    On the judged set the best text has two thirds of keywords, a seventh of a need in everyday words.
    """
    return (1 - float(shares.max())) ** 2 if len(shares) else 1.0


def facets(db: "Database", asked: Asked) -> list[Facet]:
    """Return the facts of a query that cases can share, each name with its rarity."""
    total = size(db, "articles")
    weights = {one.name: one.weight for one in asked.concepts}
    named = db.execute(f"SELECT id, name FROM concepts WHERE name IN ({_marks([*weights])})", [*weights])
    concepts = {name: own for own, name in named}
    by_kind: dict[Signal, dict[str, float]] = {"entity": {}, "place": {}}
    for thing_id, (kind, _) in asked.things.items():
        sql = "SELECT count(*) FROM entities WHERE thing_id = ?"
        count = db.execute(sql, [thing_id]).fetchone()[0]
        by_kind["place" if kind == "place" else "entity"][thing_id] = rarity(total, count)
    labels = {thing_id: name for thing_id, (_, name) in asked.things.items()}
    return [
        Facet("concept", _CONCEPTS, *_by_id(weights, concepts)),
        Facet("theme", _THEMES, asked.themes, {}),
        *(Facet(signal, _ENTITIES, weights, labels) for signal, weights in by_kind.items()),
    ]


def _by_id(
    weights: Mapping[str, float], ids: Mapping[str, str]
) -> tuple[Mapping[str, float], Mapping[str, str]]:
    """Return weights by the id of each name, or by the name where it has none, and the names by their ids."""
    known = {name: ids.get(name, name) for name in weights}
    return {own: weights[name] for name, own in known.items()}, {own: name for name, own in known.items()}


def shared(db: "Database", facet: Facet, ids: Sequence[str]) -> dict[str, Found]:
    """Return what cases share of a facet: by id the share of its weight, the names and the first place."""
    if not facet.weights:
        return {}
    names = list(facet.weights)
    sql = facet.sql.format(ids=_marks(ids), names=_marks(names))
    sure: dict[str, dict[str, float]] = defaultdict(dict)
    first: dict[str, tuple[int, int]] = {}
    for article_id, name, score, start, end in db.execute(sql, [*ids, *names]):
        known = sure[article_id]
        known[name] = 1 - (1 - known.get(name, 0.0)) * (1 - score)
        if article_id not in first or (start, end) < first[article_id]:
            first[article_id] = (start, end)
    return {own: (*_sum(facet, known), Span(*first[own])) for own, known in sure.items()}


def traits(asked: Asked, row: Row) -> Found | None:
    """Return which of the traits that are asked for a case states."""
    wanted = asked.query.traits
    found = [word for trait in wanted if (word := states(row["text"], trait))]
    return (len(found) / len(wanted), ", ".join(found), _place(row["text"], found[0])) if found else None


def numbers(asked: Asked, row: Row) -> Found | None:
    """Return which of the numbers that are asked for stand in a case."""
    wanted = asked.query.numbers
    found = [number for number in wanted if number in row["text"]]
    return (len(found) / len(wanted), ", ".join(found), _place(row["text"], found[0])) if found else None


def refused(asked: Asked, text: str) -> Found | None:
    """Return what a text shows of what the query refuses, where it does not refuse it itself."""
    found = []
    for refusal in asked.query.refused:
        places = [at for word in refusal.words for at in _meant(text, word)]
        if places:
            found.append((refusal.said, places[0]))
    if not found:
        return None
    said = ", ".join(name for name, _ in found)
    return len(found) / len(asked.query.refused), said, found[0][1]


def words_in(asked: Asked, text: str) -> tuple[str, Span] | None:
    """Return what a text says of the query's words, then how it writes its everyday ones, and a place."""
    said = plain(text)
    found = found_words(asked.terms.weights, asked.query.text, text)
    near = [word for word in asked.written if word in said]
    near = near or stretches(asked.near.weights, said)
    names = ", ".join(near[:2])
    if found and (found[1].end - found[1].start > 1 or not names):
        return f"{found[0]}, {names}" if names else found[0], found[1]
    return (names, _place(said, near[0])) if names else None


def wording(asked: Asked, text: str) -> tuple[str, Span] | None:
    """Return the names and wordings of concepts that a text says, the surest concept's first, and a place.

    Where it says none whole, it is the stretches of their terms that it holds, the weightiest first.
    """
    lowered = plain(text)
    ranked = sorted(asked.concepts, key=lambda one: -one.weight)
    phrases = [phrase for one in ranked for phrase in sorted(one.phrases, key=lambda said: -len(said))]
    found = [words for words in phrases if words.lower() in lowered] or stretches(asked.told.weights, lowered)
    return (", ".join(dict.fromkeys(found[:4])), _place(lowered, found[0].lower())) if found else None


def stretches(weights: Mapping[str, float], text: str) -> list[str]:
    """Return the terms that a text holds, the weightiest first, pairs that run on there as one stretch.

    >>> stretches({"健康": 1.0, "心理": 2.0, "理健": 0.5, "体检": 0.2}, "心理健康讲座")
    ['心理健康']
    """
    found: list[str] = []
    for term in sorted(weights, key=lambda term: -weights[term]):
        at = text.find(term)
        if at < 0 or any(term in stretch for stretch in found):
            continue
        start, end = at, at + len(term)
        while end < len(text) and text[end - 1 : end + 1] in weights:
            end += 1
        while start and text[start - 1 : start + 1] in weights:
            start -= 1
        found.append(text[start:end])
    return found


def reason(signal: Signal, weight: float, found: Found) -> Reason:
    """Return a signal as a reason; its weight is the part of the score that it gave."""
    value, detail, place = found
    return Reason(signal, detail, round(weight * value, 4), place.start, place.end)


def _sum(facet: Facet, known: Mapping[str, float]) -> tuple[float, str]:
    names = sorted(known, key=lambda name: (-facet.weights[name], name))
    value = sum(facet.weights[name] * known[name] for name in names) / sum(facet.weights.values())
    return value, ", ".join(facet.labels.get(name, name) for name in names[:4])


def _meant(text: str, word: str) -> list[Span]:
    """Return the places of a word that the words before it do not deny."""
    found, at = [], text.find(word)
    while at >= 0:
        if not any(no in text[max(at - 4, 0) : at] for no in "不无免没"):
            found.append(Span(at, at + len(word)))
        at = text.find(word, at + 1)
    return found


def _place(text: str, word: str) -> Span:
    at = text.find(word)
    return Span(at, at + len(word))


def _marks(names: Sequence[object]) -> str:
    return ", ".join("?" * len(names))
