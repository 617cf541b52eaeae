"""Cuts a page into stretches of one column, in reading order.

A recursive XY-cut: white space that runs down the whole of an area between two columns of prose parts it from
left to right. Where titles, leads or boxes run across such a gutter, the area is first cut above and below
them. After: G. Nagy and S. Seth, Hierarchical representation of optically scanned documents, 1984; that
elements across columns are taken out first is the idea of XY-Cut++, 2025.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from pipeline.read.layout.printed import Printed, around, body_size, rows

_NARROWEST = 0.8  # of a gutter, in heights of a character
_NEAR = 0.6  # the same between the ends of two lines that fill one column
_SHARED = 0.2  # of the lines: how many others end where one that fills its column ends
_LEAST_FULL = 0.4  # of the lines of prose
_LEAST_LINES = 3  # of a column that proves its gutter
_LEAST_WIDTH = 6  # of a column, in heights of a character
_PIECES = 1.5  # heights of a character between two pieces of one line
_MOST_TRIED = 8  # white spaces of an area
_MOST_LINES = 1500  # of a page that has columns; more are a table, or hostile
_ACROSS = 0.85  # of a page's text: the width of a picture that parts it
_MOST_CROSSING = 0.5  # of the lines


def cut(lines: Sequence[Printed]) -> list[list[Printed]]:
    """Return the stretches of one column each that the lines of a page make, in reading order.

    A line without text stands for a picture or a box: one as wide as all columns parts what is above it from
    what is below, another is passed by.
    """
    if len(lines) > _MOST_LINES:
        return [list(lines)]
    cutter = _Cutter(body_size(lines))
    return [part for part in cutter.order(list(_without_narrow(lines))) if part]


def _without_narrow(lines: Sequence[Printed]) -> Iterator[Printed]:
    """Yield the lines but for pictures and boxes that are not as wide as all of them."""
    if not lines:
        return
    width = around([line.place for line in lines]).width
    yield from (line for line in lines if line.text or line.place.width > _ACROSS * width)


@dataclass(slots=True)
class _Cutter:
    size: float
    known: list[float] = field(default_factory=list)  # the middles of gutters that were proved

    def order(self, lines: list[Printed]) -> Iterator[list[Printed]]:
        """Yield the stretches of an area."""
        if len(lines) < 2:
            yield lines
            return
        gutter = self._free_gutter(lines)
        if gutter is not None:
            head, lines = _take_head(lines)
            if head:
                yield head
                yield from self.order(lines)
                return
            yield from self.order([line for line in lines if line.place.centre[0] < gutter])
            yield from self.order([line for line in lines if line.place.centre[0] >= gutter])
            return
        bands = self._bands(lines)
        if bands is None:
            yield lines
            return
        for band in bands:
            yield from self.order(band)

    def _free_gutter(self, lines: Sequence[Printed]) -> float | None:
        """Return the middle of the first gutter that no line crosses."""
        right = min(line.place.right for line in lines)
        for line in sorted(lines, key=lambda line: line.place.left):
            left, start = right, line.place.left
            right = max(right, line.place.right)
            if start - left >= _NARROWEST * self.size and self._parts(lines, (left + start) / 2, left, start):
                return (left + start) / 2
        return None

    def _parts(self, lines: Sequence[Printed], middle: float, left: float, right: float) -> bool:
        """Tell whether the white space is a gutter: a known one, or between two columns of prose."""
        if any(left <= known <= right for known in self.known):
            return True
        sides = (
            [line for line in lines if line.place.centre[0] < middle],
            [line for line in lines if line.place.centre[0] >= middle],
        )
        if not all(self._is_prose(side) for side in sides):
            return False
        self.known.append(middle)
        return True

    def _is_prose(self, lines: Sequence[Printed]) -> bool:
        """Tell whether lines fill their columns: enough of them end where others end."""
        if (
            len(lines) < _LEAST_LINES
            or around([line.place for line in lines]).width < _LEAST_WIDTH * self.size
        ):
            return False
        rights = sorted(line.place.right for line in lines)
        needed, near = max(1, ceil(_SHARED * len(lines))), _NEAR * self.size
        full = sum(
            bisect_right(rights, right + near) - bisect_left(rights, right - near) > needed
            for right in rights
        )
        return full >= _LEAST_FULL * len(lines)

    def _bands(self, lines: Sequence[Printed]) -> list[list[Printed]] | None:
        """Return the lines above, in and below what runs across the best gutter, or None without one."""
        for middle, left, right in self._least_crossed(lines):
            crossing = {id(line) for line in lines if line.place.left < middle < line.place.right}
            bands = _cut_bands(lines, middle)
            inside = [band for band in bands if id(band[0]) not in crossing]
            if any(self._parts_band(band, middle, left, right) for band in inside):
                return bands
        return None

    def _least_crossed(self, lines: Sequence[Printed]) -> list[tuple[float, float, float]]:
        """Return the middle and edges of the white spaces that the fewest lines cross, the best first."""
        lefts, rights = sorted(line.place.left for line in lines), sorted(line.place.right for line in lines)
        crossed = [
            (bisect_left(lefts, middle) - bisect_right(rights, middle), middle, left, right)
            for middle, left, right in self._gaps(lines)
        ]
        chosen = sorted(gap for gap in crossed if 0 < gap[0] <= _MOST_CROSSING * len(lines))
        return [gap[1:] for gap in chosen[:_MOST_TRIED]]

    def _parts_band(self, band: Sequence[Printed], middle: float, left: float, right: float) -> bool:
        two_sided = {line.place.centre[0] < middle for line in band} == {True, False}
        return two_sided and self._parts(band, middle, left, right)

    def _gaps(self, lines: Sequence[Printed]) -> Iterator[tuple[float, float, float]]:
        """Yield the middle and edges of white space between line ends and line starts that many share."""
        ends = sorted({round(line.place.right) for line in lines})
        starts = sorted({round(line.place.left) for line in lines})
        for start in starts:
            at = bisect_right(ends, start - _NARROWEST * self.size)
            if at:
                yield (ends[at - 1] + start) / 2, ends[at - 1], start


def _take_head(lines: list[Printed]) -> tuple[list[Printed], list[Printed]]:
    """Return the lines at the top that stand alone and centred over all columns, as a title, and the rest."""
    area = around([line.place for line in lines])
    found = rows(lines)
    count = 0
    for row, after in pairwise(found):
        off = abs(row[0].place.centre[0] - area.centre[0])
        clear = row[0].place.bottom <= min(line.place.top for line in after) + 0.3 * row[0].size
        if len(row) > 1 or off > 1.5 * row[0].size or not clear or row[0].place.width > 0.9 * area.width:
            break
        count += 1
    head = [line for row in found[:count] for line in row]
    return head, [line for row in found[count:] for line in row]


def _cut_bands(lines: Sequence[Printed], middle: float) -> list[list[Printed]]:
    """Return runs of lines from the top, those that cross `middle` apart from those that do not."""
    across = [line for line in lines if line.place.left < middle < line.place.right]
    crossing = sorted(
        (line for line in lines if any(line is other or _continues(line, other) for other in across)),
        key=lambda line: line.place.centre[1],
    )
    taken = set(map(id, crossing))
    edges = [float("-inf"), *(line.place.centre[1] for line in crossing), float("inf")]
    beside = [line for line in lines if id(line) not in taken]
    bands: list[list[Printed]] = []
    for index, (top, bottom) in enumerate(pairwise(edges)):
        bands.append([line for line in beside if top <= line.place.centre[1] < bottom])
        if index < len(crossing):
            bands.append([crossing[index]])
    return _merge(bands, taken)


def _continues(line: Printed, other: Printed) -> bool:
    """Tell whether two lines are pieces of one large line."""
    if not line.text or not other.text or abs(line.size - other.size) > 0.15 * other.size:
        return False
    gap = max(line.place.left - other.place.right, other.place.left - line.place.right)
    return line.place.beside(other.place) > 0.6 and gap < _PIECES * other.size


def _merge(bands: Sequence[list[Printed]], crossing: set[int]) -> list[list[Printed]]:
    """Return the bands that hold anything, crossing lines that follow each other in one."""
    merged: list[list[Printed]] = []
    across = False
    for band in bands:
        if not band:
            continue
        here = id(band[0]) in crossing
        if merged and here and across:
            merged[-1] += band
        else:
            merged.append(list(band))
        across = here
    return merged
