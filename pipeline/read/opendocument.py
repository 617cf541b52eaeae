"""Reads .odt: headings, paragraphs and tables in their order."""

import io
import zipfile
from collections.abc import Iterator

from kg.values import Document, Source
from pipeline.read.refusal import refusing
from pipeline.read.tree import Element
from pipeline.read.word import check_size

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_LINES = (_TEXT + "p", _TEXT + "h")
_CHARACTERS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n", _TEXT + "s": " "}
_SKIPPED = (_TEXT + "note", _OFFICE + "annotation", _TEXT + "tracked-changes")


def read_opendocument(source: Source, data: bytes) -> Document:
    """Read a .odt: a line per heading and paragraph, a line per table row with its cells parted by tabs.

    Raises:
        UnreadableFile: no .odt, or unpacking to more than a .docx may.
    """
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

    with refusing(source.path, "not a whole .odt"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_size(source, data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(archive.read("content.xml"), parser)
        body = root.find(f"{_OFFICE}body")
        text = "\n".join(_lines(body)) if body is not None else ""
    return Document(source, text)


def _lines(block: Element) -> Iterator[str]:
    for child in block:
        if child.tag in _LINES:
            yield "".join(_pieces(child))
        elif child.tag == _TABLE + "table":
            yield from _rows(child)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _lines(child)


def _rows(table: Element) -> Iterator[str]:
    for element in table.iter():
        if element.tag == _TABLE + "table-row":
            cells = [child for child in element if child.tag == _TABLE + "table-cell"]
            yield "\t".join(" ".join(_lines(cell)).strip() for cell in cells)


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _pieces(child)
        yield child.tail or ""
