"""Reusable practices for a need: the measures whose words or concepts answer it, with what came of them.

A measure's score is a weighted sum of signals: how much of the need its sentence, its clause and its concepts
say, how much its case says, whether the need names its actor; and a part more for having reported results.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kg.asked import Asked, Sought, asked_by_text, indexed
from kg.cases import indicators_of
from kg.duplicates import group
from kg.filters import Filters, measures_within
from kg.index import FEW, Within, match_terms, mended
from kg.records import to_fact
from kg.rows import Row
from kg.search import Pick, Reason, Signal, Twin, found_words, paths, picked
from kg.signals import Found, against_best, doubt, lexical, reason, refused, surest, traits, wording
from kg.values import Indicator, Span, Wanted

if TYPE_CHECKING:
    from sqlite_utils import Database

WEIGHTS: Mapping[Signal, float] = {
    "words": 0.4, "wording": 0.5, "concept": 0.3, "case": 0.2, "actor": 0.05, "trait": 0.1, "refused": -0.3,
    "results": 0.2,
}  # fmt: skip

_FOUND = 100  # measures that the index finds by words, and by wordings
_OF_CONCEPT = 80  # measures of each concept
_OF_CASES = 15  # cases whose measures are looked at too
_USUAL = 120.0  # characters of a sentence, with a clause and a concept twice
_PRACTICE = """
SELECT m.*, a.title, a.text AS article, e.text AS evidence, e.start AS sentence_start,
EXISTS (SELECT 1 FROM measure_results r WHERE r.measure_id = m.id) AS has_results
FROM measures m JOIN articles a ON a.id = m.article_id JOIN evidence e ON e.id = m.evidence_id
WHERE m.docid IN ({})
"""


@dataclass(frozen=True, slots=True)
class Practice:
    """A measure that was found, with its results and the sentence that says it.

    `measure_id` is unique in the database; `start` and `end` mark the measure's clause in the case's text.
    """

    rank: int
    case_id: str
    title: str | None
    path: str
    score: float
    reasons: tuple[Reason, ...]
    measure_id: str
    text: str
    action: str
    object: str
    actor: str | None
    beneficiary: str | None
    theme: str
    concept: str | None
    results: tuple[Indicator, ...]
    evidence: str
    start: int
    end: int
    duplicates: tuple[Twin, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return the practice's JSON object."""
        record = {name: getattr(self, name) for name in self.__slots__}
        record["duplicates"] = [asdict(twin) for twin in self.duplicates]
        record["reasons"] = [asdict(reason) for reason in self.reasons]
        record["results"] = [to_fact(indicator) for indicator in self.results]
        return record


@dataclass(frozen=True, slots=True)
class Scored:
    """A measure's row, how much it has of each signal, and the weighted sum."""

    row: Row
    values: Mapping[Signal, float]
    score: float


def practices(
    db: "Database",
    text: str,
    *,
    top: int = 10,
    concepts: Sequence[Wanted | str] = (),
    filters: Filters | None = None,
    pick: Pick | None = None,
) -> tuple[Practice, ...]:
    """Return the measures that best answer a need, best first, each with its reasons.

    `concepts` are the practice concepts that the caller read in the need; others are known by their names.
    Where measures are worth the same, one of each case comes before a second of any. Measures of several
    reports of one event are one hit, which names the other reports. `pick` chooses from what was found.
    """
    within = measures_within(db, filters)
    return mended(db, lambda: _answer(db, asked_by_text(db, text, concepts), within, top, pick))


def _answer(
    db: "Database", asked: Asked, within: Within | None, top: int, pick: Pick | None
) -> tuple[Practice, ...]:
    docids = _docids(db, asked, within)
    if not docids:
        return ()
    rows = [*db.query(_PRACTICE.format(_marks(docids)), docids)]
    ranked = [one for one in _order(_scored(db, asked, rows)) if one.score > 0][: 4 * top]
    told = [f"{one.row['text']}{one.row['evidence']}" for one in ranked]
    groups = group(told, top, owners=[one.row["article_id"] for one in ranked])
    chosen = picked(pick, [_telling(ranked[first].row) for first, *_ in groups])
    best = [ranked[groups[at][0]].row for at in chosen]
    meant, results = _meant(db, asked.concepts, best), _results(db, [row["docid"] for row in best])
    known = paths(db, [ranked[number].row["article_id"] for at in chosen for number in groups[at]])
    found = []
    for at in chosen:
        first, *others = groups[at]
        own = ranked[first].row["id"]
        mine, concept = results.get(own, ()), meant.get(own, ("", 0.0))[0]
        practice = _practice(at + 1, ranked[first], _reasons(asked, ranked[first], concept, mine), mine)
        twins = [_twin(ranked[other].row, known) for other in others]
        found.append(replace(practice, path=known[practice.case_id], duplicates=tuple(twins)))
    return tuple(found)


