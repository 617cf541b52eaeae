"""Reusable practices for a need: the measures whose words or concept answer it, with what came of them.

A measure's score is its BM25 share over words, object, concept and sentence, more for a concept of the query,
more for an actor that the query names, and a fifth more for having reported results.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kg.cases import indicators_of
from kg.records import to_fact
from kg.rows import Row
from kg.search import Reason, Signal, Words, match_words, named_concepts, shared, weigh
from kg.values import Indicator

if TYPE_CHECKING:
    from sqlite_utils import Database

WEIGHTS: Mapping[Signal, float] = {"words": 0.55, "concept": 0.3, "actor": 0.05, "results": 0.2}

Scored = tuple[float, Row, list[Reason]]

_CANDIDATES = 300
_USUAL = 120.0  # characters of a sentence, with a clause and a concept twice
_PRACTICE = """
SELECT m.*, a.title, s.path, e.text AS evidence, e.start AS sentence_start, e."end" AS sentence_end
FROM measures m JOIN articles a ON a.id = m.article_id JOIN article_sources s ON s.article_id = a.id
JOIN evidence e ON e.id = m.evidence_id WHERE m.docid IN ({})
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

    def to_record(self) -> dict[str, Any]:
        """Return the practice's JSON object."""
        record = {name: getattr(self, name) for name in self.__slots__}
        record["reasons"] = [asdict(reason) for reason in self.reasons]
        record["results"] = [to_fact(indicator) for indicator in self.results]
        return record


def practices(
    db: "Database", text: str, *, top: int = 10, concepts: Sequence[str] = ()
) -> tuple[Practice, ...]:
    """Return the measures that best answer a need, best first, each with its reasons.

    `concepts` are the practice concepts that the caller read in the need; others are known by their names.
    Where measures are worth the same, one of each case comes before a second of any.
    """
    concepts = [*{*concepts} | named_concepts(db, text)]
    words = weigh(db, "search_measures", text)
    docids = [*match_words(db, words, _CANDIDATES) | _of_concepts(db, concepts)]
    results = _results(db, docids)
    scored: list[Scored] = []
    for row in db.query(_PRACTICE.format(_marks(docids)), docids):
        reasons = _reasons(row, text, words, concepts)
        reasons += _results_reason(results.get(row["id"], ()), sum(reason.weight for reason in reasons))
        scored.append((round(sum(reason.weight for reason in reasons), 4), row, reasons))
    return tuple(
        _practice(rank, score, row, reasons, results.get(row["id"], ()))
        for rank, (score, row, reasons) in enumerate(_order(scored)[:top], 1)
    )


def _order(scored: Iterable[Scored]) -> list[Scored]:
    """Return scored measures best first, those of one score case by case in turn."""
    turns: Counter[tuple[float, str]] = Counter()
    keyed = []
    for score, row, reasons in sorted(
        scored, key=lambda item: (-item[0], -item[1]["confidence"], item[1]["id"])
    ):
        turns[score, row["article_id"]] += 1
        keyed.append((-score, turns[score, row["article_id"]], (score, row, reasons)))
    return [item for _, _, item in sorted(keyed, key=itemgetter(0, 1))]


def _marks(names: Sequence[object]) -> str:
    return ", ".join("?" * len(names))


def _of_concepts(db: "Database", concepts: Sequence[str]) -> set[int]:
    """Return the measures of these concepts, those with results first, then the surest."""
    sql = (
        f"SELECT docid FROM measures m WHERE concept IN ({_marks(concepts)}) ORDER BY "
        "EXISTS (SELECT 1 FROM measure_results r WHERE r.measure_id = m.id) DESC, confidence DESC, id "
        f"LIMIT {_CANDIDATES}"
    )
    return {int(row[0]) for row in db.execute(sql, list(concepts))}


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


def _reasons(row: Row, query: str, words: Words, concepts: Iterable[str]) -> list[Reason]:
    reasons = []
    # The sentence holds the clause already; the clause and its concept count twice more.
    told = "\n".join((row["evidence"], *(row["text"], row["concept"] or "") * 2))
    share = words.share(told, _USUAL)
    if found := shared(query, row["evidence"], words):
        place, detail = found[0][1].shifted(row["sentence_start"]), ", ".join(name for name, _ in found)
        reasons.append(Reason("words", detail, round(WEIGHTS["words"] * share, 4), place.start, place.end))
    if row["concept"] in concepts:
        reasons.append(Reason("concept", row["concept"], WEIGHTS["concept"], row["start"], row["end"]))
    if row["actor"] and row["actor"] in query:
        reasons.append(Reason("actor", row["actor"], WEIGHTS["actor"], row["start"], row["end"]))
    return reasons


def _results_reason(results: Sequence[Indicator], relevance: float) -> list[Reason]:
    """Return what came of a measure as a reason, worth a part of how well the measure answers."""
    if not results or not relevance:
        return []
    detail = ", ".join(indicator.raw for indicator in results[:3])
    place = results[0].span
    return [Reason("results", detail, round(WEIGHTS["results"] * relevance, 4), place.start, place.end)]


def _practice(
    rank: int, score: float, row: Row, reasons: Iterable[Reason], results: tuple[Indicator, ...]
) -> Practice:
    named = (
        "title",
        "path",
        "text",
        "action",
        "object",
        "actor",
        "beneficiary",
        "theme",
        "concept",
        "evidence",
    )
    return Practice(
        **{name: row[name] for name in (*named, "start", "end")},
        rank=rank,
        case_id=row["article_id"],
        score=score,
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.weight)),
        measure_id=row["id"],
        results=results,
    )
