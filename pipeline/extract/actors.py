"""Who did it: the clause's subject, else the one the sentence or the discourse before it speaks of."""

from bisect import bisect_left
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
_WRITERS = ("记者", "笔者", "通讯员", "作者")
_LONGEST = 30
# 党组书记、主席某某 may stand between the organisation and the action.
_LONGEST_TITLE = 14
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as written, with the entity's id where it is one of the article's."""

    name: str
    id: str | None = None


class Discourse:
    """Follows an article clause by clause and remembers who acted last.

    A paragraph of an organisation's own article begins with that organisation; a subject that is no
    entity (`各企业`) acts only in its own sentence.
    """

    def __init__(self, reading: Reading) -> None:
        self.text = reading.article.text
        self.mentions = sorted(_acting(reading.entities), key=lambda pair: pair[0])
        self.author = _author(reading)
        self.entity = self.author
        self.local: Actor | None = None
        self.sentence = Span(0, 0)

    def actor(self, candidate: Candidate) -> Actor | None:
        """Return who acts in `candidate`; call it for every clause, in text order."""
        self._enter(candidate.clause.sentence)
        subject = candidate.predicate.subject
        found = self._opening(candidate.predicate.start)
        if found is None and subject is not None:
            found = self._named(subject)
        if found is not None and found.id:
            self.entity, self.local = found, None
        elif found is not None:
            self.local = found
        return self.local or self.entity

    def _enter(self, sentence: Span) -> None:
        if sentence == self.sentence:
            return
        if self.author and "\n" in self.text[self.sentence.start : sentence.start]:
            self.entity = self.author
        self.sentence, self.local = sentence, None

    def _opening(self, start: int) -> Actor | None:
        """Return the longest entity that opens the clause and does not only own what follows."""
        near = self._between(start, start + 1)
        here = [pair for pair in near if pair[0].start == start and not self._owns(pair[0])]
        if not here:
            return None
        _, entity = max(here, key=lambda pair: pair[0].end)
        return Actor(entity.name, entity.id)

    def _between(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        """Return the mentions that begin from `start` on and before `end`."""
        first = bisect_left(self.mentions, start, key=lambda pair: pair[0].start)
        last = bisect_left(self.mentions, end, key=lambda pair: pair[0].start)
        return self.mentions[first:last]

    def _owns(self, span: Span) -> bool:
        return self.text[span.end : span.end + 1] == "的"

    def _named(self, subject: Span) -> Actor | None:
        """Return the entity that the subject names or ends in, else the subject itself if it can act."""
        name = subject.of(self.text).strip("“”、 ")
        near = self._between(subject.start - _LONGEST_NAME, subject.end)
        inside = [pair for pair in near if pair[0].overlaps(subject)]
        if inside:
            span, entity = max(inside, key=lambda pair: (pair[0].end, pair[0].end - pair[0].start))
            if subject.end - span.end <= _LONGEST_TITLE:
                return Actor(entity.name, entity.id)
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
    if not 2 <= len(name) <= _LONGEST or name in _PRONOUNS or name.endswith(_WRITERS):
        return False
    return name.endswith(people())
