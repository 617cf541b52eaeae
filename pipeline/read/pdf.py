"""Reads .pdf: by its text layer where a page has one, else by recognising its picture."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import UnreadableFile
from kg.values import Document, Notice, Source, Span
from pipeline.read.characters import read_leaf
from pipeline.read.layout import Leaf
from pipeline.read.limits import bounds
from pipeline.read.ocr import EXTRA, is_installed
from pipeline.read.printed import to_documents
from pipeline.read.refusal import refusing
from pipeline.read.scans import draw_page, recognise_page

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_LEAST_READABLE = 0.7
_TAIL = 4096
_LEAST_TEXT = 50  # characters of a page whose picture is not looked at
_COVERED = 0.6  # of a page with a little text: the part its picture takes


def read_pdf(source: Source, data: bytes) -> Iterator[Document]:
    r"""Yield the articles of a PDF in reading order: `\n` ends a paragraph, `\f` stands between two pages.

    Columns follow each other, boxes and captions come behind the text they stand beside, page numbers are
    left out, and so is a running head after the first page that bears it. Pages that are pictures, or whose
    text maps to no characters, are recognised where `tashan[ocr]` is installed; among others they are else
    reported as `ocr`.

    Raises:
        UnreadableFile: damaged, encrypted, or nothing but pictures with nothing to recognise them by.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableFile(source.path, "not a whole PDF (its end is missing)")
    leaves: list[Leaf] = []
    notices: dict[int, Notice] = {}
    reasons: set[str] = set()
    for number, page in enumerate(_pages(source, data), 1):
        with refusing(source.path, f"page {number} cannot be read"):
            leaf = read_leaf(page)
        reason = _wanting(page, leaf)
        if reason is not None:
            reasons.add(reason)
            leaf, notices[number] = _recognise(page, number, reason)
        leaves.append(leaf)
    if not any(leaf.lines for leaf in leaves):
        raise UnreadableFile(source.path, _explain(reasons))
    yield from to_documents(source, leaves, notices)


def _pages(source: Source, data: bytes) -> Iterator["PdfPage"]:
    """Yield the pages of a PDF, each open until the next is asked for."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    with refusing(source.path, "not a whole PDF"):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
                raise UnreadableFile(source.path, "encrypted: it opens with a password only") from error
            raise
        with document:
            if len(document) > bounds().pages:
                raise UnreadableFile(
                    source.path, f"{len(document):,} pages, more than the limit of {bounds().pages:,} (pages)"
                )
            for page in document:
                yield page
                page.close()


def _wanting(page: "PdfPage", leaf: Leaf) -> str | None:
    """Return what is wrong with the text of a page, if recognising its picture may give a better one."""
    text = "".join(line.text for line in leaf.lines)
    if text and _readable(text) < _LEAST_READABLE:
        return "its text layer maps to no characters"
    area = page.get_width() * page.get_height()
    covered = max((picture.area for picture in leaf.pictures), default=0.0) / max(area, 1.0)
    if len(text) < _LEAST_TEXT and covered > (_COVERED if text else 0.0):
        return "no text layer (a scan)"
    return None


def _recognise(page: "PdfPage", number: int, reason: str) -> tuple[Leaf, Notice]:
    if is_installed():
        return recognise_page(draw_page(page), number)
    leaf = Leaf(page.get_width(), page.get_height(), ())
    return leaf, Notice("ocr", Span(0, 0), f"page {number}: {reason}; to recognise it, install {EXTRA}")


def _explain(reasons: set[str]) -> str:
    if not reasons:
        return "the file holds no text"
    what = " and ".join(sorted(reasons))
    return (
        f"{what}, and nothing was recognised"
        if is_installed()
        else f"{what}; to recognise it, install {EXTRA}"
    )


def _readable(text: str) -> float:
    marks = [character for character in text if not character.isspace()]
    return sum(character.isprintable() and character != "\ufffd" for character in marks) / max(len(marks), 1)
