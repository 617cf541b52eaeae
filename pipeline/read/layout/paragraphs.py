"""Joins the lines of a column to paragraphs as print shows them: by indentation, short last lines, gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.values import Notice, Span
from pipeline.read.layout.printed import Printed, Rect, around, rows

TITLE = 1.4
"""How many times larger than the text the characters of a title are at least."""

_INDENT = 1.2, 2.9  # in heights of a character
_SHORT, _SURELY_SHORT = 1.0, 3.2  # a line ends so much before its column does
_OTHER_SIZE = 0.13
_WIDE_GAP = 1.25  # of the usual distance between two lines
_ENDS = "。！？!?…”）)；"
_LEAST_ROWS, _LEAST_WIDTH = 3, 8  # rows, and characters in one, that show where a column ends
_JOINED = "a paragraph that a page break cut was joined"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined lines: `open` if they may go on in the next column, `inside` if they may have begun before."""

    text: str
    size: float
    place: Rect
    page: int
    notices: tuple[Notice, ...] = ()
    open: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the lines of a column begin and end; `sure` where enough lines show it."""

    left: float
    right: float
    sure: bool


def edges_of(parts: Sequence[Sequence[Printed]]) -> list[Edges]:
    """Return the edges of each stretch of one column; stretches of one column lend each other theirs."""
    places = [around([line.place for line in part]) for part in parts]
    found = []
    for place, part in zip(places, parts, strict=True):
        size = median([line.size for line in part])
        alike = [
            other
            for other in places
            if abs(other.left - place.left) < 2.9 * size and other.right >= place.right - size
            and abs(other.right - place.right) < 0.5 * max(place.width, 1) + 3 * size
        ]  # fmt: skip
        near = [line for at, line in _lines(parts) if places[at] in alike]
        found.append(_edges(near))
    return found


def _lines(parts: Sequence[Sequence[Printed]]) -> Iterator[tuple[int, Printed]]:
    return ((at, line) for at, part in enumerate(parts) for line in part)


def _edges(lines: Sequence[Printed]) -> Edges:
    lefts, rights = sorted(line.place.left for line in lines), sorted(line.place.right for line in lines)
    right = rights[min(int(len(rights) * 0.9), len(rights) - 1)]
    size = median([line.size for line in lines])
    left = lefts[len(lefts) // 10]
    full = sum(right - line.place.right < 2 * size for line in lines)
    wide = len(lines) >= _LEAST_ROWS and right - left >= _LEAST_WIDTH * size
    return Edges(left, right, wide and full >= 0.4 * len(lines))


def to_paragraphs(part: Sequence[Printed], edges: Edges, page: int, body: float) -> list[Paragraph]:
    """Return the paragraphs of a stretch of one column with these edges; `body` is the size of the text."""
    found = rows(part)
    lines = [_on_one_row(row) for row in found]
    cells = {id(line) for at, line in enumerate(lines) if _is_table(found, at)}
    pitches = [_down(before, after) for before, after in pairwise(lines)]
    pitch = median(pitches) if pitches else 0.0
    groups: list[list[Printed]] = []
    for line in lines:
        cell = {id(line), id(groups[-1][-1])} & cells if groups else cells
        if groups and not cell and not _begins(groups[-1][-1], line, edges, pitch, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, edges, page, body) for group in groups]


def join_paragraphs(before: Paragraph, after: Paragraph) -> Paragraph:
    """Return one paragraph of two that a column or a page break cut, with a notice where it was a page."""
    between = _glue(before.text, after.text)
    at = len(before.text) + len(between)
    moved = tuple(replace(notice, span=notice.span.shifted(at)) for notice in after.notices)
    notices = (*before.notices, *moved)
    if after.page != before.page:
        notices += (Notice("rejoined", Span(at - 1, at + 1), _JOINED),)
    joined = replace(after, text=before.text + between + after.text, notices=notices, inside=before.inside)
    same = after.page == before.page
    return replace(joined, place=around([before.place, after.place])) if same else joined


def goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Tell whether a paragraph goes on in the first one of the next column."""
    alike = abs(before.size - after.size) < _OTHER_SIZE * before.size
    return before.open and after.inside and alike


