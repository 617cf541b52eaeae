"""Numbers that the source lost: the hedge or the unit stands, the digits are gone."""

import re

from kg.values import Span
from pipeline.quantity.matching import matches

_UNITS = "人次|万元|亿元|场次|家次|家|人|名|个|项|件|条|次|场|元|户|所|套"
_FIRST = re.compile("[余%]")
_MISSING = re.compile(
    rf"(?<=[了达近过约有共计成])余(?:{_UNITS})(?![一-鿿]?底)"
    r"|(?<=[率重例幅比达为到占近超约长])%(?!\d)"
)


def missing_numbers(text: str) -> list[Span]:
    """Return the places where a number was lost, in order: only forms that cannot be read otherwise.

    >>> [s.of(t) for t in ["聚集了余家企业，组建率达%"] for s in missing_numbers(t)]
    ['余家', '%']
    """
    return [Span(*match.span()) for match in matches(_FIRST, _MISSING, text)]
