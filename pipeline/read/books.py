"""Reads .epub: a document a chapter, in the order in which the book is read."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

from kg.addresses import whole_address
from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.refusal import refusing
from pipeline.read.tree import Element
from pipeline.read.web import read_chapter
from pipeline.read.word import check_size

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_PACKAGE = "{http://www.idpf.org/2007/opf}"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_PAGES = ("application/xhtml+xml", "text/html")


def read_book(source: Source, data: bytes) -> Iterator[Document]:
    """Yield a document for each chapter that holds text; `page` of its source is the chapter's number.

    A chapter that does not say by whom and when it was published has what the book says.

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
            package, place = _package(archive)
            chapters = [archive.read(name) for name in _chapters(archive, package, place)]
            publisher, published = _told(package, "publisher"), _day(_told(package, "date"))
            address = whole_address(_told(package, "source") or _told(package, "identifier"))
    for number, chapter in enumerate(chapters, 1):
        own = replace(source, page=number)
        document = read_chapter(own, chapter)
        if document.text.strip():
            yield replace(document, publisher=publisher, published=published, address=address)


def _package(archive: zipfile.ZipFile) -> tuple[Element, str]:
    """Return the book's description of itself, and where it lies."""
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    container = etree.fromstring(archive.read("META-INF/container.xml"), parser)
    place = next(container.iter(f"{_CONTAINER}rootfile")).get("full-path") or ""
    return etree.fromstring(archive.read(place), parser), place


def _told(package: Element, name: str) -> str | None:
    """Return what the description says under a name of Dublin Core."""
    return next(
        (text for item in package.iter(f"{_CORE}{name}") if (text := (item.text or "").strip())), None
    )


def _day(text: str | None) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat((text or "")[:10])
    return None


def _chapters(archive: zipfile.ZipFile, package: Element, place: str) -> Iterator[str]:
    """Yield the names of the chapters, as the package's spine orders them."""
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
        if name is not None and name in there:
            yield name
