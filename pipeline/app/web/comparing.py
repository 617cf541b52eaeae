"""Numbers side by side, drawn: a line for each enterprise or place, on it a dot for each number."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from kg import Comparison, Told, value_of
from pipeline.app.web.charts import Chart, place_of
from pipeline.app.web.showing import amount, grouped
from pipeline.app.web.svg import NOTHING, link, picture, shape, text, title

_MOST, _CHARTS = 20, 6
_WIDTH, _ROW, _TOP, _BOTTOM, _EDGE = 640, 26, 10, 30, 150
_CHARACTER, _LONGEST = 12, 14
_TICKS, _NEARLY = 5, 0.8  # how many at about
_SHORT = 8
_LEAST = 1e-290  # between ticks, where numbers still have all their digits

Row = Mapping[str, Any]


def comparisons(found: Sequence[Comparison], name: str) -> tuple[Chart, ...]:
    """Return a chart of each comparison, the first twenty enterprises or places of it."""
    return tuple(Chart(name, one.unit, _dots(one, name)) for one in found[:_CHARTS])


def _dots(one: Comparison, name: str) -> Markup:
    sides = one.sides[:_MOST]
    left = _CHARACTER * min(_LONGEST, max(len(side.name) for side in sides)) + 12
    values = [value_of(row) for side in sides for row in side.rows]
    low, high = min(0.0, *values), max(0.0, *values) or 1.0
    several = len({row["metric"] for side in sides for row in side.rows}) > 1

    def x(value: float) -> float:
        return left + (value - low) / (high - low) * (_WIDTH - left - _EDGE)

    height = _TOP + _ROW * len(sides) + _BOTTOM
    drawn = [_scale(value, x, height) for value in ticks(low, high)]
    for at, side in enumerate(sides):
        drawn.append(_side(side, _TOP + _ROW * (at + 0.5), left, x))
        drawn.append(_said(side, _TOP + _ROW * (at + 0.5), x, several=several))
    seen = "; ".join(f"{side.name} {', '.join(amount(row) for row in side.rows)}" for side in sides)
    return picture(drawn, "dots", (_WIDTH, height), (f"{name} ({one.unit})", seen), links=True)


def _scale(value: float, x: Any, height: int) -> Markup:  # noqa: ANN401
    at = x(value)
    line = shape("line", x1=at, x2=at, y1=_TOP, y2=height - _BOTTOM)
    return line + text(grouped(value), at, height - 10, "middle")


def ticks(low: float, high: float) -> list[float]:
    """Return round numbers between a least value, which is not above 0, and a greatest, not below it.

    >>> ticks(0, 93), ticks(-0.6, 1)
    ([0.0, 20.0, 40.0, 60.0, 80.0], [-0.5, 0.0, 0.5, 1.0])
    """
    rough = max((high - low) / _TICKS, _LEAST)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(round_ * power for round_ in (1, 2, 5, 10) if round_ * power >= rough * _NEARLY)
    return [float(f"{number * step:.12g}") for number in range(math.ceil(low / step), int(high / step) + 1)]


def _side(side: Told, y: float, left: float, x: Any) -> Markup:  # noqa: ANN401
    said = side.name if len(side.name) <= _LONGEST else side.name[: _LONGEST - 1] + "…"
    own = link(f"/entities/{side.thing_id}", text(said, left - 10, y + 4, "end"), side.name)
    greatest = max(side.rows, key=value_of)
    drawn = [own, shape("line", x1=x(0.0), x2=x(value_of(greatest)), y1=y, y2=y)]
    drawn += [_dot(side, row, x, y) for row in side.rows]
    return NOTHING.join(drawn)


def _said(side: Told, y: float, x: Any, *, several: bool) -> Markup:  # noqa: ANN401
    """Return the greatest number in words, and of what it is where numbers are of several things."""
    row = max(side.rows, key=value_of)
    metric = row["metric"] if len(row["metric"]) <= _SHORT else row["metric"][: _SHORT - 1] + "…"
    words = f"{amount(row)} {metric}" if several else amount(row)
    return text(words, x(value_of(row)) + 10, y + 4, "start")


def _dot(side: Told, row: Row, x: Any, y: float) -> Markup:  # noqa: ANN401
    """Return a dot, for a range a bar from end to end."""
    whose = row["subject"] if row["subject"] not in (None, side.name) else ""
    told = " ".join(filter(None, (side.name, whose, row["metric"], row["period"], amount(row))))
    if row["op"] == "range" and row["low"] is not None and row["high"] is not None:
        first, last = x(row["low"]), x(row["high"])
        drawn = shape("rect", title(told), x=first, y=y - 4, width=max(last - first, 2), height=8)
    else:
        drawn = shape("circle", title(told), cx=x(value_of(row)), cy=y, r=5)
    return link(place_of(row), drawn, told)
