"""Characters that were misread: bytes in another encoding (mojibake), letters and circles for digits.

Only what is sure is set right, and every place is a notice: a line whose characters are strange and that read
the other way is common Chinese; a letter within a number that a unit follows; a character that no number
has beside it (12兀, 8月3曰).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache

from kg.values import Notice, Span
from pipeline.lexicon.usual import score, usual_characters

_STRANGE, _USUAL = 0.15, 0.75  # the share of strange characters to look at, and how usual they then must be
_LEAST = 3  # characters of a line read the other way
_MOST_LOST = 0.2  # of them
_TIMES = 3  # a text may have gone wrong twice
_LOST = "\ufffd"
_RUN = re.compile(f"{_LOST}+")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.+/-])(?=[OolIＯ○〇]{0,11}\d)(?=\d{0,11}[OolIＯ○〇])[\dOolIＯ○〇]{2,12}"
    r"(?=[%％‰万亿千百余多个名人元件次家项年月日户套间条场期岁天种吨米篇块台辆对支只张所处份成倍位门座批起])"
)
_SLIPS = re.compile("[OolIＯ○〇]")  # what stands for a digit where it was misread
_CIRCLE = re.compile(r"(?<=[一二三四五六七八九〇])[○Ｏ](?=[一二三四五六七八九〇○Ｏ年])")
_ALIKE = re.compile(
    r"(?<=[\d万亿千百余多])兀|(?<=月\d)曰|(?<=月\d\d)曰|(?<=[十〇○])工(?=[月日年〇○])|(?<=[\d万千百余多])入(?=次)|"
    r"(?<=\d)方(?=[余多]?(?:元|人次|名职工|余人|余名)|多人)|(?<=\d)干(?=[余多]?(?:元|人次|瓦|米))"
)  # what no number has beside it, and what was meant
_MEANT = str.maketrans("兀曰工入方干", "元日二人万千")
_DIGITS = str.maketrans("OoＯ○〇lI", "0000011")


def read_again(text: str) -> tuple[str, list[Notice]]:
    r"""Return a text with its misread lines and digits set right, and a notice for each, at its place there.

    >>> text, notices = read_again("工会办班1O0期\n宸ヤ細缁勭粐鑱屽伐")
    >>> text, [notice.code for notice in notices]
    ('工会办班100期\n工会组织职工', ['ocr', 'encoding_guessed'])
    """
    lines, notices, at = list[str](), list[Notice](), 0
    for line in text.split("\n"):
        mended, name = _decoded(line)
        if name:
            place = Span(at, at + len(mended))
            notices.append(Notice("encoding_guessed", place, f"the line was {name}; it was read again"))
        if _ALIKE.search(mended):
            notices += (_slip(match, at) for match in _ALIKE.finditer(mended))
            mended = _ALIKE.sub(lambda match: match[0].translate(_MEANT), mended)
        if _SLIPS.search(mended):
            notices += _slips(mended, at)
            mended = _NUMBER.sub(lambda match: match[0].translate(_DIGITS), mended)
            mended = _CIRCLE.sub("〇", mended)
        lines.append(mended)
        at += len(mended) + 1
    return "\n".join(lines), notices


def _slips(line: str, at: int) -> Iterator[Notice]:
    """Yield a notice for each number that was misread in a line which begins at `at`."""
    for match in (*_NUMBER.finditer(line), *_CIRCLE.finditer(line)):
        yield _slip(match, at)


def _slip(match: re.Match[str], at: int) -> Notice:
    return Notice("ocr", Span(at + match.start(), at + match.end()), f"the number stood as {match[0]}")


def _decoded(line: str) -> tuple[str, str]:
    """Return a line read in the encoding that it was in, and how it had been misread, or nothing."""
    found, told = line, ""
    for _ in range(_TIMES):
        better = max(_ways(found), key=lambda way: score(way[0]), default=("", ""))
        if not better[0]:
            break
        found, told = better
    if not told:
        return line, ""
    sure = score(found) >= _USUAL and len(found) >= _LEAST
    return (found, told) if sure else (line, "")


def _ways(line: str) -> Iterator[tuple[str, str]]:
    """Yield how else a strange line can be read."""
    if line.isascii() or len(_strange().findall(line)) < _STRANGE * _beyond(line):
        return
    for name, encode, encoding in _READINGS:
        with suppress(UnicodeError):
            text = _RUN.sub(_LOST, encode(line).decode(encoding, "replace"))
            if text.count(_LOST) <= _MOST_LOST * len(text):
                yield text, name


def _beyond(line: str) -> int:
    """Return how many characters of a line are not ASCII."""
    return len(line) - len(line.encode("ascii", "ignore"))


def _western(line: str) -> bytes:
    """Return the bytes of a line that was read in a western code page; where it has no letter, as Latin-1."""
    return b"".join(_byte(char) for char in line)


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeError:
        return char.encode("latin-1")


def _chinese(line: str) -> bytes:
    return b"\xff".join(part.encode("gb18030") for part in line.split(_LOST))


_READINGS: tuple[tuple[str, Callable[[str], bytes], str], ...] = (
    ("UTF-8 read as GBK", _chinese, "utf-8"),
    ("UTF-8 read in a western code page", _western, "utf-8"),
    ("GBK read in a western code page", _western, "gb18030"),
)


@cache
def _strange() -> re.Pattern[str]:
    known = "".join(sorted(usual_characters()))
    return re.compile(f"[^\x00-\x7f{re.escape(known)}]")
