"""Replaying judgements over what was extracted: a function of the case and the log alone.

Whatever order documents came in, and however often they were read, the same text, extraction and log give
the same case. Judgements of one fact fold in their order: the last confirmation, correction or addition says
what the fact was seen to be, all corrections change that, and the last verdict says whether it is shown.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from kg.concepts import gather, lineage
from kg.judgements.fields import Values, fields_of, with_values
from kg.judgements.names import Name, Register, parse
from kg.judgements.values import Change, Fact, FactKind, JudgedFact, JudgedStatus, Judgement
from kg.values import Case, Concept, Entity, Indicator, Meaning, Measure, Relation

_LETTERS: Mapping[FactKind, str] = {"entity": "e", "indicator": "i", "measure": "m", "relation": "r"}
_KINDS = tuple(_LETTERS)
RULE = "person"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A case as judged, what became of each judged fact, and the names of all facts by their ids.

    `names` holds rejected facts too, by the ids they were extracted with; relations are numbered as they
    were extracted, added ones behind; `numbers` gives the number of each in the judged case.
    """

    case: Case
    judged: tuple[JudgedFact, ...]
    register: Register
    names: Mapping[str, str]
    numbers: Mapping[str, str]


def undone(log: Iterable[Judgement]) -> set[int]:
    """Return the numbers of the entries that are taken back, by an undo that itself is not."""
    taken: set[int] = set()
    for entry in sorted(log, key=lambda entry: -entry.id):
        if entry.undoes is not None and entry.id not in taken:
            taken.add(entry.undoes)
    return taken


def in_force(log: Sequence[Judgement]) -> list[Judgement]:
    """Return the entries that hold, in their order: neither undos nor what they take back."""
    taken = undone(log)
    return [entry for entry in log if entry.undoes is None and entry.id not in taken]


@dataclass(frozen=True, slots=True)
class _Group:
    """The judgements in force of one fact, in their order."""

    name: Name
    entries: Sequence[Judgement]

    @property
    def last(self) -> Judgement:
        return self.entries[-1]

    @property
    def addition(self) -> Judgement | None:
        return next((entry for entry in self.entries if entry.verdict == "add"), None)

    @property
    def values(self) -> Values:
        seen: Values = {}
        changed: dict[str, str | None] = {}
        for entry in self.entries:
            if entry.verdict != "reject":
                seen = entry.seen
                changed |= {change.field: change.new for change in entry.changes}
        return {**seen, **changed}


def replay(case: Case, log: Sequence[Judgement]) -> Replayed:
    """Return a case as extracted with all judgements of its facts put in force."""
    groups = _groups(log)
    register = _with_additions(case, groups)
    facts: dict[str, Fact | None] = dict(register.facts)
    found: dict[str, list[str]] = {}
    concepts = {concept.id: concept for concept in case.concepts}
    for group in sorted(groups, key=lambda group: group.last.id):
        known = found[str(group.name)] = register.find(group.name)
        concepts |= _concepts(group)
        for own in known:
            facts[own] = _judged_fact(case, register.facts[own], group, concepts)
    shown = _assemble(case, register, facts, concepts)
    numbers = _numbers(shown, facts)
    added = register.facts.keys() - Register(case).facts.keys()
    told = _Told(register, facts, numbers, added)
    judged = tuple(_outcome(group, found[str(group.name)], told) for group in groups)
    return Replayed(shown, judged, register, _names(register, found), numbers)


def _groups(log: Sequence[Judgement]) -> list[_Group]:
    named: dict[str, list[Judgement]] = {}
    for entry in in_force(log):
        if entry.verdict not in ("merge", "split"):
            named.setdefault(entry.fact, []).append(entry)
    groups = [_Group(parse(name), entries) for name, entries in named.items()]
    return sorted(groups, key=lambda group: (_KINDS.index(group.name.kind), group.entries[0].id))


def _with_additions(case: Case, groups: Iterable[_Group]) -> Register:
    """Return the register of a case with the facts that people added and extraction has not found."""
    register = Register(case)
    for group in groups:
        if group.addition and not register.find(group.name):
            added = _made(register, group)
            if added is not None:
                case = _extended(case, added)
                register = Register(case)
    return register


