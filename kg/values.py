"""The currency: the values that flow along the straight line, all frozen.

Offsets are Unicode code points of the text they belong to, end exclusive. Numbers are `Decimal`.
A field that the text does not give is `None`; nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from kg.frozen import quick

EntityType = Literal[
    "enterprise", "studio", "union", "government", "park", "platform", "school", "association",
    "person", "position", "place", "policy", "program", "honor", "media",
]  # fmt: skip
Operator = Literal["=", "~", ">", ">=", "<", "<=", "range"]
Status = Literal["actual", "target", "standard"]
Direction = Literal["up", "down"]
Theme = Literal["思想引领", "建功立业", "素质提升", "地位提高", "队伍壮大", "维权服务", "组织保障"]
RelationType = Literal[
    "works_for", "located_in", "part_of", "has_studio", "leads", "implements",
    "issues", "achieves", "awarded", "cooperates_with",
]  # fmt: skip
WarningCode = Literal[
    "truncated", "rejoined", "reordered", "title_moved", "missing_number", "encoding_guessed", "ocr"
]
PartKind = Literal["column", "title", "byline", "heading", "body", "editor_note", "credit", "source"]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)
THEMES: tuple[Theme, ...] = get_args(Theme)
WARNING_CODES: tuple[WarningCode, ...] = get_args(WarningCode)


@quick
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text, half open.

    >>> Span(2, 4).of("江苏亚太")
    '亚太'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch of `text` that this span marks."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> "Span":
        """Return the span moved by `by` characters."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from; `sha256` is of the file's bytes, `page` counts from 1."""

    path: str
    sha256: str
    media_type: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning about one place of a text: what was repaired, or could not be."""

    code: WarningCode
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text as it was read, before any repair; one document may hold several articles.

    `title`, `publisher`, `published` and `address` are what the file's own metadata says, not its text.
    """

    source: Source
    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    notices: tuple[Notice, ...] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """One name of a byline, with what the byline says of it."""

    name: str
    organization: str | None = None
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the stretch it heads: from the heading's first character to the section's last."""

    heading: str
    span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """A line of an article and what it is; the parts of an article follow each other and never overlap."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One repaired article. `text` holds every line of it, title and byline included, one line per part.

    `id` is a hash of `text`, so the same text gives the same id. `address` is the URL that it was read at.
    """

    id: str
    source: Source
    text: str
    parts: tuple[Part, ...]
    column: str | None = None
    title: str | None = None
    authors: tuple[Author, ...] = ()
    publisher: str | None = None
    published: date | None = None
    sections: tuple[Section, ...] = ()
    notices: tuple[Notice, ...] = ()
    address: str | None = None

    def spans(self, *kinds: PartKind) -> tuple[Span, ...]:
        """Return the spans of the parts of these kinds, in order."""
        return tuple(part.span for part in self.parts if part.kind in kinds)


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of an article with all its names and the places where each stands.

    `id` is `e1`, `e2` … within its article. `rule` names the rule or model that found it.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One reported, promised or prescribed quantity; `span` marks its `raw` text.

    `value`, `low`, `high`, `earlier` and `delta` are in base units: 万 and 亿 are folded in, money is 元,
    a share is %, its change 个百分点. Days are inclusive. `confidence` is a probability.
    """

    id: str
    metric: str | None
    subject: str | None
    subject_id: str | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    op: Operator
    unit: str
    raw: str
    direction: Direction | None
    earlier: Decimal | None
    delta: Decimal | None
    delta_unit: str | None
    period: str | None
    period_start: date | None
    period_end: date | None
    status: Status
    span: Span
    evidence: Span
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A practice of the vocabulary, under its preferred name; `broader` is the id of a wider one."""

    id: str
    name: str
    theme: Theme | None = None
    broader: str | None = None
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """That a measure means a concept, by the concept's id; `score` is a probability."""

    concept_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A concept that a query asks for; `score` is a probability, `matched` the words that told it, if asked.

    `phrases` are the words in which texts tell of it: a case may do what no measure of it was read as.
    """

    concept: Concept
    score: float
    matched: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One practice: who did what to whom; `text` is the clause that `span` marks.

    `results` are ids of the article's indicators. `concepts` are what it may mean, the likeliest first;
    `concept` is the name of the first where that is sure enough.
    """

    id: str
    text: str
    action: str
    object: str
    actor: str | None
    actor_id: str | None
    beneficiary: str | None
    theme: Theme
    concept: str | None
    results: tuple[str, ...]
    span: Span
    evidence: Span
    confidence: float
    rule: str
    concepts: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link; `head` and `tail` are ids of the article's entities, measures or indicators."""

    head: str
    type: RelationType
    tail: str
    evidence: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Case:
    """An article with all that was found in it: the unit that is stored, searched and exported.

    `concepts` are those that its measures mean, and all that are broader, each behind its broader one.
    """

    article: Article
    entities: Sequence[Entity] = ()
    indicators: Sequence[Indicator] = ()
    measures: Sequence[Measure] = ()
    relations: Sequence[Relation] = ()
    concepts: Sequence[Concept] = ()
