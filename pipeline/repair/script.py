"""Traditional characters: the text is read in simplified ones, and what is kept is the text as it stood.

Each character is exchanged for one character, so places stay places.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# Different characters, and all of them in a text: a simplified one may hold a name or a quotation.
_LEAST, _LEAST_SHARE = 8, 0.02
_SAMPLE = 20_000
_LONGEST_MATCH = 24
_VARIANTS = str.maketrans(
    "敍枱粧糭衞衹簷", "叙台妆粽卫只檐"
)  # of Hong Kong and Taiwan, beside those of OpenCC
_AT = re.compile(r"(?<![显专原论编巨名遗土卓昭较新合拙译撰所])著(?![名作述书者称录])")


def simplify(text: str) -> str:
    r"""Return a text in simplified characters, character by character; one that is already so stays as it is.

    >>> simplify("華嶺市總工會與工匠學院合辦技能培訓班，乾淨整潔。")
    '华岭市总工会与工匠学院合办技能培训班，干净整洁。'
    >>> simplify("乾县总工会")
    '乾县总工会'
    """
    sample = text[:_SAMPLE]
    changed = [old for old, new in zip(sample, _converted(sample), strict=True) if old != new]
    is_traditional = len(set(changed)) >= _LEAST and len(changed) >= _LEAST_SHARE * len(sample)
    return _known_variants(_converted(text)) if is_traditional else text


def _known_variants(text: str) -> str:
    """Return a text with the variants of its region; one of Taiwan has 著 for 着.

    >>> _known_variants("衞生间里写著显著成效的著名工匠")
    '卫生间里写着显著成效的著名工匠'
    """
    text = text.translate(_VARIANTS)
    return text if "着" in text else _AT.sub("着", text)


def original_of(text: str, simplified: str, original: str) -> str:
    """Return `text`, made of stretches of `simplified` in any order, with the characters of `original`.

    White space may differ; a stretch that is not there stays as it is.

    >>> original_of("学院 总工会", "总工会学院", "總工會學院")
    '學院 總工會'
    """
    found, place, at = list[str](), 0, 0
    while place < len(text):
        if text[place].isspace():
            found.append(text[place])
            place += 1
            continue
        if not (at < len(simplified) and simplified[at] == text[place]):
            at = _next(text, place, simplified, at)
        found.append(original[at] if at < len(simplified) else text[place])
        place, at = place + 1, at + 1
    return "".join(found)


def _next(text: str, place: int, simplified: str, at: int) -> int:
    """Return where the text goes on in `simplified`: near behind `at`, else where most of it is found."""
    while at < len(simplified) and simplified[at].isspace():
        at += 1
    if at < len(simplified) and simplified[at] == text[place]:
        return at
    for length in (_LONGEST_MATCH, 12, 6, 3, 1):
        there = simplified.find(text[place : place + length])
        if there >= 0:
            return there
    return len(simplified)


def _converted(text: str) -> str:
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    # A phrase changed its length, which would move every place behind it.
    return "".join(new if len(new) == 1 else old for old in text for new in (_converter().convert(old),))


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")
