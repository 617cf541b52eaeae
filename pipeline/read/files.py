"""From a path to the documents of its file: one reader per ending, one error for whatever goes wrong."""

import hashlib
import os
import posixpath
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.archives import read_tar, read_zip
from pipeline.read.books import read_book
from pipeline.read.converting import read_old_sheet, read_old_slides, read_old_word
from pipeline.read.limits import MEGABYTE, bounds
from pipeline.read.mail import read_mail, read_saved_page
from pipeline.read.opendocument import read_opendocument
from pipeline.read.pdf import read_pdf
from pipeline.read.plain import read_markdown, read_plain
from pipeline.read.refusal import refusing, shown
from pipeline.read.rich import read_rich
from pipeline.read.room import Room
from pipeline.read.scans import read_picture
from pipeline.read.sheets import Columns, columns_of, read_csv, read_sheet
from pipeline.read.slides import read_slides
from pipeline.read.web import read_web
from pipeline.read.word import read_word
from pipeline.report import Failure

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".mhtml": "multipart/related",
    ".mht": "multipart/related",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ppt": "application/vnd.ms-powerpoint",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".csv": "text/csv",
    ".epub": "application/epub+zip",
    ".eml": "message/rfc822",
    ".zip": "application/zip",
    ".tar": "application/x-tar",
    ".tgz": "application/gzip",
    ".gz": "application/gzip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""The endings that have a reader, lower case, with the media type each stands for."""

Found = Document | Failure

_SINGLE: dict[str, Callable[[Source, bytes], Document]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_web,
    ".htm": read_web,
    ".mhtml": read_saved_page,
    ".mht": read_saved_page,
    ".docx": read_word,
    ".doc": read_old_word,
    ".wps": read_old_word,
    ".rtf": read_rich,
    ".odt": read_opendocument,
    ".pptx": read_slides,
    ".ppt": read_old_slides,
}
_PARTED: dict[str, Callable[[Source, bytes], Iterator[Document]]] = {
    ".epub": read_book,
    ".pdf": read_pdf,
    ".png": read_picture,
    ".jpg": read_picture,
    ".jpeg": read_picture,
    ".tif": read_picture,
    ".tiff": read_picture,
}
_TABLES: dict[str, Callable[[Source, bytes, Columns | None], Iterator[Document]]] = {
    ".xlsx": read_sheet,
    ".xls": read_old_sheet,
    ".csv": read_csv,
}
_BUNDLES: dict[str, Callable[[Source, bytes, Room], Iterator[tuple[str, bytes] | Failure]]] = {
    ".zip": read_zip,
    ".tar": read_tar,
    ".tgz": read_tar,
    ".gz": read_tar,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds: its documents, and what lies inside it and cannot be read."""

    source: Source
    documents: tuple[Document, ...]
    lost: tuple[Failure, ...] = ()


def open_file(path: Path) -> Opened:
    """Return what a file holds, chosen by its ending and checked by its content.

    Raises:
        UnreadableFile: the file gives no text, and nothing inside it is to blame.
    """
    name, ending = shown(path), path.suffix.lower()
    data = _load(path, name)
    source = _source(name, ending, data)
    found = tuple(read_bytes(source, data, ending, columns=columns_of(path)))
    documents = tuple(item for item in found if isinstance(item, Document) and item.text.strip())
    lost = tuple(item for item in found if isinstance(item, Failure))
    if not documents and not lost:
        raise UnreadableFile(name, "the file holds no text")
    return Opened(source, documents, lost)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes.

    Raises:
        UnreadableFile: it cannot be read, or is above the limit.
    """
    return hashlib.sha256(_load(path, shown(path))).hexdigest()


def read(path: Path) -> Iterator[Document]:
    """Return the documents of a file.

    Raises:
        UnreadableFile: the file gives no text; raised by the call itself, before the first document.
    """
    return iter(open_file(path).documents)


def read_bytes(
    source: Source, data: bytes, ending: str, room: Room | None = None, *, columns: Columns | None = None
) -> Iterator[Found]:
    """Yield what the bytes of a file hold; `room` bounds what is unpacked from archives within archives.

    Raises:
        UnreadableFile: they give no text.
    """
    if ending in _SINGLE:
        yield _SINGLE[ending](source, data)
    elif ending in _TABLES:
        yield from _TABLES[ending](source, data, columns)
    elif ending in _PARTED:
        yield from _PARTED[ending](source, data)
    elif ending == ".eml":
        yield from _members(source, read_mail(source, data), room or Room())
    else:
        room = room or Room()
        yield from _members(source, _BUNDLES[ending](source, data, room), room)


def _members(
    source: Source, members: Iterable[Document | tuple[str, bytes] | Failure], room: Room
) -> Iterator[Found]:
    for member in members:
        if isinstance(member, Document | Failure):
            yield member
        else:
            yield from _member(f"{source.path}!/{member[0]}", member[1], room)


def _member(path: str, data: bytes, room: Room) -> Iterator[Found]:
    """Yield what a file inside a file holds; what cannot be read does not take the others with it."""
    ending = posixpath.splitext(path)[1].lower()
    try:
        source = _source(path, ending, data)
        with room.deeper(path):
            yield from tuple(read_bytes(source, data, ending, room))
    except UnreadableFile as error:
        yield Failure(error.path, "read", error.reason)


def _source(path: str, ending: str, data: bytes) -> Source:
    if ending not in MEDIA_TYPES:
        raise UnreadableFile(
            path, f"no reader for the ending {ending or '(none)'}; known: {', '.join(MEDIA_TYPES)}"
        )
    if not data:
        raise UnreadableFile(path, "the file is empty")
    return Source(path, hashlib.sha256(data).hexdigest(), MEDIA_TYPES[ending])


def _load(path: Path, name: str) -> bytes:
    with refusing(name, "the file cannot be opened"):
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UnreadableFile(name, "a folder, not a file")
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableFile(name, "not a regular file")
        # If a pipe has taken its place meanwhile, who writes into it is not waited for.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            return _read_whole(name, file)


def _read_whole(name: str, file: IO[bytes]) -> bytes:
    """Return the bytes of an open file that stays as it is while it is read, and within the limit."""
    before, most = os.fstat(file.fileno()), bounds().file * MEGABYTE
    if not stat.S_ISREG(before.st_mode):
        raise UnreadableFile(name, "not a regular file")
    if before.st_size > most:
        raise UnreadableFile(name, f"{before.st_size:,} bytes, more than the limit of {most:,} (file)")
    data = file.read(before.st_size + 1)
    after = os.fstat(file.fileno())
    if (len(data), after.st_size, after.st_mtime_ns) != (before.st_size, before.st_size, before.st_mtime_ns):
        raise UnreadableFile(name, "it changed while it was read: read it again when it is whole")
    return data
