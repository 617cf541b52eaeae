"""Who did it: the clause's subject, else the one the sentence or the discourse before it speaks of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.values import Entity, Span
from pipeline.extract.deeds import Candidate
from pipeline.extract.predicates import people
from pipeline.extract.reading import Reading

_ACTING = frozenset(
    ("enterprise", "studio", "union", "government", "park", "platform", "school", "association", "person")
)
_PRONOUNS = frozenset(("自己", "大家", "他们", "她们", "我们", "此次", "本次", "这里"))
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as written, with the entity's id where it is one of the article's."""

    name: str
    id: str | None = None


class Discourse:
    """Follows an article clause by clause and remembers who acted last."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.article.text
        self.mentions = tuple(_acting(reading.entities))
        self.sentence: Span | None = None
        self.current = _author(reading)

    def actor(self, candidate: Candidate) -> Actor | None:
        """Return who acts in `candidate`; call it for every clause, in text order."""
        subject = candidate.predicate.subject
        found = self._named(subject) if subject else None
        if found is not None:
            self.current = found
        return self.current

    def _named(self, subject: Span) -> Actor | None:
        inside = [(span, entity) for span, entity in self.mentions if span.overlaps(subject)]
        if inside:
            _, entity = max(inside, key=lambda pair: pair[0].end - pair[0].start)
            return Actor(entity.name, entity.id)
        name = subject.of(self.text).strip("“”、 ")
        return Actor(name) if _is_actor(name) else None


def _acting(entities: Sequence[Entity]) -> Iterator[tuple[Span, Entity]]:
    for entity in entities:
        if entity.type in _ACTING:
            for span in entity.mentions:
                yield span, entity


def _author(reading: Reading) -> Actor | None:
    """Return the organisation of the byline: an article without another subject speaks of its author's."""
    for author in reading.article.authors:
        if author.organization:
            known = [e.id for e in reading.entities if author.organization in (e.name, *e.aliases)]
            return Actor(author.organization, known[0] if known else None)
    return None


def _is_actor(name: str) -> bool:
    if not 2 <= len(name) <= _LONGEST or name in _PRONOUNS:
        return False
    return name.endswith(people())
