"""Reads .pdf by its text layer."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import UnreadableFile
from kg.values import Document, Notice, Source, Span
from pipeline.read.columns import Gap, SetLine, part_columns
from pipeline.read.refusal import refusing

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

PAGE_BREAK = "\f"
"""Stands between the texts of two pages."""

_SURE_NUMBER = re.compile(r"[-—–·]\s*\d{1,4}\s*[-—–·]|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?")
_LETTER = re.compile(r"[^\W\d_]")
_BARE_NUMBER = re.compile(r"\d{1,4}")
_LEAST_READABLE = 0.7
_TAIL = 4096
_TWO_SIDES = re.compile(r"\S{6} +\S{6}")
_LEAST_TWO_SIDED = 6
_CUT_WORD = re.compile("[\x02\ufffe]\n?")
_EDGES = (0, 1, 2, -1, -2, -3)
_LONGEST_HEAD = 40
_LEAST_INDENT, _MOST_INDENT = 1.2, 2.4  # in heights of a character, which is up to 1.4 of its width


def read_pdf(source: Source, data: bytes) -> Document:
    r"""Read a PDF page by page: `\n` ends a line as it is set, `\f` stands between two pages.

    Lines come in the order of the file's content, and columns follow each other. A paragraph stays cut into
    its lines, the first with two wide spaces before it where it is set in so. Page numbers that stand alone
    at the top or the foot of a page are left out, and so is a head or foot line after the first page that
    bears it. A page that is a picture without text, among pages with text, is reported as `ocr`.

    Raises:
        UnreadableFile: damaged, encrypted, without a text layer, or with one that maps to no characters.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableFile(source.path, "not a whole PDF (its end is missing)")
    pages, pictures = _load_pages(source, data)
    if not any(page.strip() for page in pages):
        raise UnreadableFile(source.path, "no text layer (a scan); OCR is needed")
    text = PAGE_BREAK.join(_drop_furniture(pages))
    if _readable(text) < _LEAST_READABLE:
        raise UnreadableFile(source.path, "its text layer maps to no characters; OCR is needed")
    return Document(source, text, notices=tuple(map(_report_picture, pictures)))


def _load_pages(source: Source, data: bytes) -> tuple[list[str], list[int]]:
    """Return the text of each page, and the numbers, from 1, of the pages that are pictures only."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    pages: list[str] = []
    pictures: list[int] = []
    with refusing(source.path, "not a whole PDF"):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
                raise UnreadableFile(source.path, "encrypted: it opens with a password only") from error
            raise
        with document:
            for page in document:
                pages.append(_read_page(page))
                if not pages[-1].strip() and any(page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
                    pictures.append(len(pages))
                page.close()
    return pages, pictures


def _read_page(page: "PdfPage") -> str:
    textpage = page.get_textpage()
    text = str(textpage.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    measured = list(_measure(textpage)) if text.strip() else []
    textpage.close()
    if sum(bool(_TWO_SIDES.search(line)) for line in text.split("\n")) >= _LEAST_TWO_SIDED:
        text = "\n".join(part_columns(measured))
    else:
        text = "\n".join(_indent([line for line in text.split("\n") if line.strip()], measured))
    # pdfium marks the hyphen of a word cut at the end of a line with a control character.
    return _CUT_WORD.sub("", text)


def _indent(lines: list[str], measured: list[SetLine]) -> Iterator[str]:
    """Yield `lines`, two wide spaces before each that is set in by two characters from a line beside it."""
    known = len(lines) == len(measured) and all(
        line.split() == place.text.split() for line, place in zip(lines, measured, strict=True)
    )
    for index, line in enumerate(lines):
        beside = measured[max(index - 1, 0) : index + 2] if known else []
        yield "\u3000\u3000" + line if any(_set_in(measured[index], other) for other in beside) else line


def _set_in(line: SetLine, other: SetLine) -> bool:
    inset = (line.left - other.left) / max(line.height, 1.0)
    return 0.8 * line.height < other.height < 1.2 * line.height and _LEAST_INDENT < inset < _MOST_INDENT


def _measure(textpage: "PdfTextPage") -> Iterator[SetLine]:
    """Yield the lines of a page with their places; pdfium puts a space of its own into every wide gap."""
    text = ""
    boxes: list[tuple[float, float, float, float]] = []
    gaps: list[Gap] = []
    for index, character in enumerate([*_characters(textpage), "\n"]):
        if character in ("\r", "\n", "\f"):
            if boxes:
                height = max(top - bottom for _, bottom, _, top in boxes)
                yield SetLine(text, boxes[0][0], boxes[-1][2], height, tuple(gaps))
            text, boxes, gaps = "", [], []
        elif not character.isspace() and character != "\0":
            box = textpage.get_charbox(index, loose=True)
            if text.endswith(" ") and boxes:
                gaps.append(Gap(len(text), boxes[-1][2], box[0]))
            boxes.append(box)
            text += character
        elif character != "\0":
            text += " "


def _characters(textpage: "PdfTextPage") -> list[str]:
    r"""Return the character at each of pdfium's places, `\0` for the second half of a surrogate pair."""
    import pypdfium2.raw as pdfium

    units = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(textpage.count_chars())]
    return [_pair(unit, following) for unit, following in zip(units, [*units[1:], 0], strict=True)]