def _made(register: Register, group: _Group) -> Fact | None:
    """Return a fact that a person added; none of a relation whose ends are no longer there."""
    name, evidence, text = group.name, group.last.evidence, register.case.article.text
    values: dict[str, Any] = dict.fromkeys(group.values)
    own, span = _fresh(register, name.kind), name.spans[0]
    if name.kind == "entity":
        return Entity(own, name.type, span.of(text), (), (span,), RULE)  # type: ignore[arg-type]
    if name.kind == "relation":
        ends = [_at_place(register, place) for place in name.places]
        return Relation(ends[0], name.type, ends[1], evidence, RULE) if all(ends) else None  # type: ignore[arg-type]
    common: dict[str, Any] = {"id": own, "span": span, "evidence": evidence, "confidence": 1.0, "rule": RULE}
    if name.kind == "indicator":
        return Indicator(**values, subject_id=None, raw=span.of(text), **common)
    return Measure(**values, text=span.of(text), actor_id=None, results=(), **common)


def _at_place(register: Register, place: str) -> str:
    kind, _, span = place.partition("@")
    ids = [own for own in register.at(place) if own.startswith(_LETTERS[kind])]  # type: ignore[index]
    return ids[0] if ids and span else ""


def _fresh(register: Register, kind: FactKind) -> str:
    letter = _LETTERS[kind]
    numbers = [int(own[1:]) for own in register.facts if own[:1] == letter and own[1:].isdigit()]
    number = 1 + max(numbers, default=0)
    while f"{letter}{number}" in register.facts:
        number += 1
    return f"{letter}{number}"


def _extended(case: Case, fact: Fact) -> Case:
    if isinstance(fact, Entity):
        return replace(case, entities=(*case.entities, fact))
    if isinstance(fact, Indicator):
        return replace(case, indicators=(*case.indicators, fact))
    if isinstance(fact, Measure):
        return replace(case, measures=(*case.measures, fact))
    return replace(case, relations=(*case.relations, fact))


def _concepts(group: _Group) -> dict[str, Concept]:
    return {concept.id: concept for entry in group.entries for concept in entry.concepts}


def _judged_fact(case: Case, fact: Fact, group: _Group, concepts: Mapping[str, Concept]) -> Fact | None:
    if group.last.verdict == "reject":
        return None
    values = dict(group.values)
    if isinstance(fact, Entity):
        return _judged_entity(case, fact, values)
    if isinstance(fact, Measure):
        judged = with_values(fact, values)
        return replace(judged, concepts=_meanings(fact, judged.concept, group, concepts))
    return with_values(fact, values)


def _judged_entity(case: Case, entity: Entity, values: dict[str, str | None]) -> Entity:
    """Return an entity of another type or under another of its names; the old one stays an alias."""
    read = {entity.name, *entity.aliases, *(span.of(case.article.text) for span in entity.mentions)}
    if values.get("name") not in read:
        values.pop("name", None)
    judged = with_values(entity, values)
    if judged.name == entity.name:
        return judged
    others = dict.fromkeys((entity.name, *entity.aliases))
    return replace(judged, aliases=tuple(alias for alias in others if alias != judged.name))


def _meanings(
    measure: Measure, concept: str | None, group: _Group, concepts: Mapping[str, Concept]
) -> tuple[Meaning, ...]:
    """Return what a measure means: what extraction says if that agrees, else what a person said first."""
    if concept == measure.concept:
        return measure.concepts
    if concept is None:
        return ()
    own = [one.id for entry in group.entries for one in entry.concepts if one.name == concept]
    meant = (own or [one.id for one in concepts.values() if one.name == concept])[-1]
    others = [meaning for meaning in measure.concepts if meaning.concept_id != meant]
    return (Meaning(meant, 1.0), *others)


