"""Titles: what may be one, and halves that were swapped."""

import re

_DATE = re.compile(r"[（(]?(?:19|20)?\d{2,4}\s*[年./-]")
_NUMBERED = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]?[、.．]|第[一二三四五六七八九十\d]{1,3}[章节条]"
)
_LETTERS = re.compile(r"[一-鿿A-Za-z]")


def is_title(text: str) -> bool:
    """Tell whether a short line may be a title: long enough, not numbered, no date, no table row.

    >>> is_title("让老手艺在新车间生根"), is_title("二、主要做法"), is_title("2021年3月")
    (True, False, False)
    """
    if _DATE.match(text) or _NUMBERED.match(text) or "\t" in text or text.count(" ") > 4:
        return False
    return len(_LETTERS.findall(text)) >= 4 and text[-1:] not in "，、；：,;:"
