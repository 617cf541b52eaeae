"""Reads .docx: paragraphs, tables and text boxes in the order in which they stand in the body."""

import io
import zipfile
from collections.abc import Iterator

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.limits import MEGABYTE, bounds
from pipeline.read.refusal import refusing
from pipeline.read.tree import Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {_WORD + "tab": "\t", _WORD + "br": "\n", _WORD + "cr": "\n", _WORD + "noBreakHyphen": "-"}
# A text box stands twice in the file, for old programs in Fallback; a moved text at its old place too.
_SKIPPED = (_FALLBACK, _WORD + "del", _WORD + "moveFrom", _WORD + "pPr", _WORD + "rPr")


def read_word(source: Source, data: bytes) -> Document:
    """Read a .docx: a line per paragraph, a line per table row with its cells parted by tabs.

    The text of a box follows the paragraph that holds it. Headers, footers and notes are left out.

    Raises:
        UnreadableFile: no .docx, cut short, or unpacking to more than the limit `office`.
    """
    import docx

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(source.path, "an old or encrypted Word file, not a .docx: save it as .docx")
    with refusing(source.path, "not a whole .docx"):
        check_size(source, data)
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(_lines(document.element.body))
        title = str(document.core_properties.title or "").strip()
    return Document(source, text, title=title or None)


def check_size(source: Source, data: bytes) -> None:
    """Refuse an Office file that unpacks to more than the limit: a small one may unpack to fill the memory.

    Raises:
        UnreadableFile: it does.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    most = bounds().office * MEGABYTE
    if size > most:
        raise UnreadableFile(
            source.path, f"it unpacks to {size:,} bytes, more than the limit of {most:,} (office)"
        )


def _lines(block: Element) -> Iterator[str]:
    for child in block:
        if child.tag == _WORD + "p":
            yield from _paragraph(child)
        elif child.tag == _WORD + "tbl":
            yield from _table(child)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _lines(child)  # content controls and the like wrap paragraphs


def _paragraph(paragraph: Element) -> Iterator[str]:
    boxes: list[Element] = []
    yield "".join(_pieces(paragraph, boxes))
    for box in boxes:
        yield from _lines(box)


def _pieces(element: Element, boxes: list[Element]) -> Iterator[str]:
    for child in element:
        if child.tag == _WORD + "t":
            yield child.text or ""
        elif child.tag == _WORD + "txbxContent":
            boxes.append(child)
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _SKIPPED:
            yield from _pieces(child, boxes)


def _table(table: Element) -> Iterator[str]:
    for row in _nearest(table, _WORD + "tr"):
        cells = [list(_lines(cell)) for cell in _nearest(row, _WORD + "tc")]
        if len(cells) == 1:
            yield from cells[0]  # a frame around text, as layouts use it, and no row of values
        else:
            yield "\t".join(" ".join("\n".join(cell).split("\n")).strip() for cell in cells)


def _nearest(element: Element, tag: str) -> Iterator[Element]:
    """Yield the descendants with this tag, without looking inside them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str):
            yield from _nearest(child, tag)
