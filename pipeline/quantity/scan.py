"""Numbers with their units: every place where a numeral stands before a unit, whatever it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from pipeline.lexicon import table
from pipeline.quantity.compounds import with_parts
from pipeline.quantity.matching import matches
from pipeline.quantity.numerals import number

_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?"
_LARGE = r"(?:十|个?亿|百(?!分)|千(?![瓦米克伏卡赫焦帕]|字节)|万(?!一(?![十百千])))"
_LETTER = r"[kKwW](?=[元块左上多余澳美欧日港英人个]|$)"
_MIXED = rf"{_ARABIC}(?:{_LETTER}|(?:\s?{_LARGE}{{1,2}}(?:零?\d{{1,4}}(?![\d.,%]))?){{0,4}})"
_CHINESE = rf"(?:[零〇一二三四五六七八九]|(?<![二三四五六七八九])两|{_LARGE}){{1,24}}"
_SHARE = (
    r"[零一二三四五六七八九十百千万]{1,7}分之"
    rf"(?:[零〇一二两三四五六七八九十百点]{{1,9}}|{_ARABIC}(?:\s?[kK](?![A-Za-z]))?)"
    r"|百分(?:百|[一二三四五六七八九十](?:[零一二三四五六七八九十点]{0,6}))"
)
_CHEQUE = (
    r"(?:[壹贰叁肆伍陆柒捌玖拾][零壹贰叁肆伍陆柒捌玖拾一二三四五六七八九十百千万亿点]{0,24}"
    r"|[百千万]分之[壹贰叁肆伍陆柒捌玖拾]{1,4})(?=[元圆块%角折成倍个人打，。]|$)"
)
# 7、8千 is one spread, not two members of a list.
_DIGITS = ("1一", "2二两", "3三", "4四", "5五", "6六", "7七", "8八", "9九")
_PAIR = "(?:" + "|".join(f"[{low}]、[{high}]" for low, high in pairwise(_DIGITS)) + ")(?=[十百千万亿])"
_SIMPLE = r"(?<![\d/.])\d{1,2}/\d{1,3}(?![\d/])"
_CORE = re.compile(
    rf"(?P<vague>[数几](?=[十百千万亿])|(?<!以)上(?=[百千万亿]))?"
    rf"(?P<numeral>{_CHEQUE}|{_PAIR}{_LARGE}{{1,2}}|三两(?=[个天名位年次句人])|{_SHARE}|{_SIMPLE}|{_MIXED}|{_CHINESE}(?:点[零一二三四五六七八九]{{1,6}}{_LARGE}{{0,2}})?|半)"
    rf"(?P<more>[余多来几数]|\s?\+)?"
    rf"(?P<large>(?<=[余多来几数+]){_LARGE}{{1,2}})?(?P<again>[余多])?"
)
_TENTH = re.compile(r"(半)(?![天年数])|([一二三四五六七八九])(?=$|[，。；、的）)]|以上|左右)")
_LINKS = frozenset("-~—–―至到、和及 的职员工人会")
_CHINESE_DIGITS = str.maketrans("123456789", "一二三四五六七八九")
_FIRST = re.compile("[数几上\\d零〇一二两三四五六七八九十百千万亿个半壹贰叁肆伍陆柒捌玖拾]")
_SUCCESSIVE = re.compile("^(十?)([一二两三四五六七八])([二两三四五六七八九])([十百千万亿]*)$")
_LOOSE_PAIRS = {"三五": ("三", "五"), "三两": ("二", "三")}


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the table of units: a `word` is `factor` of `canonical`, small numerals count from `least`."""

    word: str
    canonical: str
    factor: Decimal
    kind: str
    least: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeral as it stands, with the unit behind it if there is one.

    `start` to `unit_start` covers the numeral with the hedges inside it, `unit_start` to `end` the unit.
    `low` and `high` differ for 七八百 and the like; both are before the unit's factor.
    """

    start: int
    unit_start: int
    end: int
    numeral: str
    low: Decimal
    high: Decimal
    more: str
    unit: Unit | None

    @property
    def chinese(self) -> bool:
        """Tell whether the numeral has no Arabic digit."""
        return not any("0" <= c <= "9" for c in self.numeral)

    @property
    def share(self) -> bool:
        """Tell whether the numeral is a fraction: 三分之二, 1/3."""
        return "分" in self.numeral or "/" in self.numeral


def figures(text: str) -> Iterator[Figure]:
    """Yield every numeral of a folded text, in order, never overlapping."""
    position = 0
    for match in matches(_FIRST, _CORE, text):
        figure = _figure(text, match) if match.start() >= position else None
        if figure is not None:
            position = figure.end
            yield figure


def unit_at(text: str, position: int) -> tuple[Unit | None, int]:
    """Return the unit that begins at `position` (a space before it is allowed) and where it ends."""
    match = _unit_pattern().match(text, position)
    if match is None:
        return None, position
    return _units()[match.group(1)], match.end()


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    numeral, large = match["numeral"], match["large"] or ""
    unit, end = unit_at(text, match.end())
    if unit is None and len(numeral) == 1 and text[end : end + 1] not in _LINKS:
        return None  # most 一 and 十 of a text begin a word and nothing else
    bounds = _bounds(numeral, large)
    if bounds is None:
        return None
    if unit is not None and unit.word == "成":
        bounds, end = _tithe(text, end, bounds)
    if unit is not None and unit.word == "折":
        bounds = _discount(bounds)
    more = (match["vague"] or "") + (match["more"] or "").strip() + (match["again"] or "")
    figure = Figure(match.start(), match.end(), end, numeral + large, *bounds, more, unit)
    return figure if unit is None else with_parts(text, figure)


def _discount(bounds: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """Read 85折 and 八五折 as 8.5折, 半折 as 5折."""
    low, high = bounds
    return (low / 10, high / 10) if low >= 10 else (low * 10, high * 10) if low < 1 else bounds


def _tithe(text: str, end: int, bounds: tuple[Decimal, Decimal]) -> tuple[tuple[Decimal, Decimal], int]:
    """Add the tenth behind 成: 三成半 is 35 %, 七成六 76 %."""
    found = _TENTH.match(text, end)
    tenth = number("五" if found.group(1) else found.group(2)) if found else None
    if found is None or tenth is None:
        return bounds, end
    return (bounds[0] + tenth / 10, bounds[1] + tenth / 10), found.end()


def _bounds(numeral: str, large: str) -> tuple[Decimal, Decimal] | None:
    pair = _SUCCESSIVE.match(
        numeral.replace("、", "").translate(_CHINESE_DIGITS) if "、" in numeral else numeral
    )
    if pair and _follows(pair[2], pair[3]):
        digits = _LOOSE_PAIRS.get(pair[2] + pair[3], (pair[2], pair[3]))
        low, high = (number(pair[1] + digit + pair[4] + large) for digit in digits)
    else:
        low = high = number(numeral + large)
    return None if low is None or high is None else (low, high)


def _follows(first: str, second: str) -> bool:
    """Tell whether two digits side by side are a spread (七八百) and no numeral by place (三二一)."""
    digits = "一二三四五六七八九"
    low, high = (digits.find(digit.replace("两", "二")) for digit in (first, second))
    return first + second in _LOOSE_PAIRS or high == low + 1


@cache
def _units() -> dict[str, Unit]:
    return {
        row["word"]: Unit(
            row["word"], row["canonical"], Decimal(row["factor"]), row["kind"], int(row["least"])
        )
        for row in table("units")
    }


@cache
def _unit_pattern() -> re.Pattern[str]:
    rows = sorted(table("units"), key=lambda row: -len(row["word"]))
    return re.compile(r"\s?(" + "|".join(map(_unit_regex, rows)) + ")")


def _unit_regex(row: dict[str, str]) -> str:
    refused = "" if row["not_before"] == "-" else f"(?![{row['not_before']}])"
    letters = "(?![A-Za-z])" if row["word"][-1].isascii() and row["word"][-1].isalpha() else ""
    return re.escape(row["word"]) + refused + letters
