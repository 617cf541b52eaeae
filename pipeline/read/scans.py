"""Reads pages that are pictures: .png, .jpg, .tiff with one or more pages, and pages of a scanned PDF."""

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from kg.errors import UnreadableFile
from kg.values import Document, Notice, Source, Span
from pipeline.read.layout import Leaf
from pipeline.read.limits import bounds
from pipeline.read.ocr import EXTRA, is_installed, recognise
from pipeline.read.printed import to_documents
from pipeline.read.refusal import refusing

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image
    from pypdfium2 import PdfPage

    Picture = NDArray[Any]

_DPI = 200
_MILLION = 1_000_000
_LONG_SIDE = 842.0  # points: to which recognised pages are scaled, so that their sizes can be compared
_WORDLESS = "it holds no text that can be recognised"


def read_picture(source: Source, data: bytes) -> Iterator[Document]:
    """Yield the articles of a picture, in reading order; a page of it is a page.

    Raises:
        UnreadableFile: no whole picture, one larger than the limits, one without text, or recognition is not
            installed.
    """
    if not is_installed():
        raise UnreadableFile(source.path, f"a picture: to recognise its text, install {EXTRA}")
    leaves: list[Leaf] = []
    notices: dict[int, Notice] = {}
    for number, picture in enumerate(_frames(source, data), 1):
        leaf, notices[number] = recognise_page(picture, number)
        leaves.append(leaf)
    if not any(leaf.lines for leaf in leaves):
        raise UnreadableFile(source.path, _WORDLESS)
    yield from to_documents(source, leaves, notices)


def recognise_page(picture: "Picture", number: int) -> tuple[Leaf, Notice]:
    """Return what is printed on page `number`, about in points, and a notice that says how sure that is."""
    leaf, sure = recognise(picture)
    told = f"recognised from its picture with confidence {sure:.2f}" if leaf.lines else _WORDLESS
    scaled = leaf.scaled(_LONG_SIDE / max(leaf.width, leaf.height, 1.0))
    return scaled, Notice("ocr", Span(0, 0), f"page {number}: {told}")


def draw_page(page: "PdfPage") -> "Picture":
    """Return the picture of a PDF's page, at 200 dpi or less where it is very large."""
    width, height = page.get_size()
    scale = min(_DPI / 72, (bounds().pixels * _MILLION / max(width * height, 1.0)) ** 0.5)
    drawn: Picture = page.render(scale=cast("int", scale)).to_numpy()[:, :, :3]
    return drawn


def _frames(source: Source, data: bytes) -> Iterator["Picture"]:
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence

    with refusing(source.path, "not a whole picture"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own limit, and of odd metadata
        try:
            opened = Image.open(io.BytesIO(data))
        except Image.DecompressionBombError as error:
            raise UnreadableFile(
                source.path, f"more than the limit of {bounds().pixels} million pixels (pixels)"
            ) from error
        with opened:
            for count, frame in enumerate(ImageSequence.Iterator(opened), 1):
                _bound(source, frame, count)
                with _unheard():
                    drawn = np.asarray(_on_paper(ImageOps.exif_transpose(frame)))
                yield np.ascontiguousarray(drawn[:, :, ::-1])


@contextmanager
def _unheard() -> Iterator[None]:
    """Let no decoder write what it finds odd to standard error, where a run names its files."""
    kept, quiet = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(quiet)


def _bound(source: Source, frame: "Image.Image", count: int) -> None:
    most = bounds()
    if count > most.pages:
        raise UnreadableFile(source.path, f"more than the limit of {most.pages:,} pages (pages)")
    width, height = frame.size
    if width * height > most.pixels * _MILLION:
        size = f"{width:,} × {height:,} pixels"
        told = f"a picture of {size}, more than the limit of {most.pixels} million (pixels)"
        raise UnreadableFile(source.path, told)


def _on_paper(frame: "Image.Image") -> "Image.Image":
    """Return a picture in colours, what shines through it on white."""
    from PIL import Image

    if "A" in frame.getbands() or "transparency" in frame.info:
        clear = frame.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    if frame.mode.startswith("I;16") or frame.mode == "I":  # 16 bits of grey
        return frame.point(lambda value: value / 256).convert("L").convert("RGB")
    return frame.convert("RGB")
