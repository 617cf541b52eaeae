"""A fact in its sentence: the stretch that it is, and the words that its fields took from around it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.values import Span

_AROUND = 90  # characters before and after a sentence
_ROLES = ("subject", "metric", "period", "actor", "beneficiary")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a sentence: whether the fact is there, and which of its fields reads so."""

    text: str
    fact: bool
    role: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence cut into marks, with a little of what stands before and after it in its paragraph."""

    before: str
    marks: tuple[Mark, ...]
    after: str


def shown(item: Mapping[str, Any], text: str) -> Shown:
    """Return the sentence of a fact for review, within the text of its case."""
    start, sentence = item["evidence_start"], item["evidence"]
    end = start + len(sentence)
    facts = [span for span in _facts(item) if span.end <= len(sentence)]
    roles = dict(_roles(item, facts))
    edges = {0, len(sentence)} | {edge for span in (*facts, *roles) for edge in (span.start, span.end)}
    marks = tuple(
        Mark(
            sentence[first:last],
            any(fact.covers(Span(first, last)) for fact in facts),
            next((role for span, role in roles.items() if span.covers(Span(first, last))), None),
        )
        for first, last in pairwise(sorted(edges))
    )
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    return Shown(before, marks, text[end : end + _AROUND].partition("\n")[0])


def _facts(item: Mapping[str, Any]) -> list[Span]:
    """Return where the fact stands in its sentence: a relation at both ends."""
    if item["kind"] == "relation":
        found = [(item["evidence"].find(end), len(end)) for end in item["quote"].split(" → ")]
        return [Span(at, at + length) for at, length in found if at >= 0 and length]
    start = item["start"] - item["evidence_start"]
    return [Span(start, start + item["end"] - item["start"])] if start >= 0 else []


def _roles(item: Mapping[str, Any], facts: list[Span]) -> Iterator[tuple[Span, str]]:
    """Yield the first place of each field's words that no other field has, nor the number itself."""
    taken = list(facts) if item["kind"] == "indicator" else []
    for role in _ROLES:
        words = item["values"].get(role)
        at = item["evidence"].find(words) if words else -1
        span = Span(at, at + len(words)) if words and at >= 0 else None
        if span and not any(span.overlaps(other) for other in taken):
            taken.append(span)
            yield span, role
