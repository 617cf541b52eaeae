"""Changes: the number before (由43.2岁下降到39.7岁), the rise (同比增长12.3%), the direction."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg.values import Direction
from pipeline.lexicon import table
from pipeline.quantity.values import Quantity

_FROM = re.compile(r"(?:由|从|自)(?:[^，。；：\d]|\d{4}年){0,14}$")
_BASE = re.compile(r"[比较](?:[^，。；：\d]|\d{4}年){1,10}的$")
_COMPARED = (
    r"(?:(?:与|比|较|同)[^，。；]{0,16}?)?(?:去年|上年)?(?:同期)?(?:同比|环比|年均|平均)?"
    r"(?:实际|分别|均|又|再|约)?"
)
_TIMELY = re.compile(r"[年月期次届轮]|季度|上|前|原|过去|以往|同比|环比")
_TO = re.compile(r"(?:，)?(?:至|到|达到|达)")
_COMPARING = re.compile(r"[比较][^，。；]{0,14}$")
_WEAK = frozenset("高低多少快")
_GAP = 26


def link_changes(text: str, row: list[Quantity]) -> list[Quantity]:
    """Return the quantities with their changes told: earlier values and changes join their level."""
    linked: list[Quantity] = []
    for quantity in row:
        quantity = _directed(text, quantity)
        held = linked[-1] if linked else None
        between = "" if held is None else text[held.span.end : quantity.span.start]
        if held is None or len(between) > _GAP:
            linked.append(quantity)
        elif _is_later(text, held, quantity, between):
            linked[-1] = _with_earlier(quantity, held)
        elif _BASE.search(text, max(0, held.span.start - 16), held.span.start) and _grew().fullmatch(between):
            linked[-1] = quantity  # what it is compared with is no report
        else:
            linked[-1:] = _beside(held, quantity, between)
    return linked


def _directed(text: str, quantity: Quantity) -> Quantity:
    """Give 增长12.3% and 降至0.5% their direction; 高达 and 多达 have none."""
    start = quantity.span.start
    found = _verb_before().search(text, max(0, start - 8), start)
    if found is None or (found.group(1) in _WEAK and not _COMPARING.search(text, max(0, start - 16), start)):
        return quantity
    return replace(quantity, direction=_directions()[found.group(1)])


def _is_later(text: str, held: Quantity, quantity: Quantity, between: str) -> bool:
    if (
        held.value is None
        or quantity.value is None
        or held.unit.partition("/")[0] != quantity.unit.partition("/")[0]
    ):
        return False
    return bool(
        _moved().fullmatch(between) and _FROM.search(text[max(0, held.span.start - 16) : held.span.start])
    )


def _with_earlier(quantity: Quantity, held: Quantity) -> Quantity:
    direction = quantity.direction
    if (
        direction is None
        and held.value is not None
        and quantity.value is not None
        and held.value != quantity.value
    ):
        direction = "up" if quantity.value > held.value else "down"
    unit = held.unit if "/" in held.unit else quantity.unit
    return replace(quantity, earlier=held.value, direction=direction, unit=unit)


def _beside(held: Quantity, quantity: Quantity, between: str) -> Iterator[Quantity]:
    """Take a change into the level beside it; a growth rate also stays on its own."""
    direction = _rise(held, quantity, between)
    if direction is not None:
        yield replace(
            held, direction=held.direction or direction, delta=quantity.value, delta_unit=quantity.unit
        )
        if quantity.unit != "个百分点":
            yield replace(quantity, direction=direction)
    elif (
        _TO.fullmatch(between)
        and held.direction
        and held.unit in ("%", "个百分点")
        and quantity.delta is None
    ):
        yield held
        yield replace(quantity, direction=held.direction, delta=held.value, delta_unit=held.unit)
    else:
        yield held
        yield _like(held, quantity, between)


def _rise(held: Quantity, quantity: Quantity, between: str) -> Direction | None:
    """Return which way `quantity` moves the level `held`, or None where it is no change of it."""
    found = _grew().fullmatch(between)
    if found is None or held.delta is not None or quantity.value is None or held.value is None:
        return None
    if quantity.unit not in (held.unit, "%", "个百分点") or (
        quantity.unit == "个百分点" and held.unit != "%"
    ):
        return None
    weak = found.group(1) in _WEAK
    return None if weak and not _TIMELY.search(between) else _directions()[found.group(1)]


def _like(held: Quantity, quantity: Quantity, between: str) -> Quantity:
    """Let 34.1% rise with 54.5% in 分别增长54.5%、34.1%."""
    if (
        between in ("、", "和", "及")
        and held.direction
        and quantity.direction is None
        and held.unit == quantity.unit
    ):
        return replace(quantity, direction=held.direction)
    return quantity


@cache
def _directions() -> dict[str, Direction]:
    known: dict[str, Direction] = {"up": "up", "down": "down"}
    return {
        row["verb"]: known[row["direction"]] for row in table("quantity_changes") if row["direction"] in known
    }


@cache
def _verbs(*, neutral: bool = False) -> str:
    rows = [row["verb"] for row in table("quantity_changes") if neutral or row["direction"] != "none"]
    return "|".join(sorted(rows, key=len, reverse=True))


@cache
def _verb_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!新)({_verbs()})(?:了|达到|达|到|至|为|近|约|超过)?$")


@cache
def _moved() -> re.Pattern[str]:
    return re.compile(
        rf"(?:左右|以上)?，?(?:逐步|逐年|大幅|分别|迅速)?(?:{_verbs(neutral=True)})(?:了)?(?:到|至|为|成|达)?"
    )


@cache
def _grew() -> re.Pattern[str]:
    return re.compile(rf"[，、,(（]?(?:增速|增幅)?{_COMPARED}({_verbs()})(?:了|约|近|幅度为|幅度达)?")