def _assemble(
    case: Case, register: Register, facts: Mapping[str, Fact | None], concepts: Mapping[str, Concept]
) -> Case:
    """Return the case of the facts that are shown, none of them with a link to one that is not."""
    there = {own for own, fact in facts.items() if fact is not None}
    entities = [fact for fact in facts.values() if isinstance(fact, Entity)]
    owners = _Owners(case.article.text, entities, there)
    indicators = [
        replace(fact, subject_id=owners.of(fact.subject, register.facts[own], "subject"))
        for own, fact in facts.items() if isinstance(fact, Indicator)
    ]  # fmt: skip
    measures = [
        replace(
            fact, actor_id=owners.of(fact.actor, register.facts[own], "actor"),
            results=tuple(result for result in fact.results if result in there),
        )
        for own, fact in facts.items() if isinstance(fact, Measure)
    ]  # fmt: skip
    links = [fact for fact in facts.values() if isinstance(fact, Relation)]
    relations = [link for link in links if link.head in there and link.tail in there]
    return Case(
        case.article, tuple(entities), tuple(indicators), tuple(measures), tuple(relations),
        gather(measures, concepts),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Owners:
    """Whose a number or a deed is: the entity that extraction says, or the one of the name a person gave."""

    text: str
    entities: Sequence[Entity]
    there: set[str]

    def of(self, name: str | None, extracted: Any, role: str) -> str | None:  # noqa: ANN401
        """Return the id of the entity in this role, as far as it is shown."""
        if name == getattr(extracted, role):
            own = getattr(extracted, f"{role}_id")
            return own if own in self.there else None
        named = [entity.id for entity in self.entities if name in self._names(entity)]
        return named[0] if len(named) == 1 else None

    def _names(self, entity: Entity) -> set[str]:
        return {entity.name, *entity.aliases, *(span.of(self.text) for span in entity.mentions)}


def _numbers(shown: Case, facts: Mapping[str, Fact | None]) -> dict[str, str]:
    """Return the ids in the judged case by those in the register: only relations are counted anew."""
    there = [own for own, fact in facts.items() if fact is not None and not isinstance(fact, Relation)]
    links = [own for own, fact in facts.items() if isinstance(fact, Relation) and _has_ends(fact, facts)]
    kept = zip(links, range(1, len(shown.relations) + 1), strict=True)
    return {own: own for own in there} | {own: f"r{number}" for own, number in kept}


def _has_ends(link: Relation, facts: Mapping[str, Fact | None]) -> bool:
    return facts.get(link.head) is not None and facts.get(link.tail) is not None


@dataclass(frozen=True, slots=True)
class _Told:
    """All facts by their ids: as extracted or added, as judged, their ids in the judged case, the added."""

    register: Register
    facts: Mapping[str, Fact | None]
    numbers: Mapping[str, str]
    added: Set[str]


def _outcome(group: _Group, found: Sequence[str], told: _Told) -> JudgedFact:
    own = next((told.numbers[own] for own in found if own in told.numbers), None)
    changes: tuple[Change, ...] = ()
    fact = told.facts[found[0]] if found else None
    if fact is not None and found[0] not in told.added:
        changes = _differences(told.register.facts[found[0]], fact, group.name.kind)
    status: JudgedStatus = "corrected" if changes else "confirmed"
    if not found:
        status = "unmatched"
    elif group.last.verdict == "reject":
        status = "rejected"
    elif found[0] in told.added:
        status = "added"
    return JudgedFact(str(group.name), group.name.kind, status, own, changes, group.last.id)


def _differences(before: Fact, after: Fact, kind: FactKind) -> tuple[Change, ...]:
    old, new = fields_of(before, kind), fields_of(after, kind)
    return tuple(Change(name, old[name], new[name]) for name in old if old[name] != new[name])


def _names(register: Register, found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the name of every fact: that which the log has for it, else that of its content."""
    fresh = ((own, register.name(own)) for own in register.facts)
    names = {own: str(name) for own, name in fresh if name is not None}
    return names | {own: name for name, ids in found.items() for own in ids}


def lineage_of(concept: str, known: Iterable[Concept]) -> tuple[Concept, ...]:
    """Return the concept of a name, behind all that are broader.

    A name that none of the known concepts has becomes a concept of its own, its name being its id.
    """
    by_id = {one.id: one for one in known}
    named = [one.id for one in by_id.values() if one.name == concept]
    return tuple(lineage(named[0], by_id)) if named else (Concept(concept, concept),)


def quote_of(case: Case, name: Name) -> str:
    """Return the text at a fact's place: a relation's at both ends."""
    return " → ".join(span.of(case.article.text) for span in name.spans)
