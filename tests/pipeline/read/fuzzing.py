"""Thousands of damaged inputs for one reader, in a process that may crash, hang or take memory without harm.

    PYTHONPATH=. python -m tests.pipeline.read.fuzzing html --count 20000 [--start 0] [--seconds 400]

Input n is made from n alone, so that a finding can be made again: `--start n --count 1`.
"""

import argparse
import gzip
import io
import multiprocessing
import random
import re
import resource
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from unittest import mock

import numpy as np

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.files import read_bytes
from pipeline.read.scans import _frames

MOST_SECONDS = 8.0  # of the processor, for one small input; the machine may be busy
MOST_MEGABYTES = 1_500
LINES = (
    "班组天地", "一张清单管到底", "沅江纺机厂工会主席　梁秋禾",
    "沅江纺机厂建立职工诉求清单，全年收到诉求312件，办结率达到96%。",
    "三年来，全厂举办技能比武18场，420余名职工晋升了技能等级。",
)  # fmt: skip
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>清单</title></head><body>'
    '<div class="nav"><a href="/">首页</a></div><h1>一张清单管到底</h1><div id="js_content" style="x">'
    + "".join(f"<p>{line}</p>" for line in LINES)
    + "<table><tr><td>年份</td><td>件数</td></tr></table><ul><li>甲<br>乙</ul></div><!-- x --></body></html>"
)
TOKENS = {
    "html": (
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&#x110000;",
        "&nbsp;",
        "<script>",
        "<svg>",
        "<p style='display:none'>",
        "<a href=x>",
        "<meta charset=gbk>",
        "\0",
        "<" * 50,
        "</p>",
    ),
    "xml": (
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&b;",
        "<a>" * 60,
        "</a>",
        "<!--",
        "<![CDATA[",
        "&#0;",
        'x="',
        "<?xml?>",
        "0" * 30,
        "-1",
        "99999999999",
        "<w:p>",
        "<w:tbl>",
        "<w:tr>",
        "<text:p>",
        "<row>",
        "<c r='A1048577'>",
    ),
    "rtf": (
        "{",
        "}",
        "\\",
        "\\'",
        "\\u-1 ",
        "\\u99999 ",
        "\\bin9999999 ",
        "\\ansicpg936",
        "\\ansicpg0",
        "\\fcharset134",
        "{\\*\\x ",
        "\\trowd",
        "{" * 80,
        "\\uc9 ",
    ),
    "pdf": (
        "obj",
        "endobj",
        "stream",
        "endstream",
        "<<",
        ">>",
        "/Length 99999999",
        "/Count 1000000",
        "/Kids [1 0 R]",
        "/Parent 1 0 R",
        "1 0 R",
        "-1",
        "xref",
        "%%EOF",
        "/Filter /FlateDecode",
        "(" * 60,
        "BT",
        "ET",
        "Tj",
        "Tf",
    ),
    "mail": (
        "\r\n",
        "\r\n\r\n",
        "Content-Type: ",
        "text/html; charset=",
        "gb2312",
        "x-nothing",
        "boundary=",
        "--",
        "=?gbk?B?",
        "?=",
        "Content-Transfer-Encoding: base64",
        "quoted-printable",
        "message/rfc822",
        "multipart/mixed",
        ";" * 40,
    ),
    "picture": (
        "IHDR",
        "IDAT",
        "IEND",
        "tRNS",
        "PLTE",
        "acTL",
        "iCCP",
        "zTXt",
        "Exif",
        "JFIF",
        "II*\0",
        "MM\0*",
        "\0" * 8,
        "\x7f\x7f\x7f\x7f",
    ),
    "text": (
        "\0",
        "\ufeff",
        "\xff",
        '"',
        ",",
        "\t",
        "\r",
        "#",
        "[",
        "](",
        "**",
        "*" * 60,
        "　",
        "\ud7a3",
        "\u202e",
    ),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A reader's ending, good inputs, what tokens to put in, and whether its inputs are zips of XML."""

    ending: str
    samples: Callable[[], tuple[bytes, ...]]
    tokens: str
    packed: bool = False
    reader: Callable[[Source, bytes], Iterable[object]] | None = None  # else the one of the ending


def zipped(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name)  # of no hour, so that the same input comes of the same number
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return file.getvalue()


def _texts() -> tuple[bytes, ...]:
    text = "\n".join(LINES)
    return text.encode(), text.encode("gb18030"), text.encode("utf-16"), f"# {text} [a](b) **c**".encode()


def _pages() -> tuple[bytes, ...]:
    return PAGE.encode(), PAGE.replace("utf-8", "gbk").encode("gbk")


def _word() -> tuple[bytes, ...]:
    import docx

    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.add_table(2, 2).cell(0, 0).text = "年份"
    # The package without the thirty kilobytes of styles and themes, which no reader looks at.
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    packages = "http://schemas.openxmlformats.org/package/2006"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
        f'Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document.element.xml,
    }
    return (zipped({**members}),)


