"""Charts as SVG, made here: bars of counts, and each series of an indicator over time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from pipeline.app.web.showing import amount, grouped
from pipeline.app.web.svg import NOTHING, link, picture, shape, text, title

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 640, 200, 64, 28, 14
_FEWEST, _MOST = 2, 12
_LABELS = 8


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and what it shows."""

    title: str
    unit: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a day, with the words that a reader sees on it and where it is told."""

    day: date
    value: float
    label: str
    link: str


def bars(counts: Sequence[tuple[str, int]], name: str) -> Markup | None:
    """Return bars of counts, each with what it counts, or nothing where there is nothing to see."""
    if not counts:
        return None
    most, step = max(count for _, count in counts), (_WIDTH - _LEFT) / len(counts)
    drawn = [_axis([(0, "0"), (most, grouped(most))], 0, most)]
    every = -(-len(counts) // _LABELS)
    for number, (said, count) in enumerate(counts):
        x, y = _LEFT + number * step, _y(count, 0, most)
        told = title(f"{said}: {grouped(count)}")
        drawn.append(
            shape("rect", told, x=x + step * 0.1, y=y, width=step * 0.8, height=_HEIGHT - _BOTTOM - y)
        )
        if number % every == 0:
            drawn.append(text(said, x + step / 2, _HEIGHT - 8, "middle"))
    seen = "; ".join(f"{said} {grouped(count)}" for said, count in counts)
    return picture(drawn, "bars", (_WIDTH, _HEIGHT), (name, seen), links=False)


def timelines(rows: Iterable[Mapping[str, Any]]) -> tuple[Chart, ...]:
    """Return a chart of each metric and unit of which the rows tell at least two days."""
    series: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in rows:
        value = row["value"] if row["value"] is not None else row["low"]
        if row["metric"] and row["period_end"] and value is not None and row["status"] == "actual":
            series[row["metric"], row["unit"]].append(_point(row, value))
    told = {key: points for key, points in series.items() if len({point.day for point in points}) >= _FEWEST}
    ordered = sorted(told, key=lambda key: (-len(told[key]), key))[:_MOST]
    return tuple(Chart(metric, unit, _timeline(metric, told[metric, unit])) for metric, unit in ordered)


def place_of(row: Mapping[str, Any]) -> str:
    """Return the address of the number that a row tells, in its case's text."""
    return f"/cases/{row['case_id']}#{row['indicator_id'].rpartition('/')[2]}"


def _point(row: Mapping[str, Any], value: float) -> Point:
    label = f"{row['subject'] or ''} {row['period'] or row['period_end']}: {amount(row)}".strip()
    return Point(date.fromisoformat(row["period_end"]), float(value), label, place_of(row))


def _timeline(name: str, points: Sequence[Point]) -> Markup:
    points = sorted(points, key=lambda point: (point.day, point.value))
    values = [point.value for point in points]
    low, high = min(0.0, *values), max(values)
    first, last = points[0].day.toordinal(), points[-1].day.toordinal()
    drawn = [_axis([(low, grouped(low)), (high, grouped(high))], low, high)]
    for point, anchor in ((points[0], "start"), (points[-1], "end")):
        edge = _LEFT + 8 if anchor == "start" else _WIDTH - 8
        drawn.append(text(point.day.isoformat(), edge, _HEIGHT - 8, anchor))
    for point in points:
        x = _LEFT + 12 + (point.day.toordinal() - first) / max(last - first, 1) * (_WIDTH - _LEFT - 24)
        dot = shape("circle", title(point.label), cx=x, cy=_y(point.value, low, high), r=5)
        drawn.append(link(point.link, dot, point.label))
    seen = f"{points[0].day} – {points[-1].day}: {grouped(min(values))} – {grouped(high)}"
    return picture(drawn, "timeline", (_WIDTH, _HEIGHT), (name, seen), links=True)


def _y(value: float, low: float, high: float) -> float:
    return _HEIGHT - _BOTTOM - (value - low) / ((high - low) or 1) * (_HEIGHT - _BOTTOM - _TOP)


def _axis(ticks: Iterable[tuple[float, str]], low: float, high: float) -> Markup:
    drawn = []
    for value, label in ticks:
        y = _y(value, low, high)
        drawn.append(shape("line", x1=_LEFT, x2=_WIDTH, y1=y, y2=y))
        drawn.append(text(label, _LEFT - 6, y + 4, "end"))
    return NOTHING.join(drawn)
