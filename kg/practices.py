"""Reusable practices for a need: the measures whose words or concepts answer it, with what came of them.

A measure's score is a weighted sum of signals: how much of the need its sentence, its clause and its concepts
say, how much its case says, whether the need names its actor; and a part more for having reported results.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.asked import Asked, asked_by_text
from kg.cases import indicators_of
from kg.duplicates import group
from kg.filters import Filters, measures_within
from kg.index import Within
from kg.measures import WEIGHTS, Scored, marks, meant, measures, rows_of
from kg.mending import mended
from kg.records import to_fact
from kg.rows import Row
from kg.search import Pick, Reason, Signal, Twin, paths, picked
from kg.signals import reason, wording, words_in
from kg.values import Indicator, Span, Wanted

if TYPE_CHECKING:
    from sqlite_utils import Database

_GROUPED = 4  # measures for each answer, of which some tell of one event
_WHOLE = """
SELECT m.*, a.title, a.text AS article, e.text AS evidence, e.start AS sentence_start
FROM measures m JOIN articles a ON a.id = m.article_id JOIN evidence e ON e.id = m.evidence_id
WHERE m.docid IN ({})
"""


@dataclass(frozen=True, slots=True)
class Practice:
    """A measure that was found, with its results and the sentence that says it.

    `measure_id` is unique in the database; `start` and `end` mark the measure's clause in the case's text;
    `also` are the clauses of the sentence's other measures that answer the need, the better ones first.
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
    also: tuple[str, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return the practice's JSON object."""
        record = {name: getattr(self, name) for name in self.__slots__}
        record["duplicates"] = [asdict(twin) for twin in self.duplicates]
        record["reasons"] = [asdict(reason) for reason in self.reasons]
        record["results"] = [to_fact(indicator) for indicator in self.results]
        return record


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
    Where measures are worth the same, one of each case comes before a second of any. Measures of one sentence
    are one hit, and so are those of several reports of one event, which names the other reports. `pick`
    chooses from what was found.
    """
    within = measures_within(db, filters)
    return mended(db, lambda: _answer(db, asked_by_text(db, text, concepts), within, top, pick))


def _answer(
    db: "Database", asked: Asked, within: Within | None, top: int, pick: Pick | None
) -> tuple[Practice, ...]:
    said = _by_sentence(measures(db, asked, within, best=_GROUPED * top))
    ranked = [first for first, *_ in said]
    told = [f"{one.row['text']}{one.row['evidence']}" for one in ranked]
    groups = group(told, top, owners=[one.row["article_id"] for one in ranked])
    chosen = picked(pick, [_telling(ranked[first].row) for first, *_ in groups])
    found = _practices(db, asked, {at + 1: ranked[groups[at][0]] for at in chosen})
    twins = _twins(db, [[ranked[number].row["article_id"] for number in groups[at][1:]] for at in chosen])
    also = [tuple(other.row["text"] for other in said[groups[at][0]][1:]) for at in chosen]
    return tuple(
        replace(one, duplicates=others, also=clauses)
        for one, others, clauses in zip(found, twins, also, strict=True)
    )


def _by_sentence(ranked: Iterable[Scored]) -> list[list[Scored]]:
    """Return the measures of each sentence together, where the best of them stands."""
    said: dict[tuple[str, int], list[Scored]] = {}
    for one in ranked:
        said.setdefault((one.row["article_id"], one.row["sentence_start"]), []).append(one)
    return [*said.values()]


def _telling(row: Row) -> Row:
    """Return what tells whether a measure is wanted."""
    return {"case_id": row["article_id"]} | {name: row[name] for name in ("theme", "concept", "has_results")}


def _practices(db: "Database", asked: Asked, best: Mapping[int, Scored]) -> list[Practice]:
    """Return the best measures, by their ranks, as practices with their reasons and results."""
    rows = [one.row for one in best.values()]
    docids = [row["docid"] for row in rows]
    whole = {row["docid"]: row for row in db.query(_WHOLE.format(marks(docids)), docids)}
    sure, results = meant(db, asked.concepts, [row["id"] for row in rows]), _results(db, docids)
    known, found = paths(db, [row["article_id"] for row in rows]), []
    for rank, scored in best.items():
        own = scored.row["id"]
        one = replace(scored, row=whole[scored.row["docid"]])
        mine, concept = results.get(own, ()), sure.get(own, ("", 0.0))[0]
        practice = _practice(rank, one, _reasons(asked, one, concept, mine), mine)
        found.append(replace(practice, path=known[practice.case_id]))
    return found


def _reasons(asked: Asked, scored: Scored, concept: str, results: Sequence[Indicator]) -> list[Reason]:
    row, values, start = scored.row, scored.values, scored.row["sentence_start"]
    clause = Span(row["start"], row["end"])
    found: dict[Signal, tuple[str, Span] | None] = {
        "words": _shifted(words_in(asked, row["evidence"]), start),
        "wording": _shifted(wording(asked, row["evidence"]), start),
        "concept": (concept, clause),
        "case": _longer(words_in(asked, row["article"]), wording(asked, row["article"])),
        "results": (", ".join(one.raw for one in results[:3]), results[0].span) if results else None,
        "doubt": (f"{row['confidence']:.2f}", clause),
    }
    found |= {signal: (detail, place) for signal, (_, detail, place) in scored.found.items()}
    reasons = []
    for signal, value in values.items():
        if value:
            detail, place = found[signal] or (row["concept"] or row["text"], clause)
            reasons.append(reason(signal, WEIGHTS[signal], (value, detail, place)))
    return reasons


def _longer(*found: tuple[str, Span] | None) -> tuple[str, Span] | None:
    """Return what begins with the longest stretch, which tells most."""
    return max((one for one in found if one), key=lambda one: len(one[0].split(", ")[0]), default=None)


def _shifted(found: tuple[str, Span] | None, by: int) -> tuple[str, Span] | None:
    return found and (found[0], found[1].shifted(by))


def _results(db: "Database", docids: Sequence[int]) -> Mapping[str, tuple[Indicator, ...]]:
    """Return the results of each measure by its row's id."""
    sql = (
        "SELECT r.measure_id, r.indicator_id FROM measure_results r JOIN measures m ON m.id = r.measure_id "
        f"WHERE m.docid IN ({marks(docids)}) ORDER BY r.measure_id, r.number"
    )
    links = db.execute(sql, list(docids)).fetchall()
    indicators = indicators_of(db, {indicator_id for _, indicator_id in links})
    found: dict[str, tuple[Indicator, ...]] = {}
    for measure_id, indicator_id in links:
        found[measure_id] = (*found.get(measure_id, ()), indicators[indicator_id])
    return found


def _twins(db: "Database", groups: Sequence[Sequence[str]]) -> list[tuple[Twin, ...]]:
    """Return groups of cases, by their ids, as other reports of an event, each once."""
    ids = sorted({own for group in groups for own in group})
    known = paths(db, ids)
    titles = dict(rows_of(db, "SELECT id, title FROM articles WHERE id IN ({})", ids))
    return [tuple(Twin(own, titles[own], known[own]) for own in dict.fromkeys(group)) for group in groups]


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
