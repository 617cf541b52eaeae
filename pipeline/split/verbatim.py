"""From a document to its articles, their text as it stands in the file: nothing joined, moved or mended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

from kg.values import Article, Document, Notice, Part, PartKind, Span
from pipeline.repair import Line, cut_lines
from pipeline.split.articles import read_authors
from pipeline.split.borders import Story, find_stories
from pipeline.split.headings import mark_headings, sections
from pipeline.split.heads import clean_title, set_head, title_of
from pipeline.split.kinds import Entry, read_column, tell
from pipeline.split.origin import believable, read_address, read_published, read_publisher

Piece = tuple[int, int, PartKind]  # where a line begins and ends in the document, and what it is


def split_verbatim(document: Document) -> tuple[Article, ...]:
    """Return the articles of `document` in the order they stand, each a stretch of its text as it is.

    Where the lines of articles lie among each other, so that only moving them would part them, the document
    is one article. A title that only the file's metadata gives is no line of the text.
    """
    stories = find_stories(tell(cut_lines(document.text)))
    heads = [set_head(story, document, only=len(stories) == 1) for story in stories]
    told = [_Lines(story, document.text) for story in heads]
    told = [lines for lines in told if lines.pieces]
    if any(before.end > after.start for before, after in pairwise(told)):
        told = [_Lines.together(told)]
    return tuple(_article(document, lines) for lines in told)


class _Lines:
    """The lines of an article: as entries, and as pieces of the document in their order."""

    def __init__(self, story: Story, text: str) -> None:
        self.story = story
        body = mark_headings(story.body)
        self.entries = [*story.column, *story.title, *story.byline, *body]
        self.pieces = sorted(piece for entry in self.entries for piece in _pieces(entry, text))

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    @classmethod
    def together(cls, many: Sequence["_Lines"]) -> "_Lines":
        """Return all lines as those of the first article."""
        first = many[0]
        first.entries = [entry for one in many for entry in one.entries]
        first.pieces = sorted(piece for one in many for piece in one.pieces)
        return first


def _pieces(entry: Entry, text: str) -> Iterator[Piece]:
    kind: PartKind = "body" if entry.kind == "short" else entry.kind
    line: Line = entry.line
    ends = [piece.at for piece in line.pieces[1:]] + [len(line.text)]
    for piece, end in zip(line.pieces, ends, strict=False):
        stretch = text[piece.start : piece.start + end - piece.at].rstrip()
        if stretch:
            yield piece.start, piece.start + len(stretch), kind


def _article(document: Document, lines: _Lines) -> Article:
    start, text = lines.start, document.text[lines.start : lines.end]
    parts = tuple(Part(kind, Span(begin - start, end - start)) for begin, end, kind in lines.pieces)
    told = [(part.kind, part.span.of(text), part.span) for part in parts]
    column = lines.story.column
    return Article(
        id=sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=document.source,
        text=text,
        parts=parts,
        column=read_column(column[0].text) if column else None,
        title=title_of(lines.story) or clean_title(document.title),
        authors=read_authors(lines.entries),
        publisher=read_publisher(lines.entries) or document.publisher,
        published=read_published(lines.entries) or believable(document.published),
        sections=sections(told),
        notices=tuple(_moved(document.notices, Span(start, lines.end))),
        address=document.address or read_address(lines.entries),
    )


def _moved(notices: Iterable[Notice], place: Span) -> Iterator[Notice]:
    """Yield the notices that mark text of an article, or nothing at all, at their places in it."""
    for notice in notices:
        span = notice.span
        if span.start == span.end:
            yield replace(notice, span=Span(0, 0))
        elif span.overlaps(place):
            kept = Span(max(span.start, place.start), min(span.end, place.end))
            yield replace(notice, span=kept.shifted(-place.start))