def _telling(row: Row) -> Row:
    """Return what tells whether a measure is wanted."""
    return {"case_id": row["article_id"]} | {name: row[name] for name in ("theme", "concept", "has_results")}


def _docids(db: "Database", asked: Asked, within: Within | None) -> list[int]:
    """Return the measures that may answer: by their words, their concepts, and the words of their case."""
    if within is not None and within.size <= FEW:
        return [docid for (docid,) in db.execute(within.sql, within.parameters)]
    terms = indexed(asked.terms)
    found = match_terms(db, "search_measures", terms, _FOUND, within=within)
    found += match_terms(db, "search_measures", indexed(asked.told), _FOUND, within=within)
    found += _of_concepts(db, asked.concepts, within)
    cases = match_terms(db, "search_articles", terms, _OF_CASES)
    return [*{*found, *_of_cases(db, cases, within)}]


def _of_cases(db: "Database", cases: Sequence[int], within: Within | None) -> list[int]:
    sql = (
        "SELECT o.docid FROM articles c CROSS JOIN measures o ON o.article_id = c.id "
        f"WHERE c.docid IN ({_marks(cases)}) {_allowed(within)}"
    )
    return [int(row[0]) for row in db.execute(sql, [*cases, *(within.parameters if within else ())])]


def _of_concepts(db: "Database", concepts: Iterable[Sought], within: Within | None) -> list[int]:
    """Return the measures that most surely mean the concepts."""
    sql = (
        f"SELECT o.docid FROM ({surest(within)}) s CROSS JOIN measures o ON o.id = s.measure_id "
        f"WHERE 1 {_allowed(within)} LIMIT {_OF_CONCEPT}"
    )
    parameters = within.parameters if within else ()
    return [int(row[0]) for one in concepts for row in db.execute(sql, [one.name, *parameters])]


def _allowed(within: Within | None) -> str:
    return f"AND {within.allows('o.docid')}" if within else ""


def _scored(db: "Database", asked: Asked, rows: Sequence[Row]) -> list[Scored]:
    if not rows:
        return []
    # The sentence holds the clause already; the clause and its concept count twice more.
    told = ["\n".join((row["evidence"], *(row["text"], row["concept"] or "") * 2)) for row in rows]
    words, wordings = lexical(asked, told, _USUAL)
    cases, meant = _case_shares(asked, rows), _meant(db, asked.concepts, rows)
    scored, unsaid = [], doubt(words) ** 0.5
    for row, word, said in zip(rows, map(float, against_best(words)), map(float, wordings), strict=True):
        sure = meant.get(row["id"], ("", 0.0))[1]
        told_by = (word, said * unsaid, sure * unsaid, cases[row["article_id"]])
        values = _values(asked, row, told_by)
        score = sum(WEIGHTS[signal] * value for signal, value in values.items())
        scored.append(Scored(row, values, round(score, 4)))
    return scored


def _values(asked: Asked, row: Row, told: tuple[float, float, float, float]) -> dict[Signal, float]:
    """Return the signals of a measure; `told` are its words, wording, concept and the words of its case."""
    word, said, meant, case = told
    if not (word or said or meant):
        return {}
    values: dict[Signal, float] = {"words": word, "wording": said, "concept": meant, "case": case}
    signs: dict[Signal, Found | None] = {
        "actor": _actor(asked, row), "trait": _trait(asked, row), "refused": _refused(asked, row)
    }  # fmt: skip
    values |= {signal: found[0] if found else 0.0 for signal, found in signs.items()}
    relevance = sum(WEIGHTS[signal] * value for signal, value in values.items())
    values["results"] = max(relevance, 0.0) if row["has_results"] else 0.0
    return values


def _reasons(asked: Asked, scored: Scored, concept: str, results: Sequence[Indicator]) -> list[Reason]:
    row, values, start = scored.row, scored.values, scored.row["sentence_start"]
    clause, weights, text = Span(row["start"], row["end"]), asked.terms.weights, asked.query.text
    found: dict[Signal, tuple[str, Span] | None] = {
        "words": _shifted(found_words(weights, text, row["evidence"]), start),
        "wording": _shifted(wording(asked, row["evidence"]), start),
        "concept": (concept, clause),
        "case": found_words(weights, text, row["article"]),
        "actor": (row["actor"] or "", clause),
        "trait": _told(_trait(asked, row)),
        "refused": _told(_refused(asked, row)),
        "results": (", ".join(one.raw for one in results[:3]), results[0].span) if results else None,
    }
    reasons = []
    for signal, value in values.items():
        if value:
            detail, place = found[signal] or (row["concept"] or row["text"], clause)
            reasons.append(reason(signal, WEIGHTS[signal], (value, detail, place)))
    return reasons


