"""The order of headings: by their numbers, or as the text before them announces them."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(
    r"[（(]?([一二三四五六七八九十]{1,3}|\d{1,2})[）)]?\s*[、.．]|[（(]([一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
)
_FIRST_CLAUSE = re.compile("[，、：；—\\s]")
_MOST = 12  # headings that a lead names
_SHORTEST = 4  # characters of a heading's first clause that is looked for in the text


def ranks(texts: Sequence[str], headings: Sequence[bool]) -> dict[int, int]:
    """Return the place among its like, from 1, of each heading whose place is known, by its line.

    Numbered headings count, those of the highest level; without them those that one line of the body names.
    """
    heads = [index for index, head in enumerate(headings) if head]
    numbers = {index: number for index in heads if (number := read_number(texts[index]))}
    if numbers:
        top = min(_style(texts[index]) for index in numbers)
        return {index: number for index, number in numbers.items() if _style(texts[index]) == top}
    return _announced(texts, headings, heads)


def _announced(texts: Sequence[str], headings: Sequence[bool], heads: Sequence[int]) -> dict[int, int]:
    """Return the ranks of headings that a line of the body names, all of them, in its order."""
    if not 2 <= len(heads) <= _MOST:
        return {}
    for text, head in zip(texts, headings, strict=True):
        places = {} if head else {index: at for index in heads if (at := _named_at(texts[index], text)) >= 0}
        if len(places) == len(heads) and len(set(places.values())) == len(places):
            return {index: rank + 1 for rank, index in _by_line(sorted(places, key=places.__getitem__))}
    return {}


def _by_line(order: Sequence[int]) -> list[tuple[int, int]]:
    return sorted(enumerate(order), key=lambda item: item[1])


def _named_at(heading: str, text: str) -> int:
    """Return where a text names a heading, whole or by its first clause, or -1."""
    clause = _FIRST_CLAUSE.split(heading)[0].strip("“”‘’")
    return max(text.find(heading), text.find(clause) if len(clause) >= _SHORTEST else -1)


def _style(heading: str) -> int:
    return 1 if heading[:1] in "（(" else 2 if heading[:1].isdecimal() else 0


def read_number(heading: str) -> int | None:
    """Return the number that a heading bears.

    >>> read_number("三、建章立制"), read_number("（二）建章"), read_number("建章立制")
    (3, 2, None)
    """
    match = _NUMBER.match(heading)
    if match is None:
        return None
    digits = match[1] or match[2]
    if digits.isdecimal():
        return int(digits)
    tens, _, ones = digits.rpartition("十")
    ten = 10 * ("一二三四五六七八九".find(tens) + 1 if tens else 1) if "十" in digits else 0
    return ten + ("一二三四五六七八九".find(ones) + 1 if ones else 0)
