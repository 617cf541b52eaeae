"""The surroundings of a quantity: sentence, clause, the words up to the neighbouring numbers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.values import Entity, EntityType, PartKind, Span
from pipeline.extract.reading import Reading, Word
from pipeline.quantity import Period, Quantity

_CLAUSE_MARKS = frozenset("，；：。！？,;!?\n")
OWNERS: frozenset[EntityType] = frozenset(
    {"enterprise", "studio", "union", "government", "park", "platform", "school", "association", "place"}
)
# Whom a clause speaks of: the phrase, what it names, whether a verb follows, whether one of saying.
Told = tuple[Span, Entity | None, bool, bool]
_HOUSES = frozenset({"enterprise", "union", "government"})
_PEOPLE = frozenset({"人", "名", "位", "人次", "户"})
_SENTENCE, _CLAUSE, _NAMES = 600, 300, 400
_TIMES = frozenset(
    {"年", "个月", "月", "天", "日", "小时", "分钟", "秒", "岁", "周", "个工作日", "周岁", "周年"}
)
_PARTS: tuple[PartKind, ...] = ("body", "editor_note")


@dataclass(frozen=True, slots=True)
class Setting:
    """A quantity in its place.

    `left` reaches back to the clause's start or the number before it, `right` on to the clause's end or the
    next number; `before` and `after` are the neighbouring quantities of the same sentence. `number` counts
    the settings of the article, `sentence_number` its sentences. What lies too far to matter is left out of
    `sentence` and `clause`, so that the work stays linear in a text without punctuation.
    """

    number: int
    sentence_number: int
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
        self.forms: dict[int, tuple[str, ...]] = {}
        self.told: dict[tuple[int, int], Told | None] = {}
        self.counts: dict[tuple[str, int], int] = {}
        self.speakers: dict[str, bool] = {}
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

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """Return the setting of each quantity in the parts that report."""
        quantities = sorted(self._reported(), key=lambda quantity: quantity.span)
        befores, afters = [None, *quantities], [*quantities[1:], None]
        return tuple(map(self._setting, range(len(quantities)), befores, quantities, afters))

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

    @cached_property
    def weight(self) -> dict[str, int]:
        """How often the article names each entity, by id; names in the title count three times."""
        counts: dict[str, int] = {}
        heads = self.reading.article.spans("title", "byline")
        for span, entity in self.named:
            counts[entity.id] = counts.get(entity.id, 0) + (
                3 if any(head.covers(span) for head in heads) else 1
            )
        return counts

    @cached_property
    def rank(self) -> dict[str, int]:
        """The entities that can own a number, by id: 0 for the one named most, and so on."""
        owners = {entity.id: span.start for span, entity in reversed(self.named) if entity.type in OWNERS}
        ordered = sorted(owners, key=lambda one: (-self.weight[one], owners[one]))
        return {one: place for place, one in enumerate(ordered)}

    @cached_property
    def chief(self) -> tuple[tuple[Span, Entity], ...]:
        """The first mention of each of the two owners that the article names most."""
        first = {entity.id: (span, entity) for span, entity in reversed(self.named)}
        return tuple(first[one] for one, rank in self.rank.items() if rank < 2)

    @cached_property
    def _called(self) -> dict[str, Entity]:
        return {name: one for one in self.reading.entities for name in (*one.aliases, one.name)}

    def entity_called(self, name: str) -> Entity | None:
        """Return the entity of the article that has this name, in full or short."""
        return self._called.get(name)

    def last_person(self, place: int) -> Entity | None:
        """Return the person named last before `place`."""
        at = bisect_left(self._persons, place, key=lambda pair: pair[0].start) - 1
        return self._persons[at][1] if at >= 0 else None

    @cached_property
    def _persons(self) -> list[tuple[Span, Entity]]:
        return [(span, one) for span, one in self.named if one.type == "person"]

    def ending(self, noun: str, place: int) -> Entity | None:
        """Return the organisation whose name ends in `noun`, among the names next before `place`."""
        at = bisect_left(self._named_starts, place)
        found = (self.named[one][1] for one in range(at - 1, max(-1, at - 1 - _NAMES), -1))
        return next((one for one in found if one.type in OWNERS and one.name.endswith(noun)), None)

    @cached_property
    def signer(self) -> Entity | None:
        """The organisation that signs the article: what names no other owner is its own report."""
        signed = (author.organization for author in self.reading.article.authors if author.organization)
        return next((entity for entity in map(self.entity_called, signed) if entity), None)

    def opens_with_verb(self, setting: Setting) -> bool:
        """Tell whether the sentence starts with a verb or adverb: its subject is that of the one before."""
        word = self.word_after(setting.sentence.start)
        return word is not None and word.tag in ("v", "d")

    def sentence_number(self, place: int) -> int:
        """Return which sentence of the article holds the character at `place`."""
        return bisect_right(self._sentence_starts, place) - 1

    def clause_number(self, place: int) -> int:
        """Return which clause of the article holds the character at `place`."""
        return bisect_left(self._marks, place)

    def word_before(self, place: int) -> Word | None:
        """Return the word that ends at or crosses `place`."""
        at = bisect_left(self._word_ends, place)
        words = self.reading.words
        at = at if at < len(words) and words[at].span.start < place else at - 1
        return words[at] if at >= 0 else None

    def word_after(self, place: int) -> Word | None:
        """Return the first word that ends after `place`."""
        at = bisect_right(self._word_ends, place)
        return self.reading.words[at] if at < len(self.reading.words) else None

    def clause_before(self, setting: Setting) -> Span:
        """Return the clause before the quantity's own in the same sentence, or the one cut at a number."""
        left = setting.left.start
        if left <= setting.sentence.start:
            return Span(left, left)
        if left > setting.clause.start and setting.before:
            start = self.clause(setting.before.span, setting.sentence).start
            return Span(start, setting.before.span.start)
        return self.clause(Span(left - 1, left - 1), setting.sentence)

    def begins_name(self, place: int) -> bool:
        """Tell whether a mention starts at `place`."""
        at = bisect_left(self._named_starts, place)
        return at < len(self._named_starts) and self._named_starts[at] == place

    def ends_name(self, place: int) -> bool:
        """Tell whether a mention ends at `place`."""
        at = bisect_left(self._named_starts, place) - 1
        return at >= 0 and self.named[at][0].end == place

    def within_name(self, place: int) -> bool:
        """Tell whether `place` lies strictly within a mention."""
        at = bisect_left(self._named_starts, place) - 1
        return at >= 0 and place < self.named[at][0].end

    def house_before(self, place: int) -> Entity | None:
        """Return the enterprise whose name ends at `place`, or there but for a closing quotation mark."""
        end = place - 1 if self.text[place - 1 : place] == "”" else place
        at = bisect_left(self._named_starts, end) - 1
        found = self.named[at] if at >= 0 else None
        return found[1] if found and found[0].end == end and found[1].type == "enterprise" else None

    def within(self, span: Span) -> bool:
        """Tell whether a mention covers `span`."""
        at = bisect_right(self._named_starts, span.start) - 1
        return at >= 0 and self.named[at][0].covers(span)

    def in_organisation(self, place: int) -> bool:
        """Tell whether the character at `place` belongs to the name of an enterprise, a union or a bureau."""
        at = bisect_right(self._named_starts, place) - 1
        return at >= 0 and place < self.named[at][0].end and self.named[at][1].type in _HOUSES

    def words(self, span: Span) -> list[Word]:
        """Return the words within `span`; a word that crosses its border is cut there."""
        if span.start >= span.end:
            return []
        low = bisect_right(self._word_ends, span.start)
        high = bisect_left(self._word_ends, span.end) + 1
        found = list(self.reading.words[low:high])
        if found and found[-1].span.start >= span.end:
            found.pop()
        for end in {0, len(found) - 1} if found else ():
            found[end] = _cut(found[end], span, self.text)
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

    def _setting(
        self, number: int, before: Quantity | None, quantity: Quantity, after: Quantity | None
    ) -> Setting:
        span = quantity.span
        sentence = self.sentence(span.start)
        clause = _near(self.clause(span, sentence), span, _CLAUSE)
        near_before = before if before and before.span.start >= sentence.start else None
        near_after = after if after and after.span.start < sentence.end else None
        left = max(clause.start, near_before.span.end) if near_before else clause.start
        right = min(clause.end, near_after.span.start) if near_after else clause.end
        return Setting(
            number, self.sentence_number(span.start), quantity, _near(sentence, span, _SENTENCE), clause,
            Span(min(left, span.start), span.start), Span(span.end, max(right, span.end)),
            near_before, near_after,
        )  # fmt: skip


def _near(stretch: Span, span: Span, reach: int) -> Span:
    """Return as much of `stretch` as lies within `reach` characters of `span`."""
    return Span(max(stretch.start, span.start - reach), min(stretch.end, span.end + reach))


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


def unit_kind(unit: str) -> str:
    """Return what a unit counts: share, money, people, time or things.

    >>> unit_kind("元/月"), unit_kind("人次"), unit_kind("家")
    ('money', 'people', 'things')
    """
    if unit.startswith(("%", "个百分点", "倍", "成")):
        return "share"
    if "元" in unit:
        return "money"
    if unit in _PEOPLE:
        return "people"
    return "time" if unit in _TIMES else "things"
