"""A row of an indicator as a report: of whom, of what, of when, and how much, in words that compare."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.counting import keep
from kg.reconcile.figures import Figure, figure
from kg.reconcile.metrics import learned, metric, of_subject
from kg.reconcile.rows import EVERYTHING, IndicatorFilter, Row, rows_by_subject

if TYPE_CHECKING:
    from sqlite_utils import Database

_SPACE = re.compile(r"\W+")
# Words for the time of telling: as good as none.
_NOW = re.compile(
    r"(?:截至|截止|到)?(?:目前|现在|今|至今|迄今|当前|近日|日前|今天|当天|当日|近年来|近期|如今|发稿)(?:为止|时|起)?"
)
_REACHED = re.compile(r"(?:到|至|达|为|于)\W?$")


@dataclass(frozen=True, slots=True)
class Time:
    """When: the first and the last day, if known, and the words that tell it."""

    text: str | None
    days: tuple[date | None, date | None] | None

    @property
    def key(self) -> tuple[str, ...]:
        """What two times share that are one."""
        if self.days:
            return ("days", *(str(day) for day in self.days))
        return ("text", self.text or "")

    @property
    def clarity(self) -> int:
        """How much is known of it: 2 days, 1 words, 0 nothing."""
        return 2 if self.days else int(self.text is not None)


@dataclass(frozen=True, slots=True)
class Report:
    """What one sentence of one case says: its row, and what it is in the words that compare.

    `subject` is a thing's id, or that of the case's first edition where the subject is none. `change` is up
    or down where the number is by how much something changed. `voice` is the sentence without marks.
    """

    row: Mapping[str, Any]
    subject: str
    metric: str | None
    change: str | None
    figure: Figure
    time: Time
    voice: str
    published: date | None

    @property
    def key(self) -> tuple[str, ...]:
        """What reports of one observation share, but the time."""
        owner = "" if self.row["thing_id"] else _plain(self.row["subject"] or "")
        known = self.metric if self.metric is not None else f"?{self.row['fact']}"
        return owner, known, self.figure.unit, self.row["status"], self.change or ""

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands: case and stretch of text."""
        return self.row["case_id"], self.row["start"], self.row["end"]

    def at(self, time: Time) -> "Report":
        """Return the report with another time."""
        return self if time == self.time else replace(self, time=time)


def reports(
    db: "Database", wanted: IndicatorFilter = EVERYTHING, thing_id: str | None = None
) -> Iterator[Report]:
    """Yield the reports of a graph, those of one subject together.

    Raises:
        BadPeriod: the period that is asked for is none.
    """
    heads = keep(db, "learned heads", lambda: learned(db))
    return (report_of(row, heads) for row in rows_by_subject(db, wanted, thing_id))


def report_of(row: Row, heads: frozenset[str] = frozenset()) -> Report:
    """Return the report of a row of `rows_by_subject`; `heads` are those that the data added."""
    told = figure(row["op"], tuple(_exact(row[f"{n}_exact"]) for n in ("value", "low", "high")), *_units(row))
    return Report(
        row=row,
        subject=row["thing_id"] or row["origin"],
        metric=_metric(row, told.unit, heads),
        change=_change(row),
        figure=told,
        time=_time(row),
        voice=_plain(row["evidence"]),
        published=_day(row["published"]),
    )


def _units(row: Row) -> tuple[str, str]:
    return row["unit"], row["raw"]


def _metric(row: Row, unit: str, heads: frozenset[str]) -> str | None:
    if row["metric"] is None:
        return None
    found = metric(row["metric"], unit, heads)
    owner = None if row["thing_id"] or not row["subject"] else of_subject(found, row["subject"])
    return (owner or found).name


def _change(row: Row) -> str | None:
    """Return up or down where the number is a change, not what was reached by it."""
    if row["direction"] is None or row["earlier"] is not None or row["delta"] is not None:
        return None
    before = row["evidence"][: row["start"] - row["evidence_start"]]
    return None if _REACHED.search(before) else str(row["direction"])


def _time(row: Row) -> Time:
    start, end = _day(row["period_start"]), _day(row["period_end"])
    text = row["period"] and _plain(row["period"])
    words = None if not text or _NOW.fullmatch(text) else text
    return Time(words, (start, end) if start or end else None)


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _exact(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
