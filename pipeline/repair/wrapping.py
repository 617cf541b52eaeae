"""Lines that were cut at a fixed width, as in a PDF or a mail: found by their common width, joined again."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.repair.joints import is_unfinished
from pipeline.repair.lines import Line, join

_FURNITURE = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*页)?(?:\s*共\s*\d{1,4}\s*页)?[-—–·\s]*"
)
_NARROW, _WIDE = 24, 140  # the widths of a line of print, in half-width columns
_INDENT = 2  # blanks before the first line of a paragraph, each as wide as a character
_SLACK = 4  # a line may fall short of the full width by a mark and a word that does not fit


def unwrap(lines: Sequence[Line], stands_alone: Callable[[str], bool]) -> list[Line]:
    """Return `lines` with those joined that were cut at a fixed width.

    `stands_alone` tells of a line's text that it never goes on in the next line, nor the line before in it.
    Nothing happens where no such width is found. A page number between two halves moves behind them.
    """
    width = wrap_width(lines)
    if width is None:
        return list(lines)
    groups: list[list[Line]] = []
    waiting: list[Line] = []  # page numbers within a paragraph
    for line in lines:
        if groups and is_furniture(line):
            waiting.append(line)
        elif groups and not stands_alone(line.text) and _goes_on(groups[-1][-1], line, width, stands_alone):
            groups[-1].append(line)
        else:
            groups += [[each] for each in waiting]
            groups.append([line])
            waiting = []
    groups += [[each] for each in waiting]
    return [_join_pages(group) for group in groups]


def _join_pages(lines: Sequence[Line]) -> Line:
    """Return one line of the printed `lines`, with a notice at each page break."""
    pages: list[list[Line]] = []
    for line in lines:
        if line.page or not pages:
            pages.append([])
        pages[-1].append(line)
    return join([join(page) for page in pages], "a paragraph that a page break cut was joined")


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width at which `lines` were cut, or None where they were not.

    At least four lines, and half of those followed directly by another, must end within a few columns of
    the common width, most of them in mid-sentence.
    """
    followed = [line for line, after in pairwise(lines) if after.gap == 0 or after.page]
    widths = [_reach(line) for line in followed if len(line.text) <= _WIDE]
    if len(widths) < 4 or len(widths) < len(followed) * 0.8:
        return None
    width = sorted(widths)[int(len(widths) * 0.9)]
    full = [line for line in followed if width - _SLACK <= _reach(line) <= width + _SLACK]
    unfinished = sum(is_unfinished(line.text) for line in full)
    good = _NARROW <= width <= _WIDE and len(full) >= max(4, len(widths) * 0.5)
    return width if good and unfinished >= len(full) * 0.6 else None


def display_width(text: str) -> int:
    """Return the columns that `text` takes in print: two for a Chinese character, one for a Latin one.

    >>> display_width("第1条")
    5
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _reach(line: Line) -> int:
    """Return the column at which `line` ends; a first line is set in by two characters."""
    return display_width(line.text) + (2 * _INDENT if line.indent >= _INDENT else 0)


def is_furniture(line: Line) -> bool:
    """Tell whether `line` is a page number."""
    return (len(line.text) <= 16 and bool(_FURNITURE.fullmatch(line.text)) and not line.text.isdecimal()) or (
        line.text.isdecimal() and len(line.text) <= 3 and line.page
    )


def _goes_on(before: Line, line: Line, width: int, stands_alone: Callable[[str], bool]) -> bool:
    if line.indent >= _INDENT or (line.gap and not line.page) or stands_alone(before.text):
        return False
    return _reach(before) >= width - _SLACK or (line.page and is_unfinished(before.text))
