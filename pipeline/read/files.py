"""From a path to the documents of its file: one reader per ending, one error for whatever goes wrong."""

import hashlib
import os
import posixpath
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.limits import MEGABYTE, bounds
from pipeline.read.refusal import refusing, shown
from pipeline.read.room import Room
from pipeline.read.sheets import Columns, columns_of
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
    ".mbox": "application/mbox",
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

# What reads each ending, MODULE:FUNCTION: one document, several, those of a table, or files within the file.
_SINGLE = {
    ".txt": "plain:read_plain",
    ".md": "plain:read_markdown",
    ".html": "web:read_web",
    ".htm": "web:read_web",
    ".mhtml": "mail:read_saved_page",
    ".mht": "mail:read_saved_page",
    ".docx": "word:read_word",
    ".doc": "converting:read_old_word",
    ".wps": "converting:read_old_word",
    ".rtf": "rich:read_rich",
    ".odt": "opendocument:read_opendocument",
    ".pptx": "slides:read_slides",
    ".ppt": "converting:read_old_slides",
}
_PARTED = {
    ".epub": "books:read_book",
    ".pdf": "pdf:read_pdf",
    ".png": "scans:read_picture",
    ".jpg": "scans:read_picture",
    ".jpeg": "scans:read_picture",
    ".tif": "scans:read_picture",
    ".tiff": "scans:read_picture",
}
_TABLES = {
    ".xlsx": "sheets:read_sheet",
    ".xls": "converting:read_old_sheet",
    ".csv": "sheets:read_csv",
}
_BUNDLES = {
    ".mbox": "mail:read_mailbox",
    ".zip": "archives:read_zip",
    ".tar": "archives:read_tar",
    ".tgz": "archives:read_tar",
    ".gz": "archives:read_tar",
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
        yield _reader(_SINGLE[ending])(source, data)
    elif ending in _TABLES:
        yield from _reader(_TABLES[ending])(source, data, columns)
    elif ending in _PARTED:
        yield from _reader(_PARTED[ending])(source, data)
    elif ending == ".eml":
        yield from _members(source, _reader("mail:read_mail")(source, data), room or Room())
    else:
        room = room or Room()
        yield from _members(source, _reader(_BUNDLES[ending])(source, data, room), room)


@cache
def _reader(place: str) -> Any:  # noqa: ANN401  # four kinds of functions
    """Return a reader; its module is imported when a file first needs it, since no run meets all formats."""
    module, function = place.split(":")
    return getattr(import_module(f"pipeline.read.{module}"), function)


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
