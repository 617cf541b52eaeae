"""Cases out of the store again, the values that went in."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.concepts import gather
from kg.errors import UnknownCase
from kg.rows import EXACT, Row
from kg.values import (
    Article,
    Author,
    Case,
    Concept,
    Entity,
    Indicator,
    Meaning,
    Measure,
    Notice,
    Part,
    Relation,
    Section,
    Source,
    Span,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

_ARTICLE = """
SELECT a.*, s.path, s.sha256, s.media_type, s.page, s.address
FROM articles a JOIN article_sources s ON s.article_id = a.id WHERE a.id = ?
"""
_FACTS = """
SELECT f.*, e.start AS evidence_start, e."end" AS evidence_end
FROM {} f JOIN evidence e ON e.id = f.evidence_id WHERE f.article_id = ? ORDER BY f.number
"""
_CONCEPTS = """
WITH RECURSIVE meant(id) AS (
  SELECT c.concept_id FROM measure_concepts c JOIN measures m ON m.id = c.measure_id WHERE m.article_id = ?
  UNION SELECT c.broader FROM concepts c JOIN meant ON meant.id = c.id WHERE c.broader IS NOT NULL
)
SELECT c.* FROM concepts c JOIN meant ON meant.id = c.id
"""
_PLAIN = (
    "metric", "subject", "op", "unit", "raw", "direction", "delta_unit", "period", "status", "confidence",
    "rule",
)  # fmt: skip


def case_ids(db: "Database") -> tuple[str, ...]:
    """Return the ids of all cases, in the order of their documents' paths and of their place in each."""
    rows = db.execute("SELECT article_id FROM article_sources ORDER BY path, number, article_id")
    return tuple(row[0] for row in rows)


def cases(db: "Database", ids: Iterable[str] | None = None) -> Iterator[Case]:
    """Yield the cases of these ids, or all of them.

    Raises:
        UnknownCase: an id is none of the database's.
    """
    for case_id in case_ids(db) if ids is None else ids:
        yield case(db, case_id)


def case(db: "Database", case_id: str) -> Case:
    """Return one case, equal to the one that was stored.

    Raises:
        UnknownCase: no case has this id.
    """
    row = next(db.query(_ARTICLE, [case_id]), None)
    if row is None:
        raise UnknownCase(case_id)
    measures = _measures(db, case_id)
    return Case(
        _article(db, row),
        _entities(db, case_id),
        tuple(_indicator(item) for item in db.query(_FACTS.format("indicators"), [case_id])),
        measures,
        tuple(_relation(item) for item in db.query(_FACTS.format("relations"), [case_id])),
        gather(measures, {item["id"]: Concept(**item) for item in db.query(_CONCEPTS, [case_id])}),
    )


def _below(db: "Database", table: str, article_id: str) -> Iterator[Row]:
    return db.query(f"SELECT * FROM {table} WHERE article_id = ? ORDER BY number", [article_id])


def _article(db: "Database", row: Row) -> Article:
    article_id = row["id"]
    return Article(
        id=article_id,
        source=Source(row["path"], row["sha256"], row["media_type"], row["page"]),
        text=row["text"],
        parts=tuple(Part(item["kind"], _span(item)) for item in _below(db, "parts", article_id)),
        column=row["column"],
        title=row["title"],
        authors=tuple(
            Author(item["name"], item["organization"], item["position"])
            for item in _below(db, "authors", article_id)
        ),
        publisher=row["publisher"],
        published=_day(row["published"]),
        sections=tuple(Section(item["heading"], _span(item)) for item in _below(db, "sections", article_id)),
        notices=tuple(
            Notice(item["code"], _span(item), item["message"]) for item in _below(db, "warnings", article_id)
        ),
        address=row["address"],
    )


def _entities(db: "Database", article_id: str) -> tuple[Entity, ...]:
    places: dict[str, list[Span]] = defaultdict(list)
    for row in db.query(
        "SELECT m.* FROM mentions m JOIN entities e ON e.id = m.entity_id "
        "WHERE e.article_id = ? ORDER BY m.number",
        [article_id],
    ):
        places[row["entity_id"]].append(_span(row))
    return tuple(
        Entity(
            _own(row["id"]), row["type"], row["name"], tuple(json.loads(row["aliases"])),
            tuple(places[row["id"]]), row["rule"],
        )
        for row in _below(db, "entities", article_id)
    )  # fmt: skip


def indicators_of(db: "Database", row_ids: Iterable[str]) -> dict[str, Indicator]:
    """Return the indicators of these rows, by the row's id."""
    wanted = list(row_ids)
    sql = _FACTS.replace("f.article_id = ?", f"f.id IN ({', '.join('?' * len(wanted))})").format("indicators")
    return {row["id"]: _indicator(row) for row in db.query(sql, wanted)}


def _indicator(row: Row) -> Indicator:
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
    plain |= {name: _exact(row[f"{name}_exact"]) for name in EXACT}
    return Indicator(
        **plain,
        id=_own(row["id"]),
        subject_id=_reference(row["subject_id"]),
        period_start=_day(row["period_start"]),
        period_end=_day(row["period_end"]),
        span=_span(row),
        evidence=_evidence(row),
    )


def _measures(db: "Database", article_id: str) -> tuple[Measure, ...]:
    results: dict[str, list[str]] = defaultdict(list)
    for row in _of_measures(db, "measure_results", article_id):
        results[row["measure_id"]].append(_own(row["indicator_id"]))
    meanings: dict[str, list[Meaning]] = defaultdict(list)
    for row in _of_measures(db, "measure_concepts", article_id):
        meanings[row["measure_id"]].append(Meaning(row["concept_id"], row["score"]))
    rows = db.query(_FACTS.format("measures"), [article_id])
    return tuple(_measure(row, tuple(results[row["id"]]), tuple(meanings[row["id"]])) for row in rows)


def _of_measures(db: "Database", table: str, article_id: str) -> Iterator[Row]:
    """Return the rows of a table below the measures of an article, in their order."""
    sql = f"SELECT r.* FROM {table} r JOIN measures m ON m.id = r.measure_id "
    return db.query(sql + "WHERE m.article_id = ? ORDER BY r.number", [article_id])


def _measure(row: Row, results: tuple[str, ...], meanings: tuple[Meaning, ...]) -> Measure:
    named = ("text", "action", "object", "actor", "beneficiary", "theme", "concept", "confidence", "rule")
    return Measure(
        **{name: row[name] for name in named},
        id=_own(row["id"]),
        actor_id=_reference(row["actor_id"]),
        results=results,
        concepts=meanings,
        span=_span(row),
        evidence=_evidence(row),
    )


def _relation(row: Row) -> Relation:
    return Relation(_own(row["head"]), row["type"], _own(row["tail"]), _evidence(row), row["rule"])


def _own(row_id: str) -> str:
    """Return the part of a row's id that is the fact's own within its article."""
    return row_id.rpartition("/")[2]


def _reference(row_id: str | None) -> str | None:
    return None if row_id is None else _own(row_id)


def _span(row: Row) -> Span:
    return Span(row["start"], row["end"])


def _evidence(row: Row) -> Span:
    return Span(row["evidence_start"], row["evidence_end"])


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _exact(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
