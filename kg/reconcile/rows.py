"""Indicators as rows with their case and their sentence, all of them or those that are asked for."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import BadPeriod
from kg.reconcile.metrics import metric
from kg.reconcile.units import base
from kg.values import Status, Theme

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]

FIELDS = (
    "case_id", "title", "path", "id", "metric", "subject", "subject_id", "value", "low", "high", "op", "unit",
    "raw", "direction", "from", "delta", "delta_unit", "period", "period_start", "period_end", "status",
    "start", "end", "evidence", "confidence",
)  # fmt: skip
_COLUMNS = """
SELECT i.*, i.article_id AS case_id, i.earlier AS "from", a.title, a.published, s.path, e.text AS evidence,
  e.start AS evidence_start, t.id AS thing_id, t.name AS thing
"""
_ONCE = "SELECT 1 FROM repeated_indicators r WHERE r.indicator_id = i.id"
_OTHER_PATHS = """
(SELECT group_concat(path, '；') FROM (
  SELECT DISTINCT o.path FROM repeated_indicators r JOIN indicators k ON k.id = r.indicator_id
  JOIN article_sources o ON o.article_id = k.article_id WHERE r.first_id = i.id ORDER BY 1)) AS other_paths
"""
_JOINED = """
JOIN evidence e ON e.id = i.evidence_id JOIN article_sources s ON s.article_id = i.article_id
"""
_BY_PATH = f"""
{_COLUMNS}, {_OTHER_PATHS} FROM indicators i JOIN articles a ON a.id = i.article_id {_JOINED}
LEFT JOIN entities n ON n.id = i.subject_id LEFT JOIN things t ON t.id = n.thing_id
WHERE NOT EXISTS ({_ONCE}) AND {{}} ORDER BY s.path, s.number, a.id, i.number
"""
_OWNED = f"""
{_COLUMNS}, coalesce(g.first_id, a.id) AS origin, coalesce(r.first_id, i.id) AS fact
"""
_EDITIONS = """
LEFT JOIN editions g ON g.article_id = a.id LEFT JOIN repeated_indicators r ON r.indicator_id = i.id
"""
# CROSS JOIN keeps SQLite to this order, so that it walks indexes and sorts nothing.
_OF_THINGS = f"""
{_OWNED} FROM things t CROSS JOIN entities n ON n.thing_id = t.id
CROSS JOIN indicators i ON i.subject_id = n.id JOIN articles a ON a.id = i.article_id {_JOINED} {_EDITIONS}
WHERE {{}} ORDER BY t.id
"""
_OF_CASES = f"""
{_OWNED} FROM articles a CROSS JOIN indicators i ON i.article_id = a.id {_JOINED} {_EDITIONS}
LEFT JOIN things t ON t.id = NULL
WHERE i.subject_id IS NULL AND g.first_id IS NULL AND {{}} ORDER BY a.id
"""
_OF_GROUPS = f"""
{_OWNED} FROM editions g CROSS JOIN articles a ON a.id = g.article_id
CROSS JOIN indicators i ON i.article_id = a.id {_JOINED}
LEFT JOIN repeated_indicators r ON r.indicator_id = i.id LEFT JOIN things t ON t.id = NULL
WHERE i.subject_id IS NULL AND {{}} ORDER BY g.first_id
"""
_PLACE = """(i.subject LIKE :place ESCAPE '~' OR i.article_id IN (
  SELECT p.article_id FROM entities p JOIN things q ON q.id = p.thing_id WHERE p.type = 'place'
  AND (p.name LIKE :place ESCAPE '~' OR q.name LIKE :place ESCAPE '~')))"""
_ENTERPRISE = """i.subject_id IN (
  SELECT p.id FROM entities p WHERE p.thing_id IN (
    SELECT q.thing_id FROM entities q WHERE q.type = 'enterprise'
    AND (instr(q.name, :enterprise) OR instr(q.aliases, :enterprise))))"""
_THEME = """(i.evidence_id IN (SELECT evidence_id FROM measures WHERE theme = :theme) OR i.id IN (
  SELECT r.indicator_id FROM measure_results r JOIN measures m ON m.id = r.measure_id
  WHERE m.theme = :theme))"""
_PERIOD = """(i.period_start IS NOT NULL OR i.period_end IS NOT NULL)
  AND coalesce(i.period_start, i.period_end) <= :last AND coalesce(i.period_end, '9999') >= :first"""
_CONDITIONS = {
    "place": _PLACE,
    "enterprise": _ENTERPRISE,
    "theme": _THEME,
    "period": _PERIOD,
    "status": "i.status = :status",
    "confidence": "i.confidence >= :confidence",
}
_TIME = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class IndicatorFilter:
    """Which indicators are asked for; what is None asks for nothing.

    `place`: its subject begins with the place, or its case speaks of it. `enterprise`: its subject is one
    that bears this text in any of its names. `theme`: it is a result of a measure of this theme, or shares
    its sentence. `metric`: the text stands in it, or it is the same in the words of the vocabulary. `period`:
    a year, month or day, or two with `..` between, that meets the indicator's days. `confidence`: at least.
    """

    place: str | None = None
    enterprise: str | None = None
    theme: Theme | None = None
    metric: str | None = None
    period: str | None = None
    status: Status | None = None
    confidence: float | None = None

    def condition(self) -> tuple[str, dict[str, Any]]:
        """Return the filter as a condition of SQL and its values, all but the metric.

        Raises:
            BadPeriod: the period is none.
        """
        asked = [name for name in _CONDITIONS if getattr(self, name) is not None]
        values = {name: getattr(self, name) for name in asked}
        if self.place is not None:
            values["place"] = re.sub(r"([~%_])", r"~\1", self.place) + "%"
        if self.period is not None:
            values["first"], values["last"] = (day.isoformat() for day in days(self.period))
        return " AND ".join(_CONDITIONS[name] for name in asked) or "1", values

    def admits(self, row: Row) -> bool:
        """Tell whether a row measures what is asked for."""
        if self.metric is None:
            return True
        unit = base(row["unit"])[0]
        told = row["metric"] or ""
        return self.metric in told or metric(self.metric, unit) == metric(told, unit)


EVERYTHING = IndicatorFilter()


def indicator_rows(db: "Database", wanted: IndicatorFilter = EVERYTHING) -> Iterator[Row]:
    """Yield indicators with their case's id, title and path and the sentence that says each.

    One that editions of a case tell again comes once, with their paths. Keys are `FIELDS` and
    `other_paths`; ids are the case's own (`i1`, `e3`), whole numbers are int, days ISO.

    Raises:
        BadPeriod: the period that is asked for is none.
    """
    condition, values = wanted.condition()
    rows = (row for row in db.query(_BY_PATH.format(condition), values) if wanted.admits(row))
    return (shown(row) | {"other_paths": row["other_paths"]} for row in rows)


def rows_by_subject(
    db: "Database", wanted: IndicatorFilter = EVERYTHING, thing_id: str | None = None
) -> Iterator[Row]:
    """Yield the rows of indicators, those of one thing together, then those of each case without a thing.

    Without sorting, so that the first comes at once and memory does not grow. A row has all columns, with
    `thing_id` and `thing`, `origin`, the first edition of its case, and `fact`, the indicator that it tells
    again or itself. With `thing_id` only the rows of that thing.
    """
    condition, values = wanted.condition()
    if thing_id is not None:
        sqls = [_OF_THINGS.format(f"t.id = :thing_id AND {condition}")]
    else:
        sqls = [sql.format(condition) for sql in (_OF_THINGS, _OF_CASES, _OF_GROUPS)]
    for sql in sqls:
        yield from (row for row in db.query(sql, {**values, "thing_id": thing_id}) if wanted.admits(row))


def shown(row: Row) -> Row:
    """Return a row with the keys of `FIELDS` alone, as `indicator_rows` gives it."""
    own = {name: (row[name] and row[name].rpartition("/")[2]) for name in ("id", "subject_id")}
    return {name: own[name] if name in own else _number(row[name]) for name in FIELDS}


def days(period: str) -> tuple[date, date]:
    """Return the first and the last day of a period.

    Raises:
        BadPeriod: it is none.

    >>> days("2023-02"), days("2022..2023-06")[1]
    ((datetime.date(2023, 2, 1), datetime.date(2023, 2, 28)), datetime.date(2023, 6, 30))
    """
    first, marks, last = period.partition("..")
    start, end = _days(first, period), _days(last if marks else first, period)
    if start[0] > end[1]:
        raise BadPeriod(period)
    return start[0], end[1]


def _days(text: str, period: str) -> tuple[date, date]:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise BadPeriod(period)
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        start = date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise BadPeriod(period) from error
    last_month = month or 12
    return start, date(start.year, last_month, day or calendar.monthrange(start.year, last_month)[1])


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
