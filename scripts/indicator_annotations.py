"""Read the annotated articles with their indicators: readings, and the annotated row of each quantity."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from annotations import read_plain

from kg.values import Entity, Span
from pipeline.extract.mentions import mentions
from pipeline.extract.names import entities
from pipeline.extract.reading import Reading
from pipeline.quantity import Quantity, periods, quantities

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article: its id, its reading, and the rows of the quantities that annotators took for indicators."""

    id: str
    reading: Reading
    rows: dict[Span, Row]


def annotated(annotations: Path, articles: Path, *, recognise: bool) -> Iterator[Annotated]:
    """Yield the articles of the folder `annotations`, names as annotated or, to `recognise`, as found."""
    texts = {row["id"]: row for row in map(json.loads, articles.read_text(encoding="utf-8").splitlines())}
    for path in sorted(annotations.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield read_article(row, texts[row["id"]], recognise=recognise)


def read_article(row: Row, source: Row, *, recognise: bool) -> Annotated:
    """Return one annotated article; quantities that the reader misses are taken from the annotation."""
    text = source["text"]
    plain = read_plain(text)
    published = day_of(source.get("time") or "")
    plain = replace(plain, article=replace(plain.article, published=published))
    found, rows = join_rows(text, quantities(text), row.get("indicators") or [])
    named = tuple(entities_of(row.get("entities") or {}, text))
    if recognise:
        named = entities(plain.article, mentions(plain.article, plain.words))
    reading = replace(plain, quantities=found, periods=tuple(periods(text, published)), entities=named)
    return Annotated(row["id"], reading, rows)


def join_rows(
    text: str, found: list[Quantity], rows: list[Row]
) -> tuple[tuple[Quantity, ...], dict[Span, Row]]:
    """Return the quantities of a text with those that only annotators saw, and the annotated row of each."""
    joined: dict[Span, Row] = {}
    every = list(found)
    for row, span in _placed(text, rows):
        hit = next((one for one in every if one.span.overlaps(span) and one.span not in joined), None)
        if hit is None and not any(one.span.overlaps(span) for one in every):
            hit = _quantity(row, span)
            every.append(hit)
        if hit is not None:
            joined[hit.span] = row
    return tuple(sorted(every, key=lambda one: one.span)), joined


def _placed(text: str, rows: list[Row]) -> Iterator[tuple[Row, Span]]:
    place = 0
    for row in rows:
        raw = re.sub(r"\s", "", str(row["raw"]))
        shape = re.compile((r"(?<![\d.])" if raw[0].isdigit() else "") + r"\s*".join(map(re.escape, raw)))
        match = shape.search(text, place) or shape.search(text)
        if match:
            place = max(place, match.start() + 1)
            yield row, Span(*match.span())


def _quantity(row: Row, span: Span) -> Quantity:
    value, low, high = (_decimal(row.get(name)) for name in ("value", "low", "high"))
    return Quantity(span, value, str(first(row.get("unit")) or ""), first(row.get("op")) or "=", low, high)


def first(value: object) -> Any:  # noqa: ANN401
    """Return the first of several accepted values, or the value itself."""
    return value[0] if isinstance(value, list) else value


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def day_of(written: str) -> date | None:
    """Return the day that a time begins with, None where it begins with none."""
    match = re.match(r"\d{4}-\d\d-\d\d", written)
    return date.fromisoformat(match[0]) if match else None


def entities_of(kinds: dict[str, list[str]], text: str) -> Iterator[Entity]:
    """Yield the annotated things of a text at every place where one of their names stands."""
    number = 0
    for kind, things in kinds.items():
        for thing in things or []:
            names = str(thing).split("|")
            places = {Span(m.start(), m.end()) for name in names for m in re.finditer(re.escape(name), text)}
            if places:
                number += 1
                yield Entity(
                    f"e{number}", kind, names[0], tuple(names[1:]), tuple(sorted(places)), "annotated"
                )
