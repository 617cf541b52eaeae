"""Simplified and traditional characters, one for one, so that places stay places.

A text is kept and indexed as it stood; a question is read in simplified characters and finds both.
"""

import re
from collections.abc import Mapping
from functools import cache

from kg.lexicon import table


def simplified(text: str) -> str:
    """Return a text in simplified characters.

    >>> simplified("師帶徒5G")
    '师带徒5G'
    """
    return text.translate(_simplified()) if _any_traditional().search(text) else text


def plain(text: str) -> str:
    """Return a text as it is compared: in simplified characters and lower case, of the same length.

    >>> plain("5G工廠")
    '5g工厂'
    """
    lowered = text.lower()
    return simplified(lowered if len(lowered) == len(text) else text)


def traditional(term: str) -> str:
    """Return a simplified term as it is usually written in traditional characters.

    >>> traditional("师带徒")
    '師帶徒'
    """
    return "".join(forms(character)[:1] or character for character in term)


def forms(character: str) -> str:
    """Return the traditional characters that a simplified one stands for, the usual one first.

    >>> forms("带"), forms("工")
    ('帶', '')
    """
    return _forms().get(character, "")


@cache
def _forms() -> Mapping[str, str]:
    return {row["simplified"]: row["traditional"] for row in table("characters")}


@cache
def _any_traditional() -> re.Pattern[str]:
    """Return what finds a traditional character: a hundred times as fast as to translate what has none."""
    return re.compile(f"[{re.escape(''.join(map(chr, _simplified())))}]")


@cache
def _simplified() -> Mapping[int, str]:
    return {ord(old): new for new, every in _forms().items() for old in every}
