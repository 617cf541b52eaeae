"""What the rules of relations look at: the mentions of an article in text order, and its facts."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kg.values import Entity, EntityType, Indicator, Measure, Relation, RelationType, Span
from pipeline.extract.reading import Reading

_NEAR = 500  # mentions that are looked through


@dataclass(frozen=True, slots=True)
class Place:
    """One mention with its entity: the unit that the patterns look at."""

    entity: Entity
    span: Span


@dataclass(frozen=True, slots=True)
class Scene:
    """A reading with its mentions in text order, and the facts already found."""

    reading: Reading
    mentions: tuple[Place, ...]
    measures: Sequence[Measure]
    indicators: Sequence[Indicator]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.reading.article.text

    def within(self, span: Span, types: frozenset[EntityType] | None = None) -> list[Place]:
        """Return the mentions inside `span`, of these types."""
        first = bisect_left(self.mentions, span.start, key=lambda mention: mention.span.start)
        found = []
        for at in range(first, len(self.mentions)):  # a slice would copy all that follow
            mention = self.mentions[at]
            if mention.span.start >= span.end:
                break
            if mention.span.end <= span.end and (types is None or mention.entity.type in types):
                found.append(mention)
        return found

    def last(self, before: int, types: frozenset[EntityType]) -> list[Place]:
        """Return the last mention of these types that begins before a place, if one is near."""
        at = bisect_left(self.mentions, before, key=lambda mention: mention.span.start)
        near = (self.mentions[index] for index in range(at - 1, max(-1, at - _NEAR), -1))
        return [*islice((one for one in near if one.entity.type in types and one.span.end <= before), 1)]

    def relate(self, head: str, kind: RelationType, tail: str, at: Span, rule: str) -> Relation:
        """Return the relation with the sentence of `at` as its evidence."""
        return Relation(head, kind, tail, self.reading.sentence(at), rule)
