"""Indicators in pages, filtered and sorted."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from kg.catalogue.pages import Clause, Listing, Page, Row
from kg.values import Status

if TYPE_CHECKING:
    from sqlite_utils import Database

IndicatorOrder = Literal["metric", "subject", "value", "unit", "period", "status", "confidence", "title"]

COLUMNS = """i.id AS indicator_id, i.article_id AS case_id, a.title, s.path, i.metric, i.subject,
n.thing_id AS entity_id, i.value, i.low, i.high, i.op, i.unit, i.raw, i.direction, i.earlier AS "from",
i.delta, i.delta_unit, i.period, i.period_start, i.period_end, i.status, i.start, i."end", e.text AS evidence,
e.start AS evidence_start, i.confidence"""
_JOINED = {
    "a": "JOIN articles a ON a.id = i.article_id",
    "e": "JOIN evidence e ON e.id = i.evidence_id",
    "s": "JOIN article_sources s ON s.article_id = i.article_id",
    "n": "LEFT JOIN entities n ON n.id = i.subject_id",
}
_ONCE = "i.id NOT IN (SELECT indicator_id FROM repeated_indicators)"
_VALUE = "coalesce(i.value, i.low, i.high, -1e308)"
_KEYS: dict[IndicatorOrder, str] = {
    "metric": "coalesce(i.metric, '')",
    "subject": "coalesce(i.subject, '')",
    "value": _VALUE,
    "unit": "i.unit",
    "period": "coalesce(i.period_end, '')",
    "status": "i.status",
    "confidence": "i.confidence",
    "title": "coalesce(a.title, '')",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSelection:
    """What an indicator must be; each part that is given must hold.

    What editions of a case tell again is left out, unless the case itself is asked for. `text` is a part of
    its metric, subject or sentence; `metric` its whole metric; `entity` the id of the thing that it is of;
    `year` one that its period touches; `least` and `most` bound its value in its unit.
    """

    text: str | None = None
    metric: str | None = None
    unit: str | None = None
    status: Status | None = None
    entity: str | None = None
    case_id: str | None = None
    year: int | None = None
    least: float | None = None
    most: float | None = None
    confidence: float | None = None

    def clauses(self) -> list[Clause]:
        """Return the conditions on an indicator `i`, its sentence `e` and its subject `n`."""
        told = "(instr(coalesce(i.metric, ''), ?) OR instr(coalesce(i.subject, ''), ?) OR instr(e.text, ?))"
        first, last = (self.year and date(self.year, 1, 1)), (self.year and date(self.year, 12, 31))
        wanted: list[tuple[object, str]] = [
            (self.text, told),
            (self.metric, "i.metric = ?"),
            (self.unit, "i.unit = ?"),
            (self.status, "i.status = ?"),
            (self.entity, "n.thing_id = ?"),
            (self.case_id, "i.article_id = ?"),
            (last and last.isoformat(), "i.period_start <= ?"),
            (first and first.isoformat(), "i.period_end >= ?"),
            (self.least, f"{_VALUE} >= ?"),
            (self.most, f"{_VALUE} <= ?"),
            (self.confidence, "i.confidence >= ?"),
        ]
        asked = [(text, (value,) * text.count("?")) for value, text in wanted if value is not None]
        return [*asked, *([(_ONCE, ())] if self.case_id is None else [])]


EVERYTHING = IndicatorSelection()


def list_indicators(
    db: "Database",
    selection: IndicatorSelection = EVERYTHING,
    *,
    order: IndicatorOrder = "metric",
    descending: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return a page of the indicators that a selection wants, each with its case and its sentence.

    `indicator_id` is unique in the database; `evidence_start` is where the sentence begins in the text.

    Raises:
        BadCursor: the cursor is none that this list gave.
    """
    key, clauses = _KEYS[order], selection.clauses()
    listing = Listing(
        columns=COLUMNS, tables=tables(), narrow=tables(key, *(text for text, _ in clauses)),
        id="i.id", key=key, clauses=clauses, descending=descending,
    )  # fmt: skip
    page = listing.page(db, cursor, limit)
    return Page(tuple(plain(row) for row in page.rows), page.total, page.cursor)


def tables(*told: str) -> str:
    """Return the tables that some expressions speak of, all for none."""
    named = {name for text in told for name in re.findall(r"\b([a-z])\.", text)} or set(_JOINED)
    return " ".join(["indicators i", *(join for name, join in _JOINED.items() if name in named)])


def plain(row: Row) -> Row:
    """Return a row whose whole numbers are int."""
    return {name: _whole(value) for name, value in row.items()}


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
