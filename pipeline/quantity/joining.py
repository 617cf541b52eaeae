"""Figures that lend each other what they lack: the ends of a range, the unit of an enumeration."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from math import prod

from pipeline.lexicon import words
from pipeline.quantity.numerals import LETTERS, MAGNITUDES, number
from pipeline.quantity.scan import Figure, Unit

_CURRENCIES = {
    "¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑", "HK$": "港元", "US$": "美元", "RMB": "元",
    "CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "人民币": "元", "港币": "港元", "港元": "港元",
    "美元": "美元", "美金": "美元", "欧元": "欧元", "日元": "日元", "英镑": "英镑", "新台币": "新台币",
}  # fmt: skip
_CURRENCY_ENDS = frozenset((" ", *(name[-1] for name in _CURRENCIES)))
_CURRENCY = re.compile(rf"({'|'.join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))})\s?$")
_VALUED = re.compile(r"\s?(?![一-鿿])|左右|以[上下内]|[至到的整起和及多余]")
_JOINT = re.compile(r"\s?(?:\(含\))?(?:[-~～—–―]{1,2}|至|到)\s?")
_OR = re.compile(r"\s?或者?\s?")
_AND = re.compile(r"\s?[、和及]\s?(?:约|近|超)?")
_LARGE = re.compile(r"[万亿]$")
_SCALE = re.compile(r"[百千]?[万亿]$|[百千]$")
_YEAR = re.compile(r"19\d\d|20(?:0[1-9]|[1-3]\d)")
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
    """Give ￥300, $20 and 人民币300万 their currency."""
    if text[figure.start - 1 : figure.start] not in _CURRENCY_ENDS:
        return None
    found = _CURRENCY.search(text, max(0, figure.start - 4), figure.start)
    if found and len(found.group(1)) > 1 and not _VALUED.match(text, figure.unit_start):
        return None  # 港币23仙
    return Unit("", _CURRENCIES[found.group(1)], Decimal(1), "money", 2) if found else None


def _noun(text: str, figure: Figure) -> Unit | None:
    """Give 17万职工 the unit 人: only large numbers, and only before a noun for people."""
    if figure.high < 100 or _YEAR.fullmatch(figure.numeral) or not _people().match(text, figure.unit_start):
        return None  # 2023职工运动会
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
    if first.share or second.share:
        return _share_range(text, first, second)
    if second.start - first.end > 6 or not _links(text, first, second):
        return None
    if second.unit is None:
        return _open_range(text, first, second)
    first, second = _as_money(first, second)
    if second.unit is None or (first.unit is not None and first.unit.canonical != second.unit.canonical):
        return None
    low = first.low if first.unit is not None else _scaled(first, second)
    if first.unit is not None and first.unit.factor != second.unit.factor:
        low = low * first.unit.factor / second.unit.factor
    if low >= second.high or first.numeral == "半":
        return None
    numeral = f"{first.numeral}-{second.numeral}"
    unit = replace(second.unit, least=0) if second.unit.kind == "money" else second.unit
    return replace(second, start=first.start, numeral=numeral, low=low, more="", unit=unit)


def _open_range(text: str, first: Figure, second: Figure) -> Figure | None:
    """Join 1000元到2000 and ￥100—200, whose unit stands at the first number only."""
    if (
        first.unit is None
        or first.unit.kind not in ("money", "share")
        or not _CLAUSE_END.match(text, second.unit_start)
    ):
        return None
    if first.low * first.unit.factor >= second.high:
        return None
    return replace(
        first, end=second.end, numeral=f"{first.numeral}-{second.numeral}", high=second.high, more=""
    )


def _as_money(first: Figure, second: Figure) -> tuple[Figure, Figure]:
    """Take 块 for 元 where the other end of the range is money: 五毛到一块."""
    if first.unit is None or second.unit is None or "money" not in (first.unit.kind, second.unit.kind):
        return first, second
    return _yuan(first, first.unit), _yuan(second, second.unit)


def _yuan(figure: Figure, unit: Unit) -> Figure:
    return replace(figure, unit=replace(unit, canonical="元", kind="money")) if unit.word == "块" else figure


def _share_range(text: str, first: Figure, second: Figure) -> Figure | None:
    """Join 百分之三十到百分之四十 and 百分之三十到四十."""
    if (
        "分" not in first.numeral
        or first.unit
        or second.unit
        or not _JOINT.fullmatch(text, first.end, second.start)
    ):
        return None
    high = (
        second.high if second.share else number(first.numeral.partition("分之")[0] + "分之" + second.numeral)
    )
    if high is None or first.low >= high:
        return None
    return replace(first, end=second.end, numeral=f"{first.numeral}-{second.numeral}", high=high, more="")


def _links(text: str, first: Figure, second: Figure) -> bool:
    if _JOINT.fullmatch(text, first.end, second.start):
        return True
    return first.unit is not None and _OR.fullmatch(text, first.end, second.start) is not None


def _scaled(first: Figure, second: Figure) -> Decimal:
    """Read 10 in 10-20万元 as 100,000: the magnitude at the end holds for both."""
    letter = LETTERS.get(second.numeral[-1])
    if letter and first.numeral[-1] not in LETTERS:
        return first.low * letter
    large = _SCALE.search(second.numeral)
    if large is None or _LARGE.search(first.numeral):
        return first.low
    if large.group() in "百千" and (first.low >= 10 or _SCALE.search(first.numeral)):
        return first.low
    shared = large.group() if first.low < 10 else large.group()[-1]  # 1-2百万, but 三百至五百万
    scaled = first.low * prod(MAGNITUDES[sign] for sign in shared)
    return scaled if scaled < second.high else first.low


@cache
def _people() -> re.Pattern[str]:
    nouns = sorted(words("quantity_people"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(nouns)})")