def _on_one_row(row: Sequence[Printed]) -> Printed:
    line = row[0]
    for piece in row[1:]:
        line = _append(line, piece, " ")
    return line


def _is_table(found: Sequence[Sequence[Printed]], at: int) -> bool:
    """Tell whether a row has several cells, as one beside it has."""
    beside = [*found[max(at - 1, 0) : at], *found[at + 1 : at + 2]]
    return len(found[at]) > 1 and any(len(row) > 1 for row in beside)


def _append(line: Printed, piece: Printed, between: str) -> Printed:
    at = len(line.text) + len(between)
    moved = tuple(replace(notice, span=notice.span.shifted(at)) for notice in piece.notices)
    size = line.size if len(line.text) >= len(piece.text) else piece.size
    place = around([line.place, piece.place])
    bold = line.bold and piece.bold
    return Printed(line.text + between + piece.text, place, size, line.notices + moved, bold)


def _begins(before: Printed, line: Printed, edges: Edges, pitch: float, body: float) -> bool:
    """Tell whether a paragraph begins with `line`."""
    size = max(line.size, 1e-6)
    if abs(before.size - size) > _OTHER_SIZE * max(before.size, size) or before.bold != line.bold:
        return True
    if min(before.size, size) >= TITLE * body:
        return line.place.top - before.place.bottom > 1.2 * size
    if pitch and _down(before, line) > _WIDE_GAP * max(pitch, 1.2 * size):
        return True
    if not edges.sure or _is_centred(line, edges) or _is_centred(before, edges):
        return True
    inset = (line.place.left - before.place.left) / size
    from_edge = (line.place.left - edges.left) / size
    if _INDENT[0] < from_edge < _INDENT[1] and inset > -0.8:
        return True
    short = (edges.right - before.place.right) / size
    return short > _SURELY_SHORT or (short > _SHORT and before.text.rstrip()[-1:] in _ENDS)


def _down(before: Printed, line: Printed) -> float:
    return line.place.centre[1] - before.place.centre[1]


def _is_centred(line: Printed, edges: Edges) -> bool:
    left, right = line.place.left - edges.left, edges.right - line.place.right
    return min(left, right) > 1.5 * line.size and abs(left - right) < 1.2 * line.size


def _paragraph(group: Sequence[Printed], edges: Edges, page: int, body: float) -> Paragraph:
    line = group[0]
    title = line.size >= TITLE * body
    for before, after in pairwise(group):
        line = _append(
            line, after, " " if title and _is_short(before, edges) else _glue(before.text, after.text)
        )
    last = group[-1]
    short = (edges.right - last.place.right) / max(last.size, 1e-6)
    ended = short > _SHORT or (last.text.rstrip()[-1:] in _ENDS and short > 0.7)
    inset = (group[0].place.left - edges.left) / max(line.size, 1e-6)
    if not edges.sure and _INDENT[0] < inset < _INDENT[1]:
        line = _append(replace(line, text="\u3000\u3000", notices=()), line, "")
    return Paragraph(
        line.text, line.size, line.place, page, line.notices,
        open=edges.sure and not title and not ended,
        inside=not title and inset < _INDENT[0] and not _is_centred(group[0], edges),
    )  # fmt: skip


def _is_short(line: Printed, edges: Edges) -> bool:
    return edges.right - line.place.right > 1.5 * line.size


def _glue(first: str, second: str) -> str:
    left, right = first[-1:], second[:1]
    latin = left.isascii() and right.isascii() and right.isalpha()
    return " " if latin and (left.isalpha() or left in ",.;:") and left else ""
