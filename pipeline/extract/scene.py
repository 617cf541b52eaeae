"""What the rules of relations look at: the mentions of an article in text order, and its facts."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.values import Entity, EntityType, Indicator, Measure, Relation, RelationType, Span
from pipeline.extract.reading import Reading

ORGANIZATIONS: frozenset[EntityType] = frozenset(
    {"enterprise", "union", "government", "park", "school", "association", "platform", "studio", "media"}
)
_NEAR = 500  # mentions that are looked through
_FAR = 200  # characters before a place within which its clause begins
_CLAUSE_END = "，。；！？\n"


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

    def outermost(self, span: Span, types: frozenset[EntityType]) -> list[Place]:
        """Return the mentions inside `span`, of these types, that lie in no other of them."""
        found: list[Place] = []
        for one in self.within(span, types):
            if not found or one.span.end > found[-1].span.end:
                found.append(one)
        return found

    def last(self, before: int, types: frozenset[EntityType]) -> list[Place]:
        """Return the last mention of these types that begins before a place, if one is near."""
        at = bisect_left(self.mentions, before, key=lambda mention: mention.span.start)
        near = (self.mentions[index] for index in range(at - 1, max(-1, at - _NEAR), -1))
        return [*islice((one for one in near if one.entity.type in types and one.span.end <= before), 1)]

    def relate(self, head: str, kind: RelationType, tail: str, at: Span, rule: str) -> Relation:
        """Return the relation with the sentence of `at` as its evidence."""
        return Relation(head, kind, tail, self.reading.sentence(at), rule)


def clause_start(text: str, at: int) -> int:
    """Return where the clause before `at` begins, or a place far enough before it."""
    least = max(0, at - _FAR)
    while at > least and text[at - 1] not in _CLAUSE_END:
        at -= 1
    return at


def by_name(entities: Sequence[Entity]) -> dict[tuple[str, str], Entity]:
    """Return the entities by type and each of their names."""
    return {(entity.type, name): entity for entity in entities for name in names_of(entity)}


def names_of(entity: Entity) -> tuple[str, ...]:
    """Return the name of an entity and its other names."""
    return (entity.name, *entity.aliases)


def heads(name: str) -> Iterator[str]:
    """Yield the proper beginnings of `name`, longest first."""
    for size in range(len(name) - 1, 1, -1):
        yield name[:size]
