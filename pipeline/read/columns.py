"""Parts the columns of a page whose lines run across them, as some programs write their PDF files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LEAST_LINES = 6
_LEAST_SIDE = 6  # characters on either side of a gutter
_LEAST_GAP = 1.5  # in heights of a character
_LEAST_FLUSH = 0.7  # of the lines; the rest are the last lines of paragraphs
_RAGGED = 1.2  # in heights of a character: a line ends early by one, before a mark that may not begin a line
_INDENTED = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """White space within a line: before the character `at`, from `left` to `right`, in points."""

    at: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it is set: its edges and the height of its characters in points, and its gaps."""

    text: str
    left: float
    right: float
    height: float
    gaps: tuple[Gap, ...] = ()


def part_columns(lines: list[SetLine]) -> list[str]:
    """Return the lines' texts, those of a left column before those of the column to its right.

    A gutter is white space that runs down through at least six lines between two flush edges of prose;
    ragged edges, as cells of a table have, are no gutter, and then the lines stay as they are.
    """
    gutter = _find_gutter(lines)
    if gutter is None:
        return [line.text for line in lines]
    return list(_unweave(lines, gutter))


def _find_gutter(lines: list[SetLine]) -> float | None:
    wide = [(line, gap) for line in lines for gap in line.gaps if _is_wide(line, gap)]
    best: list[tuple[SetLine, Gap]] = []
    for _, gap in wide:
        middle = (gap.left + gap.right) / 2
        through = [(line, other) for line, other in wide if other.left < middle < other.right]
        best = max(best, through, key=len)
    if len(best) < max(_LEAST_LINES, len(lines) // 3):
        return None
    left, right = max(gap.left for _, gap in best), min(gap.right for _, gap in best)
    ends = sum(left - gap.left < _RAGGED * line.height for line, gap in best)
    starts = sum(gap.right - right < _INDENTED * line.height for line, gap in best)
    flush = min(ends, starts) >= _LEAST_FLUSH * len(best)
    return (left + right) / 2 if flush and left < right else None


def _is_wide(line: SetLine, gap: Gap) -> bool:
    sides = gap.at, len(line.text) - gap.at
    return gap.right - gap.left > _LEAST_GAP * line.height and min(sides) >= _LEAST_SIDE


def _unweave(lines: Iterable[SetLine], gutter: float) -> Iterator[str]:
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        parts = _cut(line, gutter)
        if parts is None:
            yield from (*left, *right, line.text)
            left, right = [], []
            continue
        left += parts[:1] if parts[0] else []
        right += parts[1:] if parts[1] else []
    yield from (*left, *right)


def _cut(line: SetLine, gutter: float) -> tuple[str, str] | None:
    """Cut a line in two at the gutter, or return None if it runs across, as a title does."""
    if line.right <= gutter:
        return line.text, ""
    if line.left >= gutter:
        return "", line.text
    for gap in line.gaps:
        if gap.left < gutter < gap.right:
            return line.text[: gap.at].rstrip(), line.text[gap.at :].lstrip()
    return None
