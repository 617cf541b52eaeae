"""Numbers set with spaces between their characters (百 分 之 五 十): read without them, placed with them."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from kg.values import Span
from pipeline.quantity.matching import matches
from pipeline.quantity.values import Quantity

_NUMERAL = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾"
_SPACE = re.compile(" ")
_GAP = re.compile(
    rf"(?<=[{_NUMERAL}点分之]) +(?=[{_NUMERAL}点成折倍%]|分之|之[{_NUMERAL}\d ]|个? ?百 ?分 ?点)"
    rf"|(?<=分之) +(?=\d)|(?<=百) +(?=分 ?[之点])|(?<=分) +(?=[之点])|(?<=之) +(?=[{_NUMERAL}\d])"
    r"|(?<=\d) +(?=个? ?百 ?分 ?[之点])|(?<=个) +(?=百 ?分)|(?<=点) +(?=[零一二三四五六七八九\d])"
    r"|(?<=成) +(?=[一二三四五六七八九](?:$|[，。；、]))"
)


def gaps(text: str) -> list[int]:
    """Return the places of the spaces that stand within numbers of a folded text, in order."""
    return [at for match in matches(_SPACE, _GAP, text) for at in range(*match.span())]


def closed(text: str, places: Iterable[int]) -> str:
    """Return the text without the characters at `places`."""
    left, parts = 0, []
    for at in places:
        parts.append(text[left:at])
        left = at + 1
    return "".join([*parts, text[left:]])


def spread(quantity: Quantity, places: list[int]) -> Quantity:
    """Return a quantity of the closed text with its place in the text that has the spaces at `places`."""
    return replace(
        quantity, span=Span(_before(quantity.span.start, places), _before(quantity.span.end - 1, places) + 1)
    )


def _before(position: int, places: list[int]) -> int:
    """Return where the character at `position` of the closed text stands: every gap before it moves it on."""
    shifted = [at - index for index, at in enumerate(places)]
    return position + bisect_left(shifted, position + 1)
