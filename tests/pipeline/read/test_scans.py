"""Pictures of print: what is read, and what is refused. The picture is a page set for these tests."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from kg.errors import UnreadableFile
from pipeline.read import ocr, open_file, read, scans

PICTURE = Path(__file__).parent / "pictures" / "two-columns.png"
TITLE = "夜校开到车间旁"
FIRST = "沅江纺机厂今年把职工夜校办到车间旁边，全年开课48期，参加学习的职工达到1260人次，考试合格率为96.5%。"
SECOND = (
    "厂工会给每名学员建起学习档案，谁缺了哪一课，师傅就在班后补上哪一课。"
    "三年来，有312名职工拿到了高级工证书，每人每月多领津贴200元。"
)
TEXT = f"{TITLE}\n{FIRST}\n{SECOND}"
with_ocr = pytest.mark.skipif(not ocr.is_installed(), reason="needs tashan[ocr]")


def turned(degrees: int) -> Image.Image:
    return Image.open(PICTURE).convert("L").rotate(degrees, expand=True, fillcolor=255)


def words(text: str) -> str:
    return "".join(text.split())


@with_ocr
def test_a_picture_is_read_column_by_column_with_what_it_is_sure_of():
    (document,) = read(PICTURE)
    assert document.text == TEXT
    assert document.source.media_type == "image/png"
    assert [note.message[:44] for note in document.notices] == [
        "page 1: recognised from its picture with con"
    ]


@with_ocr
def test_a_page_of_a_pdf_without_text_is_recognised_lying_on_its_side(tmp_path):
    path = tmp_path / "scan.pdf"
    sheet = canvas.Canvas(str(path), pagesize=(187, 340))
    sheet.drawImage(ImageReader(turned(90)), 0, 0, 187, 340)
    sheet.save()
    (document,) = read(path)
    assert words(document.text) == words(TEXT)
    assert document.notices[0].code == "ocr"


@with_ocr
@pytest.mark.long
@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 2])
def test_a_picture_is_set_upright(tmp_path, degrees):
    turned(degrees).save(tmp_path / "page.jpg", quality=85)
    (document,) = read(tmp_path / "page.jpg")
    assert words(document.text) == words(TEXT)


@with_ocr
@pytest.mark.long
def test_the_pages_of_one_file_are_read_one_after_another(tmp_path):
    first, second = turned(0), turned(180)
    first.save(tmp_path / "pages.tiff", save_all=True, append_images=[second])
    documents = open_file(tmp_path / "pages.tiff").documents
    assert [document.source.page for document in documents] == [1, 2]
    assert [words(document.text) for document in documents] == [words(TEXT)] * 2


@with_ocr
def test_a_picture_without_text_is_refused(tmp_path):
    Image.new("L", (200, 100), 255).save(tmp_path / "blank.png")
    with pytest.raises(UnreadableFile, match="it holds no text that can be recognised"):
        open_file(tmp_path / "blank.png")


def test_without_the_optional_part_its_name_is_told(monkeypatch):
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    with pytest.raises(UnreadableFile) as caught:
        open_file(PICTURE)
    assert caught.value.reason == "a picture: to recognise its text, install tashan[ocr]"


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(scans, "is_installed", lambda: True)


def head_of(width: int, height: int) -> bytes:
    """Return a PNG that promises a size and holds nothing."""
    kind = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    head = struct.pack(">I", 13) + kind + struct.pack(">I", zlib.crc32(kind))
    return b"\x89PNG\r\n\x1a\n" + head + struct.pack(">I", 9) + b"IDAT"


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        ((12_000, 9_000), "a picture of 12,000 × 9,000 pixels, more than the limit of 100 million (pixels)"),
        ((60_000, 60_000), "more than the limit of 100 million pixels (pixels)"),
    ],
)
def test_a_picture_larger_than_the_limit_is_refused_before_it_is_unpacked(tmp_path, installed, size, reason):
    (tmp_path / "large.png").write_bytes(head_of(*size))
    with pytest.raises(UnreadableFile) as caught:
        open_file(tmp_path / "large.png")
    assert caught.value.reason == reason


def test_more_pages_than_the_limit_are_refused(tmp_path, installed, monkeypatch):
    monkeypatch.setenv("TASHAN_LIMITS", "pages=0")
    with pytest.raises(UnreadableFile, match="limit of 0 pages"):
        open_file(PICTURE)


def test_half_a_picture_is_refused(tmp_path, installed):
    path = tmp_path / "half.png"
    path.write_bytes(PICTURE.read_bytes()[:9000])
    with pytest.raises(UnreadableFile, match="not a whole picture"):
        open_file(path)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_become_colours_on_white(mode):
    data = io.BytesIO()
    Image.new("L", (3, 2), 255).convert(mode if mode != "I;16" else "L").save(data, "TIFF")
    assert scans._on_paper(Image.open(data)).getpixel((0, 0)) == (255, 255, 255)


def test_what_is_clear_is_paper():
    assert scans._on_paper(Image.new("RGBA", (1, 1), (0, 0, 0, 0))).getpixel((0, 0)) == (255, 255, 255)


def test_a_damaged_picture_says_nothing_to_standard_error(tmp_path, installed, monkeypatch, capfd):
    monkeypatch.setattr(scans, "recognise", lambda picture: (_ for _ in ()).throw(AssertionError))
    file = io.BytesIO()
    Image.new("L", (90, 60), 255).save(file, "TIFF", compression="tiff_lzw")
    data = bytearray(file.getvalue())
    at = data.find(b"\x80", 8)
    data[at : at + 12] = b"\xff" * 12
    (tmp_path / "a.tiff").write_bytes(bytes(data))
    with pytest.raises(UnreadableFile, match="not a whole picture"):
        open_file(tmp_path / "a.tiff")
    assert capfd.readouterr().err == ""
