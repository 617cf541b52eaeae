"""Sets apart what stands beside the text of an article: framed and tinted boxes, and captions of pictures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.layout.printed import Leaf, Printed, Rect, around, body_size

_LARGEST = 0.6  # of the page: a frame larger than this is the page's own
_LEAST_TEXT = 12  # characters in a box
_CELLS = 4  # frames within a frame make a table
_BELOW = 3.0  # in heights of a character: how far from its picture a caption begins
_PITCH = 1.9  # the same from one line of a caption to the next
_LONGEST = 4  # lines of a caption
_ALIKE = 0.22  # of the size of the text, between the sizes of a caption's lines
_SMALL = 0.93  # of the size of the text
_CAPTION = re.compile(r"图为|^[▲△▼↑↓图]|摄[）)]?$|资料图|供图|(?:摄影|配图)[:：]")


@dataclass(frozen=True, slots=True)
class Parts:
    """A page's lines: of the text, of each box, of each caption; `things` stand for boxes and pictures."""

    text: list[Printed]
    boxes: list[list[Printed]]
    captions: list[list[Printed]]
    things: list[Printed]


def set_apart(leaf: Leaf) -> Parts:
    """Return the lines of a page by what they belong to."""
    text, boxes = _take_boxes(leaf)
    text, captions = _take_captions(text, leaf.pictures)
    places = [around([line.place for line in box]) for box in boxes] + list(leaf.pictures)
    size = body_size(text)
    return Parts(text, boxes, captions, [Printed("", place, size) for place in places])


def _take_boxes(leaf: Leaf) -> tuple[list[Printed], list[list[Printed]]]:
    text, boxes = list(leaf.lines), []
    for frame in sorted(_boxes(leaf), key=lambda frame: -frame.area):
        inside = [line for line in text if frame.holds(line.place)]
        if sum(len(line.text) for line in inside) >= _LEAST_TEXT and len(inside) < len(text):
            boxes.append(inside)
            text = [line for line in text if not frame.holds(line.place)]
    boxes.sort(key=lambda box: (box[0].place.top, box[0].place.left))
    return text, boxes


def _boxes(leaf: Leaf) -> list[Rect]:
    """Return the frames that hold text, not those of a page or a table, nor of a mere heading."""
    small = [frame for frame in leaf.frames if frame.area <= _LARGEST * leaf.width * leaf.height]
    size = body_size(leaf.lines)
    tall = [frame for frame in small if frame.height > 2.5 * size and frame.width > 5 * size]
    return [frame for frame in tall if _within(frame, small) < _CELLS]


def _within(frame: Rect, others: Sequence[Rect]) -> int:
    return sum(frame.holds(other) and other.area < 0.9 * frame.area for other in others)


def _take_captions(
    lines: list[Printed], pictures: Sequence[Rect]
) -> tuple[list[Printed], list[list[Printed]]]:
    size, captions = body_size(lines), []
    for picture in pictures:
        caption = _caption_of(picture, lines, size)
        if caption:
            captions.append(caption)
            lines = [line for line in lines if line not in caption]
    return lines, captions


def _caption_of(picture: Rect, lines: Sequence[Printed], size: float) -> list[Printed]:
    below = sorted(
        (
            line
            for line in lines
            if line.place.top >= picture.bottom - size
            and line.place.left >= picture.left - size
            and line.place.right <= picture.right + size
        ),
        key=lambda line: line.place.top,
    )
    caption: list[Printed] = []
    edge, reach = picture.bottom, _BELOW * size
    for line in below:
        same = not caption or abs(line.size - caption[0].size) < _ALIKE * size
        if line.place.top - edge > reach or not same or len(caption) == _LONGEST:
            break
        caption.append(line)
        edge, reach = line.place.bottom, (_PITCH - 1) * size
    words = "".join(line.text for line in caption)
    small = bool(caption) and caption[0].size <= _SMALL * size
    return caption if words and (small or _CAPTION.search(words)) else []
