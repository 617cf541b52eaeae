"""Text made safe for the programs that will open it."""

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def neutralise(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: a quote before what could begin one.

    Source: OWASP, CSV Injection. A number that is only signed is no formula, nor is a sign alone.

    >>> neutralise("=1+1"), neutralise("-3.5%"), neutralise(-2), neutralise("技能")
    ("'=1+1", '-3.5%', -2, '技能')
    """
    if not isinstance(cell, str) or len(cell) < 2 or not cell.startswith(_STARTS):
        return cell
    return cell if _NUMBER.fullmatch(cell) else f"'{cell}"


def legible(text: str) -> str:
    """Return a text with each control character that XML cannot hold made U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text)
