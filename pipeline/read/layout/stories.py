"""Puts pages together: the text runs from column to column and page to page, large titles begin articles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.values import Notice
from pipeline.read.layout.asides import set_apart
from pipeline.read.layout.columns import cut
from pipeline.read.layout.continued import begins_inside, is_marked, join_continued
from pipeline.read.layout.furniture import drop_furniture
from pipeline.read.layout.paragraphs import (
    TITLE,
    Paragraph,
    edges_of,
    goes_on,
    join_paragraphs,
    to_paragraphs,
)
from pipeline.read.layout.printed import Leaf, Printed, Rect, around, body_size

_LONGEST_TITLE = 60
_LEAST_BODY = 60  # characters between two titles of two articles
_MOST_OVER = 2  # lines above a title that belong to it
_LIKE_LARGEST = 0.87  # of the largest title's size: surely a title of its own
_LESSER = 0.6  # the same for one that signs of an article's beginning or end must stand by
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)]?\s*[、.．]|第[一二三四五六七八九十\d]+[章节部编]"
)
_BEGINS = re.compile(r"本报|记者|通讯员|作者|文[/／:：]|□|■|电\s*[（(]|讯\s*[（(]")
_ENDS = re.compile(r"[（(][^（）()]{2,24}[）)]\s*$|来源[:：]|■\s*$|□\s*$")


@dataclass(slots=True)
class Story:
    """An article as it is printed: the paragraphs of its text, and what stands beside it."""

    flow: list[Paragraph] = field(default_factory=list)
    beside: list[Paragraph] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # running heads of the document it is the first of

    @property
    def page(self) -> int:
        """The page it begins on, from 1."""
        return (*self.flow, *self.beside)[0].page

    def pages(self) -> set[int]:
        """Return the pages it stands on."""
        return {paragraph.page for paragraph in (*self.flow, *self.beside)}

    def place_on(self, page: int) -> Rect | None:
        """Return where it stands on a page, if it does."""
        places = [paragraph.place for paragraph in self.flow if paragraph.page == page]
        return around(places) if places else None

    def write(self) -> tuple[str, tuple[Notice, ...]]:
        r"""Return its text, a paragraph a line, `\f` where a page ends between two, and its notices."""
        words = [f"{head}\n" for head in self.heads]
        notices: list[Notice] = []
        at, page, start = sum(map(len, words)), self.page, len(words)
        for paragraph in (*self.flow, *self.beside):
            if len(words) > start:
                words.append("\n" if paragraph.page == page else "\f")
                at += 1
            words.append(paragraph.text)
            notices += (replace(note, span=note.span.shifted(at)) for note in paragraph.notices)
            at, page = at + len(paragraph.text), paragraph.page
        return "".join(words), tuple(notices)


def find_stories(leaves: Sequence[Leaf]) -> list[Story]:
    """Return the articles of a document's pages, in order; a document without large titles is one article."""
    body = body_size([line for leaf in leaves for line in leaf.lines])
    flow: list[Paragraph] = []
    beside: list[tuple[Rect, list[Paragraph]]] = []
    bare, heads = drop_furniture(leaves)
    for page, leaf in enumerate(bare, 1):
        parts = set_apart(leaf)
        for column in _columns([*parts.text, *parts.things], page, body):
            _add(flow, column, [thing.place for thing in parts.things])
        for lines in (*parts.boxes, *parts.captions):
            aside = [paragraph for column in _columns(lines, page, body) for paragraph in column]
            beside.append((around([line.place for line in lines]), aside))
    stories = [Story(part) for part in join_continued(_part(flow, body))] or [Story()]
    for place, aside in beside:
        _nearest(stories, place, aside[0].page).beside.extend(aside)
    stories[0].heads = heads
    return [story for story in stories if story.flow or story.beside]


def _columns(lines: Sequence[Printed], page: int, body: float) -> Iterator[list[Paragraph]]:
    columns = [[line for line in part if line.text] for part in cut(lines)]
    columns = [part for part in columns if part]
    for column, edges in zip(columns, edges_of(columns), strict=True):
        yield to_paragraphs(column, edges, page, body)


def _add(flow: list[Paragraph], column: Sequence[Paragraph], things: Sequence[Rect]) -> None:
    """Add the next column; its first paragraph, and one below a picture or box, may go on in one before."""
    for at, paragraph in enumerate(column):
        cut = not at or any(_lies_between(thing, column[at - 1].place, paragraph.place) for thing in things)
        if flow and cut and not is_marked(flow[-1], paragraph) and goes_on(flow[-1], paragraph):
            flow[-1] = join_paragraphs(flow[-1], paragraph)
        else:
            flow.append(paragraph)


def _lies_between(thing: Rect, upper: Rect, lower: Rect) -> bool:
    across = thing.left < upper.right and upper.left < thing.right
    return across and upper.bottom <= thing.centre[1] <= lower.top


def _part(flow: Sequence[Paragraph], body: float) -> list[list[Paragraph]]:
    """Return the text of each article: one begins at a large title that has an article before it."""
    titles = [_is_title(paragraph, body) for paragraph in flow]
    largest = max((each.size for each, title in zip(flow, titles, strict=True) if title), default=0.0)
    parts: list[list[Paragraph]] = [[]]
    written, titled = 0, False  # of the article so far: its characters, and whether it has a title
    for at, (paragraph, title) in enumerate(zip(flow, titles, strict=True)):
        if title and written >= _LEAST_BODY and (titled or at) and _is_head(flow, at, largest):
            above = _over(parts[-1], body)
            kept = parts[-1][: len(parts[-1]) - above]
            parts[-1:] = [kept, parts[-1][len(kept) :]]
            written = 0
        elif begins_inside(paragraph) and written:
            parts.append([])
            titled, written = False, 0
        parts[-1].append(paragraph)
        titled = titled or title
        written += 0 if title else len(paragraph.text)
    return [part for part in parts if part]


def _is_title(paragraph: Paragraph, body: float) -> bool:
    large = paragraph.size >= TITLE * body and len(paragraph.text) <= _LONGEST_TITLE
    return large and "。" not in paragraph.text and not _NUMBERED.match(paragraph.text)


def _is_head(flow: Sequence[Paragraph], at: int, largest: float) -> bool:
    """Tell whether a large line begins an article rather than a section of one."""
    share = flow[at].size / largest
    if share >= _LIKE_LARGEST:
        return True
    signed = any(_BEGINS.search(paragraph.text[:60]) for paragraph in flow[at + 1 : at + 3])
    return share >= _LESSER and (signed or bool(_ENDS.search(flow[at - 1].text[-40:])))


def _over(part: Sequence[Paragraph], body: float) -> int:
    """Return how many lines at the end of a part stand above the next title and belong to it."""
    count = 0
    for paragraph in reversed(part[1:]):
        larger = 1.1 * body < paragraph.size and len(paragraph.text) <= _LONGEST_TITLE
        if not larger or "。" in paragraph.text or _NUMBERED.match(paragraph.text) or count == _MOST_OVER:
            break
        count += 1
    return count


def _nearest(stories: Sequence[Story], place: Rect, page: int) -> Story:
    """Return the article that stands nearest to a place on a page."""
    here = [(story, its) for story in stories if (its := story.place_on(page)) is not None]
    return min(here, key=lambda pair: _distance(pair[1], place), default=(stories[-1], None))[0]


def _distance(one: Rect, other: Rect) -> float:
    across = max(one.left - other.right, other.left - one.right, 0.0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0.0)
    return across + down
