"""A person at work: what is said of facts, checked against the cases as shown, becomes entries of the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kg.errors import BadJudgement, Overtaken, UnknownFact
from kg.judgements.fields import FIELDS, Values, check_whole, fields_of, read_changes
from kg.judgements.keep import extracted
from kg.judgements.log import append, log_of
from kg.judgements.names import Name, Register, kind_of, parse
from kg.judgements.names import place as place_of
from kg.judgements.replay import Replayed, in_force, lineage_of, quote_of, replay
from kg.judgements.values import VERDICTS, Addition, Change, Fact, Judgement, Opinion
from kg.values import Case, Concept, Entity, Relation, Span

if TYPE_CHECKING:
    from sqlite_utils import Database

_LONGEST = 1000


@dataclass
class Desk:
    """A person at work: the cases that were looked at, as extracted, each with its log so far."""

    db: "Database"
    person: str
    time: str
    cases: dict[str, Case] = field(default_factory=dict)
    logs: dict[str, list[Judgement]] = field(default_factory=dict)

    def shown(self, case_id: str) -> Replayed:
        """Return a case as it is shown after all that was judged so far."""
        if case_id not in self.cases:
            self.cases[case_id] = extracted(self.db, case_id)
            self.logs[case_id] = log_of(self.db, case_id)
        return replay(self.cases[case_id], self.logs[case_id])

    def judge(self, word: Opinion | Addition) -> Judgement:
        """Add what is said to the log."""
        entry = self._addition(word) if isinstance(word, Addition) else self._opinion(word)
        kept = append(self.db, entry)
        self.logs[kept.case_id].append(kept)
        return kept

    def _opinion(self, word: Opinion) -> Judgement:
        if word.verdict not in VERDICTS or word.verdict in ("add", "undo"):
            raise BadJudgement(f"an opinion cannot {word.verdict}")
        if bool(word.changes) != (word.verdict == "correct"):
            raise BadJudgement("changes go with `correct`, and with nothing else")
        case_id, told, own = self.find(word.fact)
        entry = self._entry(case_id, told, own, word)
        self._refuse_overtaken(entry, word.after)
        if word.verdict in ("merge", "split"):
            return self._pair(entry, word)
        if word.verdict == "correct":
            return self._correction(entry, word, (told, own))
        if word.verdict == "confirm" and own not in told.numbers and not _is_rejected(told, entry.fact):
            raise BadJudgement("what it links is rejected: judge that first")
        return replace(entry, concepts=self._lineage(entry.seen.get("concept"), case_id))

    def _entry(self, case_id: str, told: Replayed, own: str, word: Opinion) -> Judgement:
        fact = told.register.facts[own]
        written = told.names.get(own)
        if written is None:
            raise BadJudgement("nothing in the text shows where it stands")
        name = parse(written)
        seen = fields_of(fact, kind_of(fact)) if own in Register(self.cases[case_id]).facts else None
        return Judgement(
            id=0, verdict=word.verdict, kind=name.kind, case_id=case_id, fact=written,
            quote=quote_of(self.cases[case_id], name), evidence=_evidence(fact, name),
            seen=seen if seen is not None else self._said(case_id, written), changes=(), concepts=(),
            other_case_id=None, other_fact=None, undoes=None,
            person=self.person, time=self.time, reason=reason_of(word.reason),
        )  # fmt: skip

    def _refuse_overtaken(self, entry: Judgement, after: int | None) -> None:
        """Refuse what is said of a fact that somebody judged after the person had looked at it."""
        about = [one for one in self.logs[entry.case_id] if one.fact == entry.fact]
        if after is not None and about and about[-1].id > after:
            raise Overtaken(about[-1].id, about[-1].person, about[-1].verdict)

    def _said(self, case_id: str, name: str) -> Values:
        """Return the fields with which a person added a fact."""
        here = [entry for entry in in_force(self.logs[case_id]) if entry.fact == name]
        return next(entry.seen for entry in here if entry.verdict == "add")

    def _correction(self, entry: Judgement, word: Opinion, at: tuple[Replayed, str]) -> Judgement:
        told, own = at
        old = shown_fields(told, own)
        given, concepts = _concept_of(word.changes)
        new = read_changes(entry.kind, given)
        changes = tuple(Change(name, old[name], value) for name, value in new.items() if old[name] != value)
        if not changes and not _is_rejected(told, entry.fact):
            raise BadJudgement("nothing is changed: confirm it instead")
        whole = {**old, **new}
        check_whole(entry.kind, whole)
        if "name" in new:
            _check_name(self.cases[entry.case_id], told.register.facts[own], new["name"])
        lineage = concepts or self._lineage(whole.get("concept"), entry.case_id)
        return replace(entry, changes=changes, concepts=lineage)

    def _pair(self, entry: Judgement, word: Opinion) -> Judgement:
        """Return the entry of a merge or a split: `seen` keeps the names that it is about."""
        if entry.kind != "entity" or word.other is None:
            raise BadJudgement(f"{word.verdict} wants two entities")
        other_case, told, other = self.find(word.other)
        second = told.register.facts[other]
        if not isinstance(second, Entity) or other not in told.names:
            raise BadJudgement(f"{word.verdict} wants two entities")
        first_told = self.shown(entry.case_id)
        own = next(key for key, name in first_told.names.items() if name == entry.fact)
        first, last = shown_fields(first_told, own), shown_fields(told, other)
        if first["type"] != last["type"]:
            raise BadJudgement(f"types differ, {first['type']} and {last['type']}: correct one first")
        if (entry.case_id, entry.fact) == (other_case, told.names[other]):
            raise BadJudgement("it is one entity, not two")
        everywhere = first["name"] != last["name"] if word.everywhere is None else word.everywhere
        seen = {
            "type": first["type"], "name": first["name"], "other_name": last["name"],
            "everywhere": "yes" if everywhere else None,
        }  # fmt: skip
        return replace(entry, seen=seen, other_case_id=other_case, other_fact=told.names[other])

    def find(self, fact: str) -> tuple[str, Replayed, str]:
        """Return the case, as it is shown, and the id in its register of a fact, by its id or its name."""
        case_id, slash, own = fact.partition("/")
        if not slash:
            raise UnknownFact(fact, "wanted CASE/FACT, as 9f8a/i3")
        told = self.shown(case_id)
        ids = told.register.find(parse(own)) if ":" in own else _by_id(told, own)
        if not ids:
            raise UnknownFact(fact, "the case has no such fact now")
        return case_id, told, ids[0]

    def _lineage(self, concept: str | None, case_id: str) -> tuple[Concept, ...]:
        if concept is None:
            return ()
        known = {one.id: one for one in _stored_concepts(self.db, concept)}
        known |= {one.id: one for one in self.cases[case_id].concepts}
        return lineage_of(concept, known.values())

    def _addition(self, word: Addition) -> Judgement:
        told = self.shown(word.case_id)
        text = told.case.article.text
        name = self._new_name(word, told)
        if not _is_stretch(word.evidence, text):
            raise BadJudgement("the evidence is no stretch of the text")
        if word.span is not None and not word.evidence.covers(word.span):
            raise BadJudgement("the evidence does not hold the fact")
        if told.register.find(name):
            raise BadJudgement("the fact is there already: confirm or correct it")
        given, concepts = _concept_of(word.values)
        values = _defaults(name, name.spans[0].of(text)) | read_changes(word.kind, given)
        check_whole(word.kind, values)
        return Judgement(
            id=0, verdict="add", kind=word.kind, case_id=word.case_id, fact=str(name),
            quote=quote_of(told.case, name), evidence=word.evidence, seen=values, changes=(),
            concepts=concepts or self._lineage(values.get("concept"), word.case_id), other_case_id=None,
            other_fact=None, undoes=None, person=self.person, time=self.time, reason=reason_of(word.reason),
        )  # fmt: skip

    def _new_name(self, word: Addition, told: Replayed) -> Name:
        if word.kind not in FIELDS:
            raise BadJudgement(f"no fact is of the kind {word.kind}")
        kind = str(word.values.get("type", "")) if word.kind in ("entity", "relation") else ""
        if word.kind == "relation":
            return Name("relation", kind, (self._end(word, word.head), self._end(word, word.tail)))
        if word.span is None or not _is_stretch(word.span, told.case.article.text):
            raise BadJudgement("the fact's place is no stretch of the text")
        place = f"{word.kind}@{word.span.start}-{word.span.end}"
        return Name(word.kind, kind, (place,))

    def _end(self, word: Addition, end: str | None) -> str:
        if end is None:
            raise BadJudgement("a relation wants a head and a tail")
        case_id, told, own = self.find(end)
        fact = told.register.facts[own]
        spot = None if isinstance(fact, Relation) else place_of(fact)
        if case_id != word.case_id or own not in told.numbers or spot is None:
            raise BadJudgement("head and tail must be shown facts of the case, no relations")
        return spot


def shown_fields(told: Replayed, own: str) -> dict[str, str | None]:
    """Return the fields of a fact as they are shown, or were before it was rejected."""
    number = told.numbers.get(own)
    fact = told.register.facts[own] if number is None else Register(told.case).facts[number]
    return fields_of(fact, kind_of(fact))


def _by_id(told: Replayed, own: str) -> list[str]:
    return [key for key, number in told.numbers.items() if number == own]


def _is_rejected(told: Replayed, name: str) -> bool:
    return any(one.fact == name and one.status == "rejected" for one in told.judged)


def _is_stretch(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text) and bool(span.of(text).strip())


def _evidence(fact: Fact, name: Name) -> Span:
    return name.spans[0] if isinstance(fact, Entity) else fact.evidence


def _check_name(case: Case, entity: Fact, name: str | None) -> None:
    read = {span.of(case.article.text) for span in getattr(entity, "mentions", ())}
    if name not in read | {getattr(entity, "name", None), *getattr(entity, "aliases", ())}:
        raise BadJudgement(f"the name must be one that its text mentions: {'、'.join(sorted(read))}")


def _defaults(name: Name, quote: str) -> dict[str, str | None]:
    """Return the fields of an added fact that nothing is said of."""
    values: dict[str, str | None] = dict.fromkeys(FIELDS[name.kind])
    if name.kind == "indicator":
        values |= {"op": "=", "unit": "", "status": "actual"}
    return values | ({"name": quote} if name.kind == "entity" else {})


def _concept_of(
    given: Mapping[str, object],
) -> tuple[dict[str, object], tuple[Concept, ...]]:
    """Return fields in which a concept is told by its name, and its lineage if concepts were given for it."""
    values = dict(given)
    concept: Any = values.get("concept")
    if concept is None or isinstance(concept, str):
        return values, ()
    line = [concept] if isinstance(concept, Concept) else list(concept)
    values["concept"] = line[-1].name
    return values, lineage_of(line[-1].name, line)


def _stored_concepts(db: "Database", name: str) -> list[Concept]:
    sql = """WITH RECURSIVE up(id) AS (SELECT id FROM concepts WHERE name = ?
    UNION SELECT c.broader FROM concepts c JOIN up ON up.id = c.id WHERE c.broader IS NOT NULL)
    SELECT c.* FROM concepts c JOIN up ON up.id = c.id ORDER BY c.id"""
    rows = db.execute(sql, [name]).fetchall()
    names = [row[1] for row in db.execute("PRAGMA table_info(concepts)")]
    return [Concept(**dict(zip(names, row, strict=True))) for row in rows]


def person_of(person: str) -> str:
    """Return the name of who judges, which must not be empty."""
    name = person.strip()
    if not name or len(name) > _LONGEST:
        raise BadJudgement("who judges must be named")
    return name


def reason_of(reason: str | None) -> str | None:
    """Return a reason, or none where it says nothing."""
    told = (reason or "").strip()
    if len(told) > _LONGEST:
        raise BadJudgement(f"the reason is longer than {_LONGEST} characters")
    return told or None
