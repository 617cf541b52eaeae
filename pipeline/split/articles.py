"""From a document to its articles."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from kg.values import Article, Author, Document, Span
from pipeline.repair import Order, arrange, cut_columns, join, unwrap
from pipeline.split.borders import Story, find_stories
from pipeline.split.exchange import exchange
from pipeline.split.headings import mark_headings, sections
from pipeline.split.heads import set_head, title_of
from pipeline.split.kinds import Entry, read_column, tell, tell_kind
from pipeline.split.origin import believable, read_address, read_published, read_publisher, writers_of
from pipeline.split.people import read_byline
from pipeline.split.press import loosen, read_credits
from pipeline.split.sheet import Sheet


def split(document: Document) -> tuple[Article, ...]:
    """Return the articles of `document` in the order they stand, each in its reading order.

    Every character of the document but white space is in exactly one part of one article. What was repaired,
    or could not be, is a notice of its article; notices of the document stay with the text they mark. A title
    that only the file's metadata gives becomes a title line. A document without text has no article.
    """
    lines = loosen(unwrap(cut_columns(document.text), stands_alone))
    stories = find_stories(tell(lines))
    if not _is_printed(document):
        exchange(stories)
    heads = [set_head(story, document, only=len(stories) == 1) for story in stories]
    return tuple(make_article(document, story) for story in heads)


def stands_alone(text: str) -> bool:
    """Tell whether a line of print is never part of a paragraph."""
    return tell_kind(text) in ("column", "source", "byline")


def make_article(document: Document, story: Story) -> Article:
    """Return the article that the lines of `story` make."""
    body = arrange_body(mark_headings(story.body), ordered=_is_printed(document))
    entries = [*story.column, *story.title, *story.byline, *body]
    sheet = Sheet.of(entries, moved=story.moved)
    text, told, day = sheet.text, _is_table(document), believable(document.published)
    lines = [(part.kind, part.span.of(text), part.span) for part in sheet.parts]
    return Article(
        id=sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=document.source,
        text=text,
        parts=tuple(sheet.parts),
        column=read_column(story.column[0].text) if story.column else None,
        title=title_of(story),
        authors=read_authors(entries),
        publisher=(told and document.publisher) or read_publisher(entries) or document.publisher,
        published=(told and day) or read_published(entries) or day,
        sections=sections(lines),
        notices=(*sheet.anchor(document.notices), *sheet.notices),
        address=document.address or read_address(entries),
    )


def _is_printed(document: Document) -> bool:
    """Tell whether the places of lines on their pages gave their order, which words then do not better."""
    kind = document.source.media_type
    return kind == "application/pdf" or kind.startswith("image/")


def _is_table(document: Document) -> bool:
    """Tell whether columns of a table say whose the article is, which then counts more than its text."""
    kind = document.source.media_type
    return kind == "text/csv" or "spreadsheet" in kind or kind.endswith("ms-excel")


def arrange_body(entries: Sequence[Entry], *, ordered: bool = False) -> list[Entry]:
    """Return the lines of a body in reading order, cut paragraphs joined, with their notices.

    Lines that are `ordered` stay in their order.
    """
    inner = [entry for entry in entries if entry.kind in ("body", "heading")]
    texts, headings = [entry.text for entry in inner], [entry.kind == "heading" for entry in inner]
    order = arrange(texts, headings, ordered=ordered)
    return _merge(entries, [_paragraph(inner, lines, order) for lines in order.paragraphs])


def last_sentence(text: str) -> Span:
    """Return the stretch after the last full stop of `text`.

    >>> last_sentence("好。打破“隔")
    Span(start=2, end=6)
    """
    start = max(text.rfind(mark, 0, len(text) - 1) for mark in "。！？") + 1
    return Span(start, len(text))


def first_sentence(text: str) -> Span:
    """Return the stretch up to the first full stop of `text`.

    >>> first_sentence("层”打破了。好。")
    Span(start=0, end=6)
    """
    ends = [text.find(mark) + 1 for mark in "。！？" if mark in text]
    return Span(0, min(ends, default=len(text)))


def read_authors(entries: Sequence[Entry]) -> tuple[Author, ...]:
    """Return the authors that the bylines and the body's own words name, or else the credits."""
    bylines = _people(entries, "byline") or _writers(entries)
    glued = read_credits([entry.text for entry in entries if entry.kind == "body"])
    if not bylines:
        return glued or _people(entries, "credit")
    known = {author.name for author in bylines}
    return bylines + tuple(author for author in glued if author.name not in known)


def _people(entries: Sequence[Entry], kind: str) -> tuple[Author, ...]:
    found = [read_byline(entry.text) for entry in entries if entry.kind == kind]
    people: dict[str, Author] = {}
    for author in (author for byline in found if byline for author in byline.authors):
        people.setdefault(author.name, author)
    return tuple(people.values())


def _writers(entries: Sequence[Entry]) -> tuple[Author, ...]:
    """Return the authors that a source line names beside the medium, never its editors."""
    names = (name for entry in entries if entry.kind == "source" for name in writers_of(entry.text))
    return tuple(Author(name) for name in dict.fromkeys(names))


def _paragraph(inner: Sequence[Entry], lines: Sequence[int], order: Order) -> Entry:
    joined = join([inner[index].line for index in lines], "a paragraph that was cut was joined")
    text = joined.text
    if order.moved.intersection(lines):
        joined = joined.noted("reordered", Span(0, len(text)), "the paragraph stood elsewhere")
    if lines[-1] in order.cut:
        joined = joined.noted("truncated", last_sentence(text), "the sentence breaks off")
    if lines[0] in order.headless:
        joined = joined.noted("truncated", first_sentence(text), "the sentence lacks its beginning")
    return replace(inner[lines[0]], line=joined)


def _merge(entries: Sequence[Entry], ready: Sequence[Entry]) -> list[Entry]:
    """Return `ready` with the other lines of `entries` before or behind all of it, as they stood."""
    inner = [index for index, entry in enumerate(entries) if entry.kind in ("body", "heading")]
    if not inner:
        return list(entries)
    other = [(index, entry) for index, entry in enumerate(entries) if entry.kind not in ("body", "heading")]
    before = [entry for index, entry in other if index < inner[0]]
    return [*before, *ready, *(entry for index, entry in other if index > inner[0])]
