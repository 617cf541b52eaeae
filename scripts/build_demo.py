"""Rebuild the files of corpus/demo that are not plain UTF-8 from corpus/sources.

A source is plain text: `# ` begins the title, `## ` a heading, `@ ` the data of a web page (key=value | …),
`| ` a row of a table; every other line is a paragraph. The same sources give the same bytes.

    python scripts/build_demo.py            # writes into corpus/demo
    python scripts/build_demo.py FOLDER     # writes somewhere else
"""

import sys
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import Path
from string import Template

from docx import Document
from reportlab import rl_config
from reportlab.lib import textsplit
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SOURCES = CORPUS / "sources"
BUILT_ON = datetime(2024, 9, 1, tzinfo=UTC)
FONT = "STSong-Light"

Line = tuple[str, str]
Writer = Callable[[list[Line], str], bytes]


def parse_source(text: str) -> list[Line]:
    """Return the lines of a source with their kinds: title, heading, data, row or paragraph."""
    kinds = {"# ": "title", "## ": "heading", "@ ": "data", "| ": "row"}
    lines = []
    for line in filter(None, map(str.strip, text.splitlines())):
        mark = next((mark for mark in kinds if line.startswith(mark)), "")
        lines.append((kinds.get(mark, "paragraph"), line.removeprefix(mark)))
    return lines


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("| ").split("|")]


def page_data(lines: Iterable[Line]) -> dict[str, str]:
    pairs = (pair.partition("=") for kind, text in lines if kind == "data" for pair in text.split(" | "))
    return {key.strip(): value.strip() for key, _, value in pairs}


def write_text(encoding: str) -> Writer:
    """Return a writer of plain text in `encoding`: paragraphs parted by empty lines, DOS line ends."""
    return lambda lines, _: "\r\n\r\n".join(text for _, text in lines).encode(encoding) + b"\r\n"


def write_page(template: str, charset: str) -> Writer:
    """Return a writer of web pages made from a template of corpus/sources, encoded as `charset`."""
    page = Template((SOURCES / template).read_text(encoding="utf-8"))

    def write(lines: list[Line], _: str) -> bytes:
        body = [escape(text) for kind, text in lines if kind == "paragraph"]
        fields = page_data(lines) | {
            "charset": charset,
            "title": escape(dict(lines)["title"]),
            "paragraphs": "\n".join(f"<p>　　{text}</p>" for text in body),
            "broken_lines": "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{text}" for text in body),
        }
        return page.substitute(fields).encode(charset)

    return write


def write_docx(lines: list[Line], _: str) -> bytes:
    """Write a Word file with heading styles; runs of rows become tables."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author = dict(lines)["title"], ""
    properties.created = properties.modified = BUILT_ON.replace(tzinfo=None)
    table = None
    for kind, text in lines:
        if kind != "row":
            table = None
            document.add_paragraph(text, style={"title": "Title", "heading": "Heading 1"}.get(kind, "Normal"))
            continue
        table = table or document.add_table(rows=0, cols=len(cells(text)))
        for cell, value in zip(table.add_row().cells, cells(text), strict=True):
            cell.text = value
    raw = BytesIO()
    document.save(raw)
    return stamp_archive(raw.getvalue())


def stamp_archive(data: bytes) -> bytes:
    """Return a zip archive with the same members, all dated `BUILT_ON`, so that its bytes repeat."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                zipfile.ZipInfo(name, BUILT_ON.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def write_pdf(columns: int, paper: tuple[float, float] = A4) -> Writer:
    """Return a writer of pages of `columns` columns with a running head and page numbers."""
    width, gap = (paper[0] - 40 * mm - 8 * mm * (columns - 1)) / columns, 8 * mm

    def write(lines: list[Line], running_head: str) -> bytes:
        def decorate(canvas: Canvas, _: BaseDocTemplate) -> None:
            canvas.setFont(FONT, 9)
            canvas.drawString(20 * mm, paper[1] - 12 * mm, running_head)
            canvas.drawCentredString(paper[0] / 2, 10 * mm, f"— {canvas.getPageNumber()} —")

        frames = [
            Frame(20 * mm + i * (width + gap), 20 * mm, width, paper[1] - 40 * mm) for i in range(columns)
        ]
        out = BytesIO()
        report = BaseDocTemplate(out, pagesize=paper, title=dict(lines)["title"])
        report.addPageTemplates(PageTemplate(frames=frames, onPage=decorate))
        size = 17 - 2 * columns
        report.build([Paragraph(escape(text, quote=False), style(kind, size)) for kind, text in lines])
        return out.getvalue()

    return write


def style(kind: str, size: int) -> ParagraphStyle:
    """Return how a line of this kind is set; CJK wrapping breaks lines between any two characters."""
    larger = {"title": size + 6, "heading": size + 1}.get(kind, size)
    return ParagraphStyle(
        kind, fontName=FONT, fontSize=larger, leading=larger * 1.7, wordWrap="CJK",
        firstLineIndent=2 * size if kind == "paragraph" else 0, spaceAfter=size / 2,
    )  # fmt: skip


FILES: dict[str, tuple[str, Writer, str]] = {
    "09-safety-points": ("news/09-safety-points.txt", write_text("utf-8-sig"), ""),
    "10-industry-college": ("news/10-industry-college.txt", write_text("gb18030"), ""),
    "11-open-factory": ("news/11-open-factory.txt", write_text("gb18030"), ""),
    "12-craftsman-college-hk": ("news/12-craftsman-college-hk.txt", write_text("big5"), ""),
    "13-nursery": ("web/13-nursery.html", write_page("page-modern.html", "utf-8"), ""),
    "14-reading-room": ("web/14-reading-room.html", write_page("page-modern.html", "utf-8"), ""),
    "15-mental-care": ("web/15-mental-care.html", write_page("page-old.html", "utf-8"), ""),
    "16-rest-cure-a": ("web/16-rest-cure-a.html", write_page("page-modern.html", "utf-8"), ""),
    "17-rest-cure-b": ("web/17-rest-cure-b.html", write_page("page-old.html", "gb2312"), ""),
    "18-party-park": ("web/18-party-park.html", write_page("page-old.html", "gbk"), ""),
    "19-equity": ("reports/19-equity.docx", write_docx, ""),
    "20-contest": ("reports/20-contest.docx", write_docx, ""),
    "21-bulletin": ("reports/望柏县产改简报第7期.docx", write_docx, ""),
    "22-studio-alliance": ("reports/22-studio-alliance.docx", write_docx, ""),
    "23-open-bids": ("print/23-open-bids.pdf", write_pdf(1), "澜川晚报　2024年3月29日　第5版　经济"),
    "24-degree": ("print/24-degree.pdf", write_pdf(1, A5), "栖禾农工　2024年第2期"),
    "25-park-union": ("print/25-park-union.pdf", write_pdf(2), "华岭工运　2024年第3期　基层之声"),
    "26-career-path": ("print/26-career-path.pdf", write_pdf(2), "云碓港讯　2024年2月5日"),
}


def main(folder: Path) -> None:
    """Write every built file below `folder`."""
    rl_config.invariant = 1
    textsplit.ALL_CANNOT_START += "，；：？！”’》"  # reportlab knows the marks of Japanese only
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    for name, (target, write, running_head) in FILES.items():
        source = (SOURCES / f"{name}.txt").read_text(encoding="utf-8")
        path = folder / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write(parse_source(source), running_head))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS / "demo")
