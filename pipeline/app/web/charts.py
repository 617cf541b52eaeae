"""Charts as SVG, made here: bars of counts, and each series of an indicator over time.

No style stands in the picture, only classes, as the content policy asks; the style sheet has the colours.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from pipeline.app.web.showing import amount, grouped

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


def bars(counts: Sequence[tuple[str, int]]) -> Markup | None:
    """Return bars of counts, each with its name, or nothing where there is nothing to see."""
    if not counts:
        return None
    most, step = max(count for _, count in counts), (_WIDTH - _LEFT) / len(counts)
    drawn = [_axis([(0, "0"), (most, grouped(most))], 0, most)]
    every = -(-len(counts) // _LABELS)
    for number, (name, count) in enumerate(counts):
        x, y = _LEFT + number * step, _y(count, 0, most)
        told = Markup("<title>{}: {}</title>").format(name, grouped(count))
        drawn.append(
            _shape("rect", told, x=x + step * 0.1, y=y, width=step * 0.8, height=_HEIGHT - _BOTTOM - y)
        )
        if number % every == 0:
            drawn.append(_text(name, x + step / 2, _HEIGHT - 8, "middle"))
    return _svg(drawn, "bars")


def timelines(rows: Iterable[Mapping[str, Any]]) -> tuple[Chart, ...]:
    """Return a chart of each metric and unit of which the rows tell at least two days."""
    series: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in rows:
        value = row["value"] if row["value"] is not None else row["low"]
        if row["metric"] and row["period_end"] and value is not None and row["status"] == "actual":
            series[row["metric"], row["unit"]].append(_point(row, value))
    told = {key: points for key, points in series.items() if len({point.day for point in points}) >= _FEWEST}
    ordered = sorted(told, key=lambda key: (-len(told[key]), key))[:_MOST]
    return tuple(Chart(metric, unit, _timeline(told[metric, unit])) for metric, unit in ordered)


def _point(row: Mapping[str, Any], value: float) -> Point:
    label = f"{row['subject'] or ''} {row['period'] or row['period_end']}: {amount(row)}".strip()
    link = f"/cases/{row['case_id']}#{row['indicator_id'].rpartition('/')[2]}"
    return Point(date.fromisoformat(row["period_end"]), float(value), label, link)


def _timeline(points: Sequence[Point]) -> Markup:
    points = sorted(points, key=lambda point: (point.day, point.value))
    values = [point.value for point in points]
    low, high = min(0.0, *values), max(values)
    first, last = points[0].day.toordinal(), points[-1].day.toordinal()
    drawn = [_axis([(low, grouped(low)), (high, grouped(high))], low, high)]
    for point, anchor in ((points[0], "start"), (points[-1], "end")):
        edge = _LEFT + 8 if anchor == "start" else _WIDTH - 8
        drawn.append(_text(point.day.isoformat(), edge, _HEIGHT - 8, anchor))
    for point in points:
        x = _LEFT + 12 + (point.day.toordinal() - first) / max(last - first, 1) * (_WIDTH - _LEFT - 24)
        told = Markup("<title>{}</title>").format(point.label)
        dot = _shape("circle", told, cx=x, cy=_y(point.value, low, high), r=5)
        drawn.append(Markup('<a href="{}">{}</a>').format(point.link, dot))
    return _svg(drawn, "timeline")


def _y(value: float, low: float, high: float) -> float:
    return _HEIGHT - _BOTTOM - (value - low) / ((high - low) or 1) * (_HEIGHT - _BOTTOM - _TOP)


def _axis(ticks: Iterable[tuple[float, str]], low: float, high: float) -> Markup:
    drawn = []
    for value, label in ticks:
        y = _y(value, low, high)
        drawn.append(_shape("line", Markup(""), x1=_LEFT, x2=_WIDTH, y1=y, y2=y))
        drawn.append(_text(label, _LEFT - 6, y + 4, "end"))
    return Markup("").join(drawn)


def _shape(name: str, inside: Markup, **numbers: float) -> Markup:
    told = Markup(" ").join(Markup('{}="{}"').format(key, f"{value:.1f}") for key, value in numbers.items())
    return Markup("<{} {}>{}</{}>").format(name, told, inside, name)


def _text(words: str, x: float, y: float, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        f"{x:.1f}", f"{y:.1f}", anchor, words
    )


def _svg(drawn: Iterable[Markup], kind: str) -> Markup:
    inside = Markup("").join(drawn)
    return Markup('<svg class="chart {}" viewBox="0 0 {} {}" role="img">{}</svg>').format(
        kind, _WIDTH, _HEIGHT, inside
    )
