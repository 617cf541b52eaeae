"""Reads old binary Office files: LibreOffice, where it is installed, turns them into those of today.

Macros never run: LibreOffice opens the copy of the file without them, in a profile of its own.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.refusal import refusing
from pipeline.read.sheets import Columns, read_sheet
from pipeline.read.slides import read_slides
from pipeline.read.word import read_word

_SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


def read_old_word(source: Source, data: bytes) -> Document:
    """Read a .doc or .wps as the .docx that LibreOffice makes of it.

    Raises:
        UnreadableFile: LibreOffice is not installed, or cannot read the file.
    """
    return read_word(source, data if data.startswith(_ZIP) else convert(source, data, "docx"))


def read_old_slides(source: Source, data: bytes) -> Document:
    """Read a .ppt as the .pptx that LibreOffice makes of it.

    Raises:
        UnreadableFile: LibreOffice is not installed, or cannot read the file.
    """
    return read_slides(source, data if data.startswith(_ZIP) else convert(source, data, "pptx"))


def read_old_sheet(source: Source, data: bytes, columns: Columns | None) -> Iterator[Document]:
    """Read a .xls as the .xlsx that LibreOffice makes of it.

    Raises:
        UnreadableFile: LibreOffice is not installed, or cannot read the file.
    """
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
    if not data.startswith((_OLE, b"{\\rtf")):
        raise UnreadableFile(source.path, "not an Office file")
    with tempfile.TemporaryDirectory() as name, refusing(source.path, "LibreOffice cannot read it"):
        folder = Path(name)
        (folder / "file.bin").write_bytes(data)
        _run(program, folder, wanted)
        return (folder / "out" / f"file.{wanted}").read_bytes()


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
        process.wait(timeout=_SECONDS)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
