"""The lines of a web page as a browser would show them, each with what its mark-up says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.read.tree import Element

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_UNSEEN = frozenset((
    "head", "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "textarea",
    "button", "rt", "rp",
))  # fmt: skip
_ASIDE = frozenset(("nav", "aside", "footer"))
_ASIDE_NAME = re.compile(
    r"(?:^|[-_ ])(?:comments?|pinglun|breadcrumbs?|foot|footer|copyright|sidebar|navbar|menu)(?:$|[-_ ])"
)
_HIDDEN = re.compile(r"display\s*:\s*none")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = ("td", "th")
_BUTTON = re.compile(r"(?:字[号体]|[大中小]|打印|关闭|分享|收藏|纠错|复制链接|简体|繁[体體])[+＋－-]?")
_LONGEST_CELL = 300
_MOST_BLOCKS_IN_CELL = 3
_SPACE = re.compile(r"[ \t\r\n]+")
_BROKEN_LINE = re.compile(r"(?<=[⺀-鿿　-〿＀-￯])[ \t\r]*\n[ \t\r\n]*(?=[⺀-鿿　-〿＀-￯])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: `links` counts its links, `linked` the characters in them.

    `heading` is the heading's tag, `aside` says that it stands in navigation, a foot line or comments.
    """

    text: str
    heading: str | None = None
    aside: bool = False
    links: int = 0
    linked: int = 0

    @property
    def linked_share(self) -> float:
        """The share of the line that lies in links, from 0 to 1."""
        return self.linked / max(len(self.text), 1)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    heading: str | None = None
    aside: bool = False
    link: bool = False


def page_lines(root: Element) -> list[Line]:
    """Return the lines of a parsed page in order; the cells of a row of values are parted by tabs."""
    lines: list[Line] = []
    waiting: list[_Piece] = []
    for piece in (*_flow(root, _Piece("")), None):
        if piece is not None:
            waiting.append(piece)
            continue
        lines += _join(waiting)
        waiting = []
    return lines


def _flow(element: Element, mood: _Piece) -> Iterator[_Piece | None]:
    """Yield the pieces of text below an element, and None wherever a line ends."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN or _HIDDEN.search(element.get("style") or ""):
        return
    if tag == "a" and _BUTTON.fullmatch("".join(element.itertext()).strip()):
        return
    mood = _change(mood, element)
    if tag in _BLOCKS or tag == "br":
        yield None
    if tag == "tr" and _holds_values(element):
        yield from _row(element, mood)
    else:
        yield from _inside(element, mood)
    if tag in _BLOCKS:
        yield None


def _inside(element: Element, mood: _Piece) -> Iterator[_Piece | None]:
    keep_lines = element.tag == "pre"
    yield from _text(element.text, mood, keep_lines=keep_lines)
    for child in element:
        yield from _flow(child, mood)
        yield from _text(child.tail, mood, keep_lines=keep_lines)


def _text(text: str | None, mood: _Piece, *, keep_lines: bool) -> Iterator[_Piece | None]:
    for number, line in enumerate((text or "").split("\n") if keep_lines else [text or ""]):
        if number:
            yield None
        if line:
            yield replace(mood, text=line)


def _row(row: Element, mood: _Piece) -> Iterator[_Piece | None]:
    for number, cell in enumerate(child for child in row if child.tag in _CELLS):
        if number:
            yield replace(mood, text="\v")  # a tab of its own, told from the white space of the source
        yield from (piece or replace(mood, text=" ") for piece in _inside(cell, mood))


def _holds_values(row: Element) -> bool:
    """Tell a row of a table of values from one that only lays out the page."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    stray = [row.text, *(child.tail for child in row), *("x" for child in row if child.tag not in _CELLS)]
    if any((text or "").strip() for text in stray):
        return False  # a damaged row, whose words outside the cells would be lost
    return len(cells) > 1 and not any(_is_frame(cell) for cell in cells)


def _is_frame(cell: Element) -> bool:
    tags = [element.tag for element in cell.iter()]
    blocks = sum(tag in _BLOCKS or tag == "br" for tag in tags[1:])
    return "table" in tags or blocks > _MOST_BLOCKS_IN_CELL or sum(map(len, cell.itertext())) > _LONGEST_CELL


def _change(mood: _Piece, element: Element) -> _Piece:
    name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    aside = mood.aside or element.tag in _ASIDE or bool(_ASIDE_NAME.search(name))
    heading = element.tag if element.tag in _HEADINGS else mood.heading
    return _Piece("", heading, aside, mood.link or element.tag == "a")


def _join(pieces: list[_Piece]) -> Iterator[Line]:
    text = "".join(_BROKEN_LINE.sub("", piece.text) for piece in pieces)
    text = _SPACE.sub(" ", text).replace(" \v", "\t").replace("\v ", "\t").replace("\v", "\t").strip()
    if text:
        links = [piece for piece in pieces if piece.link and piece.text.strip()]
        linked = sum(len(piece.text.strip()) for piece in links)
        yield Line(text, pieces[0].heading, all(piece.aside for piece in pieces), len(links), linked)
