"""Figures that lend each other what they lack: the ends of a range, the unit of an enumeration."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pipeline.lexicon import words
from pipeline.quantity.numerals import MAGNITUDES
from pipeline.quantity.scan import Figure, Unit

_JOINT = re.compile(r"\s?(?:\(含\))?(?:[-~～—–―]{1,2}|至|到)\s?")
_OR = re.compile(r"\s?或者?\s?")
_AND = re.compile(r"\s?[、和及]\s?(?:约|近|超)?")
_LARGE = re.compile(r"[万亿]$")
_SCALE = re.compile(r"[百千万亿]$")
_CLAUSE_END = re.compile(r"\s?(?:以上|左右|多|余)?(?:$|[，。；、！”）)\n,;!])")
_COUNTED_BEFORE = (
    (re.compile(r"人次[^，。；\d]{0,6}$"), "人次"),
    (re.compile(r"(?:人数|人口|患者|会员|职工|员工)[^，。；\d]{0,8}$"), "人"),
    (re.compile(r"(?:资金|收入|产值|投资|金额|营收|利润|税收|总额|贷款)[^，。；\d、]{0,6}$"), "元"),
)


def join(text: str, found: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the figures with ranges made one and missing units supplied; `text` is folded."""
    row = _with_units(text, list(found))
    position = 0
    while position < len(row):
        figure = row[position]
        after = row[position + 1] if position + 1 < len(row) else None
        both = _range(text, figure, after) if after is not None else None
        yield figure if both is None else both
        position += 1 if both is None else 2


def _with_units(text: str, row: list[Figure]) -> list[Figure]:
    for index in range(len(row) - 1, -1, -1):
        figure = row[index]
        if figure.unit is None:
            after = row[index + 1] if index + 1 < len(row) else None
            unit = (
                _signed(text, figure)
                or _shared(text, figure, after)
                or _noun(text, figure)
                or _subject(text, figure)
            )
            row[index] = figure if unit is None else replace(figure, unit=unit, end=figure.unit_start)
    return row


def _shared(text: str, figure: Figure, after: Figure | None) -> Unit | None:
    """Give 10.57亿 the unit of 10.57亿、2.94亿人."""
    if after is None or after.unit is None or not _LARGE.search(figure.numeral):
        return None
    return after.unit if _AND.fullmatch(text, figure.end, after.start) else None


def _signed(text: str, figure: Figure) -> Unit | None:
    """Give ￥300 and $20 their currency."""
    sign = text[max(0, figure.start - 1) : figure.start]
    name = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}.get(sign)
    return Unit("", name, Decimal(1), "money", 2) if name else None


def _noun(text: str, figure: Figure) -> Unit | None:
    """Give 17万职工 the unit 人: only large numbers, and only before a noun for people."""
    if figure.high < 100 or not _people().match(text, figure.unit_start):
        return None
    return Unit("", "人", Decimal(1), "people", 2)


def _subject(text: str, figure: Figure) -> Unit | None:
    """Give 参与人次已超200万 the unit that its subject counts in."""
    if not _LARGE.search(figure.numeral) or not _CLAUSE_END.match(text, figure.unit_start):
        return None
    left = text[max(0, figure.start - 14) : figure.start]
    for pattern, unit in _COUNTED_BEFORE:
        if pattern.search(left):
            return Unit("", unit, Decimal(1), "money" if unit == "元" else "people", 2)
    return None


def _range(text: str, first: Figure, second: Figure) -> Figure | None:
    """Join 120元~350元, 8万至15万人, 一天或两天; None where the two are no range."""
    if second.unit is None or second.start - first.end > 6 or not _links(text, first, second):
        return None
    low = first.low if first.unit is not None else _scaled(first, second)
    if first.unit is not None and first.unit.canonical != second.unit.canonical:
        return None
    if first.unit is not None and first.unit.factor != second.unit.factor:
        low = low * first.unit.factor / second.unit.factor
    if low >= second.high or first.share or second.share or first.numeral == "半":
        return None
    numeral = f"{first.numeral}-{second.numeral}"
    return replace(second, start=first.start, numeral=numeral, low=low, more="")


def _links(text: str, first: Figure, second: Figure) -> bool:
    if _JOINT.fullmatch(text, first.end, second.start):
        return True
    return first.unit is not None and _OR.fullmatch(text, first.end, second.start) is not None


def _scaled(first: Figure, second: Figure) -> Decimal:
    """Read 10 in 10-20万元 as 100,000: the magnitude at the end holds for both."""
    large = _SCALE.search(second.numeral)
    if large is None or _LARGE.search(first.numeral):
        return first.low
    if large.group() in "百千" and (first.low >= 10 or _SCALE.search(first.numeral)):
        return first.low
    scaled = first.low * MAGNITUDES[large.group()]
    return scaled if scaled < second.high else first.low


@cache
def _people() -> re.Pattern[str]:
    nouns = sorted(words("quantity_people"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(nouns)})")
