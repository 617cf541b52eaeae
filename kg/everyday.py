"""Everyday words and how articles write what they say: 大夫 is 医生 there, a 娃 is one of 子女.

A need and the text that answers it often share no word. Concepts carry over what is to be done; these carry
over who asks, where and with what, which no concept tells apart.
"""

import re
from collections.abc import Mapping
from functools import cache

from kg.lexicon import table


def written(text: str) -> tuple[str, ...]:
    """Return how articles write the everyday words of a text, each once, in the order of these.

    >>> written("娃没人看，大夫也请不起")
    ('孩子', '儿童', '子女', '医生', '医务', '专家')
    """
    found = (word for said in _any_said().findall(text) for word in _writings()[said])
    return tuple(dict.fromkeys(word for word in found if word not in text))


@cache
def _writings() -> Mapping[str, tuple[str, ...]]:
    return {row["said"]: tuple(row["written"].split("|")) for row in table("everyday")}


@cache
def _any_said() -> re.Pattern[str]:
    """Return what finds the longest everyday word at each place."""
    longest = sorted(_writings(), key=lambda said: (-len(said), said))
    return re.compile("|".join(map(re.escape, longest)))