def _odt() -> tuple[bytes, ...]:
    names = ("office", "text", "table")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    lines = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    body = f"<office:body><office:text>{lines}</office:text></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    return (zipped({"content.xml": f"<?xml version='1.0'?>{content}"}),)


def _slides() -> tuple[bytes, ...]:
    from pptx import Presentation

    deck, file = Presentation(), io.BytesIO()
    for line in LINES[:2]:
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = line
    deck.save(file)
    return (file.getvalue(),)


def _sheet() -> tuple[bytes, ...]:
    import openpyxl

    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (("标题", "正文"), ("清单", LINES[3]), ("比武", LINES[4])):
        book.active.append(row)
    book.save(file)
    return (file.getvalue(),)


def _book() -> tuple[bytes, ...]:
    container = (
        "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='a.opf'/></rootfiles></container>"
    )
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf'><manifest><item id='a' href='a.xhtml' "
        "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>"
    )
    return (zipped({"META-INF/container.xml": container, "a.opf": package, "a.xhtml": PAGE}),)


def _pdf() -> tuple[bytes, ...]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    found = []
    for compressed in (0, 1):
        file = io.BytesIO()
        sheet = canvas.Canvas(file, pageCompression=compressed)
        for _ in range(2):
            sheet.setFont("STSong-Light", 12)
            for number, line in enumerate(LINES):
                sheet.drawString(60, 760 - 20 * number, line)
            sheet.showPage()
        sheet.save()
        found.append(file.getvalue())
    return tuple(found)


def _rich() -> tuple[bytes, ...]:
    line = "".join(f"\\'{byte:02x}" for byte in LINES[3].encode("gbk"))
    told = "".join(f"\\u{ord(char)}?" for char in LINES[4])
    head = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}"
    return (f"{head}\\f0 {line}\\par {told}\\par\\trowd a\\cell b\\cell\\row}}".encode(),)


def _mail() -> tuple[bytes, ...]:
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = "清单", "Mon, 02 Oct 2023 10:00:00 +0800"
    mail.set_content("\n".join(LINES))
    mail.add_alternative(PAGE, subtype="html")
    mail.add_attachment("\n".join(LINES).encode(), maintype="text", subtype="plain", filename="清单.txt")
    return (bytes(mail),)


def _mailbox() -> tuple[bytes, ...]:
    mark = "From a@b.cn Mon May  1 08:00:00 2023\n"
    head = f"{mark}Date: Mon, 02 Oct 2023 10:00:00 +0800\nSubject: "
    return ("".join(f"{head}{line[:4]}\n\n{line}\n\n" for line in LINES).encode(),)


def _saved() -> tuple[bytes, ...]:
    mail = EmailMessage()
    mail["Subject"] = "清单"
    mail.set_content(PAGE, subtype="html")
    mail.make_related()
    return (bytes(mail),)


def _zips() -> tuple[bytes, ...]:
    inner = zipped({"a.txt": LINES[3] + LINES[4]})
    return inner, zipped({"清单/a.txt": "\n".join(LINES), "b.zip": inner, "c.html": PAGE})


def _tars() -> tuple[bytes, ...]:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        data = "\n".join(LINES).encode()
        member = tarfile.TarInfo("a.txt")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return file.getvalue(), gzip.compress(file.getvalue())


def _pictures(form: str) -> tuple[bytes, ...]:
    """Return small pictures of one form, in several modes and compressions."""
    from PIL import Image, ImageDraw

    found = []
    for mode in {"JPEG": ("L", "RGB", "CMYK")}.get(form, ("1", "L", "P", "RGB", "RGBA", "I;16")):
        picture = Image.new("L", (90, 60), 255)
        ImageDraw.Draw(picture).text((5, 20), "12.5% 300", fill=0)
        ways = ({"compression": way} for way in ("tiff_lzw", "tiff_adobe_deflate", "packbits"))
        for options in ways if form == "TIFF" else ({},):
            file = io.BytesIO()
            page = picture.convert("L" if mode == "I;16" else mode)
            if mode == "I;16":
                page = Image.fromarray(np.asarray(picture, dtype=np.uint16) * 257)
            many = {"save_all": True, "append_images": [page]} if form == "TIFF" else {}
            page.save(file, form, **options, **many)
            found.append(file.getvalue())
    return tuple(found)


