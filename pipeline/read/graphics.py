"""Finds the frames, tinted boxes and photographs of a recognised page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.read.layout import Rect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[Any]

_WORKING = 1000  # pixels: the longer side of the copy that is looked at
_LEAST = 0.004  # of the page: the area of a photograph or box
_RULE = 0.08  # of the page's width: the length of a frame's side
_DARK, _TINT = 0.7, 0.97  # of the paper's grey: rules and print, and what is tinted
_FILLED = 0.9  # of its rectangle: how much of a tinted box is tinted
_PRINTED = 0.25  # of a photograph: how much of it lines may cover


def find_graphics(picture: "Picture", lines: Sequence[Rect]) -> tuple[tuple[Rect, ...], tuple[Rect, ...]]:
    """Return the frames and tinted boxes of a page, and its photographs; `lines` tell where its text is."""
    import cv2
    import numpy as np

    scale = min(1.0, _WORKING / max(picture.shape[:2]))
    grey = cv2.cvtColor(
        cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY
    )
    paper = float(np.percentile(grey, 80))
    small = [line.scaled(scale) for line in lines]
    blocks = _blocks(grey, paper)
    photographs = [block for block in blocks if _covered(block, small) < _PRINTED]
    tinted = [block for block in blocks if _covered(block, small) >= _PRINTED]
    framed = _framed(grey < _DARK * paper)
    frames = [*tinted, *(frame for frame in framed if _covered(frame, small) >= _PRINTED)]
    return tuple(each.scaled(1 / scale) for each in frames), tuple(
        each.scaled(1 / scale) for each in photographs
    )


def _covered(block: Rect, lines: Sequence[Rect]) -> float:
    return sum(line.area for line in lines if block.holds(line)) / max(block.area, 1.0)


def _blocks(grey: "Picture", paper: float) -> list[Rect]:
    """Return the rectangles that are tinted almost all over."""
    import cv2
    import numpy as np

    # The lightest of what is near: print goes, which is thin, and the ground it stands on stays.
    ground = cv2.dilate(grey, np.ones((9, 9), np.uint8))
    mask = cv2.dilate((ground < _TINT * paper).astype(np.uint8), np.ones((9, 9), np.uint8))
    return _filled(mask)


def _filled(mask: "NDArray[Any]") -> list[Rect]:
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for number in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[number])
        whole = width * height
        if whole >= _LEAST * mask.size and area >= _FILLED * whole and min(width, height) > 10:
            found.append(Rect(left, top, left + width, top + height))
    return found


def _framed(dark: "NDArray[Any]") -> list[Rect]:
    """Return the rectangles that rules run round."""
    import cv2
    import numpy as np

    ink = dark.astype(np.uint8)
    length = max(int(_RULE * ink.shape[1]), 10)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(length // 2, 10), 1), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(rules, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        left, top, width, height = cv2.boundingRect(outline)
        sides = (rules[top : top + height, left + 1], rules[top : top + height, left + width - 2])
        ends = (rules[top + 1, left : left + width], rules[top + height - 2, left : left + width])
        closed = all(side.mean() > 0.8 for side in (*sides, *ends))
        if closed and width * height >= _LEAST * ink.size:
            found.append(Rect(left, top, left + width, top + height))
    return found
