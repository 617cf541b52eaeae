"""Takes the lines of a PDF page from its characters' boxes, with its frames and pictures."""

import ctypes
import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING

from pipeline.read.layout import Leaf, Printed, Rect
from pipeline.read.limits import bounds

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_APART = 1.0  # of a character's size: white space within a line that parts two stretches
_BLANK = 1.6  # the same where the text has a blank of its own
_LEAST_HOLE = 0.25  # of a character's size: white space in which a character may be drawn later
_OFF = 0.35  # the same up or down: another line
_WIDE = "“”‘’—…·"  # as wide as a Chinese character beside one
_BOLD = re.compile(r"bold|black|heavy|hei|黑", re.IGNORECASE)
_BREAK = re.compile(r"[\r\n\f]")
_LONGEST_NAME = 128
_MOST_OBJECTS = 20_000
_THIN = 3.0  # points: a rule


def read_leaf(page: "PdfPage") -> Leaf:
    """Return what is printed on a page; its boxes are turned so that the page stands upright."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        lines = tuple(_lines(textpage, height))
    finally:
        textpage.close()
    frames, pictures = _graphics(page, height)
    return Leaf(width, height, lines, frames, pictures)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character: its edges on the line it stands on, the line's height from the top, its size."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    blank: str  # the white space of the text's own that stands before it
    guessed: bool  # white space that pdfium saw stands before it


def _lines(textpage: "PdfTextPage", height: float) -> Iterator[Printed]:
    stretch: list[_Glyph] = []
    for glyph in _glyphs(textpage, height):
        if stretch and not _goes_on(stretch[-1], glyph):
            hole = _hole(stretch, glyph)
            if hole:
                stretch.insert(hole, glyph)
                continue
            yield _print(stretch)
            stretch = []
        stretch.append(glyph)
    if stretch:
        yield _print(stretch)


def _goes_on(last: _Glyph, glyph: _Glyph) -> bool:
    size = min(last.size, glyph.size)
    level = abs(last.base - glyph.base) < _OFF * size
    return (
        level
        and glyph.left > last.left - 0.5 * size
        and glyph.left - last.right < (_BLANK if glyph.blank else _APART) * size
    )


def _hole(stretch: Sequence[_Glyph], glyph: _Glyph) -> int:
    """Return before which character of a stretch one belongs that is drawn after it, or 0 for none.

    A program that takes marks from another font draws them behind the rest of the line, and leaves holes.
    """
    at = bisect(stretch, glyph.left, key=attrgetter("left"))
    if not 0 < at < len(stretch) or abs(stretch[at].base - glyph.base) >= _OFF * glyph.size:
        return 0
    free = stretch[at].left - stretch[at - 1].right
    begins = glyph.left > stretch[at - 1].right - _LEAST_HOLE * glyph.size
    return at if begins and free > _LEAST_HOLE * glyph.size else 0


def _print(stretch: Sequence[_Glyph]) -> Printed:
    size = median(glyph.size for glyph in stretch)
    base = median(glyph.base for glyph in stretch)
    gaps = [after.left - before.right for before, after in pairwise(stretch)]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    words = [stretch[0].text]
    for gap, before, glyph in zip(gaps, stretch, stretch[1:], strict=False):
        latin = before.text.isascii() and glyph.text.isascii()
        wide = gap > 2 * usual + (0.1 if latin else 0.15) * size
        words.append((glyph.blank or (" " if glyph.guessed and wide else "")) + glyph.text)
    place = Rect(stretch[0].left, base - 0.88 * size, stretch[-1].right, base + 0.12 * size)
    return Printed("".join(words), place, size, bold=2 * sum(glyph.bold for glyph in stretch) > len(stretch))


def _glyphs(textpage: "PdfTextPage", height: float) -> Iterator[_Glyph]:
    """Yield the characters of a page, without the hyphen that pdfium marks in a word cut at a line's end."""
    import pypdfium2.raw as pdfium

    count, most = textpage.count_chars(), bounds().characters
    if count > most:
        raise ValueError(f"{count:,} characters, more than the limit of {most:,} (characters)")
    units = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count)]
    blank, guessed = "", False
    for index, unit in enumerate(units):
        character = _pair(unit, units[index + 1] if index + 1 < count else 0)
        if character.isspace():
            made = pdfium.FPDFText_IsGenerated(textpage, index) == 1
            blank, guessed = blank or ("" if made else _BREAK.sub(" ", character)), guessed or made
        elif character not in "\0\x02\ufffe":
            yield _measure(textpage, index, character, (height, blank, guessed))
            blank, guessed = "", False


def _measure(textpage: "PdfTextPage", index: int, character: str, known: tuple[float, str, bool]) -> _Glyph:
    import pypdfium2.raw as pdfium

    height, blank, guessed = known
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = max(pdfium.FPDFText_GetFontSize(textpage, index) * scale, 0.1)
    right = textpage.get_charbox(index + (character > "\uffff"), loose=True)[2]
    if unicodedata.east_asian_width(character) in "WF" or character in _WIDE:
        right = max(right, x.value + size)
    bold = bool(_BOLD.search(_font_name(textpage, index)))
    return _Glyph(character, x.value, max(right, x.value), height - y.value, size, bold, blank, guessed)


def _font_name(textpage: "PdfTextPage", index: int) -> str:
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, _LONGEST_NAME, flags)
    return name.value.decode("utf-8", "replace")


def _pair(unit: int, following: int) -> str:
    if 0xD800 <= unit < 0xDC00 <= following < 0xE000:
        return chr(0x10000 + (unit - 0xD800) * 0x400 + following - 0xDC00)
    return "\0" if 0xD800 <= unit < 0xE000 else chr(unit)


def _graphics(page: "PdfPage", height: float) -> tuple[tuple[Rect, ...], tuple[Rect, ...]]:
    """Return the rectangles drawn on a page, and its pictures."""
    import pypdfium2.raw as pdfium

    frames: list[Rect] = []
    pictures: list[Rect] = []
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
    for number, thing in enumerate(page.get_objects(kinds, max_depth=3)):
        if number >= _MOST_OBJECTS:
            break
        left, bottom, right, top = thing.get_bounds()
        place = Rect(left, height - top, right, height - bottom)
        if min(place.width, place.height) > _THIN:
            (pictures if getattr(thing, "type", None) == pdfium.FPDF_PAGEOBJ_IMAGE else frames).append(place)
    return tuple(dict.fromkeys(frames)), tuple(dict.fromkeys(pictures))
