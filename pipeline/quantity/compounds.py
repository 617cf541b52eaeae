"""Compound measures: what belongs to a number from behind its unit (四元五角, 3斤5两, 两个半月)."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from pipeline.quantity.numerals import number

if TYPE_CHECKING:
    from pipeline.quantity.scan import Figure, Unit

_PART = r"([\d一二三四五六七八九十百两]{1,4})"
_JIAO = re.compile(
    r"零?(?P<tenth>[\d一二三四五六七八九两])[角毛](?:(?P<hundredth>[\d一二三四五六七八九])分?)?钱?"
    r"|零?(?P<alone>[\d一二三四五六七八九])分(?![钟之])"
)
_SPOKEN = r"(?=$|[\s，。；、：）)”的左上以~-]|至|到|钱|高|长|宽)"
_SPOKEN_MONEY = re.compile(rf"(?P<gap>零?)(?P<digit>[\d一二三四五六七八九]){_SPOKEN}")
_SPOKEN_METRE = re.compile(rf"(?P<gap>)(?P<digit>[一二三四五六七八九]){_SPOKEN}")
_FEN = re.compile(rf"{_PART}分钱?(?![钟之])")
_SPOKEN_CENT = re.compile(rf"([\d一二三四五六七八九]){_SPOKEN}")
_ALONE = re.compile(r"$|[，。；、）)]|以[上下内]|左右|至|到|~|-")
_CORNERS = ("一", "三", "八")  # 一角, 三角 and 八角 are things
_HALF = re.compile(r"半(?=$|[\s，。；、：）)”的多以左之时内后前]|至|到)")
_BETWEEN = re.compile(r"([半多余])(月|小时|钟头|星期|季度|学期|世纪|工作日)(?!刊)")
# unit: the unit of its part, how many of the part it has; what is not divided by tens is told in parts.
_PARTS = {
    "斤": ("两", 10), "公斤": ("克", 1000), "千克": ("克", 1000), "吨": ("公斤", 1000), "克": ("毫克", 1000),
    "米": ("厘米", 100), "厘米": ("毫米", 10), "公里": ("米", 1000), "千米": ("米", 1000), "尺": ("寸", 10),
    "小时": ("分钟", 60), "个小时": ("分钟", 60), "分钟": ("秒", 60), "分": ("秒", 60),
}  # fmt: skip
_HALVED = frozenset(("time", "measure"))


def with_parts(text: str, figure: "Figure") -> "Figure":
    """Return the figure with the smaller unit, half or spoken tenth that stands behind it.

    The value stays exact: 123元1角1分 is 123.11 元, 1小时40分钟 is 100 分钟.
    """
    unit = figure.unit
    if unit is None or figure.more:
        return figure
    if unit.kind == "money":
        return _coins(text, figure, unit)
    found = _part(text, figure, unit) or _half(text, figure, unit)
    return found or figure


def _coins(text: str, figure: "Figure", unit: "Unit") -> "Figure":
    """Add 角 and 分; 两角五分 has no 元 at all."""
    if unit.word in ("角", "毛"):
        match = _FEN.match(text, figure.end) or _SPOKEN_CENT.match(text, figure.end)
        cents = number(match[1]) if match else None
        if match is not None and cents is not None:
            return _added(figure, match.end(), cents / 10, unit)
        corner = unit.word == "角" and figure.numeral in _CORNERS
        counted = not corner and _ALONE.match(text, figure.end)
        return replace(figure, unit=replace(unit, least=0)) if counted else figure
    if unit.canonical != "元":
        return figure
    coins = _JIAO.match(text, figure.end)
    if coins:
        tenth, hundredth, alone = (number(part or "零") or Decimal(0) for part in coins.groups())
        return _added(figure, coins.end(), tenth / 10 + (hundredth + alone) / 100, unit)
    told = _tenth(text, figure, unit, _SPOKEN_MONEY) if figure.chinese and unit.word == "元" else None
    return told or figure


@cache
def _part_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"零?{_PART}{name}(?!之)")


def _part(text: str, figure: "Figure", unit: "Unit") -> "Figure | None":
    if unit.word == "块":
        return _spoken_money(text, figure, unit)
    name, count = _PARTS.get(unit.word, ("", 1))
    match = _part_pattern(name).match(text, figure.end) if name else None
    value = number(match[1]) if match else None
    if match is None or value is None or value >= count:
        return _spoken_metre(text, figure, unit) if unit.word == "米" else None
    if count != 60:
        return _added(figure, match.end(), value / count, unit)
    part = replace(unit, word=name, canonical=name)
    return _added(replace(figure, low=figure.low * 60, high=figure.high * 60), match.end(), value, part)


def _spoken_money(text: str, figure: "Figure", unit: "Unit") -> "Figure | None":
    """Read 十块三毛, 三块零四 and 一块二; other 块 are pieces."""
    yuan = replace(unit, canonical="元", kind="money")
    told = _coins(text, figure, yuan)
    if told is not figure:
        return told
    half = _HALF.match(text, figure.end)
    if half:
        return _added(figure, half.end(), Decimal("0.5"), yuan)
    if "." in figure.numeral:
        return replace(figure, unit=yuan)  # nobody counts 1.5 pieces
    return _tenth(text, figure, yuan, _SPOKEN_MONEY)


def _spoken_metre(text: str, figure: "Figure", unit: "Unit") -> "Figure | None":
    return _tenth(text, figure, unit, _SPOKEN_METRE)


def _tenth(text: str, figure: "Figure", unit: "Unit", pattern: re.Pattern[str]) -> "Figure | None":
    match = pattern.match(text, figure.end)
    digit = number(match["digit"]) if match else None
    if match is None or digit is None:
        return None
    return _added(figure, match.end(), digit / (100 if match["gap"] else 10), unit)


def _half(text: str, figure: "Figure", unit: "Unit") -> "Figure | None":
    """Add the half of 三年半."""
    if unit.word == "个":
        between = _BETWEEN.match(text, figure.end)
        return None if between is None else _between(figure, between, unit)
    match = _HALF.match(text, figure.end) if unit.kind in _HALVED or unit.word == "倍" else None
    return _added(figure, match.end(), Decimal("0.5"), unit) if match else None


def _between(figure: "Figure", match: re.Match[str], unit: "Unit") -> "Figure":
    """Read 两个半月 as 2.5 months and 两个多小时 as more than 2 hours."""
    word = {"月": "个月", "钟头": "小时", "星期": "周", "工作日": "个工作日"}.get(match[2], match[2])
    counted = replace(unit, word=word, canonical=word, kind="time")
    half = match[1] == "半"
    told = _added(figure, match.end(), Decimal("0.5") if half else Decimal(0), counted)
    return told if half else replace(told, more=match[1])


def _added(figure: "Figure", end: int, more: Decimal, unit: "Unit") -> "Figure":
    """Return the figure with `more` of its own unit; a compound is never a mere word, so it counts from 0."""
    low, high = figure.low + more, figure.high + more
    return replace(figure, end=end, low=low, high=high, unit=replace(unit, least=0))
