"""Hedges: the words around a number that say how exactly it is meant (近, 以上, 不少于, 最高)."""

import re
from functools import cache

from kg.values import Operator
from pipeline.lexicon import table
from pipeline.quantity.scan import Figure

_WINDOW = 8
_MONEY = r"(?:人民币|港币|美元|新台币|共|有|为|了|到|至|达)?"
_GRANTED = r"(?:可?(?:一次性)?(?:给予|奖励|补贴|补助|资助|享受|发放|申请|申领|支持|获得?|贷款?|领取?))"
_FAR = (
    (re.compile(rf"(?:最高|最多)(?:可|达)?{_GRANTED}[^，。；、\d]{{0,12}}$"), "<="),
    (re.compile(r"(?:至少|最少)[^，。；、\d]{1,4}$"), ">="),
)


def hedge_before(text: str, start: int) -> tuple[Operator | None, int]:
    """Return what the words that end at `start` say and where they begin; 最高给予… stays outside."""
    found = _before().search(text, max(0, start - _WINDOW), start)
    if found is not None:
        return _operators("before")[found.group(1)], found.start()
    left = text[max(0, start - 24) : start]
    for pattern, op in _far():
        if pattern.search(left):
            return op, start
    return None, start


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


def _far() -> tuple[tuple[re.Pattern[str], Operator], ...]:
    known: dict[str, Operator] = {"<=": "<=", ">=": ">="}
    return tuple((pattern, known[op]) for pattern, op in _FAR)


@cache
def _operators(side: str) -> dict[str, Operator]:
    operators: dict[str, Operator] = {"~": "~", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
    return {row["word"]: operators[row["op"]] for row in table("quantity_hedges") if row["side"] == side}


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"({_longest_first('before')}){_MONEY}\s?$")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s?({_longest_first('after')})")


def _longest_first(side: str) -> str:
    rows = sorted(
        (row for row in table("quantity_hedges") if row["side"] == side), key=lambda r: -len(r["word"])
    )
    return "|".join(_guarded(row["word"], row["not_beside"], side) for row in rows)


def _guarded(word: str, refused: str, side: str) -> str:
    if refused == "-":
        return re.escape(word)
    return f"(?<![{refused}]){re.escape(word)}" if side == "before" else f"{re.escape(word)}(?![{refused}])"
