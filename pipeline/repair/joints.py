"""Joints: how well the end of one line and the beginning of another make one sentence.

A character model of news (`grams`) tells how much likelier the head's first characters are behind the tail
than at the start of a sentence. Marks that one opens and the other closes, and words of the document itself,
count too.
"""

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.repair.grams import grams

_HAN = re.compile("[一-鿿]")
_FINAL = re.compile(r"[。！？!?…；;：:—][”’」』）)】》〉\]〕\"']*$|[.）)\]］】]$")
_BRACKETED = re.compile(r"[（(\[【［][^（()）\[\]【】［］]{0,40}[）)\]】］]\s*$")
_UNFINISHED = re.compile(r"[，、,《“‘（(「『]$")
_ENDED = re.compile("[。！？!?…][”’」』）)》]*|[（(]完[）)]")
_FOREIGN = re.compile(r"[A-Za-z@/_.]{3}$|[一-鿿] +[一-鿿]|[|｜×↓▼]|原标题|来源|作者|版\s*[）)]$|：(?!“)")
_APOSTROPHE = re.compile("(?<=[A-Za-z])’(?=[A-Za-z ])")
_SPEECH = 1000  # characters at either end of a paragraph in which open marks are counted
_CLAUSE = 10  # characters of the shortest clause that shows a sentence was begun
_CLOSERS = "”’」』）)】》〉〕]，。、；：！？,;!?％%"
_PAIRS = dict(zip("”’」』）》】", "“‘「『（《【", strict=True))
_PAIRED = re.compile("[“”‘’「」『』（）()《》【】]")
_WIDE_BRACKETS = str.maketrans("()", "（）")
_BEHIND, _AHEAD = 6, 4  # characters before and behind a joint that the model is asked about
_LIMIT = 16.0


def is_unfinished(text: str) -> bool:
    """Tell whether `text` stops before its sentence ends.

    >>> is_unfinished("打破各班组之间的“隔"), is_unfinished("成效明显。”")
    (True, False)
    """
    end = _BRACKETED.sub("", text[-60:]).rstrip()[-12:] or text[-12:]
    return bool(_UNFINISHED.search(end)) or not _FINAL.search(end)


def starts_inside(text: str) -> bool:
    """Tell by its marks alone that `text` starts inside a sentence: a closing mark that nothing opens.

    >>> starts_inside("层”，实现共享"), starts_inside("“隔层”打破了")
    (True, False)
    """
    return text[:1] in _CLOSERS or unopened(text[:80]) is not None


def breaks_off(text: str) -> bool:
    """Tell whether `text` ends with a good part of a sentence, no mere name, credit, address or list.

    >>> breaks_off("成效明显。他写了一本书，让后来的年轻人少"), breaks_off("成效明显。江海晚报综合报道")
    (True, False)
    """
    rest = _ENDED.split(text[-160:])[-1].strip()
    return (
        is_unfinished(text)
        and not is_foreign(rest)
        and len(rest) >= _CLAUSE
        and ("，" in rest or len(rest) >= 2 * _CLAUSE)
    )


def is_foreign(end: str) -> bool:
    """Tell whether the end of a line is no prose: an address, words set apart by blanks, a list, a source."""
    return _FOREIGN.search(end) is not None


def lacks_beginning(text: str, opened: str | None = None) -> bool:
    """Tell whether `text` surely starts inside a sentence; marks set the wrong way round prove nothing.

    `opened` is the mark that the text before has opened and not closed.

    >>> lacks_beginning("层”，实现共享。"), lacks_beginning("开展”学技能“活动。")
    (True, False)
    >>> lacks_beginning("我们也一样。”他说。", "“")
    False
    """
    text = _APOSTROPHE.sub("", text[:_SPEECH])
    wanted = unopened(text[:80])
    closer = next((close for close, mark in _PAIRS.items() if mark == wanted), "")
    if text[:1] in _CLOSERS:
        return True
    return wanted is not None and wanted != opened and text.count(wanted) < text.count(closer)


def still_open(text: str, opened: str | None) -> str | None:
    """Return the mark that is open behind `text` where `opened` was open before it.

    >>> still_open("“我们办夜校。", None), still_open("也办书屋。", "“"), still_open("都来听课。”他说。", "“")
    ('“', '“', None)
    """
    new = unclosed(text[-_SPEECH:])
    if new is not None:
        return new
    return None if opened is not None and unopened(text[:_SPEECH]) == opened else opened


def unopened(text: str) -> str | None:
    """Return the mark that would open the first closing mark of `text` that nothing opens, if there is one.

    >>> unopened("层”，“实”"), unopened("“实”")
    ('“', None)
    """
    depth: Counter[str] = Counter()
    for char in _marks_in(text):
        if char in _PAIRS.values():
            depth[char] += 1
        elif char in _PAIRS:
            depth[_PAIRS[char]] -= 1
            if depth[_PAIRS[char]] < 0:
                return _PAIRS[char]
    return None


def unclosed(text: str) -> str | None:
    """Return the last opening mark of `text` that nothing closes, if there is one.

    >>> unclosed("打破“隔"), unclosed("“打破”")
    ('“', None)
    """
    depth: Counter[str] = Counter()
    for char in reversed(_marks_in(text)):
        if char in _PAIRS:
            depth[_PAIRS[char]] += 1
        elif char in _PAIRS.values():
            depth[char] -= 1
            if depth[char] < 0:
                return char
    return None


def _marks_in(text: str) -> list[str]:
    return [mark.translate(_WIDE_BRACKETS) for mark in _PAIRED.findall(text)]


def opening(text: str) -> float:
    """Return the log-likelihood ratio that `text` starts a sentence rather than stands anywhere."""
    head = text.lstrip("“‘《「『（(")[:_AHEAD]
    if len(head) < 2 or not _HAN.match(head[0]) or not _HAN.match(head[1]):
        return 0.0
    return _cut(grams().chance("。", head) - grams().chance("", head))


class Joints:
    """The plausibility of joints in one document; `lines` are its texts, searched beside the model."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._own = "\n".join(lines)

    def score(self, tail: str, head: str) -> float:
        """Return the log-likelihood ratio that `head` goes on with the unfinished `tail`, between -20 and 30.

        Marks count much: a closing mark at the head wants its opening mark in the tail, and the reverse.
        """
        text = head[:_AHEAD]
        ratio = grams().chance(tail[-_BEHIND:], text) - grams().chance("。", text)
        return _cut(ratio) + self._known_words(tail, head) + _marks(tail, head)

    def _known_words(self, tail: str, head: str) -> float:
        """Return what three characters across the joint add that stand together elsewhere in the document."""
        spans = (tail[-2:] + head[:1], tail[-1:] + head[:2])
        return 2.0 * sum(len(span) == 3 and span.isalpha() and span in self._own for span in spans)


def _marks(tail: str, head: str) -> float:
    open_mark, wanted = unclosed(tail[-_SPEECH:]), unopened(head[:120])
    if wanted is not None:
        return 5.0 if open_mark == wanted else -3.0
    if head[:1] in _CLOSERS:
        return 3.0
    return -1.0 if open_mark is not None else 0.0


def _cut(value: float) -> float:
    return max(-_LIMIT, min(_LIMIT, value))
