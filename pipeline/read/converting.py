"""Reads old binary Office files: LibreOffice, where it is installed, turns them into those of today.

Macros never run: LibreOffice opens the copy of the file without them, in a profile of its own.
"""

import os
import platform
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.mail import read_saved_page
from pipeline.read.refusal import refusing
from pipeline.read.rich import read_rich
from pipeline.read.sheets import Columns, read_sheet
from pipeline.read.slides import read_slides
from pipeline.read.web import read_web
from pipeline.read.word import read_word

_SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_RICH = b"{\\rtf"
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}(?:<\?xml[^>]{0,99}>\s{0,99})?<(?:!doctype html|html)\b", re.I)
_SAVED = re.compile(rb"\s{0,99}MIME-Version:", re.I)
_FOLDER = "tashan-office"


def read_old_word(source: Source, data: bytes) -> Document:
    """Read a .doc or .wps as the .docx that LibreOffice makes of it, or as what it is under another name.

    Raises:
        UnreadableFile: LibreOffice is not installed, or cannot read the file.
    """
    if data.startswith(_RICH):
        return read_rich(source, data)
    if _PAGE.match(data):
        return read_web(source, data)
    if _SAVED.match(data):
        return read_saved_page(source, data)
    return read_word(source, data if data.startswith(_ZIP) else convert(source, data, "docx"))


def read_old_slides(source: Source, data: bytes) -> Document:
    """Read a .ppt as the .pptx that LibreOffice makes of it.

    Raises:
        UnreadableFile: LibreOffice is not installed, or cannot read the file.
    """
    return read_slides(source, data if data.startswith(_ZIP) else convert(source, data, "pptx"))


def read_old_sheet(source: Source, data: bytes, columns: Columns | None) -> Iterator[Document]:
    """Read a .xls as the .xlsx that LibreOffice makes of it; a page of the web under that name as a page.

    Raises:
        UnreadableFile: LibreOffice is not installed, or cannot read the file.
    """
    if _PAGE.match(data):
        return iter((read_web(source, data),))
    return read_sheet(source, data if data.startswith(_ZIP) else convert(source, data, "xlsx"), columns)


def convert(source: Source, data: bytes, wanted: str) -> bytes:
    """Return the file that LibreOffice makes of another, of the kind that the ending `wanted` names.

    Raises:
        UnreadableFile: LibreOffice is not installed, takes too long, or cannot read the file.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise UnreadableFile(
            source.path, f"an old Office file needs LibreOffice, which is not installed: save it as .{wanted}"
        )
    if not data.startswith((_OLE, _RICH)):
        raise UnreadableFile(source.path, "not an Office file")
    sweep()
    place = tempfile.TemporaryDirectory(prefix=f"{_FOLDER}-{platform.node()}-{os.getpid()}-")
    with place as name, refusing(source.path, "LibreOffice cannot read it"):
        folder = Path(name)
        (folder / "file.bin").write_bytes(data)
        _run(program, folder, wanted)
        return (folder / "out" / f"file.{wanted}").read_bytes()


def sweep() -> None:
    """End the LibreOffice of workers that were killed while it ran, and remove their temporary folders."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}-{platform.node()}-*"):
        worker = folder.name.split("-")[-2]
        if worker.isdecimal() and not _is_running(int(worker)):
            with suppress(OSError, ValueError):
                _end(int((folder / "process").read_text()), folder)
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _end(process: int, folder: Path) -> None:
    """End a process and its children where it is still the one that works in `folder`."""
    if str(folder).encode() in Path(f"/proc/{process}/cmdline").read_bytes():
        os.killpg(process, signal.SIGKILL)


def _run(program: str, folder: Path, wanted: str) -> None:
    # Who waits may be killed for a file that takes too long; then no one else would end it.
    guard = ["timeout", "--kill-after=1", str(_SECONDS)] if shutil.which("timeout") else []
    command = [
        *guard, program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
        "--convert-to", wanted, "--outdir", str(folder / "out"), str(folder / "file.bin"),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    # A group of its own: the program starts another, and both must go when time is up.
    process = subprocess.Popen(  # noqa: S603 (the program found, and names of our own)
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        (folder / "process").write_text(str(process.pid))
        process.wait(timeout=_SECONDS)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
