"""The cells of a .xlsx that are merged down its rows: one value for several rows (ECMA-376, 18.3.1.55)."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pipeline.read.tree import Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MERGED = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\s[^<>]{0,100}?ref=\"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})\""
)
_CHUNK, _LONGEST = 1 << 20, 200  # bytes read at once, and of the longest element
_MOST = 20_000  # of one sheet


@dataclass(frozen=True, slots=True)
class Merged:
    """A column, counted from 0, and the rows, counted from 1, of which the first has the value of all."""

    column: int
    first: int
    last: int

    def below(self, rows: int) -> "Merged":
        """Return the same, its rows counted behind so many."""
        return Merged(self.column, self.first - rows, self.last - rows)


def merged_down(data: bytes) -> list[list[Merged]]:
    """Return the merged cells of each sheet of a .xlsx, in the order of its sheets.

    Raises:
        KeyError: a part that the file names is not in it.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [list(islice(_of_sheet(archive, name), _MOST)) for name in _sheets(archive)]


def fill(rows: list[list[str]], merged: list[Merged], columns: set[int]) -> None:
    """Give the empty cells of these columns the value of the merged cell that they are part of."""
    left = len(rows) * max(len(columns), 1)  # cells of different ranges are different ones
    for one in merged:
        top = rows[one.first - 1] if 0 < one.first <= len(rows) and one.column in columns else []
        value = top[one.column] if 0 <= one.column < len(top) else ""
        for row in rows[one.first : min(one.last, one.first + left)] if value else ():
            left -= 1
            row += [""] * (one.column + 1 - len(row))  # a row ends with its last filled cell
            row[one.column] = row[one.column] or value


def _sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the names of the parts that hold the sheets."""
    book, relations = _parse(archive, "xl/workbook.xml"), _parse(archive, "xl/_rels/workbook.xml.rels")
    targets = {item.get("Id"): item.get("Target") or "" for item in relations.iter(_RELATION)}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_LINK), "")
        if "chartsheet" not in target:
            yield posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _of_sheet(archive: zipfile.ZipFile, name: str) -> Iterator[Merged]:
    kept = b""
    with archive.open(name) as file:
        while chunk := file.read(_CHUNK):
            kept += chunk
            end = 0
            for match in _MERGED.finditer(kept):
                end = match.end()
                first, last = int(match[2]), int(match[3])
                if first < last:
                    yield Merged(_column(match[1]), first, last)
            kept = kept[max(end, len(kept) - _LONGEST) :]


def _column(letters: bytes) -> int:
    """Return the number of a column, from 0.

    >>> _column(b"A"), _column(b"Z"), _column(b"AA")
    (0, 25, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _parse(archive: zipfile.ZipFile, name: str) -> Element:
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

    root: Element = etree.fromstring(
        archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True)
    )
    return root
