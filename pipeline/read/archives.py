"""Opens .zip and .tar (also .tar.gz, .tar.bz2, .tar.xz), in memory: no member's name ever becomes a path."""

import gzip
import io
import posixpath
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from operator import itemgetter
from typing import IO

from kg.errors import UnreadableFile
from kg.values import Source
from pipeline.read.folders import SYSTEM_FILES
from pipeline.read.refusal import explain, refusing
from pipeline.read.room import Room
from pipeline.report import Failure

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_CHUNK = 1 << 20
_FURNITURE = ("__MACOSX/", "~$", ".")

Member = tuple[str, bytes]


def read_zip(source: Source, data: bytes, room: Room) -> Iterator[Member | Failure]:
    """Yield name and bytes of each file of a zip, sorted by name; one that cannot be unpacked is a failure.

    Names that are not marked as UTF-8 are read as GB18030 where that is possible: Windows writes them so.

    Raises:
        UnreadableFile: no zip, or more than `room` in it.
    """
    with refusing(source.path, "not a whole zip"):
        archive = zipfile.ZipFile(io.BytesIO(data))
    with archive:
        # Two members may bear one name, and a damaged one none.
        named = [(_zip_name(member), member) for member in archive.infolist()]
        members = sorted((one for one in named if not one[0].endswith("/")), key=itemgetter(0))
        for name, member in members:
            if _is_furniture(name):
                continue
            path = f"{source.path}!/{name}"
            if member.flag_bits & _ENCRYPTED:
                yield Failure(path, "read", "locked with a password")
                continue
            try:
                with archive.open(member) as file:
                    yield name, _unpack(path, file, room)
            except (UnreadableFile, MemoryError):
                raise
            except Exception as error:  # a damaged member must not take the others with it
                yield Failure(path, "read", f"cannot be unpacked ({explain(error)})")


def read_tar(source: Source, data: bytes, room: Room) -> Iterator[Member | Failure]:
    """Yield name and bytes of each regular file of a tar, in its order; links and devices are left out.

    A gzip that holds no tar is one file, named as the archive without `.gz`.

    Raises:
        UnreadableFile: neither a tar nor a gzip, or more than `room` in it.
    """
    try:
        archive = tarfile.open(fileobj=io.BytesIO(data), mode="r:*")  # noqa: SIM115 (closed below)
    except (tarfile.TarError, EOFError, OSError):
        if not source.path.lower().endswith(".gz"):
            raise UnreadableFile(source.path, "not a tar archive") from None
        with refusing(source.path, "not a whole gzip"), gzip.open(io.BytesIO(data)) as file:
            yield posixpath.basename(source.path)[:-3], _unpack(source.path, file, room)
        return
    with archive, refusing(source.path, "not a whole tar archive"):
        for member in archive:
            inner = archive.extractfile(member) if member.isfile() else None
            if inner is not None and not _is_furniture(member.name):
                yield member.name, _unpack(f"{source.path}!/{member.name}", inner, room)


def _zip_name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    found = [member.filename]
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            found.append(member.filename.encode("cp437").decode(encoding))
    # Short names in GB18030 are often valid UTF-8 too, of Cyrillic or Arabic letters.
    return max(found, key=lambda name: sum("\u4e00" <= char <= "\u9fff" for char in name))


def _is_furniture(name: str) -> bool:
    """Tell what systems and editors put beside the files: no one means to hand it over."""
    own = posixpath.basename(name)
    return name.startswith("__MACOSX/") or own.startswith(_FURNITURE) or own.lower() in SYSTEM_FILES


def _unpack(path: str, file: IO[bytes] | gzip.GzipFile, room: Room) -> bytes:
    """Return all bytes of a member, counted as they come: what a header says of its size may be a lie."""
    room.take(path)
    chunks = []
    while chunk := file.read(_CHUNK):
        room.grow(path, len(chunk))
        chunks.append(chunk)
    return b"".join(chunks)
