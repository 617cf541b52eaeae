"""What is told of the same of several enterprises, or in several places: numbers side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kg.catalogue.indicators import COLUMNS, EVERYTHING, IndicatorSelection, plain, tables
from kg.catalogue.pages import Row

if TYPE_CHECKING:
    from sqlite_utils import Database

Side = Literal["enterprise", "place"]

_FEWEST = 2
_ENTERPRISES = "things g ON g.id = n.thing_id AND g.type = 'enterprise'"
# A number is of a place if the place is its subject, or if its case says that its subject lies there.
_PLACES = """(SELECT e.id AS own, e.thing_id AS place FROM entities e WHERE e.type = 'place'
UNION SELECT r.head, p.thing_id FROM relations r JOIN entities p ON p.id = r.tail
WHERE r.type = 'located_in' AND p.type = 'place') o ON o.own = i.subject_id JOIN things g ON g.id = o.place"""
_SIDES: dict[Side, str] = {"enterprise": _ENTERPRISES, "place": _PLACES}
_SQL = """SELECT {columns}, g.id AS group_id, g.name AS group_name FROM {tables} JOIN {side} WHERE {where}
ORDER BY i.period_end DESC, i.confidence DESC, i.id LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one enterprise or place: the rows of its newest numbers, all that are of that time."""

    thing_id: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What enterprises or places are told to have of one unit, the greatest first."""

    unit: str
    sides: tuple[Told, ...]


def compare(
    db: "Database", selection: IndicatorSelection = EVERYTHING, *, by: Side, most: int = 500
) -> tuple[Comparison, ...]:
    """Return the indicators of a selection side by side, by enterprise or by place, for each unit.

    Only reported numbers, of each subject and metric the newest; where several are of the same time all stay,
    for nothing is chosen for the reader. `most` bounds the rows that are read. Rows are those of
    `list_indicators`.
    """
    clauses = [
        *selection.clauses(),
        ("i.status = 'actual'", ()),
        ("i.metric IS NOT NULL", ()),
        ("coalesce(i.value, i.high, i.low) IS NOT NULL", ()),
    ]
    sql = _SQL.format(
        columns=COLUMNS, tables=tables(), side=_SIDES[by], where=" AND ".join(text for text, _ in clauses)
    )
    rows = db.query(sql, [*(value for _, values in clauses for value in values), most])
    units: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        units[row["unit"]].append(plain(row))
    made = (Comparison(unit, tuple(_sides(some))) for unit, some in units.items())
    kept = [one for one in made if len(one.sides) >= _FEWEST]
    return tuple(sorted(kept, key=lambda one: (-len(one.sides), one.unit)))


def value_of(row: Mapping[str, Any]) -> float:
    """Return the number of a row, of a range the greater end."""
    return float(next(row[name] for name in ("value", "high", "low") if row[name] is not None))


def _sides(rows: Iterable[Row]) -> list[Told]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.pop("group_id"), row.pop("group_name")].append(row)
    told = [Told(own, name, _newest(some)) for (own, name), some in groups.items()]
    return sorted(told, key=lambda one: (-max(map(value_of, one.rows)), one.name, one.thing_id))


def _newest(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows of the newest time of each subject and metric; they come newest first."""
    kept: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in rows:
        mine = kept[row["entity_id"], row["metric"]]
        if not mine or mine[0]["period_end"] == row["period_end"]:
            mine.append(row)
    return tuple(row for some in kept.values() for row in some)
