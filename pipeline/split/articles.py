"""From a document to its articles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import cast

from kg.values import Article, Author, Document, Notice, Part, PartKind, Span
from pipeline.repair import arrange, cut_lines, join, unwrap
from pipeline.split.borders import Story, find_stories
from pipeline.split.heads import set_head, title_of
from pipeline.split.headings import mark_headings, sections
from pipeline.split.kinds import Entry, read_column, read_date, tell, tell_kind
from pipeline.split.people import read_byline


def split(document: Document) -> tuple[Article, ...]:
    """Return the articles of `document` in the order they stand, each in its reading order.

    Every character of the document but white space is in exactly one part of one article. What was repaired,
    or could not be, is a notice of its article. A document without text has no article.
    """
    lines = unwrap(cut_lines(document.text), stands_alone)
    stories = find_stories(tell(lines))
    heads = [set_head(story, document, only=len(stories) == 1) for story in stories]
    return tuple(make_article(document, story) for story in heads)


def stands_alone(text: str) -> bool:
    """Tell whether a line of print is never part of a paragraph."""
    return tell_kind(text) in ("column", "source", "byline")


def make_article(document: Document, story: Story) -> Article:
    """Return the article that the lines of `story` make."""
    entries = [*story.column, *story.title, *story.byline, *arrange_body(mark_headings(story.body))]
    page = Page()
    for entry in entries:
        page.add(entry)
    if story.moved:
        page.note_title()
    return Article(
        id=sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=document.source,
        text=page.text,
        parts=tuple(page.parts),
        column=read_column(story.column[0].text) if story.column else None,
        title=title_of(story),
        authors=read_authors(entries),
        publisher=document.publisher,
        published=document.published or read_published(entries),
        sections=sections([(part.kind, part.span.of(page.text), part.span) for part in page.parts]),
        notices=tuple(page.notices),
    )


def arrange_body(entries: Sequence[Entry]) -> list[Entry]:
    """Return the lines of a body in reading order, cut paragraphs joined, with their notices."""
    inner = [entry for entry in entries if entry.kind in ("body", "heading")]
    order = arrange([entry.text for entry in inner], [entry.kind == "heading" for entry in inner])
    ready = [
        _paragraph(inner, paragraph, order.moved, order.cut | order.headless)
        for paragraph in order.paragraphs
    ]
    return _merge(entries, inner, ready)


def _paragraph(
    inner: Sequence[Entry], lines: Sequence[int], moved: Iterable[int], cut: Iterable[int]
) -> Entry:
    joined = join([inner[index].line for index in lines], "a paragraph that was cut was joined")
    if any(index in moved for index in lines):
        joined = joined.noted("reordered", Span(0, len(joined.text)), "the paragraph stood elsewhere")
    if lines[-1] in cut:
        joined = joined.noted(
            "truncated", last_sentence(joined.text), "the sentence breaks off and its end was not found"
        )
    return replace(inner[lines[0]], line=joined)


def last_sentence(text: str) -> Span:
    """Return the stretch after the last full stop of `text`."""
    start = max(text.rfind(mark, 0, len(text) - 1) for mark in "。！？") + 1
    return Span(start, len(text))


def _merge(entries: Sequence[Entry], inner: Sequence[Entry], ready: Sequence[Entry]) -> list[Entry]:
    """Return `ready` with the other lines of `entries` at their old places: before, or after all of the body."""
    places = [index for index, entry in enumerate(entries) if entry.kind in ("body", "heading")]
    if not places:
        return list(entries)
    other = [(index, entry) for index, entry in enumerate(entries) if entry.kind not in ("body", "heading")]
    before = [entry for index, entry in other if index < places[0]]
    after = [entry for index, entry in other if index > places[0]]
    return [*before, *ready, *after]


def read_authors(entries: Sequence[Entry]) -> tuple[Author, ...]:
    """Return the authors that the bylines name, or else the photographers of the credits."""
    for kind in ("byline", "credit"):
        found = [read_byline(entry.text) for entry in entries if entry.kind == kind]
        people = tuple(author for byline in found if byline for author in byline.authors)
        if people:
            return people
    return ()


def read_published(entries: Sequence[Entry]) -> date | None:
    """Return the first full date of the lines that state nothing else."""
    return next((day for entry in entries if entry.kind == "source" and (day := read_date(entry.text))), None)


@dataclass(slots=True)
class Page:
    """An article's text as it grows line by line."""

    words: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.words)

    def add(self, entry: Entry) -> None:
        """Append a line as a part, its notices with it."""
        start = self.length + bool(self.words)
        self.words.append(entry.text)
        self.length = start + len(entry.text)
        kind = "body" if entry.kind == "short" else entry.kind
        self.parts.append(Part(cast("PartKind", kind), Span(start, self.length)))
        self.notices += (replace(note, span=note.span.shifted(start)) for note in entry.line.notices)

    def note_title(self) -> None:
        """Say that the title stood elsewhere."""
        for part in self.parts:
            if part.kind == "title":
                self.notices.append(Notice("title_moved", part.span, "the title stood behind its article"))
