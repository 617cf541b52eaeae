"""From bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, GB18030 and Big5 by a reported guess."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UnreadableFile
from kg.values import Notice, Source, Span
from pipeline.lexicon.usual import score

# The mark of UTF-32 begins with that of UTF-16, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = (("gb18030", "GB18030"), ("cp950", "Big5"), ("big5hkscs", "Big5"))
_DECLARED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
}

_WIDE_GUESSES = (("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"))
_ASCII = bytes(range(128))
_BAD_BYTES = re.compile("[\udc80-\udcff]+")  # as `surrogateescape` keeps them
_MOST_BAD_PLACES = 0.001
_MOST_BAD_BYTES = 0.1  # of those beyond ASCII
_MOST_CONTROLS = 0.01
_LEAST_USUAL, _LEAST_USUAL_SHORT = 0.45, 0.3  # of real text, 0.5 and 0.36 were the least seen
_SHORT = 20
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a\x1b"] + ["\x7f"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what had to be supposed to decode it."""

    text: str
    notices: tuple[Notice, ...] = ()


def decode(source: Source, data: bytes, *, declared: str | None = None) -> Decoded:
    """Decode the bytes of a text file; `declared` is the encoding that a page claims for itself.

    UTF-8 is taken if the bytes are valid UTF-8, whatever is declared; then the declared encoding; then the
    better of GB18030 and Big5, judged by how usual the characters are that come out. A guess, a file that
    ends inside a character and the replacement of bad bytes are reported as `encoding_guessed`.

    Raises:
        UnreadableFile: binary data, or text in no encoding known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            data = data[len(mark) :]
            return _check(source, _decode_marked(source, data, encoding))
    if b"\0" in data:
        unmarked = _guess_utf16(data)
        if unmarked is None:
            raise UnreadableFile(source.path, "binary data (NUL bytes), not text")
        return _check(source, unmarked)
    found = _decode_utf8(data) or _decode_declared(data, declared) or _guess(data)
    if found is None:
        raise UnreadableFile(
            source.path, "no text in UTF-8, UTF-16, GB18030 or Big5: binary data or another encoding"
        )
    return _check(source, found)


def _decode_marked(source: Source, data: bytes, encoding: str) -> Decoded:
    found = _decode_utf8(data) if encoding == "utf-8" else _decode_to_the_end(data, encoding)
    if found is None:
        raise UnreadableFile(source.path, f"the file is marked as {encoding.upper()} but is not")
    return found


def _decode_utf8(data: bytes) -> Decoded | None:
    return _decode_to_the_end(data, "utf-8") or _decode_damaged_utf8(data)


def _decode_to_the_end(data: bytes, encoding: str) -> Decoded | None:
    """Decode strictly, but allow the last character to be cut off."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(data)
        if not decoder.getstate()[0]:
            return Decoded(text + decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return None
    return Decoded(text + "\ufffd", (_notice("the file ends inside a character"),))


def _decode_damaged_utf8(data: bytes) -> Decoded | None:
    """Decode UTF-8 with a bad place here and there; text in another encoding is bad nearly everywhere."""
    runs = _BAD_BYTES.findall(text := data.decode("utf-8", "surrogateescape"))
    bad, beyond_ascii = sum(map(len, runs)), len(data.translate(None, _ASCII))
    if len(runs) >= _MOST_BAD_PLACES * len(data) or bad > _MOST_BAD_BYTES * beyond_ascii:
        return None
    message = f"{bad} bytes are no UTF-8 and were replaced (places: {len(runs)})"
    return Decoded(_BAD_BYTES.sub("\ufffd", text), (_notice(message),))


def _decode_declared(data: bytes, declared: str | None) -> Decoded | None:
    encoding = _DECLARED.get((declared or "").strip().lower())
    return _decode_to_the_end(data, encoding) if encoding else None


def _guess_utf16(data: bytes) -> Decoded | None:
    """Return what UTF-16 without its mark reads, where that is usual text without NUL."""
    found = _guess(data, _WIDE_GUESSES)
    return found if found and "\0" not in found.text else None


def _guess(data: bytes, guesses: Sequence[tuple[str, str]] = _GUESSES) -> Decoded | None:
    found = [(name, _decode_to_the_end(data, encoding)) for encoding, name in guesses]
    scored = [(score(decoded.text), name, decoded) for name, decoded in found if decoded]
    if not scored:
        return None
    best, name, decoded = max(scored, key=lambda guess: guess[0])
    if best < (_LEAST_USUAL if len(decoded.text) >= _SHORT else _LEAST_USUAL_SHORT):
        return None
    guess = _notice(f"the encoding is not stated; read as {name}")
    return Decoded(decoded.text, (guess, *decoded.notices))


def _check(source: Source, decoded: Decoded) -> Decoded:
    controls = sum(map(decoded.text.count, _CONTROLS))
    if controls > _MOST_CONTROLS * len(decoded.text):
        raise UnreadableFile(source.path, "binary data (control characters), not text")
    return decoded


def _notice(message: str) -> Notice:
    return Notice("encoding_guessed", Span(0, 0), message)
