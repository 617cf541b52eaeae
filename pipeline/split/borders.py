"""The borders between articles, and the way back of titles that landed behind their article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.repair import Joints
from pipeline.split.blocks import find_blocks
from pipeline.split.kinds import Entry, is_clauses, is_front_note
from pipeline.split.people import read_byline
from pipeline.split.titles import is_title

_COLUMN_END, _GOES_ON = 10, 2.0  # characters of a cut line, and how plausible its joint
_JOINTS = Joints(())
_PHOTO_STORY = 400  # characters of the longest article that a photo credit ends


def find_stories(entries: Sequence[Entry]) -> list["Story"]:
    """Return the articles of a document, in order, each with column, title and byline told from the rest.

    An article begins at a column, or at a title that a byline follows or the end of another article comes
    before. A title without a body goes to the body without a title.
    """
    marked = list(entries) if _has_columns(entries) else [_plain_column(entry) for entry in entries]
    groups: list[list[Story]] = [[]]
    for story in _cut(marked):
        if story.column:
            groups.append([])
        groups[-1].append(story)
    groups = [group for group in groups if group]
    for group, after in pairwise([*groups, []]):
        _settle(group, after)
    return [story for group in groups for story in group]


def _plain_column(entry: Entry) -> Entry:
    return replace(entry, kind="short") if entry.kind == "column" else entry


def _has_columns(entries: Sequence[Entry]) -> bool:
    """Tell whether the lines in thick brackets are columns: most of them stand by a title of their own."""
    places = [index for index, entry in enumerate(entries) if entry.kind == "column"]
    if not places:
        return False
    titled = 0
    for start, end in pairwise([*places, len(entries)]):
        inside = entries[start + 1 : end]
        first = bool(inside) and inside[0].kind == "short" and is_title(inside[0].text)
        titled += first or any(
            _title_run(inside, at) and inside[at].kind == "short" for at in _starts(inside)
        )
    return titled * 2 > len(places) or (places == [0] and len(entries) > 1)


def _starts(entries: Sequence[Entry]) -> list[int]:
    return [
        index
        for index, entry in enumerate(entries)
        if entry.kind == "short" and (index == 0 or entries[index - 1].kind != "short")
    ]


def _title_run(entries: Sequence[Entry], start: int) -> int:
    """Return how many lines from `start` are a title with its byline, 0 where no byline follows."""
    end = start
    while end < len(entries) and entries[end].kind == "short" and end - start < 4:
        end += 1
    if end < len(entries) and entries[end].kind == "byline":
        return end + 1 - start if is_title(entries[start].text) else 0
    for at in range(start + 1, end):
        if read_byline(entries[at].text):
            return at + 1 - start if is_title(entries[start].text) else 0
    return 0


def _goes_on_behind(entries: Sequence[Entry], start: int, run: int) -> bool:
    """Tell whether the first line of a title's run is the end of a column, which goes on behind the title."""
    after = start + run
    if run > 2 and is_clauses(entries[start].text):
        return True
    if run < 3 or after >= len(entries) or len(entries[start].text) < _COLUMN_END:
        return False
    return _JOINTS.score(entries[start].text, entries[after].text) > _GOES_ON


def _cut(entries: Sequence[Entry]) -> list["Story"]:
    stories = [Story()]
    blocks = find_blocks(entries)
    index = 0
    while index < len(entries):
        entry, story = entries[index], stories[-1]
        if index in blocks and story.begun and story.title:
            stories.append(Story.of_block(entries[index : blocks[index] + 1]))
            index = blocks[index]
        elif entry.kind == "column":
            stories.append(Story(column=[entry]))
        elif entry.kind == "short" and (size := _title_size(entries, index, story)):
            story = story if not story.begun else Story()
            if story is not stories[-1]:
                stories.append(story)
            story.head(entries[index : index + size])
            index += size
            continue
        else:
            story.add(entry)
        index += 1
    return [story for story in stories if story.column or story.title or story.body]


def _title_size(entries: Sequence[Entry], index: int, story: "Story") -> int:
    """Return how many lines from `index` make the head of an article, 0 where none begins here."""
    text = entries[index].text
    if not is_title(text) or (story.title and not story.body):
        return 0
    run = _title_run(entries, index)
    if run:
        return 0 if _goes_on_behind(entries, index, run) else run
    followed = index + 1 < len(entries) and entries[index + 1].kind != "column"
    if not story.begun and not story.title:
        return 1
    return int(story.ended() and followed and bool(story.title or story.column))


def _settle(group: list["Story"], after: list["Story"]) -> None:
    """Give each body of one column its title; a title too many goes to the next column's first article."""
    first, last = group[0], group[-1]
    if first.body and not first.title and len(group) > 1:
        if not last.body:
            for story, behind in pairwise(group):
                story.take(behind)
            group.pop()
        elif not first.ended():
            first.take(group[1])
            first.body += group[1].body
            del group[1]
    elif first.title and not last.body and len(group) > 1:
        if after and not after[0].title:
            after[0].take(last)
        else:
            group[-2].body += last.title + last.byline
        group.pop()


@dataclass(slots=True)
class Story:
    """An article in the making: its lines by their places."""

    column: list[Entry] = field(default_factory=list)
    title: list[Entry] = field(default_factory=list)
    byline: list[Entry] = field(default_factory=list)
    body: list[Entry] = field(default_factory=list)
    moved: bool = False
    begun: bool = False  # a line of the body proper was met, no masthead, note or source alone
    written: int = 0  # characters of the body's paragraphs and of what else stands between them

    @classmethod
    def of_block(cls, entries: Sequence[Entry]) -> "Story":
        """Return the article whose title is the last of `entries`, behind its text if there is any."""
        story = cls(moved=len(entries) > 1)
        story.head(entries[-1:])
        for entry in entries[:-1]:
            story.add(entry)
        return story

    def add(self, entry: Entry) -> None:
        """Append a line to the body."""
        self.body.append(entry)
        self.begun = self.begun or entry.kind in ("body", "short")
        if self.written or entry.kind == "body":
            self.written += len(entry.text)

    def head(self, entries: Sequence[Entry]) -> None:
        """Take the lines of a title with its byline."""
        for index, entry in enumerate(entries):
            named = entry.kind == "byline" or (index and read_byline(entry.text) is not None)
            if named:
                self.byline.append(replace(entry, kind="byline"))
            else:
                self.title.append(replace(entry, kind="title"))

    def take(self, other: "Story") -> None:
        """Take over title and byline of another story, from behind."""
        self.title, self.byline, self.moved = other.title, other.byline, True
        other.title, other.byline = [], []

    def ended(self) -> bool:
        """Tell whether the lines so far end an article: a note, a source, or the credit of a photo story."""
        if not self.written:
            return False
        last = self.body[-1]
        if last.kind in ("credit", "byline"):
            return self.written <= _PHOTO_STORY
        return last.kind == "source" or (last.kind == "editor_note" and not is_front_note(last.text))

    def entries(self) -> Iterator[Entry]:
        """Yield all lines, head first."""
        yield from self.column
        yield from self.title
        yield from self.byline
        yield from self.body
