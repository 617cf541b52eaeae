"""Hedges: the words around a number that say how exactly it is meant (近, 以上, 不少于, 最高)."""

import re
from functools import cache

from kg.values import Operator
from pipeline.lexicon import table
from pipeline.quantity.scan import Figure

_WINDOW = 7


def hedge_before(text: str, start: int) -> tuple[Operator | None, int]:
    """Return what the words that end at `start` say, and where they begin."""
    found = _before().search(text[max(0, start - _WINDOW) : start])
    if found is None:
        return None, start
    return _operators("before")[found.group(1)], start - len(found.group())


def hedge_after(text: str, end: int) -> tuple[Operator | None, int]:
    """Return what the words that begin at `end` say, and where they end."""
    found = _after().match(text, end)
    return (_operators("after")[found.group(1)], found.end()) if found else (None, end)


def hedge_inside(figure: Figure) -> Operator | None:
    """Return what 余, 多, 数, 几, 上 or + within the numeral says."""
    if not figure.more:
        return None
    return "~" if figure.more == "来" else ">"


def join_hedges(before: Operator | None, inside: Operator | None, after: Operator | None) -> Operator:
    """Choose among the hedges of one number: a bound outweighs 余, and 余 outweighs 约."""
    for op in (after, before, inside):
        if op in (">=", "<=", "<"):
            return op
    if ">" in (before, inside, after):
        return ">"
    return "~" if "~" in (before, inside, after) else "="


@cache
def _operators(side: str) -> dict[str, Operator]:
    operators: dict[str, Operator] = {"~": "~", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
    return {row["word"]: operators[row["op"]] for row in table("quantity_hedges") if row["side"] == side}


@cache
def _before() -> re.Pattern[str]:
    return re.compile(f"({_longest_first('before')})(?:为|了|到)?\\s?$")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(f"\\s?({_longest_first('after')})")


def _longest_first(side: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_operators(side), key=len, reverse=True))
