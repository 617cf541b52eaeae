"""Titles: what may be one, and halves that were swapped."""

import re
from functools import cache

from pipeline.lexicon import words
from pipeline.lexicon.places import LONGEST_PLACE, place_names
from pipeline.lexicon.trie import pattern
from pipeline.repair import Joints, opening

_DATE = re.compile(r"[（(]?(?:19|20)?\d{2,4}\s*[年./-]")
_NUMBERED = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]?[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|"
    r"第[一二三四五六七八九十\d]{1,3}[章节条]"
)
_LETTERS = re.compile(r"[一-鿿A-Za-z]")
_DISPOSAL = re.compile("[将把]")
_PIVOT = re.compile(
    r"(?:推动|助推|推进|引导|鼓励|支持|帮助|组织|指导|促进|带领|发动|督促|要求|带动|激励|动员|助力|联合|携手|会同|邀请|选派)"
    r"[一-鿿]{0,5}$|(?:让|使|为|把|将|向|与|和|在|对|从|以)[一-鿿]{0,4}$"
)
_LEVELLED = re.compile("[一-鿿]{2,4}[省市县区镇乡](?!场|民|级|域|间)")
_ENOUGH = 2.5  # the evidence that swaps two halves: of 34 real titles of two halves none has 2.0


def is_title(text: str) -> bool:
    """Tell whether a short line may be a title: long enough, not numbered, no date, no table row.

    >>> is_title("让老手艺在新车间生根"), is_title("二、主要做法"), is_title("2021年3月")
    (True, False, False)
    """
    if text.startswith("原标题"):
        return len(text) > 8
    if _DATE.match(text) or _NUMBERED.match(text) or "\t" in text or text.count(" ") > 4:
        return False
    return len(_LETTERS.findall(text)) >= 4 and text[-1:] not in "，、；：,;:"


def mend_halves(first: str, second: str, body: str) -> str | None:
    """Return the title that two halves make when they are exchanged, None where they stand right.

    Exchanged, the halves must make one sentence that starts with its actor: the second half names one and
    stops before its predicate is whole, the first goes on with it.
    """
    if first[-1:] in "|｜：:，、！？!?—-":
        return None
    evidence = 1.5 * bool(_DISPOSAL.match(first)) + 1.5 * bool(_PIVOT.search(second))
    evidence += 1.5 * starts_with_place(second, body) - 2.0 * starts_with_place(first, body)
    evidence += 2.0 * bool(starts_with_place(second, body) and _actor().search(second) and len(second) <= 12)
    joint = second[-2:] + first[:2]
    evidence += 2.0 * (len(joint) == 4 and joint in body)
    evidence += max(-3.0, min(3.0, Joints(()).score(second, first) / 2)) + min(opening(second), 1.0)
    return second + first if evidence >= _ENOUGH else None


def starts_with_place(text: str, body: str = "") -> bool:
    """Tell whether a title begins with a place: one of the gazetteer, or one that `body` gives its level.

    >>> starts_with_place("白河市总工会推动企业"), starts_with_place("将疗休养列入福利")
    (True, False)
    """
    if _LEVELLED.match(text) or any(text[:size] in place_names() for size in range(2, LONGEST_PLACE + 1)):
        return True
    return len(text) > 2 and any(text[:2] + level in body for level in "省市县区州镇乡")


@cache
def _actor() -> re.Pattern[str]:
    people = (
        "职工",
        "工人",
        "员工",
        "律师",
        "女工",
        "骑手",
        "司机",
        "党员",
        "干部",
        "劳模",
        "工匠",
        "企业",
        "志愿者",
    )
    return re.compile(f"{pattern(words('org_suffixes') | set(people))}$")