def _drawn(source: Source, data: bytes) -> Iterator[object]:
    """Decode a picture as the reader does, without recognising what is on it."""
    for picture in _frames(source, data):
        yield picture.shape


def _old() -> tuple[bytes, ...]:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return ole, *_rich(), *_word(), *_pages(), *_saved()


def _converting(ending: str, made_of: str) -> Callable[[Source, bytes], Iterable[object]]:
    """Return the reader of an old Office file, with damaged files in place of what LibreOffice gives."""

    def run_instead(_program: str, folder: Path, wanted: str) -> None:
        number = zlib.crc32((folder / "file.bin").read_bytes())
        if number % 8:
            (folder / "out").mkdir()
            (folder / "out" / f"file.{wanted}").write_bytes(made(made_of, number))

    def read_converted(source: Source, data: bytes) -> Iterator[object]:
        with (
            mock.patch("pipeline.read.converting._run", run_instead),
            mock.patch("shutil.which", return_value="soffice"),
        ):
            yield from read_bytes(source, data, ending)

    return read_converted


@cache
def _made_by_office(ending: str, made_of: str) -> tuple[bytes, ...]:
    """Return the old file that LibreOffice makes of a sample of today."""
    today = KINDS[made_of]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"a{today.ending}").write_bytes(max(today.samples(), key=len))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder / "out")]
        subprocess.run([*command, str(folder / f"a{today.ending}")], check=True, capture_output=True)
        return ((folder / "out" / f"a.{ending}").read_bytes(),)


KINDS = {
    "txt": Kind(".txt", _texts, "text"),
    "md": Kind(".md", _texts, "text"),
    "csv": Kind(".csv", lambda: (f"标题,正文\n清单,{LINES[3]}\n比武,{LINES[4]}\n".encode(),), "text"),
    "rtf": Kind(".rtf", _rich, "rtf"),
    "odt": Kind(".odt", _odt, "xml", packed=True),
    "epub": Kind(".epub", _book, "xml", packed=True),
    "docx": Kind(".docx", _word, "xml", packed=True),
    "xlsx": Kind(".xlsx", _sheet, "xml", packed=True),
    "pptx": Kind(".pptx", _slides, "xml", packed=True),
    "pdf": Kind(".pdf", _pdf, "pdf"),
    "zip": Kind(".zip", _zips, "text"),
    "tar": Kind(".tar", _tars, "text"),
    "eml": Kind(".eml", _mail, "mail"),
    "mbox": Kind(".mbox", _mailbox, "mail"),
    "mhtml": Kind(".mhtml", _saved, "mail"),
    "html": Kind(".html", _pages, "html"),
    "png": Kind(".png", lambda: _pictures("PNG"), "picture", reader=_drawn),
    "jpg": Kind(".jpg", lambda: _pictures("JPEG"), "picture", reader=_drawn),
    "tiff": Kind(".tiff", lambda: _pictures("TIFF"), "picture", reader=_drawn),
    "doc": Kind(".doc", _old, "rtf", reader=_converting(".doc", "docx")),
    "wps": Kind(".wps", _old, "html", reader=_converting(".wps", "docx")),
    "ppt": Kind(".ppt", _old, "rtf", reader=_converting(".ppt", "pptx")),
    "xls": Kind(".xls", _old, "html", reader=_converting(".xls", "xlsx")),
}
SLOW = {
    "doc-office": Kind(".doc", lambda: _made_by_office("doc", "docx"), "rtf"),
    "ppt-office": Kind(".ppt", lambda: _made_by_office("ppt", "pptx"), "rtf"),
    "xls-office": Kind(".xls", lambda: _made_by_office("xls", "xlsx"), "rtf"),
    "png-recognised": Kind(".png", lambda: _pictures("PNG"), "picture"),
}
"""Readers that take a second and more for each input: LibreOffice and the recognition itself."""


def kind_of(name: str) -> Kind:
    """Return the kind of this name."""
    return KINDS.get(name) or SLOW[name]


def made(name: str, number: int) -> bytes:
    """Return the damaged input of this number."""
    kind, rng = kind_of(name), random.Random(number)
    data = rng.choice(_samples(name))
    if kind.packed and rng.random() < 0.8:
        return _repacked(data, kind, rng)
    return damaged(data, TOKENS[kind.tokens], rng)