def _case_shares(asked: Asked, rows: Iterable[Row]) -> dict[str, float]:
    """Return the share of the words of each case, by its id."""
    texts = {row["article_id"]: row["article"] for row in rows}
    average = sum(map(len, texts.values())) / len(texts)
    shares = asked.terms.shares([*texts.values()], average)
    return dict(zip(texts, map(float, shares), strict=True))


def _meant(db: "Database", concepts: Sequence[Sought], rows: Sequence[Row]) -> dict[str, tuple[str, float]]:
    """Return the concept that is asked for and that a measure means, and how surely, by the measure's id."""
    weights = {one.name: one.weight for one in concepts}
    ids = [row["id"] for row in rows]
    sql = (
        "SELECT mc.measure_id, c.name, mc.score FROM measure_concepts mc "
        f"CROSS JOIN concepts c ON c.id = mc.concept_id WHERE c.name IN ({_marks(weights)}) "
        f"AND mc.measure_id IN ({_marks(ids)})"
    )
    found: dict[str, tuple[str, float]] = {}
    for measure_id, name, score in db.execute(sql, [*weights, *ids]):
        if weights[name] * score > found.get(measure_id, ("", 0.0))[1]:
            found[measure_id] = (name, weights[name] * score)
    return found


def _actor(asked: Asked, row: Row) -> Found | None:
    actor = row["actor"]
    named = actor and len(actor) > 2 and actor in asked.query.text
    return (1.0, actor, Span(row["start"], row["end"])) if named else None


def _trait(asked: Asked, row: Row) -> Found | None:
    return traits(asked, {"text": row["article"]})


def _refused(asked: Asked, row: Row) -> Found | None:
    found = refused(asked, row["evidence"])
    return found and (found[0], found[1], found[2].shifted(row["sentence_start"]))


def _told(found: Found | None) -> tuple[str, Span] | None:
    return found and found[1:]


def _shifted(found: tuple[str, Span] | None, by: int) -> tuple[str, Span] | None:
    return found and (found[0], found[1].shifted(by))


def _order(scored: Iterable[Scored]) -> list[Scored]:
    """Return scored measures best first, those of one score case by case in turn."""
    turns: Counter[tuple[float, str]] = Counter()
    keyed = []
    for one in sorted(scored, key=lambda one: (-one.score, -one.row["confidence"], one.row["id"])):
        turns[one.score, one.row["article_id"]] += 1
        keyed.append((-one.score, turns[one.score, one.row["article_id"]], one))
    return [one for _, _, one in sorted(keyed, key=itemgetter(0, 1))]


def _marks(names: Iterable[object]) -> str:
    return ", ".join("?" for _ in names)


def _results(db: "Database", docids: Sequence[int]) -> Mapping[str, tuple[Indicator, ...]]:
    """Return the results of each measure by its row's id."""
    sql = (
        "SELECT r.measure_id, r.indicator_id FROM measure_results r JOIN measures m ON m.id = r.measure_id "
        f"WHERE m.docid IN ({_marks(docids)}) ORDER BY r.measure_id, r.number"
    )
    links = db.execute(sql, list(docids)).fetchall()
    indicators = indicators_of(db, {indicator_id for _, indicator_id in links})
    found: dict[str, tuple[Indicator, ...]] = {}
    for measure_id, indicator_id in links:
        found[measure_id] = (*found.get(measure_id, ()), indicators[indicator_id])
    return found


def _twin(row: Row, known: Mapping[str, str]) -> Twin:
    return Twin(row["article_id"], row["title"], known[row["article_id"]])


def _practice(
    rank: int, scored: Scored, reasons: Iterable[Reason], results: tuple[Indicator, ...]
) -> Practice:
    named = (
        "title", "text", "action", "object", "actor", "beneficiary", "theme", "concept", "evidence", "start",
        "end",
    )  # fmt: skip
    return Practice(
        **{name: scored.row[name] for name in named},
        rank=rank,
        case_id=scored.row["article_id"],
        path="",
        score=scored.score,
        reasons=tuple(sorted(reasons, key=lambda why: -abs(why.weight))),
        measure_id=scored.row["id"],
        results=results,
    )
