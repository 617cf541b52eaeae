"""Files of every format, made on the spot; all names in them are invented."""

from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from kg.values import Document
from pipeline.read import read

LINES = (
    "【班组天地】",
    "一张清单管到底",
    "沅江纺机厂工会主席　梁秋禾",
    "沅江纺机厂建立职工诉求清单，全年收到诉求312件，办结率达到96%。",
    "短句。",
    "三年来，全厂举办技能比武18场，420余名职工晋升了技能等级。",
)

Drawing = tuple[int, int, str]  # x and y in points from the lower left corner, and the line


@pytest.fixture
def text() -> str:
    return "\n".join(LINES)


@pytest.fixture
def read_bytes(tmp_path: Path) -> Callable[[str, bytes], Document]:
    """Write bytes under a name and read the file."""

    def write_and_read(name: str, data: bytes) -> Document:
        path = tmp_path / name
        path.write_bytes(data)
        (document,) = read(path)
        return document

    return write_and_read


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    path = tmp_path / "article.docx"
    document.save(str(path))
    return path


@pytest.fixture
def draw_pdf(tmp_path: Path) -> Callable[[Iterable[Iterable[Drawing]]], Path]:
    """Draw pages of lines, each at its place."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def draw(pages: Iterable[Iterable[Drawing]]) -> Path:
        path = tmp_path / "drawn.pdf"
        sheet = canvas.Canvas(str(path))
        for page in pages:
            sheet.setFont("STSong-Light", 12)
            for x, y, line in page:
                sheet.drawString(x, y, line)
            sheet.showPage()
        sheet.save()
        return path

    return draw


@pytest.fixture
def pdf_file(draw_pdf: Callable[[Iterable[Iterable[Drawing]]], Path]) -> Path:
    return draw_pdf([[(60, 760 - 20 * number, line) for number, line in enumerate(LINES)]])
