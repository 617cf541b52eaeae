"""What is measured, in one wording: a small vocabulary, a rule of head and modifier, and what the data adds.

The table `kg/lexicon/metrics.tsv` holds words of many texts; a share, sum or count names its head by its last
characters (采纳率, 补贴额); and a phrase that cases use by itself is a head too (`learned`).
"""

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.lexicon import table

if TYPE_CHECKING:
    from sqlite_utils import Database

_MARKS = re.compile(r"[\s“”‘’\"'『』「」《》〈〉()（）·、，,。:：]|(?<=[^目])的(?=.)")
_SHAPED = re.compile(r"[一-龥]{2}(?:率|额|费|量|面积|比例|占比|年龄|工资|收入|时长)$|[一-龥]{2}数(?:量)?$")
_USES = 3  # so often must a phrase stand by itself
_LONGEST = 8
# What says whose, and not of what: 全市 is no modifier of 入会率.
_WHOSE = re.compile(
    r"^(?:我|我们|他|她|他们|其|该|本|全|当地|各|公司|企业|集团|单位|平台|中心|协会|工会|园区|活动|项目)"
    r"|[省市县区镇乡村国厂]$"
)
_FREQUENT = """
SELECT metric FROM indicators WHERE length(metric) BETWEEN 2 AND ? GROUP BY metric HAVING count(*) >= ?
"""


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured: `head` of `modifier`; a phrase without a known head is all modifier."""

    modifier: str
    head: str

    @property
    def name(self) -> str:
        """The two as one phrase."""
        return self.modifier + self.head


@lru_cache(maxsize=65_536)
def metric(phrase: str, unit: str, heads: frozenset[str] = frozenset()) -> Metric:
    """Return what a phrase measures; `unit` is a base unit, `heads` those that the data added.

    >>> metric("职工的合理化建议采纳率达到", "%"), metric("采纳率", "%")
    (Metric(modifier='职工合理化建议', head='采纳率'), Metric(modifier='', head='采纳率'))
    """
    text = _bare(phrase)
    whole = _words("whole", unit).get(text)
    if whole is None:
        text = _trimmed(text, unit)
        whole = _words("whole", unit).get(text)
    if whole is not None:
        return Metric("", whole)
    return _split(_said(text, unit), unit, heads)


def of_subject(found: Metric, subject: str) -> Metric | None:
    """Return the metric of a thing that is none of the graph's, where it tells what the head is of.

    >>> of_subject(Metric("", "采纳率"), "合理化建议").name
    '合理化建议采纳率'
    """
    text = _bare(subject)
    if found.modifier or not found.head or not text or _WHOSE.search(text):
        return None
    return Metric(text, found.head)


def learned(db: "Database") -> frozenset[str]:
    """Return the phrases that the cases of a graph measure by themselves, three times or more."""
    return frozenset(_bare(row[0]) for row in db.execute(_FREQUENT, [_LONGEST, _USES]))


def _bare(phrase: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", phrase))


def _trimmed(text: str, unit: str) -> str:
    """Return a phrase without the words before and behind it that measure nothing."""
    before = None
    while before != text:
        before = text
        lead = _at_start(text, _words("lead", unit))
        tail = _at_end(text, _words("tail", unit))
        text = text.removeprefix(lead) if len(text) - len(lead) > 1 else text
        text = text.removesuffix(tail) if len(text) - len(tail) > 1 else text
    return text


def _said(text: str, unit: str) -> str:
    """Return a phrase with its first and its last word in the wording of the vocabulary."""
    verbs, heads = _words("verb", unit), _words("head", unit)
    verb = _at_start(text, verbs)
    if verb and len(text) > len(verb) + 1:
        text = verbs[verb] + text.removeprefix(verb)
    head = _at_end(text, heads)
    if head:
        text = text.removesuffix(head) + heads[head]
    return text


def _split(text: str, unit: str, heads: Set[str]) -> Metric:
    head = _known_head(text, unit, heads) or _shaped_head(text)
    modifier = text.removesuffix(head).removesuffix("的") if head else text
    return Metric(modifier, head)


def _known_head(text: str, unit: str, heads: Set[str]) -> str:
    known = _canonical("head", unit)
    ends = (text[at:] for at in range(max(0, len(text) - _LONGEST), len(text) - 1))
    return next((end for end in ends if end in known or end in heads), "")


def _shaped_head(text: str) -> str:
    found = _SHAPED.search(text)
    return found.group() if found else ""


def _at_start(text: str, words: Mapping[str, str]) -> str:
    return next((text[:n] for n in range(_LONGEST, 0, -1) if text[:n] in words), "")


def _at_end(text: str, words: Mapping[str, str]) -> str:
    return next((text[-n:] for n in range(_LONGEST, 0, -1) if text[-n:] in words), "")


@lru_cache(maxsize=1024)
def _words(part: str, unit: str) -> Mapping[str, str]:
    rows = (row for row in table("metrics") if row["part"] == part and row["unit"] in ("-", unit))
    return {row["word"]: row["canonical"].strip("-") for row in rows}


@cache
def _canonical(part: str, unit: str) -> frozenset[str]:
    return frozenset(_words(part, unit).values())
