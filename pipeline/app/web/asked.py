"""What a request may ask, checked: the fields of search, of lists and of the table of indicators."""

from datetime import date
from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kg import Filters, IndicatorSelection, Selection
from kg.catalogue.cases import CaseOrder
from kg.catalogue.indicators import IndicatorOrder
from kg.values import ENTITY_TYPES, RELATION_TYPES, EntityType, RelationType, Status, Theme

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}$")]
NodeType = Literal[EntityType, "concept"]
Relation = Literal[RelationType, "practises"]
NODE_TYPES: tuple[NodeType, ...] = (*ENTITY_TYPES, "concept")
RELATIONS: tuple[Relation, ...] = (*RELATION_TYPES, "practises")
Node = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{1,64}|c:.{1,100})$")]
Fact = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}/e[0-9]{1,9}$")]
Number = Annotated[int, Field(ge=1, lt=2**63)]
Cursor = Annotated[str, StringConstraints(max_length=2000)]
Year = Annotated[int, Field(ge=1, le=9999)]
Bound = Annotated[float, Field(allow_inf_nan=False)]
Chart = Literal["time", "place", "enterprise"]
Tab = Literal["cases", "practices"]
Sort = Literal[
    "metric", "subject", "value", "unit", "period", "status", "confidence", "title",
    "-metric", "-subject", "-value", "-unit", "-period", "-status", "-confidence", "-title",
]  # fmt: skip


class Wanted(BaseModel):
    """Which cases: the facets of search."""

    model_config = ConfigDict(extra="ignore")

    theme: Theme | None = Field(None, description="A theme that one of its practices has.")
    place: Name | None = Field(None, description="The name of a place in it.")
    actor: EntityType | None = Field(None, description="The type of who acts in one of its practices.")
    concept: Name | None = Field(None, description="The name of a practice concept in it.")
    entity: Id | None = Field(None, description="The id of an entity in it.")
    year: Year | None = Field(None, description="The year in which it was published.")
    since: date | None = Field(None, description="Published on this day or later.")
    until: date | None = Field(None, description="Published on this day or earlier.")
    results: bool = Field(False, description="Only cases that report results of a practice.")

    def selection(self) -> Selection:
        """Return the selection of cases; a year gives way to days."""
        first = date(self.year, 1, 1) if self.year else None
        last = date(self.year, 12, 31) if self.year else None
        return Selection(
            theme=self.theme, place=self.place, actor=self.actor, concept=self.concept, entity=self.entity,
            since=self.since or first, until=self.until or last, results=self.results,
        )  # fmt: skip

    def filters(self) -> Filters:
        """Return as much of the selection as search itself can keep to."""
        chosen = self.selection()
        return Filters(
            theme=chosen.theme,
            place=chosen.place,
            since=chosen.since,
            until=chosen.until,
            results=chosen.results,
        )


class Asked(Wanted):
    """A search: a text, or a draft that was dropped, and facets."""

    q: Text | None = Field(None, description="Keywords, a need in everyday words, or a pasted text.")
    like: Id | None = Field(None, description="The id of a stored case to find others like.")
    draft: Id | None = Field(None, description="The id of a file that was dropped.")
    tab: Tab = Field("cases", description="What to find: cases, or practices.")
    top: int = Field(20, ge=1, le=100, description="How many answers.")


class Leafed(Wanted):
    """A list of cases, in pages."""

    order: CaseOrder = Field("newest", description="The order of the list.")
    cursor: Cursor | None = Field(None, description="The cursor that the page before ended with.")
    limit: int = Field(50, ge=1, le=200, description="How many rows a page has.")


class AskedEntities(BaseModel):
    """A list of entities, in pages."""

    type: EntityType | None = Field(None, description="Only entities of this type.")
    q: Name | None = Field(None, description="A part of one of their names.")
    cursor: Cursor | None = Field(None, description="The cursor that the page before ended with.")
    limit: int = Field(50, ge=1, le=200, description="How many rows a page has.")


class WantedIndicators(BaseModel):
    """Which indicators."""

    model_config = ConfigDict(extra="ignore")

    q: Name | None = Field(None, description="A part of the metric, the subject or the sentence.")
    metric: Name | None = Field(None, description="The whole metric.")
    unit: Name | None = Field(None, description="The base unit.")
    status: Status | None = Field(None, description="Reported, promised, or a rule.")
    entity: Id | None = Field(None, description="The id of the entity that it is of.")
    case: Id | None = Field(None, description="The id of the case that it stands in.")
    year: Year | None = Field(None, description="A year that its period touches.")
    least: Bound | None = Field(None, description="The least value.")
    most: Bound | None = Field(None, description="The greatest value.")
    confidence: float | None = Field(None, ge=0, le=1, description="The least confidence.")
    sort: Sort = Field(
        "-confidence", description="The column that orders the table; - for the greatest first."
    )

    @property
    def order(self) -> IndicatorOrder:
        """Return the column that orders the table."""
        return cast("IndicatorOrder", self.sort.removeprefix("-"))

    @property
    def descending(self) -> bool:
        """Tell whether the greatest come first."""
        return self.sort.startswith("-")

    def selection(self) -> IndicatorSelection:
        """Return the selection of indicators."""
        return IndicatorSelection(
            text=self.q, metric=self.metric, unit=self.unit, status=self.status, entity=self.entity,
            case_id=self.case, year=self.year, least=self.least, most=self.most, confidence=self.confidence,
        )  # fmt: skip


class AskedIndicators(WantedIndicators):
    """A table of indicators, in pages."""

    cursor: Cursor | None = Field(None, description="The cursor that the page before ended with.")
    limit: int = Field(50, ge=1, le=200, description="How many rows a page has.")


class DrawnIndicators(AskedIndicators):
    """A table of indicators, in pages, and what is drawn of it."""

    chart: Chart = Field("time", description="What a metric or a text is drawn over.")


class AskedGraph(BaseModel):
    """Some nodes and what is to be seen around them, or the way from the first to another."""

    model_config = ConfigDict(extra="ignore")

    open: Annotated[str, StringConstraints(max_length=2000)] = Field(
        "",
        description="Nodes, a comma between them: ids of entities, or c: and the name of a practice concept.",
    )
    to: Node | None = Field(None, description="A node to find the shortest way to, from the first.")
    type: list[NodeType] = Field([], description="Only neighbours of these types.")
    relation: list[Relation] = Field([], description="Only links of these relations.")
    most: int = Field(60, ge=2, le=200, description="How many nodes at most.")
    q: Name | None = Field(None, description="A part of a name, to find where to begin.")

    @property
    def centres(self) -> list[str]:
        """Return the nodes, at most sixteen."""
        return [node for node in dict.fromkeys(self.open.split(",")) if node][:16]
