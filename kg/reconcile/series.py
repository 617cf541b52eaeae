"""How the indicators of one thing went over time: what a chart draws."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.reconcile.metrics import metric as read_metric
from kg.reconcile.observations import Observation, observations
from kg.resolve import named
from kg.values import ENTITY_TYPES

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Series:
    """The observations of one subject, metric, unit, status and change whose days are known, in their order.

    A point that is in conflict holds every claim; nothing is chosen for the reader.
    """

    subject: str
    thing_id: str
    metric: str
    unit: str
    status: str
    change: str | None
    points: tuple[Observation, ...]


def series(db: "Database", subject: str, metric: str | None = None) -> tuple[Series, ...]:
    """Return the series of a thing (its id or any of its names), longest first; of one metric or of all.

    Of several things that bear the name, those of each follow one another. A metric is told in any wording.
    """
    found = [line for thing in things_named(db, subject) for line in _series_of(db, thing)]
    if metric is not None:
        found = [line for line in found if line.metric == read_metric(metric, line.unit).name]
    return tuple(found)


def things_named(db: "Database", subject: str) -> tuple[str, ...]:
    """Return the ids of the things that have this id or bear this name."""
    if db.execute("SELECT 1 FROM things WHERE id = ?", [subject]).fetchone():
        return (subject,)
    return tuple(sorted(named(db, ((kind, subject) for kind in ENTITY_TYPES))))


def _series_of(db: "Database", thing_id: str) -> list[Series]:
    lines: dict[tuple[str, str, str, str], list[Observation]] = defaultdict(list)
    for one in observations(db, thing_id=thing_id):
        if one.metric is not None and (one.period_start or one.period_end):
            lines[one.metric, one.unit, one.status, one.change or ""].append(one)
    made = [_line(points) for points in lines.values()]
    return sorted(made, key=lambda line: (-len(line.points), line.metric, line.unit, line.status))


def _line(points: list[Observation]) -> Series:
    first = points[0]
    ordered = sorted(points, key=lambda one: (_moment(one), one.period_start or date.min, one.id))
    return Series(
        first.subject or "", first.thing_id or "", first.metric or "", first.unit, first.status,
        first.change, tuple(ordered),
    )  # fmt: skip


def _moment(one: Observation) -> date:
    """Return the day that an observation stands for on an axis: its period's last."""
    return one.period_end or one.period_start or date.min
