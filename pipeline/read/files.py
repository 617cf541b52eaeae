"""From a path to the documents of its file: one reader per ending, one error for whatever goes wrong."""

import hashlib
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.pdf import read_pdf
from pipeline.read.plain import read_markdown, read_plain
from pipeline.read.refusal import refusing, shown
from pipeline.read.web import read_web
from pipeline.read.word import read_word

LARGEST_FILE = 200_000_000
"""The size in bytes above which a file is refused: no collection of articles is that large."""

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}
"""The endings that have a reader, lower case, with the media type each stands for."""

_READERS: dict[str, Callable[[Source, bytes], Document]] = {
    "text/plain": read_plain,
    "text/markdown": read_markdown,
    "text/html": read_web,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": read_word,
    "application/pdf": read_pdf,
}


def read(path: Path) -> Iterator[Document]:
    """Return the documents of a file, chosen by its ending and checked by its content.

    Raises:
        UnreadableFile: the file gives no text; raised by the call itself, before the first document.
    """
    name = shown(path)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    data = _load(path, name)
    if media_type is None:
        raise UnreadableFile(
            name, f"no reader for the ending {path.suffix or '(none)'}; known: {', '.join(MEDIA_TYPES)}"
        )
    source = Source(name, hashlib.sha256(data).hexdigest(), media_type)
    document = _READERS[media_type](source, data)
    if not document.text.strip():
        raise UnreadableFile(name, "the file holds no text")
    return iter((document,))


def _load(path: Path, name: str) -> bytes:
    with refusing(name, "the file cannot be opened"):
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UnreadableFile(name, "a folder, not a file")
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableFile(name, "not a regular file")
        if state.st_size > LARGEST_FILE:
            raise UnreadableFile(name, f"{state.st_size:,} bytes, more than the limit of {LARGEST_FILE:,}")
        data = path.read_bytes()
    if not data:
        raise UnreadableFile(name, "the file is empty")
    return data
