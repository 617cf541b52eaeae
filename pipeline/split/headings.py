"""Section headings: short lines of their own before body text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.values import Section, Span
from pipeline.repair import Joints, is_unfinished
from pipeline.split.kinds import Entry, is_clauses

_LEVELS = (
    re.compile(r"第[一二三四五六七八九十\d]{1,3}[章部篇节]"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[、.．]|[（(]\d{1,2}[）)]"),
)
_ROW = re.compile(r"\t|\S\s{2,}\S|^[\d\s.,%：:/-]+$|^[•●■◆➢✓*\-]|^[（(].*[）)]$")
_LONGEST = 40
_FRAGMENT, _CLAUSE = 12, 24  # characters of the shortest piece of a paragraph, and of one with a comma in it
_NO_JOINTS = Joints(())


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
    told = _tell_fragments(entries)
    for entry, after in zip(told, [*told[1:], None], strict=False):
        if entry.kind == "short":
            before = marked[-1] if marked else None
            entry = replace(entry, kind="heading" if _heads(before, entry, after) else "body")
        marked.append(entry)
    return marked


def _tell_fragments(entries: Sequence[Entry]) -> list[Entry]:
    """Return `entries` with the short lines that the next line goes on with told as body."""
    pairs = zip(entries, [*entries[1:], None], strict=False)
    return [replace(entry, kind="body") if is_fragment(entry, after) else entry for entry, after in pairs]


def is_fragment(entry: Entry, after: Entry | None) -> bool:
    """Tell whether a short line is the beginning of a paragraph that was cut, and no heading."""
    text = entry.text
    if entry.kind != "short" or level(text) or len(text) < _FRAGMENT:
        return False
    clause = "，" in text and len(text) >= _CLAUSE
    if after is None or after.kind != "body" or is_clauses(text):
        return clause
    goes_on = _NO_JOINTS.score(text, after.text)
    wanted = -2.5 if clause else 2.5 if len(text) >= _CLAUSE - 4 else 4.0
    return goes_on >= wanted


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
    if before is not None and before.kind == "heading" and level(before.text) >= level(text):
        return False
    if "\t" in after.text:
        return level(text) > 0
    if after.kind == "short":
        return level(after.text) > level(text) > 0
    fragment = after.kind == "body" and len(after.text) >= _FRAGMENT and after.line.text[-1:] not in "：:"
    return fragment and (len(after.text) >= 25 or is_unfinished(after.text))
