"""The reading order of an article's lines: blocks that were jumbled are put where they read best.

A block is a run of lines that surely belong together; blocks begin where a line stops or starts in
mid-sentence, and at the lead of an article. The best order is the path through all blocks with the highest
sum of scores between neighbours (Held and Karp's dynamic programme, exact up to `_MOST` blocks), and the
order as it stands is kept unless another is clearly better.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.repair.joints import (
    Joints,
    breaks_off,
    is_foreign,
    is_unfinished,
    lacks_beginning,
    opening,
    starts_inside,
    still_open,
    unclosed,
)

_LEAD = re.compile(
    r"(?:近年来|近年|近日|日前|近期|多年来|长期以来|一直以来|[\d一二三四五六七八九十]{1,4}年来|自.{2,16}以来[，,]|"
    r"党的.{2,8}以来|为(?:了|进一步|深入|贯彻|全面|切实|充分|更好)|.{2,12}(?:位于|地处|坐落|成立于|始建于|是一家|是一个))"
)
_FRAGMENT = re.compile(
    r"[\d日月年]$|[会局部厅处司团办]$|\s"
)  # the ends of a signature, a date, a list of names
_MARGIN = re.compile(
    r"来源|编辑|校对|责编|审核|编审|记者|供稿|供图|版权|更多|点击|扫码|扫一扫|下载|APP|微信|http|www|[~～▌✦↓▼]"
)
_CLOSE = re.compile(r"(?:实践证明|下一步|今后|未来|展望未来|新征程上|接下来)")
_NUMBER = re.compile(
    r"[（(]?([一二三四五六七八九十]{1,3}|\d{1,2})[）)]?\s*[、.．]|[（(]([一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
)
_MOST = 10  # blocks that are tried in every order; more are only joined where they stand
_OWN = 200_000  # characters of the longest article whose own pairs are counted
_STAY = 1.0  # what an order must gain for each pair of neighbours that it parts at a cut
_WHOLE = 4.0  # the same where nothing speaks of a cut
_SOUND = -4.0  # a joint at least this plausible leaves nothing to ask
_GOES_ON = re.compile(
    r"(?:同时|此外|另外|其次|再次|最后|目前|据悉|据了解|据介绍|其中|而且|因此|接下来|随后|与此同时|不仅如此)"
)
_MENDED = -2.5  # a joint more plausible than this speaks for moving a block
_JOINED = -3.0  # a joint at least this plausible joins two lines that do not stand together
_NEXT_JOINED = -6.0  # the same for lines that do


def arrange(texts: Sequence[str], headings: Sequence[bool], *, ordered: bool = False) -> "Order":
    """Return the reading order of the lines `texts`, of which those marked in `headings` are headings.

    Lines that are known to be `ordered` are only joined.

    Works in time linear in the lines, but for the few blocks that a jumbled article has.
    """
    ends = broken_ends(texts, headings)
    known = any(ends) and sum(map(len, texts)) < _OWN
    page = Page(texts, headings, ends, Joints(texts if known else ()))
    blocks = [range(len(texts))] if ordered or page.is_sound() else page.blocks()
    stays = list(range(len(blocks)))
    order = best_order(page, blocks) if 1 < len(blocks) <= _MOST else stays
    order = order if page.is_better([blocks[index] for index in order]) else stays
    return page.read([blocks[index] for index in order], moved=_moved(order, blocks))


def broken_ends(texts: Sequence[str], headings: Sequence[bool]) -> list[bool]:
    """Tell of each line whether it was cut off; in a list, where most lines end without a stop, none is.

    A short last line counts as cut off only where the first line or a late lead speaks of a jumbled page.
    """
    ends = [not head and is_broken(text) for text, head in zip(texts, headings, strict=True)]
    if texts and not headings[-1]:
        ends[-1] = (
            _is_cut_last(texts[-1]) if _jumbled(texts, headings) else ends[-1] and breaks_off(texts[-1])
        )
    bodies = len(texts) - sum(headings)
    return ends if sum(ends) * 2 <= max(bodies, 4) else [False] * len(ends)


def _is_cut_last(text: str) -> bool:
    short = len(text) < 6 or _FRAGMENT.search(text) is not None or is_foreign(text[-40:])
    return breaks_off(text) or (is_unfinished(text) and not short)


def _jumbled(texts: Sequence[str], headings: Sequence[bool]) -> bool:
    if not headings[0] and (starts_inside(texts[0]) or opening(texts[0]) < -1.0):
        return True
    late = range(1, len(texts))
    return any(
        _LEAD.match(texts[index]) and not headings[index] and not headings[index - 1] for index in late
    )


def is_broken(text: str) -> bool:
    """Tell whether a body line was cut off: it stops in mid-sentence and is no short line of its own.

    >>> is_broken("各班组之间还有一道看不见的墙，大家互相很少来往，打破班组之间的“隔"), is_broken("特此通知")
    (True, False)
    """
    if "\t" in text or not is_unfinished(text) or _MARGIN.search(text[-60:]):
        return False
    return len(text) >= 25 or any(mark in text for mark in "，。；") or unclosed(text) is not None


def best_order(page: "Page", blocks: Sequence[range]) -> list[int]:
    """Return the order of `blocks` with the highest score, or the order as it stands where none is better."""
    count = len(blocks)
    between = [[page.between(left, right) if left != right else 0.0 for right in blocks] for left in blocks]
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {
        (1 << index, index): (page.first(block), (index,)) for index, block in enumerate(blocks)
    }
    for taken in range(1, 1 << count):
        for last in range(count):
            if (taken, last) not in best:
                continue
            score, path = best[taken, last]
            for after in range(count):
                if taken >> after & 1:
                    continue
                key = taken | 1 << after, after
                total = score + between[last][after]
                if key not in best or total > best[key][0]:
                    best[key] = (total, (*path, after))
    whole = (1 << count) - 1
    ways = [(best[whole, last][0] + page.last(blocks[last]), best[whole, last][1]) for last in range(count)]
    return list(max(ways, key=lambda way: (way[0], [-index for index in way[1]]))[1])


def _moved(order: Sequence[int], blocks: Sequence[range]) -> frozenset[int]:
    """Return the lines outside the longest run of characters' worth of blocks that kept its order."""
    if list(order) == sorted(order):
        return frozenset()
    runs: list[list[int]] = []
    for index in order:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    stay = max(runs, key=lambda run: sum(len(blocks[index]) for index in run))
    return frozenset(line for run in runs if run is not stay for index in run for line in blocks[index])


