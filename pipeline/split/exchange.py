"""Parts of one article that were read within another: columns of neighbours on a page, taken in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.values import Span
from pipeline.repair import Joints, is_broken, opening
from pipeline.repair.joints import breaks_off
from pipeline.split.borders import Story
from pipeline.split.kinds import Entry

_JOINTS = Joints(())
_LIKELY = 5.0  # a joint at least this plausible shows whose part it is by itself
_CLEAR = 4.0  # and how much better all joints must become
_NEAR, _LINES = 3, 30  # articles around, and lines of each, among which the part is looked for
_MOVED = "the paragraph stood in another article"


def exchange(stories: Sequence[Story]) -> None:
    """Give each article that breaks off the part that goes on with it, where another article holds that."""
    for at, story in enumerate(stories):
        tail = _cut_end(story)
        if tail is None:
            continue
        near = stories[max(at - _NEAR, 0) : at + _NEAR + 1]
        parts = [part for other in near if other is not story for part in _parts(tail, other)]
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


def _cut_end(story: Story) -> str | None:
    last = _last(story)
    text = story.body[last].text if last >= 0 else ""
    return text if text and is_broken(text) and breaks_off(text) else None


def _parts(tail: str, story: Story) -> Iterator[_Part]:
    """Yield the parts of a story that read better behind `tail` than where they stand."""
    end = _last(story) + 1
    for start in range(1, min(end, _LINES)):
        entry, before = story.body[start], story.body[start - 1]
        if entry.kind != "body" or before.kind not in ("body", "short"):
            continue
        reads = _JOINTS.score(tail, entry.text)
        if reads <= 0:
            continue
        stop, mended = _end(story.body, start, end)
        gain = reads + mended - _stands(before, entry)
        if reads > (_LIKELY if stop == end else 0.0) and gain > _CLEAR:
            yield _Part(story, start, stop, gain)


def _stands(before: Entry, entry: Entry) -> float:
    """Return how well a line goes on with the one before it, or begins a paragraph behind a whole one."""
    return _JOINTS.score(before.text, entry.text) if is_broken(before.text) else opening(entry.text)


def _end(body: Sequence[Entry], start: int, end: int) -> tuple[int, float]:
    """Return where the line before the part goes on, and how well, or the end where it does not."""
    before = body[start - 1].text
    if not is_broken(before):
        return end, 0.0
    scores = {
        at: _JOINTS.score(before, body[at].text)
        for at in range(start + 1, min(end, start + _LINES))
        if body[at].kind == "body" and not is_broken(body[at - 1].text)
    }
    best = max(scores, key=scores.__getitem__, default=end)
    return (best, scores[best]) if scores.get(best, -1.0) > 0 else (end, 0.0)


def _noted(entry: Entry) -> Entry:
    return replace(entry, line=entry.line.noted("reordered", Span(0, len(entry.text)), _MOVED))
