"""Lines of a document: cut from the text, joined again, each knowing where its pieces stood."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.values import Notice, Span, WarningCode

_BREAK = re.compile("[\n\f]")
_GLUED_PARAGRAPH = re.compile(r"(?<=[。！？”])[ \t\u3000]{2,}(?=\S)")


def cut_lines(text: str) -> list["Line"]:
    r"""Return the lines of `text` that hold anything, without surrounding blanks.

    A line ends at a line feed or a form feed, and where a sentence's end is followed by a paragraph's
    indentation.

    >>> [line.text for line in cut_lines("甲。\n\n　　乙")]
    ['甲。', '乙']
    """
    lines: list[Line] = []
    gap, page = 0, False
    for start, end in _stretches(text):
        page = page or text[start - 1 : start] == "\f"
        found = list(_paragraphs(text, start, end))
        gap += not found
        for at, piece in found:
            indent = at - start if at == found[0][0] else 2
            lines.append(Line(piece, (Piece(0, at),), gap=gap, indent=indent, page=page))
            gap, page = 0, False
    return lines


def join(lines: Sequence["Line"], message: str = "", *, space: str = "") -> "Line":
    """Return one line of several, `space` between them; a `message` adds a notice at each joint.

    Raises:
        IndexError: there is no line.
    """
    if len(lines) == 1:
        return lines[0]
    words: list[str] = []
    pieces: list[Piece] = []
    notices: list[Notice] = []
    at = 0
    for line in lines:
        between = (space or glue(words[-1], line.text)) if words else ""
        at += len(between)
        pieces += (Piece(at + piece.at, piece.start) for piece in line.pieces)
        notices += (replace(notice, span=notice.span.shifted(at)) for notice in line.notices)
        if words and message:
            notices.append(Notice("rejoined", Span(at - 1, at + 1), message))
        words += [between, line.text]
        at += len(line.text)
    return replace(lines[0], text="".join(words), pieces=tuple(pieces), notices=tuple(notices))


def break_line(line: "Line", at: int) -> tuple["Line", "Line"]:
    """Return the two lines that a break of `line`, not yet repaired, before its character `at` makes."""
    head, tail = line.text[:at].rstrip(), line.text[at:].lstrip()
    behind = Piece(0, line.pieces[0].start + len(line.text) - len(tail))
    return replace(line, text=head), Line(tail, (behind,))


def glue(first: str, second: str) -> str:
    """Return what stands between two pieces of one line: a blank between Latin words, else nothing.

    >>> glue("the", "line"), glue("第一", "线")
    (' ', '')
    """
    left, right = first[-1:], second[:1]
    latin = left.isascii() and right.isascii() and right.isalpha()
    return " " if latin and (left.isalpha() or left in ",.;:") and left else ""


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    line = text[start:end]
    bare = line.strip()
    if not bare:
        return
    at = start + len(line) - len(line.lstrip())
    done = 0
    for match in _GLUED_PARAGRAPH.finditer(bare):
        yield at + done, bare[done : match.start()]
        done = match.end()
    yield at + done, bare[done:]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: it begins at `at` in the line and stood at `start` in the document."""

    at: int
    start: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its pieces, the empty lines and blanks before it, and what was repaired in it.

    `page` tells that a page break stood before it. The spans of `notices` count the line's characters.
    """

    text: str
    pieces: tuple[Piece, ...]
    gap: int = 0
    indent: int = 0
    page: bool = False
    notices: tuple[Notice, ...] = ()

    @classmethod
    def of(cls, text: str, start: int) -> "Line":
        """Return a line of one piece that stood at `start` in the document."""
        return cls(text, (Piece(0, start),))

    def noted(self, code: WarningCode, span: Span, message: str) -> "Line":
        """Return the line with one more notice, its span cut to the line."""
        inside = Span(min(span.start, len(self.text)), min(span.end, len(self.text)))
        return replace(self, notices=(*self.notices, Notice(code, inside, message)))
