"""Slides, OpenDocument, rich text, books, and old Office files by way of LibreOffice."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Cm

from kg.errors import UnreadableFile
from kg.values import Source
from pipeline.read import read
from pipeline.read.converting import convert, sweep

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
BODY = "沅江纺机厂建立职工诉求清单，全年收到诉求312件，办结率达到96%。"


@pytest.fixture
def read_one(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        [document] = read(path)
        return document

    return write


@pytest.fixture
def deck():
    """Return two slides: a title that stands behind its boxes in the file, and a table."""
    slides = Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[5])
    for left, text in ((14, "右"), (2, "左")):
        first.shapes.add_textbox(Cm(left), Cm(6), Cm(8), Cm(2)).text_frame.text = text
    first.shapes.title.text = "一张清单管到底"
    second = slides.slides.add_slide(slides.slide_layouts[6])
    table = second.shapes.add_table(2, 2, Cm(2), Cm(2), Cm(10), Cm(4)).table
    for row, cells in enumerate((("年份", "件数"), ("2023", "312"))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    file = io.BytesIO()
    slides.save(file)
    return file.getvalue()


def test_slides_are_read_title_first_then_from_the_left(read_one, deck):
    assert read_one("a.pptx", deck).text == "一张清单管到底\n左\n右\n\n年份\t件数\n2023\t312"


def packed(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


ODT = f"""<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>
<text:h>一张清单</text:h><text:p>{BODY}<text:note><text:p>注</text:p></text:note><text:s/>又<text:span>一句</text:span>。</text:p>
<table:table><table:table-row><table:table-cell><text:p>年份</text:p></table:table-cell>
<table:table-cell><text:p>件数</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""


def test_opendocument_is_read_in_order_without_notes(read_one):
    assert read_one("a.odt", packed({"content.xml": ODT})).text == f"一张清单\n{BODY} 又一句。\n年份\t件数"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>',
    ],
)
def test_entities_are_never_resolved(read_one, doctype):
    text = ODT.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{doctype}').replace("又", "&e;又")
    document = read_one("a.odt", packed({"content.xml": text}))
    assert "root:" not in document.text
    assert "aaaa" not in document.text


def test_rich_text_in_the_code_page_it_names(read_one):
    escaped = "".join(f"\\'{byte:02x}" for byte in BODY.encode("gb18030"))
    data = rf"{{\rtf1\ansi\ansicpg936\deff0 {escaped}\par 2\par}}".encode("ascii")
    assert read_one("a.rtf", data).text == f"{BODY}\n2\n"


BOOK = {
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/a.opf"/></rootfiles></container>',
    "OEBPS/a.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="a%20a.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="p" href="p.png" media-type="image/png"/></manifest>'
    '<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="p"/></spine></package>',
    "OEBPS/text/b.xhtml": f"<html><body><h1>第二章</h1><p>{BODY}</p></body></html>",
    "OEBPS/a a.xhtml": f"<html><body><h1>第一章</h1><p>{BODY}</p></body></html>",
}


def test_a_book_is_read_chapter_by_chapter_in_its_order(tmp_path):
    (tmp_path / "a.epub").write_bytes(packed(BOOK))
    found = list(read(tmp_path / "a.epub"))
    assert [document.text for document in found] == [f"第一章\n{BODY}", f"第二章\n{BODY}"]
    assert [document.source.page for document in found] == [1, 2]
    assert {(document.publisher, document.published) for document in found} == {(None, None)}


@pytest.mark.parametrize(
    ("told", "published"),
    [("2023-08-16", date(2023, 8, 16)), ("2023-08-16T00:00:00Z", date(2023, 8, 16)), ("2023", None)],
)
def test_a_book_says_who_published_its_chapters_and_when(tmp_path, told, published):
    core = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    known = f"<metadata {core}><dc:publisher>海岭出版社</dc:publisher><dc:date>{told}</dc:date></metadata>"
    [name] = [name for name in BOOK if name.endswith(".opf")]
    package = BOOK[name].replace("<manifest>", known + "<manifest>", 1)
    (tmp_path / "a.epub").write_bytes(packed({**BOOK, name: package}))
    found = list(read(tmp_path / "a.epub"))
    assert {(document.publisher, document.published) for document in found} == {("海岭出版社", published)}


@pytest.mark.parametrize("name", ["a.pptx", "a.odt", "a.rtf", "a.epub", "a.docx"])
@pytest.mark.parametrize("data", [b"PK\x03\x04", b"{\\rt", b"\0" * 50, packed({"x": "y"})])
def test_what_is_damaged_is_refused(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile):
        list(read(tmp_path / name))


