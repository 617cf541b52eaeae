"""Reads .epub: a document a chapter, in the order in which the book is read."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.refusal import refusing
from pipeline.read.web import page_text
from pipeline.read.word import check_size

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_PACKAGE = "{http://www.idpf.org/2007/opf}"
_PAGES = ("application/xhtml+xml", "text/html")


def read_book(source: Source, data: bytes) -> Iterator[Document]:
    """Yield a document for each chapter that holds text; `page` of its source is the chapter's number.

    Raises:
        UnreadableFile: no .epub, unpacking to more than a .docx may, or locked.
    """
    with refusing(source.path, "not a whole .epub"):
        check_size(source, data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if (
                "META-INF/encryption.xml" in archive.namelist()
                and "META-INF/rights.xml" in archive.namelist()
            ):
                raise UnreadableFile(source.path, "locked by its publisher")
            chapters = [archive.read(name) for name in _chapters(archive)]
    for number, chapter in enumerate(chapters, 1):
        own = replace(source, page=number)
        text = page_text(own, chapter)
        if text.strip():
            yield Document(own, text)


def _chapters(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the names of the chapters, as the package's spine orders them."""
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    container = etree.fromstring(archive.read("META-INF/container.xml"), parser)
    place = next(container.iter(f"{_CONTAINER}rootfile")).get("full-path") or ""
    package = etree.fromstring(archive.read(place), parser)
    items = {
        item.get("id"): posixpath.normpath(
            posixpath.join(posixpath.dirname(place), unquote(item.get("href") or ""))
        )
        for item in package.iter(f"{_PACKAGE}item")
        if item.get("media-type") in _PAGES
    }
    there = set(archive.namelist())
    for entry in package.iter(f"{_PACKAGE}itemref"):
        name = items.get(entry.get("idref"))
        if name in there:
            yield name
