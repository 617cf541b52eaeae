"""The reading order of an article's lines: blocks that were jumbled are put where they read best.

A block is a run of lines that surely belong together; blocks begin where a line stops or starts in
mid-sentence, where sections stand out of their order, and at what looks like the lead of an article. The
best order is the path through all blocks with the highest sum of scores between neighbours, exact up to
`_MOST` blocks; the order as it stands is kept unless another is clearly better.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.repair.blocks import LEAD, Page, Scores, is_broken
from pipeline.repair.joints import (
    Joints,
    breaks_off,
    is_foreign,
    is_unfinished,
    lacks_beginning,
    starts_inside,
    still_open,
)
from pipeline.repair.paths import best_path

_FRAGMENT = re.compile(
    r"[\d日月年]$|[会局部厅处司团办]$|\s"
)  # the ends of a signature, a date, a list of names
_MOST = 10  # blocks that are tried in every order; more are only joined where they stand
_OWN = 200_000  # characters of the longest article whose own words are counted
_MENDS = 3.0  # a joint at least this plausible speaks of a jumbled page by itself
_JOINED = 0.0  # a joint at least this plausible joins two lines that do not stand together
_NEXT_JOINED = -4.0  # the same for lines that do


def arrange(texts: Sequence[str], headings: Sequence[bool], *, ordered: bool = False) -> "Order":
    """Return the reading order of the lines `texts`, of which those marked in `headings` are headings.

    Lines that are known to be `ordered` are only joined.

    Works in time linear in the lines, but for the few blocks that a jumbled article has.
    """
    joints = Joints(texts if sum(map(len, texts)) < _OWN else ())
    page = Page.of(texts, headings, broken_ends(texts, headings, joints), joints)
    blocks = [range(len(texts))] if ordered or page.is_sound() else page.blocks(_MOST)
    if not 1 < len(blocks) <= _MOST:
        return read(page, blocks, moved=frozenset())
    scores = Scores.of(page, blocks)
    order, stays = best_path(scores.first, scores.between, scores.last), range(len(blocks))
    order = order if page.is_better(scores, blocks, order) else tuple(stays)
    return read(page, [blocks[index] for index in order], moved=_moved(order, blocks))


def broken_ends(texts: Sequence[str], headings: Sequence[bool], joints: Joints) -> list[bool]:
    """Tell of each line whether it was cut off; in a list, where most lines end without a stop, none is.

    A short last line counts as cut off only where a line goes on with it, or where the first line or a late
    lead speaks of a jumbled page.
    """
    ends = [not head and is_broken(text) for text, head in zip(texts, headings, strict=True)]
    if texts and not headings[-1]:
        ends[-1] = _is_cut_last(texts, headings, ends, joints)
    bodies = len(texts) - sum(headings)
    return ends if sum(ends) * 2 <= max(bodies, 4) else [False] * len(ends)


def _is_cut_last(
    texts: Sequence[str], headings: Sequence[bool], ends: Sequence[bool], joints: Joints
) -> bool:
    last = texts[-1]
    short = len(last) < 6 or _FRAGMENT.search(last) is not None or is_foreign(last[-40:])
    if not is_unfinished(last) or (short and not breaks_off(last)):
        return False
    if (ends[-1] and breaks_off(last)) or _jumbled(texts, headings):
        return True
    heads = [0, *(index + 1 for index, end in enumerate(ends[:-1]) if end)]
    return any(
        not headings[head] and head < len(texts) - 1 and joints.score(last, texts[head]) > _MENDS
        for head in heads
    )


def _jumbled(texts: Sequence[str], headings: Sequence[bool]) -> bool:
    if not headings[0] and starts_inside(texts[0]):
        return True
    late = range(1, len(texts))
    return any(LEAD.match(texts[index]) and not headings[index] and not headings[index - 1] for index in late)


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


def read(page: Page, blocks: Sequence[range], *, moved: frozenset[int]) -> Order:
    """Return the paragraphs of `blocks` in this order, joined where one goes on in the next."""
    paragraphs: list[list[int]] = []
    cut: set[int] = set()
    headless: set[int] = set()
    opened: str | None = None  # a mark that a paragraph before has opened: speech runs over paragraphs
    for line in (line for block in blocks for line in block):
        before = paragraphs[-1][-1] if paragraphs else None
        left, opened = opened, still_open(page.texts[line], opened)
        if before is not None and page.ends[before]:
            wanted = _NEXT_JOINED if line == before + 1 else _JOINED
            if page.joint(before, line) >= wanted:
                paragraphs[-1].append(line)
                continue
            if breaks_off(page.texts[before]):
                cut.add(before)
        if not page.headings[line] and lacks_beginning(page.texts[line], left):
            headless.add(line)
        paragraphs.append([line])
    last = paragraphs[-1][-1] if paragraphs else None
    if last is not None and page.ends[last] and (moved or breaks_off(page.texts[last])):
        cut.add(last)
    return Order(tuple(map(tuple, paragraphs)), moved, frozenset(cut), frozenset(headless))
