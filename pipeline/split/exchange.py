"""Parts of one article that were read within another: columns of neighbours on a page, taken in turn."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from kg.values import Span
from pipeline.repair import Joints, is_broken, opening
from pipeline.repair.joints import is_foreign, is_unfinished
from pipeline.repair.topics import Topics
from pipeline.split.borders import Story
from pipeline.split.kinds import Entry

_JOINTS = Joints(())
_POSSIBLE = -6.0  # a joint must be at least so plausible
_CLEAR = 6.0  # how much better all joints must become, with the odds of the topic
_WHOLE = -4.0  # what a part loses that goes on with a whole line
_LEAST = 60  # characters of an article of which a part is looked for
_END = 12  # characters that tell whether what ends an article is prose
_LEFT = -4.0  # the score of a line that stays without what it goes on with
_NEAR, _LINES = 3, 30  # articles around, and lines of each, among which the part is looked for
_MOVED = "the paragraph stood in another article"


def exchange(stories: Sequence[Story]) -> None:
    """Give each article that breaks off, or a part of which breaks another, what of it that other holds."""
    for at, story in enumerate(stories):
        tail = _end_of(story)
        if tail is None:
            continue
        near = stories[max(at - _NEAR, 0) : at + _NEAR + 1]
        own = [entry.text for entry in story.body[-_LINES:]]
        parts = [part for other in near if other is not story for part in _parts(tail, other, own)]
        if parts:
            best = max(parts, key=lambda part: part.score)
            best.move(story)


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of an article's body that go on with the end of another."""

    story: Story
    start: int
    end: int
    score: float

    def move(self, to: Story) -> None:
        """Put the lines behind the body of another article."""
        moved = self.story.body[self.start : self.end]
        del self.story.body[self.start : self.end]
        at = _last(to) + 1
        to.body[at:at] = [_noted(entry) for entry in moved]


def _last(story: Story) -> int:
    """Return the place of the last line of a story's own text, or -1: notes and credits stand behind it."""
    places = [at for at, entry in enumerate(story.body) if entry.kind in ("body", "short")]
    return places[-1] if places else -1


def _end_of(story: Story) -> str | None:
    """Return the last line of a story's own text, or nothing where that is no prose or all there is."""
    last = _last(story)
    text = story.body[last].text if last >= 0 else ""
    prose = text and not is_foreign(text[-_END:]) and not text.startswith("原标题")
    return text if prose and sum(len(entry.text) for entry in story.body) >= _LEAST else None


def _parts(tail: str, story: Story, own: Sequence[str]) -> Iterator[_Part]:
    """Yield the parts of a story that read better behind `tail`, and are of its article's topic, `own`."""
    end = _last(story) + 1
    body = story.body[: min(end, _LINES)]
    for start in range(1, len(body)):
        entry, before = body[start], body[start - 1]
        if entry.kind != "body" or before.kind not in ("body", "short"):
            continue
        reads = _reads(tail, before, entry.text)
        if reads <= _POSSIBLE:
            continue
        topics = Topics.of(*_alike(own, [each.text for each in body[:start]]))
        odds = [0.0, *accumulate(topics.odds(each.text) for each in body[start:])]
        for stop, mended in _ends(story.body, start, end):
            gain = reads + mended - _stands(before, entry) + odds[min(stop, len(body)) - start]
            if gain > _CLEAR:
                yield _Part(story, start, stop, gain)


def _alike(own: Sequence[str], other: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the ends of two texts, each about as long as the shorter: neither then knows more words."""
    size = min(sum(map(len, own)), sum(map(len, other)))
    return _ending(own, size), _ending(other, size)


def _ending(lines: Sequence[str], size: int) -> Sequence[str]:
    """Return the last lines that have at least so many characters."""
    lengths = accumulate(len(line) for line in reversed(lines))
    count = next((number for number, length in enumerate(lengths, 1) if length >= size), len(lines))
    return lines[len(lines) - count :]


def _reads(tail: str, before: Entry, head: str) -> float:
    """Return how well a part goes on with `tail`; with a whole one only where the line before it is cut."""
    if is_unfinished(tail):
        return _JOINTS.score(tail, head)
    cut = before.kind == "body" and is_broken(before.text)
    return min(opening(head), 0.0) + _WHOLE if cut else -math.inf


def _stands(before: Entry, entry: Entry) -> float:
    """Return how well a line goes on with the one before it, or begins a paragraph behind a whole one."""
    return _JOINTS.score(before.text, entry.text) if is_broken(before.text) else opening(entry.text)


def _ends(body: Sequence[Entry], start: int, end: int) -> Iterator[tuple[int, float]]:
    """Yield where a part from `start` may end, and how well the line before it goes on there."""
    before = body[start - 1].text
    broken = is_unfinished(before)
    yield end, _LEFT if broken else 0.0
    for at in range(start + 1, min(end, start + _LINES) if broken else 0):
        if body[at].kind == "body" and not is_broken(body[at - 1].text):
            yield at, _JOINTS.score(before, body[at].text) - opening(body[at].text)


def _noted(entry: Entry) -> Entry:
    return replace(entry, line=entry.line.noted("reordered", Span(0, len(entry.text)), _MOVED))
