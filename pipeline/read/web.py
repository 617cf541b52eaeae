"""Reads .html: the article of the page, without navigation, comments and imprint."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.encodings import decode
from pipeline.read.refusal import refusing
from pipeline.read.tree import Element

if TYPE_CHECKING:
    from trafilatura.settings import Document as Found

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_BLOCKS = ("p", "head", "item", "quote", "code")


def read_web(source: Source, data: bytes) -> Document:
    """Read a page: a line per heading, paragraph and list item, a line per table row, cells parted by tabs.

    Title, site and day of publication are what the page's metadata says. Where no article is found, the
    text of the whole body is taken.

    Raises:
        UnreadableFile: not text, or no words in the page.
    """
    declared = _CHARSET.search(data[:4096])
    decoded = decode(source, data, declared=declared[1].decode("ascii") if declared else None)
    page = _DECLARATION.sub("", decoded.text, count=1)
    found = _extract(page)
    text = "\n".join(_lines(found.body)) if found is not None else ""
    if not text.strip():
        with refusing(source.path, "not a web page"):
            text = _body_text(page)
    if not text.strip():
        raise UnreadableFile(source.path, "no text in the page")
    return Document(
        source,
        text,
        title=(found.title or None) if found else None,
        publisher=(found.sitename or None) if found else None,
        published=_day(found.date) if found else None,
        notices=decoded.notices,
    )


def _extract(page: str) -> "Found | None":
    """Return trafilatura's document, or None where it finds no article or fails on a damaged page."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        found = trafilatura.bare_extraction(
            page,
            favor_recall=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:
        return None
    return None if isinstance(found, dict) else found


def _lines(element: Element) -> Iterator[str]:
    """Yield the lines of trafilatura's tree: text between blocks is a line too."""
    loose = [element.text or ""]
    for child in element:
        if child.tag in (*_BLOCKS, "list", "table", "row"):
            yield from _tidy("".join(loose))
            yield from [_row(child)] if child.tag == "row" else _lines(child)
            loose = []
        else:
            loose.append("\n" if child.tag == "lb" else "".join(child.itertext()))
        loose.append(child.tail or "")
    yield from _tidy("".join(loose))


def _row(row: Element) -> str:
    return "\t".join(" ".join(_lines(cell)) for cell in row)


def _tidy(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line.strip():
            yield line.strip()


def _body_text(page: str) -> str:
    import trafilatura

    root = trafilatura.load_html(page)
    if root is None:
        return ""
    for element in root.xpath("//script | //style | //noscript | //template | //head | //nav | //comment()"):
        element.drop_tree()
    for element in root.iter("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section"):
        element.tail = "\n" + (element.tail or "")
        if element.tag != "br":
            element.text = "\n" + (element.text or "")
    return "\n".join(_tidy(root.text_content()))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
