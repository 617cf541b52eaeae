"""Columns that were read across the page: their lines alternate, or stand side by side in a row.

The character model tells whether a line goes on in the next one, in the one behind that, or below in its own
column. Only runs of many lines are asked, and only a clear answer changes their order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise
from statistics import mean, median

from kg.values import Span
from pipeline.repair.joints import Joints, is_unfinished
from pipeline.repair.lines import Line, Piece, cut_lines

_LEAST = 5  # rows of a run
_ASKED = 16  # joints that tell whether a run is sound
_SOUND = 2.0  # their mean where lines go on in the next
_CLEAR = 2.5  # how much better, in the mean, lines must go on below
_SHORTEST = 8  # characters of a line of a column, in the median
_FULL = 0.6  # the share of lines that stop in mid-sentence
_GAP = re.compile(" {2,}(?=\\S)")
_MOVED = "columns were read line by line; this is where column {} begins"
_MOST = 3  # columns
_LONG = 200  # lines of a run in which the end of a shorter column is looked for
_JOINTS = Joints(())


def cut_columns(text: str) -> list[Line]:
    """Return the lines of `text` as `cut_lines` does, but of columns that were read across, one by one.

    Each first line of such a column has a notice. Time is linear in the text.
    """
    lines, at = list[Line](), 0
    for rows in _runs(text):
        columns = _columns(rows)
        if columns:
            lines += _shifted(cut_lines(text[at : rows[0].start]), at)
            lines += _told(columns)
            at = rows[-1].end
    lines += _shifted(cut_lines(text[at:]), at)
    return [line for run in _blocks(lines) for line in _in_columns(run)]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the text with the pieces that wide gaps part, each by its place, and where the line lies."""

    pieces: tuple[Line, ...]
    start: int
    end: int
    lead: int  # blanks before the first piece


def _runs(text: str) -> Iterator[list[_Row]]:
    """Yield runs of rows most of which have two pieces."""
    rows, at = list[_Row](), 0
    for line in text.split("\n"):
        rows.append(_row(line, at))
        at += len(line) + 1
    for filled, group in groupby(rows, key=lambda row: bool(row.pieces) and len(row.pieces) <= 2):
        run = list(group)
        if filled:
            run = _trimmed(run)
            pairs = [row for row in run if len(row.pieces) == 2]
            if len(pairs) >= max(_LEAST, len(run) * _FULL):
                yield run


def _trimmed(run: list[_Row]) -> list[_Row]:
    first = next((at for at, row in enumerate(run) if len(row.pieces) == 2), len(run))
    return run[first:]


def _row(line: str, start: int) -> _Row:
    bare = line.rstrip()
    lead = len(bare) - len(bare.lstrip())
    edges = [lead, *(match.end() for match in _GAP.finditer(bare, lead)), len(bare) + 1]
    pieces = tuple(
        Line(bare[one:other].rstrip(), (Piece(0, start + one),)) for one, other in pairwise(edges) if bare
    )
    return _Row(pieces, start, start + len(line), lead)


def _columns(rows: Sequence[_Row]) -> list[list[Line]]:
    """Return the two columns of a run, or nothing where its rows read better as they stand."""
    pairs = [row.pieces for row in rows if len(row.pieces) == 2]
    if median(len(piece.text) for row in pairs for piece in row) < _SHORTEST:
        return []
    gap = median(_gap(row) for row in rows if len(row.pieces) == 2)
    left = [_indented(row.pieces[0], row.lead) for row in rows if row.lead < gap or len(row.pieces) == 2]
    right = [
        _indented(row.pieces[-1], int((_gap(row) if len(row.pieces) == 2 else row.lead) - gap))
        for row in rows
        if len(row.pieces) == 2 or row.lead >= gap
    ]
    down = _mean([*pairwise(left), *pairwise(right)])
    across = _mean([(row[0], row[1]) for row in pairs])
    return [left, right] if down is not None and across is not None and down > across + _CLEAR else []


def _gap(row: _Row) -> int:
    one, other = row.pieces
    return other.pieces[0].start - one.pieces[0].start - len(one.text)


def _indented(line: Line, indent: int) -> Line:
    return replace(line, indent=max(indent, 0))


def _mean(pairs: Sequence[tuple[Line, Line]]) -> float | None:
    """Return how well lines go on in others in the mean, or nothing where too few stop in mid-sentence."""
    cut = [(one, other) for one, other in pairs if is_unfinished(one.text)]
    if len(cut) < max(_LEAST, len(pairs) * _FULL):
        return None
    step = max(len(cut) // _ASKED, 1)
    return mean(_JOINTS.score(one.text, other.text) for one, other in cut[::step])


def _told(columns: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the lines of columns one behind the other, the first of each with a notice."""
    found = list[Line]()
    for number, column in enumerate(columns, 1):
        first, *rest = column
        place = Span(0, len(first.text))
        found += [first.noted("reordered", place, _MOVED.format(number)), *rest]
    return found


def _shifted(lines: Sequence[Line], by: int) -> list[Line]:
    return [
        replace(line, pieces=tuple(Piece(piece.at, piece.start + by) for piece in line.pieces))
        for line in lines
    ]


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield runs of lines that no empty line parts."""
    run = list[Line]()
    for line in lines:
        if run and line.gap:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _in_columns(run: list[Line]) -> list[Line]:
    """Return the lines of a run in order of columns where they alternate, else as they stand."""
    if len(run) < 2 * _LEAST or median(len(line.text) for line in run) < _SHORTEST:
        return run
    straight = _mean(list(pairwise(run)))
    if straight is None or straight > _SOUND:
        return run
    steps = range(2, min(_MOST, len(run) // _LEAST) + 1)  # columns shorter than that are none
    ways = [(_mean(list(zip(run, run[step:], strict=False))) or -99.0, step) for step in steps]
    best, step = max(ways)
    if best < straight + _CLEAR:
        return run
    return _told(_dealt(run, step))


def _dealt(run: list[Line], step: int) -> list[list[Line]]:
    """Return the columns of lines that alternate; those behind a shorter column's end are of one other."""
    most = len(run) // step
    fewest = _LEAST if len(run) <= _LONG else most
    ways = [_deal(run, step, rows, longer) for rows in range(fewest, most + 1) for longer in range(step)]
    return max(ways, key=_reads)


def _deal(run: list[Line], step: int, rows: int, longer: int) -> list[list[Line]]:
    columns = [run[at : rows * step : step] for at in range(step)]
    columns[longer] = columns[longer] + run[rows * step :]
    return columns


def _reads(columns: Sequence[Sequence[Line]]) -> float:
    lines = [line for column in columns for line in column]
    return sum(_asked(one.text, other.text) for one, other in pairwise(lines) if is_unfinished(one.text))


@lru_cache(maxsize=8192)
def _asked(one: str, other: str) -> float:
    return _JOINTS.score(one[-12:], other[:12])
