"""What a number may mean, and whether two of them can mean the same."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from kg.reconcile.units import base
from kg.values import Operator

Kinship = Literal["agree", "rounding", "hedge"]

_SLIGHT = Fraction(1, 20)  # by so much at most does rounding change a number
_NEAR = Fraction(1, 10)  # 约, 左右
_FAR = Fraction(1, 4)  # 超过, 以上, 不到: nobody writes 超过100 of 300
_BELOW = re.compile(r"近|将近|接近")
_ODD = re.compile(r"余|多")
_EXACT = frozenset({"%", "个百分点", "‰", "成"})
_DECIMALS = re.compile(r"\.(\d+)(?![\d.万亿千百])")
_TENS = 100  # from here on the zeros at the end of a number may be rounded ones


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a base unit: as told, the least and the most that it may mean, and its smallest step."""

    unit: str
    op: Operator
    value: Fraction
    low: Fraction
    high: Fraction
    step: Fraction


@lru_cache(maxsize=65_536)
def figure(op: Operator, numbers: tuple[Decimal | None, ...], unit: str, raw: str) -> Figure:
    """Return the figure of an operator and its numbers (value, low, high); `raw` tells 近 from 约."""
    name, factor = base(unit)
    value, low, high = (None if n is None else Fraction(n) for n in numbers)
    if value is None:
        ends = [n * factor for n in (low, high) if n is not None] or [Fraction(0)]
        return Figure(name, op, min(ends), min(ends), max(ends), Fraction(0))
    step = _step(Decimal(numbers[0] or 0), unit, op, raw)
    least, most = _bounds(op, value, step, raw)
    return Figure(name, op, value * factor, least * factor, most * factor, step * factor)


def kinship(first: Figure, second: Figure) -> Kinship | None:
    """Return how two figures of one thing agree: exactly, by rounding, by a hedge; None if they conflict.

    >>> people = [figure(op, (Decimal(n), None, None), "人", raw) for op, n, raw in
    ...           (("~", 5000, "近5000人"), ("=", 4986, "4986人"), ("=", 4600, "4600人"))]
    >>> kinship(people[0], people[1]), kinship(people[1], people[2])
    ('hedge', None)
    """
    if first.unit != second.unit:
        return None
    if (first.op, first.low, first.high) == (second.op, second.low, second.high):
        return "agree"
    if first.op == second.op == "=":
        if first.value == second.value:
            return "agree"
        return "rounding" if _rounded(first, second) or _rounded(second, first) else None
    return "hedge" if first.low <= second.high and second.low <= first.high else None


def _rounded(coarse: Figure, fine: Figure) -> bool:
    """Tell whether one number is the other with fewer digits."""
    distance = abs(coarse.value - fine.value)
    return (
        fine.step < coarse.step
        and 2 * distance <= coarse.step
        and distance <= _SLIGHT * max(abs(coarse.value), abs(fine.value))
    )


def _step(value: Decimal, unit: str, op: Operator, raw: str) -> Fraction:
    """Return the place of the last digit that a number tells; 1.2亿 tells one of ten million."""
    zeros = int(value.normalize().as_tuple().exponent)
    told = _DECIMALS.search(raw)
    if told or zeros < 0:
        return Fraction(10) ** min(zeros, -len(told.group(1)) if told else 0)
    rounded = abs(value) >= _TENS and unit not in _EXACT
    return Fraction(10) ** (zeros if rounded or op != "=" else 0)


def _bounds(op: Operator, value: Fraction, step: Fraction, raw: str) -> tuple[Fraction, Fraction]:
    if op == "~":
        about = min(abs(value) * _NEAR, step)
        found = (value - about, value if _BELOW.search(raw) else value + about)
    elif op == ">" and _ODD.search(raw):
        found = (value, value + step)
    elif op in (">", ">="):
        found = (value, value * (1 + _FAR))
    elif op in ("<", "<="):
        found = (value * (1 - _FAR), value)
    else:
        found = (value, value)
    return min(found), max(found)
