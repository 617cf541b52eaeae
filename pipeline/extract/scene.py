"""What the rules of relations look at: the mentions of an article in text order, and its facts."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.values import Entity, EntityType, Indicator, Measure, Relation, RelationType, Span
from pipeline.extract.reading import Reading


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
        for mention in self.mentions[first:]:
            if mention.span.start >= span.end:
                break
            if mention.span.end <= span.end and (types is None or mention.entity.type in types):
                found.append(mention)
        return found

    def relate(self, head: str, kind: RelationType, tail: str, at: Span, rule: str) -> Relation:
        """Return the relation with the sentence of `at` as its evidence."""
        return Relation(head, kind, tail, self.reading.sentence(at), rule)
