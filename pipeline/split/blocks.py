"""Articles of one column told by the page's layout: wider white space stands between them."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.repair import is_unfinished
from pipeline.split.kinds import Entry
from pipeline.split.titles import is_title

_WIDE = 2  # empty lines before a block where one stands between paragraphs
_BEHIND = 40  # characters of the shortest text that a title stands behind


def find_blocks(entries: Sequence[Entry]) -> dict[int, int]:
    """Return where blocks with an article of their own begin, and where the title of each stands.

    Only a page of columns tells: where each column but the first has more white space before it than lines
    have by rule, as much white space within a column begins an article. Its title is the block's first line,
    or its last one where it begins with text and holds no other title.
    """
    wide = _border_gap(entries)
    if wide is None:
        return {}
    starts = [index for index, entry in enumerate(entries) if index and entry.line.gap >= wide]
    found: dict[int, int] = {}
    for start, end in pairwise([*starts, len(entries)]):
        title = _title_place(entries, start, end)
        if title is not None and not is_unfinished(entries[start - 1].text):
            found[start] = title
    return found


def _border_gap(entries: Sequence[Entry]) -> int | None:
    columns = [entry.line.gap for entry in entries[1:] if entry.kind == "column"]
    gap = min(columns, default=0)
    tight = sum(entry.line.gap < gap for entry in entries)
    return gap if gap >= _WIDE and tight * 2 > len(entries) else None


def _title_place(entries: Sequence[Entry], start: int, end: int) -> int | None:
    first, last = entries[start], entries[end - 1]
    if end - start < 2:
        return None
    if first.kind == "short":
        return start if is_title(first.text) and entries[start + 1].kind == "body" else None
    inner = entries[start : end - 1]
    lone = all(entry.kind == "body" for entry in inner) and sum(len(entry.text) for entry in inner) > _BEHIND
    whole = not is_unfinished(inner[-1].text)
    return end - 1 if lone and whole and last.kind == "short" and is_title(last.text) else None
