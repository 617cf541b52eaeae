"""The text of a case cut where facts begin and end, so that each can be coloured, linked and scrolled to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.values import Case, Entity, Indicator, Measure, Notice, Part, Span


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch in which no fact begins or ends, the facts that cover it and the anchors it carries."""

    text: str
    anchors: tuple[str, ...] = ()
    entity: Entity | None = None
    indicator: Indicator | None = None
    measure: Measure | None = None
    notice: Notice | None = None
    sought: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence that is evidence, or what stands between two; only evidence has an anchor."""

    anchor: str | None
    atoms: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text and what it is."""

    kind: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts that touch a line."""

    mentions: Sequence[tuple[Span, Entity, int]]
    indicators: Sequence[Indicator]
    measures: Sequence[Measure]
    notices: Sequence[Notice]
    evidence: Sequence[Span]
    sought: Span | None

    def within(self, line: Span) -> "_Facts":
        return _Facts(
            [item for item in self.mentions if item[0].overlaps(line)],
            [item for item in self.indicators if item.span.overlaps(line)],
            [item for item in self.measures if item.span.overlaps(line)],
            [item for item in self.notices if item.span.overlaps(line)],
            [item for item in self.evidence if item.overlaps(line)],
            self.sought if self.sought and self.sought.overlaps(line) else None,
        )

    def edges(self) -> Iterator[int]:
        """Yield every place where a fact begins or ends."""
        spans = [item[0] for item in self.mentions]
        spans += [indicator.span for indicator in self.indicators]
        spans += [measure.span for measure in self.measures]
        spans += [notice.span for notice in self.notices]
        for span in (*spans, *self.evidence, *((self.sought,) if self.sought else ())):
            yield span.start
            yield span.end

    def anchors(self) -> Mapping[int, tuple[str, ...]]:
        """Return the anchors of the facts by where they begin."""
        named = [(span.start, f"{entity.id}-{number}") for span, entity, number in self.mentions]
        named += [(indicator.span.start, indicator.id) for indicator in self.indicators]
        named += [(measure.span.start, measure.id) for measure in self.measures]
        named += [(self.sought.start, "sought")] if self.sought else []
        found: dict[int, tuple[str, ...]] = {}
        for start, anchor in named:
            found[start] = (*found.get(start, ()), anchor)
        return found


def mark(case: Case, sought: Span | None = None) -> tuple[Paragraph, ...]:
    """Return the text of a case as paragraphs; `sought` is a stretch that the reader came for."""
    article = case.article
    facts = _Facts(
        [(span, e, number) for e in case.entities for number, span in enumerate(e.mentions, 1)],
        case.indicators, case.measures, article.notices,
        _evidence(case),
        sought,
    )  # fmt: skip
    lines = article.parts or (Part("body", Span(0, len(article.text))),)
    return tuple(Paragraph(line.kind, _stretches(article.text, line.span, facts)) for line in lines)


def _stretches(text: str, line: Span, facts: _Facts) -> tuple[Stretch, ...]:
    facts = facts.within(line)
    found, at = [], line.start
    anchors = facts.anchors()
    for sentence in _apart(facts.evidence):
        start, end = max(sentence.start, line.start), min(sentence.end, line.end)
        if start > at:
            found.append(Stretch(None, tuple(_atoms(text, Span(at, start), facts, anchors))))
        anchor = f"s{sentence.start}" if sentence.start >= line.start else None
        found.append(Stretch(anchor, tuple(_atoms(text, Span(start, end), facts, anchors))))
        at = end
    if at < line.end:
        found.append(Stretch(None, tuple(_atoms(text, Span(at, line.end), facts, anchors))))
    return tuple(found)


def _evidence(case: Case) -> list[Span]:
    found = {indicator.evidence for indicator in case.indicators}
    found |= {measure.evidence for measure in case.measures}
    return sorted(found | {relation.evidence for relation in case.relations})


def _apart(sentences: Iterable[Span]) -> Iterator[Span]:
    """Yield the sentences that overlap none before them."""
    end = -1
    for sentence in sentences:
        if sentence.start >= end:
            end = sentence.end
            yield sentence


def _atoms(text: str, place: Span, facts: _Facts, anchors: Mapping[int, tuple[str, ...]]) -> Iterator[Atom]:
    edges = sorted(
        {place.start, place.end, *(edge for edge in facts.edges() if place.start < edge < place.end)}
    )
    for start, end in pairwise(edges):
        span = Span(start, end)
        mentions = [item for item in facts.mentions if item[0].covers(span)]
        yield Atom(
            text[start:end],
            anchors.get(start, ()),
            min(mentions, key=lambda item: item[0].end - item[0].start)[1] if mentions else None,
            next((fact for fact in facts.indicators if fact.span.covers(span)), None),
            next((fact for fact in facts.measures if fact.span.covers(span)), None),
            next((fact for fact in facts.notices if fact.span.covers(span)), None),
            facts.sought is not None and facts.sought.covers(span),
        )
