"""A case as JSON and back: the line that `tashan extract` writes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from kg.errors import BadRecord
from kg.values import (
    Article,
    Author,
    Case,
    Concept,
    Entity,
    Indicator,
    Meaning,
    Measure,
    Notice,
    Part,
    Relation,
    Section,
    Source,
    Span,
    Theme,
)

Record = dict[str, Any]
_Fact = TypeVar("_Fact", Indicator, Measure, Relation)

_NUMBERS = frozenset({"value", "low", "high", "earlier", "delta"})
_DAYS = frozenset({"period_start", "period_end"})


def to_record(case: Case, *, explain: bool = False) -> Record:
    """Return the JSON object of a case, its keys in the contract's order.

    A number is an integer where it is one, else the nearest float, exact to fifteen digits; a day is
    an ISO date. With `explain` every fact also names the rule that found it. `parts`, the lines of the text
    and what each is, `concepts`, the practices that its measures mean, and `address`, the URL that it was
    read at, follow the contract's keys.
    """
    article = case.article
    return {
        "case_id": article.id,
        "source": _fields(article.source),
        "column": article.column,
        "title": article.title,
        "authors": [_fields(author) for author in article.authors],
        "publisher": article.publisher,
        "published": _plain(article.published),
        "sections": [{"heading": section.heading, **_span(section.span)} for section in article.sections],
        "text": article.text,
        "warnings": [
            {"code": notice.code, **_span(notice.span), "message": notice.message}
            for notice in article.notices
        ],
        "entities": [_entity(entity, explain=explain) for entity in case.entities],
        "indicators": [to_fact(indicator, explain=explain) for indicator in case.indicators],
        "measures": [to_fact(measure, explain=explain) for measure in case.measures],
        "relations": [to_fact(relation, explain=explain) for relation in case.relations],
        "parts": [{"kind": part.kind, **_span(part.span)} for part in article.parts],
        "concepts": [_fields(concept) for concept in case.concepts],
        "address": article.address,
    }


def to_facts(case: Case) -> Record:
    """Return the facts of a case as they are kept: with their rules, and numbers digit for digit as text."""
    record: Record = {
        "entities": [_entity(entity, explain=True) for entity in case.entities],
        "indicators": [to_fact(fact, explain=True) for fact in case.indicators],
        "measures": [to_fact(fact, explain=True) for fact in case.measures],
        "relations": [to_fact(fact, explain=True) for fact in case.relations],
    }
    for kept, indicator in zip(record["indicators"], case.indicators, strict=True):
        for name in _NUMBERS:
            exact = getattr(indicator, name)
            kept["from" if name == "earlier" else name] = None if exact is None else str(exact)
    return record | {"concepts": [_fields(concept) for concept in case.concepts]}


def from_facts(article: Article, record: Mapping[str, Any]) -> Case:
    """Return the case of an article whose facts `to_facts` kept.

    Raises:
        BadRecord: a key is missing, or its value is of another kind.
    """
    return replace(from_record(to_record(Case(article)) | dict(record)), article=article)


def to_fact(fact: Indicator | Measure | Relation, *, explain: bool = False) -> Record:
    """Return the JSON object of one indicator, measure or relation."""
    record: Record = {}
    for field in fields(fact):
        value = getattr(fact, field.name)
        if field.name == "span":
            record |= _span(value)
        elif field.name == "concepts":
            record["concepts"] = [{"id": meaning.concept_id, "score": meaning.score} for meaning in value]
        elif field.name != "rule" or explain:
            record["from" if field.name == "earlier" else field.name] = _plain(value)
    return record


def from_record(record: Mapping[str, Any]) -> Case:
    """Return the case of a JSON object that `to_record` made; a rule it does not name is empty.

    In a record that lists no concepts, a measure's concept is one of its own, its name being its id.

    Raises:
        BadRecord: a key is missing, or its value is of another kind.
    """
    try:
        measures = tuple(_from_fact(Measure, item) for item in record["measures"])
        return Case(
            _article(record),
            tuple(_from_entity(item) for item in record["entities"]),
            tuple(_from_fact(Indicator, item) for item in record["indicators"]),
            measures,
            tuple(_from_fact(Relation, item) for item in record["relations"]),
            tuple(_concepts(record, measures)),
        )
    except KeyError as error:
        raise BadRecord(f"the key {error} is missing") from error
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise BadRecord(str(error)) from error


def _concepts(record: Mapping[str, Any], measures: Sequence[Measure]) -> Iterator[Concept]:
    if "concepts" in record:
        yield from (Concept(**item) for item in record["concepts"])
    else:
        named: dict[str, Theme] = {m.concept: m.theme for m in measures if m.concept}
        yield from (Concept(name, name, theme) for name, theme in named.items())


def _fields(value: "Author | Concept | Source") -> Record:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Span):
        return _span(value)
    return list(value) if isinstance(value, tuple) else value


def _span(span: Span) -> Record:
    return {"start": span.start, "end": span.end}


def _entity(entity: Entity, *, explain: bool) -> Record:
    record = {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "mentions": [_span(mention) for mention in entity.mentions],
    }
    return record | ({"rule": entity.rule} if explain else {})


def _article(record: Mapping[str, Any]) -> Article:
    source = record["source"]
    return Article(
        id=record["case_id"],
        source=Source(source["path"], source["sha256"], source["media_type"], source["page"]),
        text=record["text"],
        parts=tuple(Part(part["kind"], _from_span(part)) for part in record.get("parts", ())),
        column=record["column"],
        title=record["title"],
        authors=tuple(
            Author(item["name"], item["organization"], item["position"]) for item in record["authors"]
        ),
        publisher=record["publisher"],
        published=_day(record["published"]),
        sections=tuple(Section(item["heading"], _from_span(item)) for item in record["sections"]),
        notices=tuple(Notice(item["code"], _from_span(item), item["message"]) for item in record["warnings"]),
        address=record.get("address"),
    )


def _from_entity(item: Mapping[str, Any]) -> Entity:
    mentions = tuple(_from_span(mention) for mention in item["mentions"])
    return Entity(
        item["id"], item["type"], item["name"], tuple(item["aliases"]), mentions, item.get("rule", "")
    )


def _from_fact(kind: type[_Fact], item: Mapping[str, Any]) -> _Fact:
    values: dict[str, Any] = {field.name: _value(field.name, item) for field in fields(kind)}
    return kind(**values)


def _value(name: str, item: Mapping[str, Any]) -> object:
    if name == "rule":
        return item.get("rule", "")
    if name == "span":
        return _from_span(item)
    if name == "concepts":
        return _meanings(item)
    value = item["from" if name == "earlier" else name]
    if name == "evidence":
        return _from_span(value)
    if name in _NUMBERS:
        return None if value is None else Decimal(str(value))
    if name in _DAYS:
        return _day(value)
    return tuple(value) if name == "results" else value


def _meanings(item: Mapping[str, Any]) -> tuple[Meaning, ...]:
    if "concepts" in item:
        return tuple(Meaning(meaning["id"], meaning["score"]) for meaning in item["concepts"])
    return (Meaning(item["concept"], 1.0),) if item["concept"] else ()


def _from_span(item: Mapping[str, Any]) -> Span:
    return Span(int(item["start"]), int(item["end"]))


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
