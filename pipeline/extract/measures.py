"""Measures: the clauses that tell a deed, with who did it, to what, for whom and with what result."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat, takewhile

from kg.frozen import quick
from kg.values import Indicator, Meaning, Measure, Span, Theme
from pipeline.concepts import matcher
from pipeline.extract.actors import Actor, Discourse
from pipeline.extract.candidates import candidates
from pipeline.extract.deeds import Candidate, probabilities
from pipeline.extract.reading import Reading
from pipeline.extract.themes import themes_of

# Below this probability a clause is more often background than deed.
_THRESHOLD = 0.205
# Prose has at most one deed in so many characters, and a few more.
_CHARACTERS_A_DEED, _A_FEW = 50, 2
_NEAR = 150
_LEVELS = 50  # headings back, among which those around a place are
_RULE = "measures.model"


@quick
@dataclass(frozen=True, slots=True)
class _Deed:
    candidate: Candidate
    actor: Actor | None
    probability: float


def measures(reading: Reading, indicators: Sequence[Indicator]) -> tuple[Measure, ...]:
    """Return the measures of an article in text order, with ids m1, m2 … and calibrated confidence."""
    text = reading.article.text
    numbers = sorted(indicators, key=lambda indicator: indicator.span)
    deeds = _choose(tuple(_deeds(reading)), _limit(reading))
    ends = [deed.candidate.span.start for deed in deeds[1:]] + [len(text)] * bool(deeds)
    meant = matcher().measures(
        [(deed.candidate.span.of(text), deed.candidate.predicate.object.of(text)) for deed in deeds]
    )
    themes = themes_of([_told(reading, deed) for deed in deeds])
    every = zip(map(_measure, repeat(text), deeds, meant, themes), deeds, ends, strict=True)
    return tuple(
        replace(measure, id=f"m{number}", results=_results(deed, end, numbers))
        for number, (measure, deed, end) in enumerate(every, 1)
    )


def _deeds(reading: Reading) -> Iterator[_Deed]:
    discourse = Discourse(reading)
    found = candidates(reading)
    for candidate, probability in zip(found, probabilities(reading.article.text, found), strict=True):
        yield _Deed(candidate, discourse.actor(candidate), probability)


def _limit(reading: Reading) -> int:
    written = sum(span.end - span.start for span in reading.article.spans("body"))
    return _A_FEW + written // _CHARACTERS_A_DEED


def _choose(deeds: tuple[_Deed, ...], limit: int) -> list[_Deed]:
    likely = [deed for deed in deeds if deed.probability >= _THRESHOLD]
    best = sorted(likely, key=lambda deed: -deed.probability)[:limit]
    return sorted(best, key=lambda deed: deed.candidate.span)


def _told(reading: Reading, deed: _Deed) -> tuple[str, str, str]:
    """Return what tells the theme of a deed: its clause, the sentence around it, the heading above."""
    text, span = reading.article.text, deed.candidate.span
    return (
        span.of(text),
        context_of(text, span, deed.candidate.clause.sentence),
        heading_of(reading, span),
    )


def _measure(text: str, deed: _Deed, meanings: tuple[Meaning, ...], theme: tuple[Theme, float]) -> Measure:
    found = deed.candidate.predicate
    return Measure(
        id="",
        text=deed.candidate.span.of(text),
        action=found.action.of(text),
        object=found.object.of(text),
        actor=deed.actor.name if deed.actor else None,
        actor_id=deed.actor.id if deed.actor else None,
        beneficiary=found.beneficiary.of(text) if found.beneficiary else None,
        theme=theme[0],
        concept=matcher().name_of(meanings),
        results=(),
        span=deed.candidate.span,
        evidence=deed.candidate.clause.sentence,
        confidence=round(deed.probability, 3),
        rule=_RULE,
        concepts=meanings,
    )


def context_of(text: str, span: Span, sentence: Span) -> str:
    """Return the sentence around a deed, as far as it is near."""
    return text[max(sentence.start, span.start - _NEAR) : min(sentence.end, span.end + _NEAR)]


def heading_of(reading: Reading, span: Span) -> str:
    """Return the heading of the section that a deed stands in, or nothing."""
    sections = reading.article.sections
    at = bisect_right(sections, span.start, key=lambda section: section.span.start)
    near = (sections[index] for index in range(at - 1, max(-1, at - _LEVELS), -1))
    return next((section.heading for section in near if section.span.covers(span)), "")


def _results(deed: _Deed, end: int, indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """Return the indicators in the deed's clause or after it, up to the next deed or the sentence's end."""
    span = deed.candidate.span
    reach = Span(span.start, max(span.end, min(end, deed.candidate.clause.sentence.end)))
    first = bisect_left(indicators, span.start, key=lambda indicator: indicator.span.start)
    behind = (indicators[index] for index in range(first, len(indicators)))
    near = takewhile(lambda indicator: indicator.span.start < reach.end, behind)
    return tuple(indicator.id for indicator in near if reach.covers(indicator.span))
