"""Shares and ratios without a unit of their own: 过半, 一半, 三分之二, 车桩比1.5:1, 翻一番."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.values import Operator, Span
from pipeline.quantity.hedges import hedge_after, hedge_before, hedge_inside, join_hedges
from pipeline.quantity.numerals import number, plain
from pipeline.quantity.scan import Figure
from pipeline.quantity.values import Quantity

_HALF = re.compile(
    r"(?P<more>超过|超|过|逾)(?:一半|半数|半)(?![年天小个月径夜路岛导生决场程世辈晌票百])"
    r"|(?P<about>近|将近|约|约占)(?:一半|半数)(?!以上)|(?P<half>一半|半数)(?=以上|的|左右|[，。；]|是|为|职工|员工)"
)
_SLOGAN = re.compile(r"(?:时间|任务|赛程|时程|行程|双|的另|另|那|这|年|年已|年已经|进度已经?)$")
_RATIO = re.compile(r"(?<![\d.:])(\d{1,6}(?:\.\d{1,6})?)\s?:\s?(\d{1,6}(?:\.\d{1,6})?)(?![\d:])")
_RATIO_BEFORE = re.compile(r"(?:比例|比率|之比|配比|比)[^，。；\d]{0,8}$")
_FOLD = re.compile(r"翻(?:了)?(?P<times>[一二两三四五]|\d)(?P<unit>[番倍])")
_SHARE_AFTER = re.compile(r"^\s?(?:的|以上|左右|多|强|$|[，。；、）)\n])")


def shares(text: str) -> Iterator[Quantity]:
    """Yield halves (50 %), ratios (一个数与另一个数之比) and doublings (翻一番 is 2 倍) of a folded text."""
    for match in _HALF.finditer(text):
        if not _SLOGAN.search(text[max(0, match.start() - 4) : match.start()]):
            yield _half(text, match)
    for match in _RATIO.finditer(text):
        below = Decimal(match[2])
        if below and _RATIO_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            yield Quantity(Span(*match.span()), Decimal(match[1]) / below, "比例")
    for match in _FOLD.finditer(text):
        times = number(match["times"])
        if times is not None:
            value = times if match["unit"] == "倍" else Decimal(2) ** int(times)
            yield Quantity(Span(*match.span()), value, "倍", direction="up")


def fraction(text: str, figure: Figure) -> Quantity | None:
    """Return 三分之二 or 1/3 as a percentage, where it is said of something; None for other uses."""
    spoken = "分" in figure.numeral
    if not spoken and not (figure.low < 1 and _SHARE_AFTER.match(text[figure.end : figure.end + 3])):
        return None
    before, start = hedge_before(text, figure.start)
    after, end = hedge_after(text, figure.end)
    op: Operator = join_hedges(before, hedge_inside(figure), after)
    low, high = plain(figure.low * 100), plain(figure.high * 100)
    if low != high:
        return Quantity(Span(start, end), None, "%", "range", low, high)
    return Quantity(Span(start, end), low, "%", op)


def _half(text: str, match: re.Match[str]) -> Quantity:
    before, start = hedge_before(text, match.start())
    after, end = hedge_after(text, match.end())
    own: Operator = ">" if match["more"] else "~" if match["about"] else "="
    return Quantity(Span(start, end), Decimal(50), "%", join_hedges(before, own, after))
