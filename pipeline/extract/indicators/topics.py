"""Whom the text speaks of: the heads of clauses, in a chain that leads back from a number.

A Chinese clause without a subject goes on about the one before it (topic chain, Tsao 1979), so whose number
it is stands most often at the head of its own clause, or of the nearest clause before that has a head.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.frozen import quick
from kg.values import Entity, Span
from pipeline.extract.indicators.context import OWNERS, Index, Setting, Told
from pipeline.extract.indicators.heads import Head, head_of
from pipeline.extract.indicators.owners import SPEAKS, Owner

_KEPT, _SENTENCES, _CLAUSES = 4, 3, 14
_HE = frozenset(("他", "她"))
_THIS = ("该", "本")
_LIVE = ("v", "p", "d")


@quick
@dataclass(frozen=True, slots=True)
class Topic:
    """Whom a clause speaks of.

    `entity` is what the phrase as a whole names, also as 他 or 该公司. `live` tells that a verb follows,
    `speaks` that it is a verb of saying. `sentences` and `clauses` count how far before the number.
    """

    span: Span
    entity: Entity | None
    live: bool
    speaks: bool
    sentences: int
    clauses: int


def chain(index: Index, setting: Setting) -> list[Topic]:
    """Return the topics of the number's clause and of those before it, nearest first, each phrase once."""
    found: dict[str, Topic] = {}
    for topic in _topics(index, setting):
        found.setdefault(topic.span.of(index.text), topic)
        if len(found) == _KEPT:
            break
    return list(found.values())


def _topics(index: Index, setting: Setting) -> Iterator[Topic]:
    clause = Span(setting.clause.start, setting.quantity.span.start)
    whole = Span(0, len(index.text))
    for apart in range(_CLAUSES):
        sentences = setting.sentence_number - index.sentence_number(clause.start)
        told = _known(index, clause)
        if told:
            yield Topic(*told, sentences, apart)
        if clause.start <= 0 or sentences > _SENTENCES:
            return
        clause = index.clause(Span(clause.start - 1, clause.start - 1), whole)


def _known(index: Index, clause: Span) -> Told | None:
    """Return what a clause speaks of, as a topic has it; many numbers look back at one clause."""
    place = clause.start, clause.end
    if place not in index.told:
        head = head_of(index, clause)
        index.told[place] = _spoken_of(index, head) if head else None
    return index.told[place]


def _spoken_of(index: Index, head: Head) -> Told:
    speaks = head.after.startswith(SPEAKS)
    body = next((span for span, one in index.mentions(head.span) if speaks and one.type in OWNERS), None)
    span = body or head.span
    return span, meant(index, span), head.tag.startswith(_LIVE), speaks


def meant(index: Index, span: Span) -> Entity | None:
    """Return what a phrase names: by a name, as 他, or by the last noun of a name (该公司, 夜校)."""
    text = span.of(index.text)
    direct = index.entity_called(text)
    if direct:
        return direct
    if text in _HE:
        return index.last_person(span.start)
    short = text[1:] if text.startswith(_THIS) else text
    return index.ending(short, span.start) if 2 <= len(short) <= 4 else None


def bonds(index: Index, one: Owner, topics: list[Topic], metric: Span | None) -> Iterator[str]:
    """Say which topic a candidate is or belongs to, and how that topic stands to the number."""
    live = 0
    for number, topic in enumerate(topics):
        shares = metric is not None and topic.span.overlaps(metric)
        bond = _bond(index, one, topic)
        if bond:
            yield from _told(one, topic, bond, (number, live, shares))
            return
        live += topic.live and not shares
    yield from (f"topic no {one.features[0]}", f"topic no of={live} {one.features[0]}")


def _told(one: Owner, topic: Topic, bond: str, place: tuple[int, int, bool]) -> Iterator[str]:
    number, live, shares = place
    state = "metric" if shares else "live" if topic.live else "bare"
    kind = one.entity.type if one.entity else one.features[0]
    yield from (f"topic {bond}", f"topic {number} {bond} {state}", f"topic live={live} {bond} {state}")
    yield from (
        f"topic live={live} apart={topic.sentences} {bond}",
        f"topic live={live} clauses={min(topic.clauses, 5)} {bond}",
    )
    yield f"topic {bond} {state} apart={min(topic.sentences, 1)}"
    yield f"topic live={live} {state} {kind} {bond}"
    yield f"topic speaks={topic.speaks} {bond} {kind}"


def _bond(index: Index, one: Owner, topic: Topic) -> str | None:
    if one.entity and topic.entity and one.entity.id == topic.entity.id:
        return "whole"
    spans = [one.span] if one.span else []
    if one.entity:
        spans = [span for span, entity in index.mentions(topic.span) if entity.id == one.entity.id]
    for span in spans:
        if span.covers(topic.span):
            return "whole" if span == topic.span else "wider"
        if topic.span.covers(span):
            at_start, at_end = span.start == topic.span.start, span.end == topic.span.end
            return "first" if at_start else "last" if at_end else "within"
    return None
