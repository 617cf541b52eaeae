"""The surroundings of a quantity: sentence, clause, the words up to the neighbouring numbers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.values import Entity, PartKind, Span
from pipeline.extract.reading import Reading, Word
from pipeline.quantity import Period, Quantity

_CLAUSE_MARKS = frozenset("，；：。！？,;!?\n")
_PARTS: tuple[PartKind, ...] = ("body", "editor_note")


@dataclass(frozen=True, slots=True)
class Setting:
    """A quantity in its place.

    `left` reaches back to the clause's start or the number before it, `right` on to the clause's end or the
    next number; `before` and `after` are the neighbouring quantities of the same sentence.
    """

    quantity: Quantity
    sentence: Span
    clause: Span
    left: Span
    right: Span
    before: Quantity | None
    after: Quantity | None


class Index:
    """An article's reading, indexed by place, so that each look-up costs a bisection."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.article.text
        self._sentence_starts = [sentence.start for sentence in reading.sentences]
        self._word_ends = [word.span.end for word in reading.words]
        self._periods = sorted(reading.periods, key=lambda period: period.span)
        self._period_starts = [period.span.start for period in self._periods]
        self._marks = [place for place, char in enumerate(self.text) if char in _CLAUSE_MARKS]

    @cached_property
    def named(self) -> tuple[tuple[Span, Entity], ...]:
        """Every mention with its entity, in text order; of mentions that overlap, the longest."""
        every = [(span, entity) for entity in self.reading.entities for span in entity.mentions]
        every.sort(key=lambda pair: (pair[0].start, -pair[0].end))
        return tuple(_without_inner(every))

    @cached_property
    def _named_starts(self) -> list[int]:
        return [span.start for span, _ in self.named]

    def settings(self) -> tuple[Setting, ...]:
        """Return the setting of each quantity in the parts that report."""
        quantities = sorted(self._reported(), key=lambda quantity: quantity.span)
        befores, afters = [None, *quantities], [*quantities[1:], None]
        return tuple(map(self._setting, befores, quantities, afters))

    def sentence(self, place: int) -> Span:
        """Return the sentence that holds the character at `place`."""
        at = bisect_right(self._sentence_starts, place) - 1
        return self.reading.sentences[at] if at >= 0 else Span(0, len(self.text))

    def clause(self, span: Span, sentence: Span) -> Span:
        """Return the stretch between the punctuation marks on either side of `span`."""
        at = bisect_left(self._marks, span.start)
        start = self._marks[at - 1] + 1 if at else 0
        after = bisect_left(self._marks, span.end)
        end = self._marks[after] if after < len(self._marks) else len(self.text)
        return Span(max(start, sentence.start), min(end, max(sentence.end, span.end)))

    def words(self, span: Span) -> list[Word]:
        """Return the words within `span`; a word that crosses its border is cut there."""
        at = bisect_right(self._word_ends, span.start)
        found = []
        while at < len(self.reading.words) and self.reading.words[at].span.start < span.end:
            found.append(_cut(self.reading.words[at], span, self.text))
            at += 1
        return found

    def periods(self, span: Span) -> list[Period]:
        """Return the periods that start within `span`, in text order."""
        low, high = bisect_left(self._period_starts, span.start), bisect_left(self._period_starts, span.end)
        return self._periods[low:high]

    def mentions(self, span: Span) -> tuple[tuple[Span, Entity], ...]:
        """Return the mentions that start within `span`, in text order, each with its entity."""
        low, high = bisect_left(self._named_starts, span.start), bisect_left(self._named_starts, span.end)
        return self.named[low:high]

    def _reported(self) -> Iterator[Quantity]:
        parts = self.reading.article.spans(*_PARTS)
        starts = [part.start for part in parts]
        for quantity in self.reading.quantities:
            at = bisect_right(starts, quantity.span.start) - 1
            if at >= 0 and parts[at].covers(quantity.span):
                yield quantity

    def _setting(self, before: Quantity | None, quantity: Quantity, after: Quantity | None) -> Setting:
        span = quantity.span
        sentence = self.sentence(span.start)
        clause = self.clause(span, sentence)
        near_before = before if before and before.span.start >= sentence.start else None
        near_after = after if after and after.span.start < sentence.end else None
        left = max(clause.start, near_before.span.end) if near_before else clause.start
        right = min(clause.end, near_after.span.start) if near_after else clause.end
        return Setting(
            quantity, sentence, clause, Span(min(left, span.start), span.start),
            Span(span.end, max(right, span.end)), near_before, near_after,
        )  # fmt: skip


def _without_inner(pairs: list[tuple[Span, Entity]]) -> Iterator[tuple[Span, Entity]]:
    reached = 0
    for span, entity in pairs:
        if span.start >= reached:
            yield span, entity
            reached = span.end


def _cut(word: Word, span: Span, text: str) -> Word:
    if span.covers(word.span):
        return word
    kept = Span(max(word.span.start, span.start), min(word.span.end, span.end))
    return Word(kept.of(text), word.tag, kept)