@dataclass(frozen=True, slots=True)
class Order:
    """The paragraphs in reading order, each the lines it is made of.

    `moved` are lines that stand elsewhere than before; `cut` lines stay without their end, `headless`
    without their beginning.
    """

    paragraphs: tuple[tuple[int, ...], ...]
    moved: frozenset[int] = frozenset()
    cut: frozenset[int] = frozenset()
    headless: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one article with what is known of their ends."""

    texts: Sequence[str]
    headings: Sequence[bool]
    ends: Sequence[bool]
    joints: Joints

    def blocks(self) -> list[range]:
        """Return the runs of lines that belong together; one run where nothing speaks of a jumbled page."""
        count = len(self.texts)
        cuts = {index for index in range(1, count) if self.ends[index - 1]} | self._jumps() - {0}
        if count and (cuts or self.ends[-1] or starts_inside(self.texts[0])):
            spare = [index for index in range(1, count) if self.loose(index) and index not in cuts]
            if len(cuts) < _MOST:
                cuts |= set(sorted(spare, key=self._steadiness)[: _MOST - 1 - len(cuts)])
        edges = [0, *sorted(cuts), count] if count else []
        return [range(start, end) for start, end in pairwise(edges)]

    def is_sound(self) -> bool:
        """Tell whether the lines read well as they stand: nothing is left without its end or beginning."""
        if not self.texts or self.ends[-1] or self.starts(0) or self._jumps():
            return not self.texts
        broken = (index for index, end in enumerate(self.ends) if end)
        return all(self.joint(index, index + 1) > _SOUND and not self.leads(index + 1) for index in broken)

    def is_better(self, blocks: Sequence[range]) -> bool:
        """Tell whether something speaks for moving: numbers, a start in mid-sentence, a mended joint."""
        if self._jumps() or (self.texts and self.starts(0)):
            return True
        joints = (
            self.joint(left[-1], right[0]) for left, right in pairwise(blocks) if right[0] != left[-1] + 1
        )
        return any(score > _MENDED for score in joints)

    def loose(self, index: int) -> bool:
        """Tell whether the line may have stood elsewhere though the line before it is whole."""
        return not self.headings[index] and not self.headings[index - 1] and not self.ends[index - 1]

    def _steadiness(self, index: int) -> float:
        """Return how surely the line follows the one before: low for a lead or a start in mid-sentence."""
        return -10.0 if self.leads(index) else min(opening(self.texts[index]), 0.0) - 5.0 * self.starts(index)

    def _jumps(self) -> set[int]:
        """Return the numbered headings of the highest level that do not follow their number."""
        numbered = [
            index for index, text in enumerate(self.texts) if self.headings[index] and read_number(text)
        ]
        styles = {index: _style(self.texts[index]) for index in numbered}
        found, number = set(), 0
        top = min(styles.values(), default=0)
        for index in (index for index in numbered if styles[index] == top):
            new = read_number(self.texts[index]) or 0
            if new != number + 1:
                found.add(index)
            number = new
        return found

    def starts(self, index: int) -> bool:
        """Tell whether the line surely starts in mid-sentence, by its marks or its words."""
        text = self.texts[index]
        return not self.headings[index] and (starts_inside(text) or opening(text) < -3.0)

    def leads(self, index: int) -> bool:
        """Tell whether the line begins an article and follows no heading."""
        before = self.headings[index - 1] if index else False
        return not before and bool(_LEAD.match(self.texts[index]))

    def joint(self, left: int, right: int) -> float:
        """Return how well the two lines make one sentence; a heading never goes on."""
        if self.headings[right] or not self.ends[left]:
            return -20.0
        return self.joints.score(self.texts[left], self.texts[right])

    def between(self, left: range, right: range) -> float:
        """Return how well block `right` follows block `left`."""
        tail, head = left[-1], right[0]
        near = head == tail + 1
        if self.ends[tail]:
            score = -4.0 if self.headings[head] else max(self.joint(tail, head), -4.0)
            return score + _STAY * near
        score = 0.0 if self.headings[head] else min(opening(self.texts[head]), 0.0)
        score -= 3.0 * self.starts(head) + 2.0 * self.leads(head)
        return (
            score + self._numbers(left, right) + (_WHOLE if near and not self.leads(head) else _STAY * near)
        )

    def first(self, block: range) -> float:
        """Return how well the block begins the article."""
        head = block[0]
        text = self.texts[head]
        if self.headings[head]:
            return -2.0
        score = min(opening(text), 1.0) - 5.0 * self.starts(head) - 3.0 * bool(_GOES_ON.match(text))
        return score + 3.0 * bool(_LEAD.match(text)) + _STAY * (head == 0)

    def last(self, block: range) -> float:
        """Return how well the block ends the article."""
        tail = block[-1]
        if self.ends[tail] or self.headings[tail]:
            return -5.0
        return 1.0 if _CLOSE.match(self.texts[tail]) else 0.0

    def read(self, blocks: Sequence[range], *, moved: frozenset[int]) -> Order:
        """Return the paragraphs of `blocks` in this order, joined where one goes on in the next."""
        paragraphs: list[list[int]] = []
        cut: set[int] = set()
        headless: set[int] = set()
        opened: str | None = None  # a mark that a paragraph before has opened: speech runs over paragraphs
        for line in (line for block in blocks for line in block):
            before = paragraphs[-1][-1] if paragraphs else None
            left, opened = opened, still_open(self.texts[line], opened)
            if before is not None and self.ends[before]:
                wanted = _NEXT_JOINED if line == before + 1 else _JOINED
                if self.joint(before, line) >= wanted:
                    paragraphs[-1].append(line)
                    continue
                if breaks_off(self.texts[before]):
                    cut.add(before)
            if not self.headings[line] and lacks_beginning(self.texts[line], left):
                headless.add(line)
            paragraphs.append([line])
        last = paragraphs[-1][-1] if paragraphs else None
        if last is not None and self.ends[last] and (moved or breaks_off(self.texts[last])):
            cut.add(last)
        return Order(tuple(map(tuple, paragraphs)), moved, frozenset(cut), frozenset(headless))

    def _numbers(self, left: range, right: range) -> float:
        one, two = self._number(left[::-1]), self._number(right)
        if one is None or two is None:
            return 0.0
        return 3.0 if two == one + 1 else -3.0

    def _number(self, lines: Sequence[int]) -> int | None:
        for line in lines:
            if self.headings[line]:
                return read_number(self.texts[line])
        return None


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
