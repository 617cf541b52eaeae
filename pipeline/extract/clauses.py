"""Clauses: the stretches between commas, semicolons and colons, with quotes and brackets kept whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.frozen import quick
from kg.values import Span

_BREAKS = frozenset("，；：。！？,;:!?\n…")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "【": "】"}
# A quotation longer than this is speech, with clauses of its own; a shorter one is a name or a slogan.
_LONGEST_NAME = 45
_EDGE = " \t\u3000、—-·"
_MEANS = re.compile(
    r"(?:通过|采取|采用|依托|利用|借助|运用|按照|围绕|聚焦|针对|结合|根据|以|为了?|在|从|随着|本着|立足|着眼)"
)
_MEANS_END = re.compile(
    r"(?:方式|形式|方法|模式|途径|渠道|手段|载体|抓手|契机|重点|核心|主题|主线|原则|要求|思路|目标|需求|实际|优势|资源|平台"
    r"|作用|问题|特点|情况|需要|标准|基础|导向|引领|目的|诉求|期间|过程|现状|政策|规定|精神|部署|安排|群体|人员|企业|职工"
    r"|中|下|后|时|际|前|上|内|里|等|为\S{1,8})$"
)


@quick
@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its place in its sentence: `index` of `count`, and the mark that ends it."""

    span: Span
    sentence: Span
    index: int
    count: int
    mark: str


def clauses(text: str, sentence: Span) -> tuple[Clause, ...]:
    """Return the clauses of `sentence`, in order, without the marks between them.

    >>> line = "举办“学技术，比贡献”竞赛，为职工体检。"
    >>> [clause.span.of(line) for clause in clauses(line, Span(0, len(line)))]
    ['举办“学技术，比贡献”竞赛', '为职工体检']
    """
    spans = [span for span in _stretches(text, sentence) if span.start < span.end]
    return tuple(
        Clause(span, sentence, index, len(spans), text[span.end : span.end + 1])
        for index, span in enumerate(spans)
    )


def is_means(text: str) -> bool:
    """Tell whether a clause only says by what means, on what ground or when the next one happens.

    >>> is_means("通过线上答题、现场讲解等方式"), is_means("开展技能比武")
    (True, False)
    """
    return bool(_MEANS.match(text) and _MEANS_END.search(text) and "了" not in text)


def _stretches(text: str, sentence: Span) -> Iterator[Span]:
    start, position = sentence.start, sentence.start
    while position < sentence.end:
        char = text[position]
        if char in _PAIRS:
            position = _closing(text, position, sentence.end)
        elif char in _BREAKS and not _inside_number(text, position):
            yield _trimmed(text, start, position)
            start = position + 1
        position += 1
    yield _trimmed(text, start, sentence.end)


def _closing(text: str, position: int, end: int) -> int:
    """Return the place of the mark that closes the pair opened at `position`, or `position` itself."""
    limit = min(end, position + _LONGEST_NAME + 1)
    closing = text.find(_PAIRS[text[position]], position, limit)
    return position if closing < 0 else closing


def _inside_number(text: str, position: int) -> bool:
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return text[position] in ",:：，" and _is_digit(before) and _is_digit(after)


def _is_digit(char: str) -> bool:
    return char.isascii() and char.isdigit()


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start] in _EDGE or text[start] in "”’」』）"):
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)
