"""Recognises the lines of a picture: RapidOCR with the models in its own package, offline, on one thread.

It is an optional part (`tashan[ocr]`). A page that lies on its side or head is turned first, by what reads
best. The lines that the detector finds are cut where white space parts columns, then read one by one.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import atan2, pi
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from pipeline.read.doubts import doubt
from pipeline.read.graphics import find_graphics
from pipeline.read.layout import Leaf, Printed, Rect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[Any]

EXTRA = "tashan[ocr]"
"""What to install for recognising pictures."""

_SURE = 0.9  # mean confidence of lines that stand upright
_TRIED = 6  # lines by which the way up is found
_LOWEST = 0.5  # mean confidence of a line that is text at all
_GUTTER = 1.15  # of a line's height: white space that parts columns
_SLANT = 0.25  # degrees: a page that slants more is straightened
_SMALL = 22  # pixels: the height of lines below which a picture is enlarged
_LONG = 8  # characters of a line whose width tells their size
_NEAR = 0.1  # sizes so near to the text's own are the same


def is_installed() -> bool:
    """Tell whether the optional part is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(picture: "Picture") -> tuple[Leaf, float]:
    """Return what is printed on a picture (height, width, blue-green-red) and the mean confidence."""
    import numpy as np

    boxes, slant = _detect(picture)
    turns = _turns(picture, boxes)
    if turns or abs(slant) > _SLANT:
        picture = _straighten(np.ascontiguousarray(np.rot90(picture, turns)), slant)
        boxes, _ = _detect(picture)
    boxes = [piece for box in boxes for piece in _part(picture, box)]
    lines = [line for box in boxes if (line := _read(picture, box)) is not None]
    return _leaf(picture, lines), mean([line.sure for line in lines]) if lines else 0.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A recognised line: its box, its characters, how sure each is and all are on the whole."""

    box: Rect
    text: str
    each: tuple[float, ...]
    sure: float

    def units(self) -> float:
        """Return its length in Chinese characters; others are half as wide."""
        return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in self.text)

    def pitch(self) -> float:
        """Return the width of a Chinese character."""
        return self.box.width / max(self.units(), 0.5)


@cache
def _engine() -> Any:  # noqa: ANN401 (an optional package)
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={**threads, "Global.log_level": "critical"})


def _detect(picture: "Picture") -> tuple[list[Rect], float]:
    """Return the boxes of lines, from the top, and by how many degrees most of them slant."""
    import numpy as np

    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return [], 0.0
    boxes = [Rect(*map(float, (*quad.min(axis=0), *quad.max(axis=0)))) for quad in found.boxes]
    slants = [_slant(quad) for quad in found.boxes]
    weights = [max(box.width, box.height) for box in boxes]
    order = np.argsort(slants)
    middle = np.searchsorted(np.cumsum(np.array(weights)[order]), sum(weights) / 2)
    return sorted(boxes, key=lambda box: (box.top, box.left)), float(slants[order[middle]])


def _slant(quad: "NDArray[Any]") -> float:
    """Return by how many degrees the longer sides of a box slant, between -45 and 45."""
    across, down = quad[1] - quad[0], quad[2] - quad[1]
    long = across if across @ across > down @ down else down
    degrees = atan2(float(long[1]), float(long[0])) * 180 / pi
    return (degrees + 45) % 90 - 45


def _straighten(picture: "Picture", slant: float) -> "Picture":
    import cv2

    if abs(slant) <= _SLANT:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    return cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _crop(picture: "Picture", box: Rect) -> "Picture":
    return picture[max(int(box.top), 0) : int(box.bottom) + 1, max(int(box.left), 0) : int(box.right) + 1]


def _recognise(crop: "Picture") -> tuple[str, tuple[float, ...], float]:
    found = _engine()(crop, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    text = found.txts[0] if found.txts else ""
    each = tuple(float(value) for value in found.word_results[0].confs) if text else ()
    return text, each, float(found.scores[0]) if text else 0.0


def _turns(picture: "Picture", boxes: Sequence[Rect]) -> int:
    """Return how many quarter turns against the clock set a picture upright: those whose lines read best."""
    import numpy as np

    tall = [box for box in boxes if box.height > 1.5 * box.width]
    lying = sum(box.height for box in tall) > sum(box.width for box in boxes if box.width > box.height)
    chosen = sorted(tall if lying else boxes, key=lambda box: -box.area)[:_TRIED]
    best, turn = 0.0, 0
    for turns in (1, 3) if lying else (0, 2):
        crops = [np.ascontiguousarray(np.rot90(_crop(picture, box), turns)) for box in chosen]
        sure = mean([_recognise(crop)[2] for crop in crops]) if crops else 0.0
        if sure > best:
            best, turn = sure, turns
        if best >= _SURE:
            break
    return turn


def _part(picture: "Picture", box: Rect) -> Iterator[Rect]:
    """Yield the pieces of a box that wide white space parts."""
    import numpy as np

    crop = _crop(picture, box).min(axis=2)
    paper = float(np.percentile(crop, 90))
    inked = (crop < 0.75 * paper).any(axis=0)
    places = np.flatnonzero(inked)
    if not len(places):
        yield box
        return
    breaks = np.flatnonzero(np.diff(places) > _GUTTER * box.height)
    edges = [places[0], *(edge for at in breaks for edge in (places[at], places[at + 1])), places[-1]]
    margin = 0.12 * box.height
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        yield Rect(
            max(box.left + float(left) - margin, 0), box.top, box.left + float(right) + margin, box.bottom
        )


def _read(picture: "Picture", box: Rect) -> _Line | None:
    text, each, sure = _recognise(_crop(picture, box))
    if not text.strip() or sure < _LOWEST:
        return None
    return _Line(box, text, each, sure)


def _leaf(picture: "Picture", lines: Sequence[_Line]) -> Leaf:
    body = median([line.pitch() for line in lines]) if lines else 1.0
    tall = median([line.box.height for line in lines]) if lines else 1.0
    printed = tuple(_print(line, body, body / tall) for line in lines)
    height, width = picture.shape[:2]
    frames, pictures = find_graphics(picture, [line.place for line in printed])
    return Leaf(float(width), float(height), printed, frames, pictures)


def _print(line: _Line, body: float, scale: float) -> Printed:
    """Return a line with its size, by its width if it is long, else by its height; near `body` it is that."""
    text = line.text.strip()
    start = line.text.index(text)
    notices = doubt(text, line.each[start : start + len(text)], line.sure)
    long = line.units() >= _LONG
    size = line.pitch() if long else line.box.height * scale
    near = abs(size / body - 1) < (_NEAR if long else 2 * _NEAR)
    return Printed(text, line.box, body if near else size, notices)
