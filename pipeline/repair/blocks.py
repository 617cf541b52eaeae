"""The blocks of an article's lines, and how well one begins it, follows another, or ends it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.repair.joints import Joints, is_unfinished, opening, starts_inside, unclosed
from pipeline.repair.leads import lead
from pipeline.repair.numbering import ranks
from pipeline.repair.paths import certainty, worth

LEAD = re.compile(
    r"(?:近年来|近年|近日|日前|近期|多年来|长期以来|一直以来|[\d一二三四五六七八九十]{1,4}年来|自.{2,16}以来[，,]|"
    r"党的.{2,8}以来|为(?:了|进一步|深入|贯彻|全面|切实|充分|更好)|.{2,12}(?:位于|地处|坐落|成立于|始建于|是一家|是一个))"
)
"""How an article begins."""

_MARGIN = re.compile(
    r"来源|编辑|校对|责编|审核|编审|记者|供稿|供图|版权|更多|点击|扫码|扫一扫|下载|APP|微信|http|www|[~～▌✦↓▼]"
)
_TITLE = re.compile(r"\W{0,2}原标题[^。]*$")
_CLOSE = re.compile(r"(?:实践证明|下一步|今后|未来|展望未来|新征程上|接下来)")
_GOES_ON = re.compile(
    r"(?:同时|此外|另外|其次|再次|最后|目前|据悉|据了解|据介绍|其中|而且|因此|接下来|随后|与此同时|不仅如此)"
)
_INSIDE = -3.5  # what opens a sentence so badly starts inside one: 24 % of other places, 1 % of openings
_STAY = 1.5  # what an order must gain for each pair of neighbours that it parts at a cut
_WHOLE = 4.0  # the same where nothing speaks of a cut
_SOUND = 1.0  # a joint at least this plausible leaves nothing to ask
_WORST = -4.0  # the score of a cut line before what does not go on with it
_MENDED = 1.0  # a joint more plausible than this speaks for moving a block
_FAIR = -1.5  # the same of the best of them where the whole order is clearly better
_HEADLESS = 3.0  # what a line loses that starts inside a sentence and stands behind a whole one
_HEADLESS_FIRST = 5.0  # or before all
_LEAD_MOST = 6.0  # of the odds that a line begins an article
_LEAD_WORDS = 3.0  # what a line gains that begins as leads do
_JOINT_WEIGHT = 0.7  # a joint's likelihood ratio is too sure of itself by so much
_LEAD_LIKE = 1.0  # odds, as a logarithm: 68 % of leads, 2 % of other paragraphs
_GAIN = 5.0  # how much better than the order that stands another must be
_NUMBERED_GAIN, _NUMBERED_CERTAIN = 1.5, 0.5  # the same where numbers, or a lead, tell the order
_CERTAIN = 0.7  # and how likely among all orders: with both, hardly a page became worse of those for margins
_SMALL_GAIN, _SURER = 2.0, 0.75  # the same where every joint that it makes is plausible
_LARGE_GAIN, _LIKELY = 12.0, 0.4  # the same where it makes joints of cut lines only


def is_broken(text: str) -> bool:
    """Tell whether a body line was cut off: it stops in mid-sentence and is no short line of its own.

    >>> is_broken("各班组之间还有一道看不见的墙，大家互相很少来往，打破班组之间的“隔"), is_broken("特此通知")
    (True, False)
    """
    if "\t" in text or not is_unfinished(text) or _MARGIN.search(text[-60:]) or _TITLE.match(text):
        return False
    return len(text) >= 25 or any(mark in text for mark in "，。；") or unclosed(text) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one article with what is known of their ends."""

    texts: Sequence[str]
    headings: Sequence[bool]
    ends: Sequence[bool]
    joints: Joints
    placed: Mapping[int, int]  # the place among its like of each heading that has one

    @classmethod
    def of(
        cls, texts: Sequence[str], headings: Sequence[bool], ends: Sequence[bool], joints: Joints
    ) -> "Page":
        """Return the page of these lines."""
        return cls(texts, headings, ends, joints, ranks(texts, headings))

    def blocks(self, most: int) -> list[range]:
        """Return the runs of lines that belong together; one run where nothing speaks of a jumbled page.

        There are at most `most`, unless more lines were cut.
        """
        count = len(self.texts)
        jumps = self._jumps()
        cuts = {index for index in range(1, count) if self.ends[index - 1]}
        jumbled = bool(count) and (any(self.ends) or self.starts(0))
        cuts |= set(self.placed) - {0} if jumps else set()
        if (jumbled or jumps) and len(cuts) < most - 1:
            spare = [index for index in range(1, count) if self.loose(index) and index not in cuts]
            spare = spare if jumbled else [index for index in spare if self._begins(index)]
            tails = [index for index, end in enumerate(self.ends) if end]
            steady = {index: self._steadiness(index, tails) for index in spare}
            cuts |= set(sorted(spare, key=steady.__getitem__)[: most - 1 - len(cuts)])
        edges = [0, *sorted(cuts), count] if count else []
        return [range(start, end) for start, end in pairwise(edges)]

    def is_sound(self) -> bool:
        """Tell whether the lines read well as they stand: nothing is left without its end or beginning."""
        if not self.texts or self.ends[-1] or self.starts(0) or self._jumps():
            return not self.texts
        broken = (index for index, end in enumerate(self.ends) if end)
        return all(self.joint(index, index + 1) > _SOUND and not self.leads(index + 1) for index in broken)

    def is_better(self, scores: "Scores", blocks: Sequence[range], order: Sequence[int]) -> bool:
        """Tell whether an order is clearly better, and a number or a mended joint speaks for it."""
        gain = scores.worth(order) - scores.worth(range(len(blocks)))
        if gain < _NUMBERED_GAIN:
            return False
        sure = scores.certainty(order)
        if self._jumps():
            return sure >= _NUMBERED_CERTAIN
        read = [blocks[index] for index in order]
        new = [(left[-1], right[0]) for left, right in pairwise(read) if right[0] != left[-1] + 1]
        mended = [self.joint(*pair) for pair in new if self.ends[pair[0]]]
        if gain >= _GAIN and sure >= _CERTAIN:
            return max(mended, default=_WORST) > _FAIR
        if gain >= _SMALL_GAIN and sure >= _SURER:
            return min(mended, default=_WORST) > _MENDED
        return gain >= _LARGE_GAIN and sure >= _LIKELY and len(mended) == len(new)

    def loose(self, index: int) -> bool:
        """Tell whether the line may have stood elsewhere though the line before it is whole."""
        return not self.headings[index] and not self.headings[index - 1] and not self.ends[index - 1]

    def _steadiness(self, index: int, tails: Sequence[int]) -> float:
        """Return how surely the line follows the one before: low for a lead, and for a cut line's rest."""
        joints = (self.joint(tail, index) for tail in tails if tail != index)
        return min(-lead(self.texts[index]) - 3.0 * self.leads(index), -max(joints, default=0.0))

    def _jumps(self) -> set[int]:
        """Return the headings that do not follow their number, or the order that the lead announces."""
        found, rank = set(), 0
        for index, new in self.placed.items():
            if new != rank + 1:
                found.add(index)
            rank = new
        return found

    def starts(self, index: int) -> bool:
        """Tell whether the line surely starts in mid-sentence, by its marks or its words."""
        text = self.texts[index]
        return not self.headings[index] and (starts_inside(text) or opening(text) < _INSIDE)

    def leads(self, index: int) -> bool:
        """Tell whether the line begins an article and follows no heading."""
        before = self.headings[index - 1] if index else False
        return not before and bool(LEAD.match(self.texts[index]))

    def _begins(self, index: int) -> bool:
        return self.leads(index) or lead(self.texts[index]) > _LEAD_LIKE

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
            score = _WORST if self.headings[head] else max(_JOINT_WEIGHT * self.joint(tail, head), _WORST)
            return score + _STAY * near
        if head in self.placed:
            return _STAY * near
        score = 0.0 if self.headings[head] else min(opening(self.texts[head]), 0.0)
        return score - _HEADLESS * self.starts(head) + (_WHOLE if near else 0.0)

    def first(self, block: range) -> float:
        """Return how well the block begins the article."""
        head = block[0]
        text = self.texts[head]
        if self.headings[head]:
            return -2.0
        score = min(opening(text), 1.0) - _HEADLESS_FIRST * self.starts(head)
        score += _LEAD_WORDS * (bool(LEAD.match(text)) - bool(_GOES_ON.match(text))) + _STAY * (head == 0)
        return score + max(min(lead(text), _LEAD_MOST), -_LEAD_MOST)

    def last(self, block: range) -> float:
        """Return how well the block ends the article."""
        tail = block[-1]
        if self.ends[tail] or self.headings[tail]:
            return -5.0
        return 1.0 if _CLOSE.match(self.texts[tail]) else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """How well each block begins and ends the article, and follows each other one."""

    first: list[float]
    between: list[list[float]]
    last: list[float]

    @classmethod
    def of(cls, page: Page, blocks: Sequence[range]) -> "Scores":
        """Return the scores of the blocks of a page."""
        rank = page.placed
        opens = [next((rank[line] for line in block if line in rank), None) for block in blocks]
        closes = [next((rank[line] for line in block[::-1] if line in rank), None) for block in blocks]
        return cls(
            [page.first(block) for block in blocks],
            [
                [
                    page.between(left, right) + _follows(closes[one], opens[other]) if one != other else 0.0
                    for other, right in enumerate(blocks)
                ]
                for one, left in enumerate(blocks)
            ],
            [page.last(block) for block in blocks],
        )

    def worth(self, order: Sequence[int]) -> float:
        """Return the score of an order."""
        return worth(order, self.first, self.between, self.last)

    def certainty(self, order: Sequence[int]) -> float:
        """Return how likely an order is among all."""
        return certainty(order, self.first, self.between, self.last)


def _follows(one: int | None, other: int | None) -> float:
    return 0.0 if other is None else 4.0 if other == (one or 0) + 1 else -4.0
