"""Names of facts by content: kind, type and place in the text, which a new extraction cannot renumber.

An entity is `entity:enterprise:12-20` by one of its mentions, an indicator `indicator:45-49`, a measure
`measure:30-42`, a relation `relation:implements:entity@12-20>measure@30-42`. The article's id is said apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from kg.errors import UnknownFact
from kg.judgements.values import Fact, FactKind
from kg.values import Case, Entity, Indicator, Measure, Relation, Span

_PLACE = r"(?:entity|indicator|measure)@\d+-\d+"
_SHAPE = re.compile(
    rf"(?:(entity):(\w+):(\d+)-(\d+)|(indicator|measure):(\d+)-(\d+)|(relation):(\w+):({_PLACE})>({_PLACE}))"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart; `places` are `kind@start-end`: one, or a relation's head and tail."""

    kind: FactKind
    type: str
    places: tuple[str, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The stretches of the text that the fact is known by."""
        numbers = (place.partition("@")[2].split("-") for place in self.places)
        return tuple(Span(int(start), int(end)) for start, end in numbers)

    def __str__(self) -> str:
        """Return the name as it is written."""
        if self.kind == "relation":
            return f"relation:{self.type}:{'>'.join(self.places)}"
        place = self.places[0].partition("@")[2]
        return f"entity:{self.type}:{place}" if self.kind == "entity" else f"{self.kind}:{place}"


def parse(written: str) -> Name:
    """Return a written name taken apart.

    >>> parse("entity:union:3-6").places
    ('entity@3-6',)

    Raises:
        UnknownFact: it is not written as names are.
    """
    match = _SHAPE.fullmatch(written)
    if match is None:
        raise UnknownFact(written, "no fact is named so")
    entity, kind_of, a, b, number, c, d, relation, type_of, head, tail = match.groups()
    if entity:
        return Name("entity", kind_of, (f"entity@{a}-{b}",))
    if number:
        return Name(cast("FactKind", number), "", (f"{number}@{c}-{d}",))
    return Name("relation", type_of, (head, tail)) if relation else parse("")


def kind_of(fact: Fact) -> FactKind:
    """Return the kind of a fact."""
    return cast("FactKind", type(fact).__name__.lower())


def place(fact: Entity | Indicator | Measure) -> str | None:
    """Return where a fact stands: an entity's first mention that reads as its name comes first."""
    span = _anchor(fact) if isinstance(fact, Entity) else fact.span
    return None if span is None else f"{kind_of(fact)}@{span.start}-{span.end}"


def _anchor(entity: Entity) -> Span | None:
    long = len(entity.name)
    named = [span for span in entity.mentions if span.end - span.start == long]
    return min(named or entity.mentions, default=None)


@dataclass(frozen=True)
class Register:
    """All facts of a case by their ids (a relation's is `r1` …), and the ids of those at each place."""

    case: Case

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by their ids: entities, indicators, measures, relations."""
        found: dict[str, Fact] = {}
        for named in (self.case.entities, self.case.indicators, self.case.measures):
            found |= {fact.id: fact for fact in named}
        return found | {f"r{number}": fact for number, fact in enumerate(self.case.relations, 1)}

    @cached_property
    def _at(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for own, fact in self.facts.items():
            for spot in _places(fact):
                found[spot].append(own)
        return found

    def at(self, spot: str) -> list[str]:
        """Return the ids of the facts at a place."""
        return self._at.get(spot, [])

    def find(self, name: Name) -> list[str]:
        """Return the ids of the facts that a name means; none if the case has no such fact."""
        if name.kind == "relation":
            ends = [self.at(spot) for spot in name.places]
            return [own for own, fact in self.facts.items() if _is_link(fact, name, ends)]
        return [own for own in self.at(name.places[0]) if _type(self.facts[own]) == name.type]

    def name(self, own: str) -> Name | None:
        """Return the name of the fact of an id; none if nothing in the text shows where it is."""
        fact = self.facts[own]
        if isinstance(fact, Relation):
            ends = [self.facts.get(end) for end in (fact.head, fact.tail)]
            spots = [place(end) for end in ends if end is not None and not isinstance(end, Relation)]
        else:
            spots = [place(fact)]
        wanted = 2 if isinstance(fact, Relation) else 1
        known = tuple(spot for spot in spots if spot)
        return Name(kind_of(fact), _type(fact), known) if len(known) == wanted else None


def _places(fact: Fact) -> Iterator[str]:
    if isinstance(fact, Entity):
        yield from (f"entity@{span.start}-{span.end}" for span in dict.fromkeys(fact.mentions))
    elif not isinstance(fact, Relation):
        yield f"{kind_of(fact)}@{fact.span.start}-{fact.span.end}"


def _type(fact: Fact) -> str:
    return fact.type if isinstance(fact, Entity | Relation) else ""


def _is_link(fact: Fact, name: Name, ends: list[list[str]]) -> bool:
    return (
        isinstance(fact, Relation)
        and fact.type == name.type
        and fact.head in ends[0]
        and fact.tail in ends[1]
    )
