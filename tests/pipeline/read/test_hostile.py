"""Hostile files: each ends in a document or a clear refusal, within bounds, and takes nothing with it."""

import io
import os
import struct
import tarfile
import zipfile
import zlib

import pytest

from kg.errors import UnreadableFile
from pipeline.engines import Limits, run_in_workers
from pipeline.read import files, open_file, walk
from pipeline.read.limits import bounded
from pipeline.read.refusal import refusing
from pipeline.run import run_file
from tests.pipeline.read.fuzzing import KINDS, LINES, PAGE, zipped

TEXT = "\n".join(LINES)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
)


def refusal(path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        open_file(path)
    return caught.value.reason


def entity_file(name: str, doctype: str) -> bytes:
    """Return a good file of a kind, its texts with an entity at their head, which `doctype` declares."""
    data = KINDS[name].samples()[0]
    if name in ("html", "mhtml"):
        page = PAGE.replace("<!DOCTYPE html>", doctype).replace("<p>", "<p>&h;")
        return (
            page.encode()
            if name == "html"
            else b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {member: archive.read(member).decode("utf-8", "replace") for member in archive.namelist()}
    for member, text in members.items():
        if member.endswith((".xml", ".xhtml")) and ("班组" in text or "清单" in text):
            body = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
            body = body.replace("<!DOCTYPE html>", "").replace("班组", "&h;班组").replace("清单", "&h;清单")
            members[member] = doctype + body
    return zipped(members)


@pytest.mark.parametrize("name", ["docx", "pptx", "xlsx", "odt", "epub", "html", "mhtml"])
@pytest.mark.parametrize("kind", ["laughs", "file"])
def test_entities_neither_swell_nor_fetch(tmp_path, name, kind):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    doctype = LAUGHS if kind == "laughs" else f'<!DOCTYPE x [<!ENTITY h SYSTEM "{secret.as_uri()}">]>'
    path = tmp_path / f"a.{name}"
    path.write_bytes(entity_file(name, doctype))
    try:
        text = "".join(document.text for document in open_file(path).documents)
    except UnreadableFile as error:
        text = error.reason
    assert text
    assert len(text) < 5_000
    assert "SECRET" not in text
    assert "hahahaha" not in text


def png_head(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(99_999)))
        + chunk(b"IEND", b"")
    )


def tiff_head(width: int, height: int) -> bytes:
    tags = [
        (256, width),
        (257, height),
        (258, 1),
        (259, 1),
        (262, 0),
        (273, 8),
        (277, 1),
        (278, height),
        (279, 4),
    ]
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + rows + bytes(4)


@pytest.mark.parametrize(("name", "make"), [("a.png", png_head), ("a.tiff", tiff_head)])
def test_a_picture_of_billions_of_pixels_is_refused_before_it_is_unpacked(tmp_path, monkeypatch, name, make):
    monkeypatch.setattr("pipeline.read.scans.is_installed", lambda: True)
    (tmp_path / name).write_bytes(make(50_000, 50_000))
    assert "more than the limit of 100 million" in refusal(tmp_path / name)


def pdf(objects: list[bytes]) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


SHOWN = b"<</Length 44>>stream\nBT /F1 12 Tf 72 700 Td (reform of wages) Tj ET  \nendstream"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def flat(spare: int) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    head = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, SHOWN, FONT]
    return pdf(head + [b"<</A 1>>"] * spare)


def deep(levels: int) -> bytes:
    tree = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(levels)]
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *tree, b"<</Type/Page/MediaBox[0 0 9 9]>>"])


def looped() -> bytes:
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"])


