"""Reads .txt and .md."""

import re

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.encodings import decode

# What other programs write first into their files, for those that someone named .txt.
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "a rich text file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a rar archive",
    b"7z\xbc\xaf": "a 7z archive",
}
_MARKUP = (
    (re.compile(r"^#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)"), r"\1"),
    (re.compile(r"\*\*([^*\n]{1,500})\*\*"), r"\1"),
)


def read_plain(source: Source, data: bytes) -> Document:
    """Read a text file; its lines and spaces stay as they are.

    Raises:
        UnreadableFile: the file is not text, or in an unknown encoding.
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableFile(source.path, f"{what}, not text")
    decoded = decode(source, data)
    return Document(source, decoded.text, notices=decoded.notices)


def read_markdown(source: Source, data: bytes) -> Document:
    """Read a Markdown file as its reader sees it: without the marks of headings, quotes, links and bold.

    Raises:
        UnreadableFile: as `read_plain`.
    """
    document = read_plain(source, data)
    text = document.text
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return Document(source, text, notices=document.notices)
