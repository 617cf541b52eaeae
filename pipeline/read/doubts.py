"""Doubts about recognised characters: each becomes a warning with its place, and no character is changed.

A wrong digit is a wrong indicator, so numbers are held to more: each of their characters must be sure, no
letter that looks like a digit may stand among digits, a date must exist, and a change must add up.
"""

import re
from collections.abc import Iterator, Sequence

from kg.values import Notice, Span

LEAST_SURE = 0.6
"""The confidence below which a character is doubtful."""

LEAST_SURE_DIGIT = 0.9
"""The same for the characters of a number."""

LEAST_SURE_LINE = 0.8
"""The mean confidence below which a whole line is doubtful."""

# By the confidence of a number's least sure character, how often the number is right: docs/reading.md.
_RIGHT = ((0.5, 0.04), (0.6, 0.3), (0.7, 0.35), (0.8, 0.65), (1.0, 0.8))
_UNMEASURED = 0.5
_TOLD = re.compile(r"read with confidence (\d\.\d\d)$")

_NUMBER = re.compile(r"[\d０-９.,，:：%％‰]{0,40}[\d０-９][\d０-９.,:%％‰]*")
_ALIKE = re.compile(
    r"(?<![A-Za-z]\d)(?<=[\d.])[OoQDlI|〇○](?![A-Za-z])|(?<![A-Za-z])[OoQDlI|〇○](?=[\d.]*\d)(?![\d.]*[A-Za-z])"
)
_MEANT = {**dict.fromkeys("OoQD〇○", "0"), **dict.fromkeys("lI|", "1")}
_BROKEN = re.compile(r"\d[.,]{2,}\d|(?<![\d,.])\d{1,3}(?:,\d{3})*,(?:\d{1,2}|\d{4,})(?![\d,])")
_DAY = re.compile(r"(?<!\d)(\d{1,2})月(?:(\d{1,2})日)?")
_CHANGE = re.compile(
    r"由(\d+(?:\.\d+)?)%(?:提高|提升|上升|增长|增加|下降|降|减少)(?:到|至)(\d+(?:\.\d+)?)%[，,](?:提高|提升|上升|增长|增加|下降|降低|减少)了?"
    r"(\d+(?:\.\d+)?)个百分点"
)


def doubt(text: str, each: Sequence[float], sure: float) -> tuple[Notice, ...]:
    """Return the doubts about a line: `each` is the confidence of each character, `sure` of the line.

    >>> [note.message for note in doubt("聚焦3O0人", (1.0,) * 6, 1.0)]
    ['“O” stands within a number: 0 may be meant']
    """
    if len(each) != len(text):
        each = (sure,) * len(text)
    found = [*_low(text, each), *_numbers(text, each), *doubt_figures(text)]
    if sure < LEAST_SURE_LINE:
        found.append(Notice("ocr", Span(0, len(text)), f"the line was read with confidence {sure:.2f}"))
    return tuple(sorted(found, key=lambda note: (note.span, note.message)))


def chance_right(note: Notice) -> float:
    """Return how likely a number is right that a warning of recognition marks.

    >>> chance_right(Notice("ocr", Span(0, 2), "the number “30” was read with confidence 0.75"))
    0.65
    """
    told = _TOLD.search(note.message)
    if told is None:
        return _UNMEASURED
    return next((share for least, share in _RIGHT if float(told[1]) < least), _RIGHT[-1][1])


def doubt_figures(text: str) -> Iterator[Notice]:
    """Yield the doubts that the figures of a text raise by themselves.

    >>> [note.message for note in doubt_figures("13月1日，满意率由71%提高到98%，提高了17个百分点")]
    ['“13月1日” is no day of a year', '“由71%提高到98%，提高了17个百分点” does not add up']
    """
    for match in _ALIKE.finditer(text):
        message = f"“{match[0]}” stands within a number: {_MEANT[match[0]]} may be meant"
        yield Notice("ocr", Span(*match.span()), message)
    for match in _BROKEN.finditer(text):
        yield Notice("ocr", Span(*match.span()), f"“{match[0]}” is no whole number")
    for match in _DAY.finditer(text):
        if not (1 <= int(match[1]) <= 12 and 1 <= int(match[2] or 1) <= 31):
            yield Notice("ocr", Span(*match.span()), f"“{match[0]}” is no day of a year")
    for match in _CHANGE.finditer(text):
        before, after, change = (float(value) for value in match.groups())
        if abs(abs(after - before) - change) > 1e-6:
            yield Notice("ocr", Span(*match.span()), f"“{match[0]}” does not add up")


def _low(text: str, each: Sequence[float]) -> Iterator[Notice]:
    for at, (character, sure) in enumerate(zip(text, each, strict=True)):
        if sure < LEAST_SURE and not character.isspace() and not character.isdecimal():
            yield Notice("ocr", Span(at, at + 1), f"“{character}” was read with confidence {sure:.2f}")


def _numbers(text: str, each: Sequence[float]) -> Iterator[Notice]:
    for match in _NUMBER.finditer(text):
        least = min(each[match.start() : match.end()])
        if least < LEAST_SURE_DIGIT:
            message = f"the number “{match[0]}” was read with confidence {least:.2f}"
            yield Notice("ocr", Span(*match.span()), message)
