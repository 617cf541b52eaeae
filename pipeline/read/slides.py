"""Reads .pptx: slide by slide, the title first, then boxes and tables from top to bottom."""

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.values import Document, Source
from pipeline.read.refusal import refusing
from pipeline.read.word import check_size

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape

_BAND = (
    200_000  # English Metric Units: boxes whose tops differ by less than half a centimetre stand side by side
)


def read_slides(source: Source, data: bytes) -> Document:
    """Read a .pptx: a line per paragraph, a line per table row, an empty line between slides; no notes.

    Raises:
        UnreadableFile: no .pptx, or unpacking to more than a .docx may.
    """
    from pptx import Presentation

    with refusing(source.path, "not a whole .pptx"):
        check_size(source, data)
        deck = Presentation(io.BytesIO(data))
        slides = ["\n".join(_slide(slide.shapes)) for slide in deck.slides]
        title = str(deck.core_properties.title or "").strip()
    return Document(source, "\n\n".join(filter(None, slides)), title=title or None)


def _slide(shapes: "Iterable[BaseShape]") -> Iterator[str]:
    title = getattr(shapes, "title", None)
    first = title.shape_id if title is not None else None
    for shape in sorted(shapes, key=lambda shape: (shape.shape_id != first, *_place(shape))):
        yield from filter(None, _lines(shape))


def _place(shape: "BaseShape") -> tuple[int, int]:
    return (shape.top or 0) // _BAND, shape.left or 0


def _lines(shape: Any) -> Iterator[str]:  # noqa: ANN401 (a shape of any kind has what its flags say)
    if getattr(shape, "shapes", None) is not None:
        yield from _slide(shape.shapes)
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield "\t".join(" ".join(cell.text.split()) for cell in row.cells)
    elif getattr(shape, "has_text_frame", False):
        for paragraph in shape.text_frame.paragraphs:
            yield "".join(run.text for run in paragraph.runs).replace("\v", "\n").strip()
