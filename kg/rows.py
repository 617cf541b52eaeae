"""A case as the rows of the tables, table by table, in an order that foreign keys allow."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from kg.values import Article, Case, Entity, Indicator, Measure, Span

Row = dict[str, Any]

EXACT = ("value", "low", "high", "earlier", "delta")


def digest(*words: str) -> str:
    """Return a short id made of the words alone: 16 hexadecimal digits.

    >>> digest("place", "扬州市") == digest("place", "扬州市") != digest("park", "扬州市")
    True
    """
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def row_id(article_id: str, fact_id: str) -> str:
    """Return the id of a fact's row from its article's and its own.

    >>> row_id("9f8a", "e1")
    '9f8a/e1'
    """
    return f"{article_id}/{fact_id}"


def fact_rows(case: Case) -> dict[str, list[Row]]:
    """Return the rows of the facts of an article: entities, evidence, facts and their links.

    Those of entities lack `profile_id` and `thing_id`, which `kg.resolve` gives them.
    """
    article = case.article
    entities = {
        "entities": [_entity(article, number, entity) for number, entity in enumerate(case.entities, 1)]
    }
    entities["mentions"] = [row for entity in case.entities for row in _mentions(article, entity)]
    facts = {
        "indicators": [_indicator(article, *item) for item in enumerate(case.indicators, 1)],
        "measures": [_measure(article, *item) for item in enumerate(case.measures, 1)],
        "measure_results": [row for measure in case.measures for row in _results(article, measure)],
        "measure_concepts": [row for measure in case.measures for row in _meanings(article, measure)],
        "relations": [
            {
                "head": row_id(article.id, relation.head),
                "type": relation.type,
                "tail": row_id(article.id, relation.tail),
                "evidence_id": _evidence_id(article, relation.evidence),
                "rule": relation.rule,
            }
            for relation in case.relations
        ],
    }
    facts["relations"] = _numbered(article, facts["relations"])
    return entities | {"evidence": _evidence(case)} | facts


def article_rows(article: Article) -> dict[str, list[Row]]:
    """Return the rows of an article's authors, sections, parts and warnings."""
    rows: dict[str, list[Row]] = {
        "authors": [
            {field.name: getattr(author, field.name) for field in fields(author)}
            for author in article.authors
        ],
        "sections": [{"heading": section.heading, **_place(section.span)} for section in article.sections],
        "parts": [{"kind": part.kind, **_place(part.span)} for part in article.parts],
        "warnings": [{"code": n.code, "message": n.message, **_place(n.span)} for n in article.notices],
    }
    return {table: _numbered(article, items) for table, items in rows.items()}


def article_row(article: Article, document_id: str) -> Row:
    """Return the row of the article itself, in this document's reading; the store gives its `docid`."""
    return {
        "id": article.id,
        "title": article.title,
        "column": article.column,
        "publisher": article.publisher,
        "published": _iso(article.published),
        "text": article.text,
        "document_id": document_id,
    }


def _numbered(article: Article, items: Iterable[Row]) -> list[Row]:
    return [{"article_id": article.id, "number": number, **item} for number, item in enumerate(items, 1)]


def _place(span: Span) -> Row:
    return {"start": span.start, "end": span.end}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _entity(article: Article, number: int, entity: Entity) -> Row:
    return {
        "id": row_id(article.id, entity.id),
        "article_id": article.id,
        "number": number,
        "type": entity.type,
        "name": entity.name,
        "aliases": json.dumps(entity.aliases, ensure_ascii=False),
        "rule": entity.rule,
    }


def _mentions(article: Article, entity: Entity) -> list[Row]:
    return [
        {
            "entity_id": row_id(article.id, entity.id),
            "number": number,
            "text": span.of(article.text),
            **_place(span),
        }
        for number, span in enumerate(entity.mentions, 1)
    ]


def _evidence(case: Case) -> list[Row]:
    article = case.article
    spans = {fact.evidence for facts in (case.indicators, case.measures, case.relations) for fact in facts}
    return [
        {
            "id": _evidence_id(article, span),
            "article_id": article.id,
            "text": span.of(article.text),
            **_place(span),
        }
        for span in sorted(spans)
    ]


def _evidence_id(article: Article, span: Span) -> str:
    return row_id(article.id, f"{span.start}-{span.end}")


def _indicator(article: Article, number: int, indicator: Indicator) -> Row:
    row = _fact(article, number, indicator)
    row["subject_id"] = indicator.subject_id and row_id(article.id, indicator.subject_id)
    row["period_start"], row["period_end"] = _iso(indicator.period_start), _iso(indicator.period_end)
    for name in EXACT:
        exact: Decimal | None = getattr(indicator, name)
        row[name] = None if exact is None else float(exact)
        row[f"{name}_exact"] = None if exact is None else str(exact)
    return row


def _measure(article: Article, number: int, measure: Measure) -> Row:
    row = _fact(article, number, measure)
    row["actor_id"] = measure.actor_id and row_id(article.id, measure.actor_id)
    del row["results"], row["concepts"]
    return row


def _fact(article: Article, number: int, fact: Indicator | Measure) -> Row:
    row = {field.name: getattr(fact, field.name) for field in fields(fact)}
    evidence, span = row.pop("evidence"), row.pop("span")
    return row | {
        "id": row_id(article.id, fact.id),
        "article_id": article.id,
        "number": number,
        "evidence_id": _evidence_id(article, evidence),
        **_place(span),
    }


def _results(article: Article, measure: Measure) -> list[Row]:
    head = row_id(article.id, measure.id)
    return [
        {"measure_id": head, "number": number, "indicator_id": row_id(article.id, result)}
        for number, result in enumerate(measure.results, 1)
    ]


def _meanings(article: Article, measure: Measure) -> list[Row]:
    head = row_id(article.id, measure.id)
    return [
        {"measure_id": head, "number": number, "concept_id": meaning.concept_id, "score": meaning.score}
        for number, meaning in enumerate(measure.concepts, 1)
    ]
