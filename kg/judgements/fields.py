"""The fields that a person may change, and how each is read: from a web form, a cell or Python."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, get_args

from kg.errors import BadJudgement
from kg.judgements.values import Fact, FactKind
from kg.values import ENTITY_TYPES, RELATION_TYPES, THEMES, Direction, Operator, Status

Values = Mapping[str, str | None]
_Reader = Callable[[object], str | None]
_Fact = TypeVar("_Fact", bound=Fact)

_LONGEST = 500
CODES: Mapping[tuple[FactKind, str], tuple[str, ...]] = {
    ("entity", "type"): ENTITY_TYPES,
    ("relation", "type"): RELATION_TYPES,
    ("measure", "theme"): THEMES,
    ("indicator", "op"): get_args(Operator),
    ("indicator", "status"): get_args(Status),
    ("indicator", "direction"): get_args(Direction),
}
NUMBERS = frozenset({"value", "low", "high", "earlier", "delta"})
DAYS = frozenset({"period_start", "period_end"})
FIELDS: Mapping[FactKind, tuple[str, ...]] = {
    "entity": ("type", "name"),
    "indicator": (
        "metric", "subject", "value", "low", "high", "op", "unit", "direction", "earlier", "delta",
        "delta_unit", "period", "period_start", "period_end", "status",
    ),
    "measure": ("action", "object", "actor", "beneficiary", "theme", "concept"),
    "relation": ("type",),
}  # fmt: skip
# Fields that are never empty; a unit may be the empty text, of what is only counted.
_WANTED = frozenset({"type", "name", "op", "status", "action", "object", "theme"})


def plain(value: object) -> str | None:
    """Return a value as the text that the log keeps.

    >>> plain(Decimal("8.50")), plain(date(2023, 8, 31)), plain(None)
    ('8.50', '2023-08-31', None)
    """
    if isinstance(value, datetime):
        value = value.date()
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)


def fields_of(fact: Fact, kind: FactKind) -> dict[str, str | None]:
    """Return the changeable fields of a fact as text."""
    return {name: plain(getattr(fact, name)) for name in FIELDS[kind]}


def read_changes(kind: FactKind, given: Mapping[str, object]) -> dict[str, str | None]:
    """Return given fields as the log keeps them.

    Raises:
        BadJudgement: a field is unknown, or its value is of another kind.
    """
    unknown = sorted(given.keys() - set(FIELDS[kind]))
    if unknown:
        raise BadJudgement(f"{kind} has no field {', '.join(unknown)}; it has {', '.join(FIELDS[kind])}")
    return {name: _read(kind, name, value) for name, value in given.items()}


def _read(kind: FactKind, name: str, value: object) -> str | None:
    text = plain(value)
    text = text.strip() if text else text
    if name == "unit":
        text = text or ""
    elif not text:
        if name in _WANTED:
            raise BadJudgement(f"{name} must not be empty")
        return None
    if len(text) > _LONGEST:
        raise BadJudgement(f"{name} is longer than {_LONGEST} characters")
    codes = CODES.get((kind, name))
    if codes and text not in codes:
        raise BadJudgement(f"{name} must be one of {' '.join(codes)}, got {text!r}")
    return _READERS.get(name, str)(text)


def _number(text: str) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > Decimal("1e15") or abs(number.adjusted()) > 15:
        raise BadJudgement(f"not a number: {text!r}")
    return format(number, "f")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.removesuffix(" 00:00:00")).isoformat()
    except ValueError as error:
        raise BadJudgement(f"not a day, YYYY-MM-DD: {text!r}") from error


_READERS: Mapping[str, Callable[[str], str]] = dict.fromkeys(NUMBERS, _number) | dict.fromkeys(DAYS, _day)


def check_whole(kind: FactKind, values: Values) -> None:
    """Refuse fields that contradict each other, or that a whole fact must have and these lack.

    Raises:
        BadJudgement: they do.
    """
    empty = [name for name in FIELDS[kind] if name in _WANTED and not values.get(name)]
    if empty:
        raise BadJudgement(f"{', '.join(empty)} must not be empty")
    if kind == "indicator":
        low, high = (values.get(name) for name in ("low", "high"))
        if values["op"] == "range" and (low is None or high is None or Decimal(low) > Decimal(high)):
            raise BadJudgement("a range wants low and high, low not above high")
        first, last = (values.get(name) for name in ("period_start", "period_end"))
        if first and last and first > last:
            raise BadJudgement(f"the period ends on {last}, before it starts on {first}")


def with_values(fact: _Fact, values: Values) -> _Fact:
    """Return a fact with these fields; one that tells how sure it is becomes certain."""
    typed: dict[str, Any] = {name: _typed(name, value) for name, value in values.items()}
    if hasattr(fact, "confidence"):
        typed["confidence"] = 1.0
    return replace(fact, **typed)


def _typed(name: str, value: str | None) -> object:
    if value is None:
        return None
    if name in NUMBERS:
        return Decimal(value)
    return date.fromisoformat(value) if name in DAYS else value
