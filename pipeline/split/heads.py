"""The head of an article: its title made whole, from two lines, swapped halves or the file's own metadata."""

import re
from dataclasses import replace
from itertools import islice

from kg.values import Document, Span
from pipeline.repair import Line, join, starts_inside
from pipeline.split.borders import Story
from pipeline.split.headings import level, mark_headings
from pipeline.split.kinds import Entry
from pipeline.split.titles import is_title, mend_halves

_SUBTITLE = re.compile(r"(?:——|—|--)\s*\S")
_SITE = re.compile(r"\s*(?:[|｜_]|[-—–]{1,2}(?=\s*\S{2,12}$)|\s-\s).*$")
_JUNK = re.compile(
    r"(?i)microsoft|untitled|无标题|^文档\d*$|^幻灯片|\.(?:docx?|pdf|txt|html?|wps|indd|ppt)$|^[\x00-\x7f]*$"
)
_MARKS = re.compile(r"[\s“”‘’\"'『』「」《》〈〉【】,，。;；:：、·•\-—–~～!！?？|｜_]")
_HALF, _ALIKE = 16, 4  # characters of the longest half of a title, and by how many halves differ
_PARAGRAPH = 25  # characters of the shortest text that stands behind a subtitle
_LONGEST = 400  # characters of a title that metadata give
_NEAR = 6  # lines from the top among which a title is looked for


def set_head(story: Story, document: Document, *, only: bool) -> Story:
    """Return `story` with its title made whole; `only` says that it is the document's only article.

    Halves that were swapped are exchanged. The title of the file's metadata is searched among the first
    lines of an only article, and put before it as a line of its own where the text has no title.
    """
    if only:
        _use_metadata(story, document.title)
    body = "\n".join(entry.text for entry in islice(story.body, 8))[:4000]
    if story.title:
        _take_next(story, body)
        story.title = _fold(story.title, body)
    return story


def title_of(story: Story) -> str | None:
    """Return the title without a subtitle, or None."""
    return re.sub("^原标题[：:]\\s*", "", story.title[0].text) if story.title else None


def clean_title(title: str | None) -> str | None:
    """Return the title of a file's metadata without the site's name, None where it says nothing.

    >>> clean_title("车间里的技能课_江海新闻网"), clean_title("Microsoft Word - 1.doc")
    ('车间里的技能课', None)
    """
    if title is None or _JUNK.search(title[:_LONGEST].strip()):
        return None
    bare = " ".join(title[:_LONGEST].split())
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
            if not (story.title and index == 0):
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
    story.title = chosen if count == 1 else [replace(chosen[0], line=join([entry.line for entry in chosen]))]


def _take_next(story: Story, body: str) -> None:
    """Take a subtitle, or the other half of the title, from the first line of the body."""
    after = story.body[0] if story.body else None
    if after is None or after.kind != "short" or len(story.title) > 1:
        return
    half = is_title(after.text) and mend_halves(story.title[0].text, after.text, body) is not None
    if _SUBTITLE.match(after.text) or (not story.byline and (half or _is_subtitle(story))):
        story.title.append(replace(after, kind="title"))
        del story.body[0]


def _is_subtitle(story: Story) -> bool:
    """Tell whether the first line of the body is a second line of the title and no section's heading.

    It stands before text, and either no other line heads a section or it alone stands close to the title.
    """
    first, after = story.body[0], story.body[1] if len(story.body) > 1 else None
    if after is None or after.kind != "body" or level(first.text) or not is_title(first.text):
        return False
    if (
        len(after.text) < _PARAGRAPH
        or "\t" in after.text
        or starts_inside(after.text)
        or first.text[-1:] in "。！"
    ):
        return False
    headings = [entry for entry in mark_headings(story.body) if entry.kind == "heading"]
    others = [entry for entry in headings if entry.line is not first.line]
    close = first.line.gap == 0 < after.line.gap and all(entry.line.gap for entry in others)
    return close or (not others and len(headings) == 1)


def _fold(lines: list[Entry], body: str) -> list[Entry]:
    """Return the lines of a title with those joined that are one: the title itself, and its subtitle."""
    done: list[Entry] = []
    for entry in lines:
        if not done or not _goes_on(done, entry, body):
            done.append(entry)
        else:
            done[-1] = _join(done[-1], entry, body)
    return [_mend(done[0], body), *done[1:]] if len(lines) == 1 else done


def _goes_on(done: list[Entry], entry: Entry, body: str) -> bool:
    """Tell whether a line of a title goes on with the last of `done`: halves are alike, a rest is shorter."""
    first, second = done[-1].text, entry.text
    if _SUBTITLE.match(second):
        return False
    if len(done) > 1 or first[-1:] in "—-" or is_cut(first, second, body):
        return True
    if mend_halves(first, second, body) is not None:
        return True
    whole = " " in first or " " in second or first[-1:] in "！？!?。"
    alike = abs(len(first) - len(second)) <= _ALIKE and max(len(first), len(second)) <= _HALF
    return not whole and (alike or len(second) < len(first))


def is_cut(first: str, second: str, body: str) -> bool:
    """Tell whether a word is cut between two lines: the text has it whole.

    >>> is_cut("帮农民", "工圆梦", "县里的农民工都来了。"), is_cut("强技能", "促发展", "县里的农民工都来了。")
    (True, False)
    """
    spans = (first[-2:] + second[:1], first[-1:] + second[:2])
    return any(len(span) == 3 and span.isalpha() and span in body for span in spans)


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
    alike = abs(len(first.text) - len(second.text)) <= _ALIKE and not _SUBTITLE.match(first.text)
    parted = alike and first.text[-1:] not in "—-" and not is_cut(first.text, second.text, body)
    return replace(first, line=join([first.line, second.line], space=" " * parted))


def _exchanged(first: Line, second: Line) -> Line:
    line = join([first, second])
    return line.noted("reordered", Span(0, len(line.text)), "the halves of the title were exchanged")
