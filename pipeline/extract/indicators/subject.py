"""Whose number it is: a name or phrase of the sentence, or one that the discourse before it speaks of.

Candidates are the names before the number, words for the whole place (全市), the noun phrases that open
clauses, the owner of the number before, and nobody; a linear ranker chooses among them (`ranking`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.values import Entity, Span
from pipeline.extract.indicators.context import OWNERS, Index, Setting, unit_kind
from pipeline.extract.indicators.openings import openings
from pipeline.extract.indicators.owners import Owner, named, regions
from pipeline.extract.indicators.ranking import Weights, agree
from pipeline.extract.indicators.standing import standing
from pipeline.extract.indicators.topics import bonds, chain

_Found = tuple[Owner, Entity | None, list[str]]


@dataclass(frozen=True, slots=True)
class Held:
    """Who owns the number before, and where that number stands."""

    owner: Owner
    number: Span


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when an owner is sought: who owns the number before, and where the metric stands."""

    earlier: Held | None
    metric: Span | None


def owner(index: Index, setting: Setting, known: Known, weights: Weights) -> tuple[Owner, float]:
    """Return whose number it is (an owner without text: nobody's), with the probability of that choice."""
    found = owners(index, setting, known)
    best, probability = agree(weights, [(one.features,) for one in found], [one.name or "" for one in found])
    return found[best], probability


def owners(index: Index, setting: Setting, known: Known) -> list[Owner]:
    """Return the candidates for whose number it is, each once; nobody is the last."""
    topics, found = chain(index, setting), _found(index, setting)
    for topic in topics:
        if topic.sentences or topic.entity:
            _add(index, found, Owner(topic.span.of(index.text), topic.span, topic.entity, ("topic",)))
    nobody = _nobody(setting, known.earlier, found)
    if known.earlier is not None and known.earlier.owner.text:
        held = known.earlier.owner
        carried = _carried(index, setting, known.earlier)
        _add(index, found, Owner(held.text, held.span, held.entity, carried))
    unit, every = unit_kind(setting.quantity.unit), []
    for one, entity, features in found.values():
        owner = Owner(one.text, one.span, entity, (*features, *_beside(one, unit, known.metric)))
        told = (*bonds(index, owner, topics, known.metric), *standing(index, setting, owner))
        every.append(replace(owner, features=(*owner.features, *told)))
    return [*every, replace(nobody, features=(*nobody.features, *_beside(nobody, unit, None)))]


def _found(index: Index, setting: Setting) -> dict[str, _Found]:
    """Return the names, regions and opening phrases that may own the number, by entity or text."""
    found: dict[str, _Found] = {}
    for candidate in (*named(index, setting), *regions(index, setting), *openings(index, setting)):
        _add(index, found, candidate)
    return found


def _add(index: Index, found: dict[str, _Found], candidate: Owner) -> None:
    """Add a candidate; of two with the same entity or text the first stays, with what speaks for either."""
    entity = candidate.entity or index.entity_called(candidate.text or "")
    key = entity.id if entity else candidate.text or ""
    kept = found.get(key)
    if kept is None:
        found[key] = (candidate, entity, list(candidate.features))
    elif candidate.features[0] not in kept[2]:
        kept[2].extend(candidate.features)


def _nobody(setting: Setting, earlier: Held | None, found: dict[str, _Found]) -> Owner:
    here = any(
        one.span is not None and one.span.start >= setting.sentence.start
        for one, entity, _ in found.values()
        if entity
    )
    unit, lone = unit_kind(setting.quantity.unit), earlier is not None and earlier.owner.text is None
    return Owner(None, None, None, (
        "none", f"none {unit}", f"none here={here}", f"none of {min(len(found), 6)}", f"none earlier={lone}",
    ))  # fmt: skip


def _carried(index: Index, setting: Setting, earlier: Held) -> tuple[str, ...]:
    """Say what speaks for the owner of the number before: how near it is, and who is named in between."""
    start = setting.quantity.span.start
    far = min(index.sentence_number(start) - index.sentence_number(earlier.number.start), 3)
    between = Span(min(earlier.number.end, start), start) if far == 0 else Span(setting.sentence.start, start)
    others = any(one.type in OWNERS for _, one in index.mentions(between))
    same_clause = index.clause_number(start) == index.clause_number(earlier.number.start)
    verb = index.opens_with_verb(setting)
    return (
        "same", f"same far={far}", f"same far={far} others={others}", f"same clause={same_clause}",
        f"same clause={same_clause} others={others}", f"same far={far} verb first={verb}",
        f"same far={far} verb first={verb} others={others}",
        f"same kind={_kind(earlier.owner.entity)} far={far}",
    )  # fmt: skip


def _beside(one: Owner, unit: str, metric: Span | None) -> Iterator[str]:
    """Say how the candidate goes with the unit and lies to the phrase that the number measures."""
    yield from (f"{unit} {feature}" for feature in one.features[:2])
    if one.span and metric and one.span.overlaps(metric):
        ends = (
            "end" if one.span.end >= metric.end else "start" if one.span.start <= metric.start else "middle"
        )
        yield f"{one.features[0]} shares metric {ends}"
        yield f"{one.features[0]} shares metric whole={one.span.covers(metric)}"


def _kind(entity: Entity | None) -> str:
    return entity.type if entity else "-"