@pytest.fixture
def word_bytes():
    document = docx.Document()
    document.add_paragraph(BODY)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@needs_libreoffice
def test_an_old_word_file_is_read_under_either_ending(tmp_path, read_one, word_bytes):
    (tmp_path / "made.docx").write_bytes(word_bytes)
    old = made_old(tmp_path / "made.docx", "doc")
    assert old.startswith(b"\xd0\xcf\x11\xe0")
    assert {read_one(f"a.{ending}", old).text.strip() for ending in ("doc", "wps")} == {BODY}


def made_old(path, ending):
    """Return the old binary file that LibreOffice makes of one of today."""
    command = ["soffice", f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to"]
    subprocess.run([*command, ending, "--outdir", path.parent / "old", path], check=True, capture_output=True)
    return (path.parent / "old" / f"{path.stem}.{ending}").read_bytes()


@needs_libreoffice
def test_old_slides_and_sheets_are_read(tmp_path, read_one, deck):
    (tmp_path / "deck.pptx").write_bytes(deck)
    assert "一张清单管到底" in read_one("a.ppt", made_old(tmp_path / "deck.pptx", "ppt")).text
    book = openpyxl.Workbook()
    for row in (["标题", "正文"], ["夜校", BODY]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    assert read_one("a.xls", made_old(tmp_path / "table.xlsx", "xls")).title == "夜校"


def test_an_old_file_without_libreoffice_says_what_it_needs(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UnreadableFile, match="needs LibreOffice, which is not installed"):
        convert(Source("a.doc", "", "application/msword"), b"\xd0\xcf\x11\xe0", "docx")


def test_a_file_of_today_under_an_old_ending_needs_no_libreoffice(monkeypatch, read_one, word_bytes):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert read_one("a.wps", word_bytes).text == BODY


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (f"<html><meta charset=utf-8><body><h1>夜校</h1><p>{BODY}</p></body></html>".encode(), BODY),
        (b"{\\rtf1\\ansi " + "".join(f"\\u{ord(char)}?" for char in BODY).encode() + b"}", BODY),
        (
            b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            + f"<html><body><p>{BODY}</p></body></html>".encode(),
            BODY,
        ),
    ],
    ids=["a page", "rich text", "a saved page"],
)
@pytest.mark.parametrize("ending", ["doc", "wps"])
def test_what_is_no_word_file_under_its_ending_is_read_for_what_it_is(
    monkeypatch, read_one, ending, data, told
):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert told in read_one(f"a.{ending}", data).text


def test_a_page_under_the_ending_of_a_sheet_is_a_page(monkeypatch, read_one):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    page = f"<html><meta charset=gbk><body><table><tr><td>{BODY}</td></tr></table></body></html>"
    assert BODY in read_one("a.xls", page.encode("gbk")).text


SLEEPING = """#!/bin/sh
echo $$ > "$STARTED"
exec sleep 60 # $*
"""
WORKER = """
from kg.values import Source
from pipeline.read.converting import convert
convert(Source("a.doc", "", "x"), b"\\xd0\\xcf\\x11\\xe0", "docx")
"""


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_a_killed_worker_leaves_neither_program_nor_folder(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "soffice"
    program.write_text(SLEEPING)
    program.chmod(0o755)
    started, temporary = tmp_path / "started", tmp_path / "tmp"
    temporary.mkdir()
    path = f"{program.parent}:{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "TMPDIR": str(temporary), "STARTED": str(started)}
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=env)
    wait_until(lambda: started.exists() and started.read_text().strip())
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    sweep()
    assert list(temporary.iterdir())  # of a worker that lives nothing goes
    worker.kill()
    worker.wait()
    sweep()
    assert list(temporary.iterdir()) == []
    wait_until(lambda: not is_running(int(started.read_text())))


def wait_until(reached):
    for _ in range(300):
        if reached():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to it")


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_chapter_has_the_title_of_its_first_heading_and_a_part_is_none(tmp_path):
    links = "<h1>第一编　企业篇</h1><p><a href='a'>厂里的夜校</a></p>"
    pages = {
        "OEBPS/text/b.xhtml": f"<html><body>{links}</body></html>",
        "OEBPS/a a.xhtml": f"<html><body><h2>厂里的夜校</h2><p>{BODY}</p></body></html>",
    }
    (tmp_path / "a.epub").write_bytes(packed({**BOOK, **pages}))
    [document] = read(tmp_path / "a.epub")
    assert (document.title, document.text) == ("厂里的夜校", f"厂里的夜校\n{BODY}")
