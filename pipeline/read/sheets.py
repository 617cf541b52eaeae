"""Reads .xlsx and .csv as tables of cases: one row, one article.

Which column holds what is told by the first row, or by a file `NAME.columns.json` beside the table, as
`{"title": "题目", "text": ["做法", "成效"], "author": null, "publisher": null, "published": "时间",
"address": null}`.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path

from kg.addresses import whole_address
from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.lexicon import table
from pipeline.read.encodings import decode
from pipeline.read.limits import bounds
from pipeline.read.merged import Merged, fill, merged_down
from pipeline.read.refusal import refusing, shown
from pipeline.read.word import check_size

_ROLES = ("title", "author", "publisher", "published", "address")
_SAMPLE = 50  # rows, to see which column holds texts
_LEAST_TEXT = 40  # characters that a text has on average
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of the columns that hold an article's text, one or several, and what else is known."""

    text: tuple[str, ...]
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None

    def to_json(self) -> str:
        """Return the content of a `.columns.json` file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def columns_path(path: Path) -> Path:
    """Return where the columns of a table are kept.

    >>> columns_path(Path("cases/2024.xlsx")).name
    '2024.xlsx.columns.json'
    """
    return path.with_name(f"{path.name}.columns.json")


def columns_of(path: Path) -> Columns | None:
    """Return what the file beside a table says of its columns, or None without one.

    Raises:
        UnreadableFile: the file beside it is damaged.
    """
    place = columns_path(path)
    if not place.is_file():
        return None
    with refusing(shown(place), "not a description of columns"):
        told = json.loads(place.read_text(encoding="utf-8"))
        return Columns(tuple(told["text"]), *(told.get(role) for role in _ROLES))


def guess_columns(heading: Cells, rows: Iterable[Cells]) -> Columns | None:
    """Return which column holds what, by the names of the headings and the length of the texts, or None."""
    names = {role: [cell for cell in heading if cell in words] for role, words in _words().items()}
    texts = tuple(names["text"]) or _longest(heading, rows)
    if not texts:
        return None
    roles = (next((name for name in names[role] if name not in texts), None) for role in _ROLES)
    return Columns(texts, *roles)


def read_sheet(source: Source, data: bytes, columns: Columns | None = None) -> Iterator[Document]:
    """Yield a document for each row of each sheet of a .xlsx; `page` of its source is the row's number.

    Formulas count as what they last came to; macros never run. What is merged down several rows, as a source
    or a day, holds for each of them.

    Raises:
        UnreadableFile: no .xlsx, or no column that holds texts.
    """
    with refusing(source.path, "not a whole .xlsx"):
        check_size(source, data)
        sheets = [list(rows) for rows in sheet_rows(data)]
        merged = [*_merged(data), *([] for _ in sheets)]
    yield from _documents(source, zip(sheets, merged, strict=False), columns)


def read_csv(source: Source, data: bytes, columns: Columns | None = None) -> Iterator[Document]:
    """Yield a document for each row of a .csv; `page` of its source is the row's number.

    Raises:
        UnreadableFile: not text, or no column that holds texts.
    """
    decoded = decode(source, data)
    with refusing(source.path, "not a table"):
        rows = list(csv_rows(decoded.text))
    for document in _documents(source, [(rows, [])], columns):
        yield replace(document, notices=decoded.notices[:1])


def _merged(data: bytes) -> list[list[Merged]]:
    """Return what is merged in each sheet; a file that openpyxl reads all the same may lack what says so."""
    with suppress(KeyError, SyntaxError, zipfile.BadZipFile):
        return merged_down(data)
    return []


def sheet_rows(data: bytes) -> Iterator[Iterator[list[str]]]:
    """Yield the rows of each sheet of a .xlsx, as text."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its size may be a lie
        rows = islice(sheet.iter_rows(values_only=True), bounds().rows + 1)
        yield ([_cell(value) for value in row] for row in rows)


def csv_rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of a text parted by commas, semicolons or tabs, whichever its first line has most of."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), bounds().rows + 1):
        yield [cell.strip() for cell in row]


def heading_of(rows: Sequence[Cells]) -> int | None:
    """Return the index of the row that holds the headings: the first with two filled cells at least."""
    filled = (index for index, row in enumerate(rows) if sum(map(bool, row)) > 1)
    return next(filled, 0 if rows and any(rows[0]) else None)


def _documents(
    source: Source, sheets: Iterable[tuple[list[list[str]], list[Merged]]], columns: Columns | None
) -> Iterator[Document]:
    known = False
    for rows, merged in sheets:
        if len(rows) > bounds().rows:
            raise UnreadableFile(source.path, f"more than the limit of {bounds().rows:,} rows (rows)")
        first = heading_of(rows)
        if first is None:
            continue
        heading, below = rows[first], rows[first + 1 :]
        chosen = columns or guess_columns(heading, below)
        if chosen is None or not set(chosen.text) & set(heading):
            continue
        known = True
        told = {getattr(chosen, role) for role in _ROLES} - {None, chosen.title}
        fill(
            below,
            [one.below(first + 1) for one in merged],
            {heading.index(name) for name in told & set(heading)},
        )
        for number, row in enumerate(below, first + 2):
            document = _document(replace(source, page=number), heading, row, chosen)
            if document is not None:
                yield document
    if not known:
        raise UnreadableFile(
            source.path, "no column holds texts of articles: name it by `tashan columns` on this file"
        )


def _document(source: Source, heading: Cells, row: Cells, columns: Columns) -> Document | None:
    cells = dict(zip(heading, row, strict=False))
    texts = [(name, cells.get(name, "")) for name in columns.text]
    body = "\n".join(f"{name}\n{text}" if len(texts) > 1 else text for name, text in texts if text)
    if not body:
        return None
    title, author, publisher, published, address = (
        cells.get(getattr(columns, role) or "") for role in _ROLES
    )
    lines = (title, author and f"作者：{author}", body)
    return Document(
        source, "\n".join(filter(None, lines)), title or None, publisher or None, _day(published or ""),
        address=whole_address(address),
    )  # fmt: skip


def _longest(heading: Cells, rows: Iterable[Cells]) -> tuple[str, ...]:
    """Return the column whose cells are longest, if they are as long as texts."""
    sample = list(islice(rows, _SAMPLE))
    totals = {name: sum(len(row[at]) for row in sample if at < len(row)) for at, name in enumerate(heading)}
    name = max(totals, key=lambda name: totals[name], default="")
    return (name,) if name and totals[name] >= _LEAST_TEXT * len(sample) > 0 else ()


@cache
def _words() -> dict[str, frozenset[str]]:
    rows = table("sheet_columns")
    return {
        role: frozenset(row["heading"] for row in rows if row["role"] == role) for role in ("text", *_ROLES)
    }


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found:
        with suppress(ValueError):
            return date(*map(int, found.groups()))
    return None
