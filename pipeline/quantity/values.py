"""What the quantity reader returns: quantities and periods, each with its place in the text."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kg.values import Direction, Operator, Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `span` marks all of it as written, hedge words included (`近5000家次`).

    Numbers are in base units, as in `kg.values.Indicator`: a range has `low` and `high` and no `value`.
    A change that stands beside a level (由43.2岁下降到39.7岁; 占87%、提高16.7个百分点) is part of the level's
    quantity: `earlier`, `delta`, `delta_unit`, `direction`.
    """

    span: Span
    value: Decimal | None
    unit: str
    op: Operator = "="
    low: Decimal | None = None
    high: Decimal | None = None
    direction: Direction | None = None
    earlier: Decimal | None = None
    delta: Decimal | None = None
    delta_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression; `start` and `end` are its first and last day, or None where it has none."""

    span: Span
    start: date | None
    end: date | None