def damaged(data: bytes, tokens: tuple[str, ...], rng: random.Random) -> bytes:
    """Return data with some of it changed, cut, repeated, swapped, or with the words of its form put in."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 12, 60))):
        at, size = rng.randrange(len(out) + 1), rng.choice((1, 4, 30, 400))
        match rng.randrange(8):
            case 0:
                out[at : at + 1] = rng.randbytes(1)
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = out[at : at + size] * rng.choice((1, 2, 40))
            case 3:
                out[at:at] = rng.randbytes(rng.randrange(1, 9))
            case 4 | 5:
                out[at:at] = rng.choice(tokens).encode("utf-8", "surrogatepass") * rng.choice((1, 1, 1, 30))
            case 6:
                out = _renumbered(out, rng)
            case _:
                other = rng.randrange(len(out) + 1)
                out[at : at + size] = out[other : other + size]
        if len(out) > 300_000:
            break
    if rng.random() < 0.03:
        del out[rng.randrange(len(out) + 1) :]
    return bytes(out)


def _renumbered(out: bytearray, rng: random.Random) -> bytearray:
    numbers = list(re.finditer(rb"\d+", out))
    if numbers:
        chosen = rng.choice(numbers)
        wild = (b"0", b"-1", b"65536", b"4294967295", b"99999999999999999999", b"1e308")
        out[chosen.start() : chosen.end()] = rng.choice(wild)
    return out


def _repacked(data: bytes, kind: Kind, rng: random.Random) -> bytes:
    """Return an archive in which one or two members were damaged, and maybe one is missing."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    telling = [
        name
        for name in members
        if re.search(r"document|content|slide\d|sheet|shared|rels|opf|html|xml$", name)
    ]
    for name in rng.sample(telling, min(len(telling), rng.choice((1, 1, 2)))):
        members[name] = damaged(bytes(members[name]), TOKENS[kind.tokens], rng)  # type: ignore[arg-type]
    if rng.random() < 0.05:
        del members[rng.choice(list(members))]
    return zipped(members)


@cache
def _samples(name: str) -> tuple[bytes, ...]:
    return kind_of(name).samples()


@dataclass(frozen=True, slots=True)
class Finding:
    """An input that a reader does not stand: its number and what happened."""

    number: int
    what: str


def tried(name: str, number: int) -> str | None:
    """Read one input in this process; return what is wrong, or None for documents or a refusal."""
    ending = kind_of(name).ending
    data = made(name, number)
    try:
        source, reader = Source(f"input{ending}", "0" * 64, "x"), kind_of(name).reader
        for item in reader(source, data) if reader else read_bytes(source, data, ending):
            if isinstance(item, Document):
                item.text.encode("utf-8", "surrogatepass")
    except UnreadableFile as error:
        return error.reason if "TimeoutError" in error.reason else None
    except Exception as error:  # anything else is what we look for
        return f"{type(error).__name__}: {error}"
    return None


def run(name: str, numbers: range, *, seconds: float = 1e9) -> tuple[int, list[Finding]]:
    """Try inputs in processes of their own, a new one after each that dies; return how many, and findings."""
    found: list[Finding] = []
    at, end = numbers.start, time.monotonic() + seconds
    context = multiprocessing.get_context("spawn")
    while at < numbers.stop and time.monotonic() < end:
        place = context.Value("q", at)
        receiving, sending = context.Pipe(duplex=False)
        child = context.Process(target=_work, args=(name, range(at, numbers.stop), place, sending, end))
        child.start()
        sending.close()
        found += _heard(receiving)
        child.join()
        at = int(place.value)
        if child.exitcode != 0:
            found.append(Finding(at, f"the process ended with {child.exitcode}"))
            at += 1
    return at - numbers.start, found


def _heard(receiving: Connection) -> Iterator[Finding]:
    while True:
        try:
            yield receiving.recv()
        except EOFError:
            return


def _work(name: str, numbers: range, place: "Synchronized[int]", sending: Connection, end: float) -> None:
    most = MOST_MEGABYTES * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    # A hang in C ends the process; one in Python too, since no reader lets this signal through.
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    for number in numbers:
        if time.monotonic() > end:
            return
        place.value = number
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
        what = tried(name, number)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if what is not None:
            sending.send(Finding(number, what))
    place.value = numbers.stop


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("readers", nargs="+", choices=sorted({*KINDS, *SLOW}))
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=400.0)
    given = parser.parse_args()
    for name in given.readers:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done, found = run(name, range(given.start, given.start + given.count), seconds=given.seconds)
        took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        sys.stdout.write(f"{name} {given.start}+{done} in {took:.0f} CPU-s, {len(found)} findings\n")
        sys.stdout.writelines(f"   {one.number} {one.what}\n" for one in found[:40])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
