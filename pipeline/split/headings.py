"""Section headings: short lines of their own before body text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.values import Section, Span
from pipeline.split.kinds import Entry

_LEVELS = (
    re.compile(r"第[一二三四五六七八九十\d]{1,3}[章部篇节]"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[、.．]|[（(]\d{1,2}[）)]"),
)
_ROW = re.compile(r"\t|\S\s{2,}\S|^[\d\s.,%：:/-]+$|^[•●■◆➢✓*\-]|^[（(].*[）)]$")
_LONGEST = 40


def level(heading: str) -> int:
    """Return how deep a heading's number puts it, 0 for one without.

    >>> level("强基固本"), level("一、强基"), level("（二）固本")
    (0, 2, 3)
    """
    return next((depth for depth, sign in enumerate(_LEVELS, 1) if sign.match(heading)), 0)


def mark_headings(entries: Sequence[Entry]) -> list[Entry]:
    """Return `entries` with each short line told as a heading or as body.

    A heading stands before body text; in a run of short lines (a list, a poem, a table) there is none, but
    for a heading directly before one of a deeper level.
    """
    marked: list[Entry] = []
    for index, entry in enumerate(entries):
        if entry.kind == "short":
            before = marked[-1] if marked else None
            after = entries[index + 1] if index + 1 < len(entries) else None
            entry = replace(entry, kind="heading" if _heads(before, entry, after) else "body")
        marked.append(entry)
    return marked


def sections(lines: Sequence[tuple[str, str, Span]]) -> tuple[Section, ...]:
    """Return the sections of (kind, text, span) lines: from each heading to the next of its level or above.

    A section ends before an editor's note, a credit or a source line.
    """
    found: list[Section] = []
    for index, (kind, text, span) in enumerate(lines):
        if kind == "heading":
            end = span.end
            for other, words, place in lines[index + 1 :]:
                if other not in ("heading", "body") or (other == "heading" and level(words) <= level(text)):
                    break
                end = place.end
            found.append(Section(text, Span(span.start, end)))
    return tuple(found)


def _heads(before: Entry | None, entry: Entry, after: Entry | None) -> bool:
    text = entry.text
    if after is None or len(text) > _LONGEST or len(text) < 2 or _ROW.search(text):
        return False
    if after.kind == "short":
        return level(after.text) > level(text) > 0
    if before is not None and before.kind == "body" and before.line.text == text:
        return False
    return after.kind == "body" and len(after.text) >= 25