@pytest.mark.parametrize("count", [20_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_pdf_of_very_many_objects_is_read(tmp_path, count):
    (tmp_path / "a.pdf").write_bytes(flat(count))
    [document] = open_file(tmp_path / "a.pdf").documents
    assert document.text == "reform of wages"


@pytest.mark.parametrize("count", [20_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_pdf_whose_many_objects_are_to_be_looked_for_is_read(tmp_path, count):
    (tmp_path / "a.pdf").write_bytes(flat(count).replace(b"\nxref\n", b"\nxxxx\n"))
    [document] = open_file(tmp_path / "a.pdf").documents
    assert document.text == "reform of wages"


@pytest.mark.long
def test_a_pdf_of_a_million_objects_stays_within_a_workers_bounds(tmp_path):
    (tmp_path / "a.pdf").write_bytes(flat(1_000_000))
    limits = Limits(seconds=300, megabytes=1536)
    [result] = run_in_workers([tmp_path / "a.pdf"], "rjieba", workers=1, limits=limits)
    assert result.failure is None
    assert [case.article.text for case in result.cases] == ["reform of wages"]


@pytest.mark.parametrize("data", [deep(50_000), looped()])
def test_a_pdf_whose_pages_lie_in_each_other_is_refused(tmp_path, data):
    (tmp_path / "a.pdf").write_bytes(data)
    assert refusal(tmp_path / "a.pdf")


def overlapping(copies: int, size: int) -> bytes:
    """Return a zip of many names for one and the same stretch of bytes."""
    data = zipped({"0.txt": bytes(size)})
    end = data.rindex(b"PK\x05\x06")
    at = data.index(b"PK\x01\x02")
    entry = data[at:end]
    head = struct.pack("<HHII", copies, copies, copies * len(entry), at)
    return data[:at] + entry * copies + data[end : end + 8] + head + b"\0\0"


def nested(levels: int) -> bytes:
    data = zipped({"a.txt": bytes(200_000)})
    for _ in range(levels):
        data = zipped({f"{number}.zip": data for number in range(16)})
    return data


@pytest.mark.parametrize("data", [overlapping(3_000, 1_000_000), nested(3)])
def test_a_zip_that_unpacks_to_gigabytes_is_refused(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    with bounded("unpacked=20"):
        assert "more than the limit of 20,000,000 bytes (unpacked)" in refused_somewhere(tmp_path / "a.zip")


def refused_somewhere(path) -> str:
    try:
        return " ".join(failure.reason for failure in open_file(path).lost)
    except UnreadableFile as error:
        return error.reason


def test_a_zip_that_holds_itself_ends(tmp_path):
    data = zipped({"a.txt": TEXT})
    for _ in range(40):
        data = zipped({"r.zip": data, "a.txt": TEXT})
    (tmp_path / "r.zip").write_bytes(data)
    opened = open_file(tmp_path / "r.zip")
    assert len(opened.documents) == 4
    reasons = {failure.reason for failure in opened.lost}
    assert reasons == {"archives within archives, deeper than the limit of 4 (depth)"}


def test_links_devices_and_wild_names_of_a_tar_touch_nothing(tmp_path):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for number, kind in enumerate(
            (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
        ):
            entry = tarfile.TarInfo(f"{number}.txt")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        for name in ("../../up.txt", "/etc/absolute.txt"):
            entry = tarfile.TarInfo(name)
            entry.size = len(TEXT.encode())
            archive.addfile(entry, io.BytesIO(TEXT.encode()))
    (tmp_path / "a.tar").write_bytes(file.getvalue())
    opened = open_file(tmp_path / "a.tar")
    assert [document.text for document in opened.documents] == [TEXT, TEXT]
    assert [item.name for item in tmp_path.rglob("*")] == ["a.tar"]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_file(device):
    assert refusal(files.Path(device)).startswith("not a regular file")
    assert [failure.reason for failure in walk([files.Path(device)])] == ["not a regular file"]


def test_a_link_to_a_device_is_no_file(tmp_path):
    (tmp_path / "a.txt").symlink_to("/dev/zero")
    assert [failure.reason for failure in walk([tmp_path])] == ["not a regular file"]


@pytest.mark.parametrize("name", ["a.docm", "a.xlsm", "a.pptm"])
def test_files_with_macros_are_named(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK")
    [failure] = walk([tmp_path])
    assert failure.reason.startswith("a file with macros")


def meanwhile(monkeypatch, path, change):
    """Let `change` happen to a file after it was looked at and before it is read."""
    looked, seen = os.fstat, []

    def look(number):
        state = looked(number)
        if not seen:
            seen.append(number)
            change(path)
        return state

    monkeypatch.setattr(files.os, "fstat", look)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text(TEXT * 2, encoding="utf-8"),
        lambda path: path.write_text(TEXT[:9], encoding="utf-8"),
        lambda path: os.truncate(path, 0),
        lambda path: os.utime(path, ns=(1, 1)),
    ],
)
def test_a_file_that_changes_while_it_is_read_is_named(tmp_path, monkeypatch, change):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    meanwhile(monkeypatch, path, change)
    assert refusal(path) == "it changed while it was read: read it again when it is whole"


def test_a_file_that_goes_while_it_is_read_is_read(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    meanwhile(monkeypatch, path, os.unlink)
    assert open_file(path).documents[0].text == TEXT


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    state = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(files.Path, "stat", lambda _: state)
    assert refusal(path) == "not a regular file"


@pytest.mark.parametrize("error", [MemoryError(), ValueError("Memory allocation failed : growing buffer")])
def test_memory_that_ran_out_is_no_fault_of_the_file(error):
    with pytest.raises(MemoryError), refusing("a.txt", "damaged"):
        raise error


def test_a_cause_that_ran_out_of_memory_counts_too():
    error = ValueError("parser failed")
    error.__cause__ = MemoryError()
    with pytest.raises(MemoryError), refusing("a.txt", "damaged"):
        raise error


def test_a_member_that_takes_all_memory_is_not_called_damaged(tmp_path, monkeypatch, nlp):
    def swell(*_args):
        raise MemoryError

    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": TEXT}))
    monkeypatch.setattr("pipeline.read.archives._unpack", swell)
    with pytest.raises(MemoryError):
        run_file(tmp_path / "a.zip", nlp)
