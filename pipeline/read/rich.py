"""Reads .rtf: its text, each stretch in the code page that its font names (Rich Text Format 1.9.1).

The text is read in one pass, whatever it is: what stands between two marks is never looked at twice.
"""

import codecs
import re
from dataclasses import dataclass, field, replace

from kg.errors import UnreadableFile
from kg.values import Document, Source

MOST_GROUPS = 10_000
"""How deep groups may lie within each other."""

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)
_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_SYMBOL = 2  # the character set of fonts whose signs have codes of their own
_WESTERN, _CHINESE = "cp1252", 936
_WORDS = {
    "par": "\n", "line": "\n", "sect": "\n\n", "page": "\n\n", "tab": "\t", "cell": "\t", "nestcell": "\t",
    "row": "\n", "nestrow": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_SIGNS = {b"~": "\u00a0", b"-": "\u00ad", b"_": "\u2011", b"\n": "\n", b"\r": "\n"}
_ESCAPED = b"{}\\"
_SKIPPED = {
    "annotation", "atnauthor", "atnid", "atnref", "author", "bkmkend", "bkmkstart", "colortbl", "comment",
    "company", "creatim", "datastore", "doccomm", "falt", "filetbl", "fldinst", "footer", "footerf",
    "footerl", "footerr", "footnote", "ftncn", "ftnsep", "ftnsepc", "generator", "header", "headerf",
    "headerl", "headerr", "hlinkbase", "keywords", "listoverridetable", "listtable", "manager",
    "nonesttables", "objdata", "object", "operator", "pict", "printim", "private", "revtbl", "revtim",
    "rsidtbl", "rxe", "shp", "shprslt", "stylesheet", "subject", "tc", "template", "themedata", "txe", "xe",
}  # fmt: skip


def read_rich(source: Source, data: bytes) -> Document:
    r"""Read a .rtf: a line per paragraph; cells of a row are parted by tabs.

    Headers, footers, notes, pictures and embedded objects are left out.

    Raises:
        UnreadableFile: no .rtf, or groups within groups without end.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile(source.path, "not a rich text file")
    reader = _Reader(source.path)
    reader.read(data)
    title = _whole(reader.title).strip()
    return Document(source, re.sub(r"\t+\n", "\n", _whole(reader.text)), title=title or None)


def _whole(pieces: list[str]) -> str:
    """Return one text, halves of a character of two codes made one."""
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _code_page(number: int) -> str:
    try:
        return codecs.lookup("gb18030" if number == _CHINESE else f"cp{number}").name
    except LookupError:
        return "gb18030"


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside braces: where text goes, its font, how many signs stand in for a code."""

    goes: str = "text"
    font: int | None = None
    stand_ins: int = 1


@dataclass(slots=True)
class _Reader:
    """The text so far, and what is known where the reading stands."""

    path: str
    text: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    code_page: str = "gb18030"
    usual: int | None = None  # font
    sets: dict[int | None, int] = field(default_factory=dict)  # of fonts
    waiting: bytearray = field(default_factory=bytearray)  # bytes of the text, in the font's code page
    passed: int = 0  # signs to pass by, that stand for a code for old programs

    def read(self, data: bytes) -> None:
        """Read everything up to the end of the outermost group."""
        at, end = data.index(b"{"), len(data)
        while at < end and (match := _TOKEN.match(data, at)):
            at = match.end()
            word, number, code, sign, brace, plain = match.groups()
            if word:
                at += self._word(word.decode(), number)
            elif code:
                self._put(bytes.fromhex(code.decode()))
            elif sign:
                self._sign(sign)
            elif brace:
                self._brace(brace)
                if not self.outer:
                    break
            elif plain:
                self._put(plain)
        self._flush()

    def _word(self, word: str, number: bytes | None) -> int:
        """Follow a control word; return how many bytes behind it are no text."""
        value, self.passed = int(number or 0), 0
        if word == "bin":
            return max(value, 0)
        if word == "u" and number:
            self._write(chr(value % 0x10000))
            self.passed = self.group.stand_ins
        elif word in _WORDS:
            self._write(_WORDS[word])
        elif word in _SKIPPED:
            self._go("nowhere")
        elif word in ("fonttbl", "info") or (word == "title" and self.group.goes == "info"):
            self._go(word)
        else:
            self._set(word, value)
        return 0

    def _set(self, word: str, value: int) -> None:
        """Remember what a control word says of the text behind it."""
        self._flush()
        match word:
            case "f":
                self.group = replace(self.group, font=value)
            case "plain":
                self.group = replace(self.group, font=self.usual)
            case "deff":
                self.usual = value
            case "fcharset" if self.group.goes == "fonttbl":
                self.sets[self.group.font] = value
            case "ansicpg":
                self.code_page = _code_page(value)
            case "uc":
                self.group = replace(self.group, stand_ins=max(value, 0))
            case _:
                pass

    def _sign(self, sign: bytes) -> None:
        if sign in _ESCAPED:
            self._put(sign)
        elif sign == b"*":  # what follows is for programs that know its word
            self._go("nowhere" if self.group.goes == "text" else self.group.goes)
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.passed = 0
        if brace == b"{":
            self.outer.append(self.group)
            if len(self.outer) > MOST_GROUPS:
                raise UnreadableFile(self.path, f"more than {MOST_GROUPS:,} groups within each other")
        elif self.outer:
            self.group = self.outer.pop()

    def _go(self, place: str) -> None:
        self._flush()
        if self.group.goes != "nowhere":
            self.group = replace(self.group, goes=place)

    def _put(self, data: bytes) -> None:
        passed = min(self.passed, len(data))
        self.passed -= passed
        self.waiting += data[passed:]

    def _write(self, text: str) -> None:
        self._flush()
        if self.group.goes == "text":
            self.text.append(text)
        elif self.group.goes == "title":
            self.title.append(text)

    def _flush(self) -> None:
        data, self.waiting = bytes(self.waiting), bytearray()
        if data and self.group.goes in ("text", "title"):
            text = self._decode(data)
            (self.text if self.group.goes == "text" else self.title).append(text)

    def _decode(self, data: bytes) -> str:
        charset = self.sets.get(self.group.font, 0)
        if charset == _SYMBOL:
            return "".join(chr(0xF000 + byte) if byte >= ord(" ") else chr(byte) for byte in data)
        code_page = _CODE_PAGES.get(charset, self.code_page)
        try:
            return data.decode(code_page)
        except UnicodeDecodeError:  # western fonts in a Chinese text have marks of their own page
            return data.decode(code_page if charset else _WESTERN, "replace")
