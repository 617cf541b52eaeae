"""The head of an article: its title made whole, from two lines, swapped halves or the file's own metadata."""

import re
from dataclasses import replace
from itertools import islice

from kg.values import Document, Span
from pipeline.repair import Line, join
from pipeline.split.borders import Story
from pipeline.split.kinds import Entry
from pipeline.split.titles import is_title, mend_halves

_SUBTITLE = re.compile(r"(?:——|—|--)\s*\S")
_SITE = re.compile(r"\s*(?:[|｜_]|[-—–]{1,2}(?=\s*\S{2,12}$)|\s-\s).*$")
_JUNK = re.compile(
    r"(?i)microsoft|untitled|无标题|^文档\d*$|^幻灯片|\.(?:docx?|pdf|txt|html?|wps|indd|ppt)$|^[\x00-\x7f]*$"
)
_MARKS = re.compile(r"[\s“”‘’\"'『』「」《》〈〉【】,，。;；:：、·•\-—–~～!！?？|｜_]")
_NEAR = 6  # lines from the top among which a title is looked for


def set_head(story: Story, document: Document, *, only: bool) -> Story:
    """Return `story` with its title made whole; `only` says that it is the document's only article.

    Halves that were swapped are exchanged. The title of the file's metadata is searched among the first
    lines of an only article, and put before it as a line of its own where the text has no title.
    """
    if only:
        _use_metadata(story, document.title)
    body = "\n".join(entry.text for entry in islice(story.body, 8))[:4000]
    if len(story.title) == 1:
        _take_next(story, body)
        story.title = [_mend(entry, body) for entry in story.title]
    elif len(story.title) == 2 and not _SUBTITLE.match(story.title[1].text):
        story.title = [_join(story.title[0], story.title[1], body)]
    return story


def title_of(story: Story) -> str | None:
    """Return the title without a subtitle, or None."""
    return re.sub("^原标题[：:]\\s*", "", story.title[0].text) if story.title else None


def clean_title(title: str | None) -> str | None:
    """Return the title of a file's metadata without the site's name, None where it says nothing.

    >>> clean_title("车间里的技能课_江海新闻网"), clean_title("Microsoft Word - 1.doc")
    ('车间里的技能课', None)
    """
    if title is None or _JUNK.search(title.strip()):
        return None
    bare = " ".join(title.split())
    short = _SITE.sub("", bare)
    return short if len(short) >= 6 else bare if len(bare) >= 4 else None


def bare(text: str) -> str:
    """Return `text` without blanks and marks, for comparing titles."""
    return _MARKS.sub("", text)


def _use_metadata(story: Story, given: str | None) -> None:
    title = clean_title(given)
    if title is None or given is None:
        return
    near = [*story.title, *story.body[:_NEAR]]
    wanted = {bare(title), bare(given)} - {""}
    for index, entry in enumerate(near):
        if bare(entry.text) in wanted and len(entry.text) <= 100:
            _promote(story, near, index, 1)
            return
        if index + 1 < len(near) and bare(entry.text + near[index + 1].text) in wanted:
            _promote(story, near, index, 2)
            return
    if not story.title:
        story.title = [Entry("title", Line(title, ()))]


def _promote(story: Story, near: list[Entry], index: int, count: int) -> None:
    """Make `count` lines from `index` the title; a title that was taken for one before stays as body."""
    chosen = [replace(entry, kind="title") for entry in near[index : index + count]]
    rest = [
        replace(entry, kind="short") if entry.kind == "title" else entry
        for entry in near
        if entry not in near[index : index + count]
    ]
    story.body = [*rest, *story.body[_NEAR:]]
    story.title = chosen


def _take_next(story: Story, body: str) -> None:
    """Take a subtitle, or the other half of the title, from the first line of the body."""
    after = story.body[0] if story.body else None
    if after is None or after.kind != "short" or story.byline:
        return
    if _SUBTITLE.match(after.text) or (
        is_title(after.text) and mend_halves(story.title[0].text, after.text, body) is not None
    ):
        story.title.append(replace(after, kind="title"))
        del story.body[0]
        if not _SUBTITLE.match(after.text):
            story.title = [_join(story.title[0], story.title[1], body)]


def _mend(entry: Entry, body: str) -> Entry:
    halves = entry.text.split(" ")
    if len(halves) != 2 or len(entry.line.pieces) != 1 or mend_halves(halves[0], halves[1], body) is None:
        return entry
    at, start = len(halves[0]) + 1, entry.line.pieces[0].start
    first, second = Line.of(halves[0], start), Line.of(halves[1], start + at)
    return replace(entry, line=_exchanged(second, first))


def _join(first: Entry, second: Entry, body: str) -> Entry:
    if mend_halves(first.text, second.text, body) is not None:
        return replace(first, line=_exchanged(second.line, first.line))
    return replace(first, line=join([first.line, second.line], space=" "))


def _exchanged(first: Line, second: Line) -> Line:
    line = join([first, second])
    return line.noted("reordered", Span(0, len(line.text)), "the halves of the title were exchanged")
