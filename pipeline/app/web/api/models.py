"""The shapes of the API's answers, as OpenAPI describes them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    """What went wrong, as RFC 9457 asks."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["no case has the id 'abc'"])


class Shape(BaseModel):
    """An answer that may tell more than is described."""

    model_config = ConfigDict(extra="allow")


class Reason(Shape):
    """Why something was found: what it shares, its weight in the score, and its place in the case's text."""

    signal: str
    detail: str
    weight: float
    start: int | None = None
    end: int | None = None


class CaseHit(Shape):
    """A case that was found."""

    rank: int
    case_id: str
    title: str | None
    path: str
    score: float
    reasons: list[Reason]


class Quantity(Shape):
    """An indicator of a case; numbers are in base units."""

    id: str
    metric: str | None
    subject: str | None
    value: float | None
    low: float | None
    high: float | None
    op: str
    unit: str
    raw: str
    period: str | None
    status: str
    confidence: float


class PracticeHit(CaseHit):
    """A practice that was found, with its results and the sentence that says it."""

    measure_id: str
    text: str
    action: str
    object: str
    actor: str | None
    theme: str
    concept: str | None
    results: list[Quantity]
    evidence: str


class CaseHits(Shape):
    """The cases that answer a query, best first, and how all that were found divide."""

    query: str
    hits: list[CaseHit]
    total: int
    facets: dict[str, dict[str, int]]


class PracticeHits(Shape):
    """The practices that answer a need, best first."""

    query: str
    hits: list[PracticeHit]
    total: int
    facets: dict[str, dict[str, int]]


class CaseRow(Shape):
    """A case in a list."""

    case_id: str
    title: str | None
    publisher: str | None
    published: str | None
    path: str
    opening: str
    measures: int
    indicators: int
    themes: list[str]


class CasePage(Shape):
    """Some cases, how many there are in all, and the cursor of the next page, if there is one."""

    cases: list[CaseRow]
    total: int
    cursor: str | None


class CaseRecord(Shape):
    """A case with all its facts: the record that `tashan extract` writes."""

    case_id: str
    source: dict[str, Any]
    title: str | None
    address: str | None
    text: str
    warnings: list[dict[str, Any]]
    entities: list[dict[str, Any]]
    indicators: list[Quantity]
    measures: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    things: dict[str, str] = Field(description="The entity of the library that each entity of the case is.")


class EntityRow(Shape):
    """An entity in a list: something that one or many cases name."""

    entity_id: str
    name: str
    type: str
    context: str
    cases: int


class EntityPage(Shape):
    """Some entities, those of most cases first."""

    entities: list[EntityRow]
    total: int
    cursor: str | None


class EntityRecord(Shape):
    """An entity with its names, cases, practices, indicators, neighbours and why its names were joined."""

    entity_id: str
    name: str
    type: str
    context: str
    fact: str
    names: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    practices: list[dict[str, Any]]
    neighbours: list[dict[str, Any]]
    merges: list[dict[str, Any]]


class IndicatorRow(Shape):
    """An indicator with its case and its sentence."""

    indicator_id: str
    case_id: str
    title: str | None
    metric: str | None
    subject: str | None
    entity_id: str | None
    value: float | None
    low: float | None
    high: float | None
    op: str
    unit: str
    raw: str
    period: str | None
    status: str
    evidence: str
    confidence: float


class IndicatorPage(Shape):
    """Some indicators."""

    indicators: list[IndicatorRow]
    total: int
    cursor: str | None


class GraphNode(Shape):
    """An entity, by its id, or a practice concept, by c: and its name."""

    id: str
    name: str
    type: str
    context: str


class GraphLink(Shape):
    """A link between two nodes: how many cases say so, and a sentence of one of them."""

    source: str
    target: str
    relation: str
    cases: int
    case_id: str
    evidence: str
    start: int
    end: int


class Graph(Shape):
    """Some nodes with the links between them; `left_out` counts neighbours that did not fit."""

    nodes: list[GraphNode]
    links: list[GraphLink]
    left_out: int


class Overview(Shape):
    """The library at a glance."""

    stats: dict[str, Any]
    growth: list[dict[str, Any]]
    themes_by_place: list[dict[str, Any]]
    practices: list[dict[str, Any]]
    gaps: dict[str, int]
    runs: list[dict[str, Any]]
    failures: list[dict[str, Any]]


class UploadRecord(Shape):
    """A file that was sent: its state is waiting, reading, stored, partial or failed."""

    upload_id: str
    name: str
    path: str = Field(description="The path of its document in the library.")
    size: int
    sha256: str
    person: str
    received: str
    started: str | None
    ended: str | None
    state: str
    tries: int
    counts: dict[str, int]
    warnings: dict[str, int] = Field(description="How many repairs of each code.")
    cases: list[dict[str, str | None]]
    failures: list[dict[str, str]] = Field(description="What could not be read: path, step and reason.")


class Sent(Shape):
    """The files that were taken, in the order in which they came."""

    uploads: list[UploadRecord]


class UploadPage(Shape):
    """Some uploads; `held` is since when reading waits for another program that stores into the library."""

    uploads: list[UploadRecord]
    total: int
    cursor: str | None
    tally: dict[str, int]
    held: str | None


class ReviewItem(Shape):
    """A fact as a person reviews it, with its sentence; `latest` is the last entry of the log about it."""

    fact: str
    id: str | None
    kind: str
    case_id: str
    title: str | None
    path: str
    quote: str
    values: dict[str, str | None]
    extracted: dict[str, str | None]
    evidence: str
    evidence_start: int
    start: int
    end: int
    confidence: float | None
    status: str | None
    conflict: str | None
    latest: int


class ReviewPage(Shape):
    """Some facts to review."""

    items: list[ReviewItem]
    total: int
    cursor: str | None


class JudgementRecord(Shape):
    """An entry of the log of judgements: who said what of which fact, and when."""

    id: int
    verdict: str
    kind: str
    case_id: str
    fact: str
    quote: str
    changes: list[dict[str, str | None]]
    undoes: int | None
    person: str
    time: str
    reason: str | None
    status: str | None


class JudgementPage(Shape):
    """Some entries of the log, the newest first."""

    judgements: list[JudgementRecord]
    total: int
    cursor: str | None