def _pair(unit: int, following: int) -> str:
    if 0xD800 <= unit < 0xDC00 <= following < 0xE000:
        return chr(0x10000 + (unit - 0xD800) * 0x400 + following - 0xDC00)
    return "\0" if 0xD800 <= unit < 0xE000 else chr(unit)


def _drop_furniture(pages: list[str]) -> list[str]:
    """Take out what is no text of an article: page numbers, and a head or foot line set on every page."""
    lined = [[line for line in page.split("\n") if line.strip()] for page in pages]
    numbers = set(_find_numbers(lined))
    lined = [
        [line for place, line in enumerate(lines) if (page, place) not in numbers]
        for page, lines in enumerate(lined)
    ]
    for edge in (0, -1):
        _drop_repeated(lined, edge)
    return ["\n".join(lines) for lines in lined]


def _find_numbers(lined: list[list[str]]) -> Iterator[tuple[int, int]]:
    """Yield page and line of each page number: marked as one, or bare and counting up with the pages."""
    for place in _EDGES:
        edges = [
            (page, lines[place].strip())
            for page, lines in enumerate(lined)
            if len(lines) >= abs(place) + (place >= 0)
        ]
        offset = _running_offset(edges)
        for page, line in edges:
            bare = _BARE_NUMBER.fullmatch(line)
            if _SURE_NUMBER.fullmatch(line) or (bare and int(line) - page == offset):
                yield page, place % len(lined[page])


def _running_offset(edges: list[tuple[int, str]]) -> int | None:
    """Return the number that the first page would bear, if at least two pages bear numbers that count up."""
    offsets = [int(line) - page for page, line in edges if _BARE_NUMBER.fullmatch(line)]
    best = max(offsets, key=offsets.count, default=None)
    return best if best is not None and offsets.count(best) > 1 else None


def _drop_repeated(lined: list[list[str]], edge: int) -> None:
    before = ""
    for lines in lined:
        line = re.sub(r"\d+", "0", lines[edge].strip()) if lines else ""
        if _LETTER.search(line) and line == before and len(line) <= _LONGEST_HEAD and "。" not in line:
            del lines[edge]
        before = line


def _readable(text: str) -> float:
    marks = [character for character in text if not character.isspace()]
    return sum(character.isprintable() and character != "\ufffd" for character in marks) / max(len(marks), 1)


def _report_picture(number: int) -> Notice:
    return Notice("ocr", Span(0, 0), f"page {number} has no text layer (a scan); OCR is needed")
