"""Units that say the same kind of amount, brought to one base by exact factors."""

from fractions import Fraction
from functools import cache

from kg.lexicon import table


def base(unit: str) -> tuple[str, Fraction]:
    """Return the unit that amounts of `unit` are compared in, and how many of it one is.

    A unit that the table lacks is its own base. What cannot be converted without knowing more is kept apart:
    pay by the month and by the year, months and days, shares and percentage points.

    >>> base("公顷"), base("元/月")
    (('平方米', Fraction(10000, 1)), ('元/月', Fraction(1, 1)))
    """
    return _bases().get(unit, (unit, Fraction(1)))


@cache
def _bases() -> dict[str, tuple[str, Fraction]]:
    return {row["word"]: (row["base"], Fraction(row["factor"])) for row in table("unit_bases")}
