"""Indicators as a table: csv, xlsx, jsonl or parquet, by the file's ending."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownFormat
from kg.export.cells import legible, neutralise
from kg.export.files import whole

if TYPE_CHECKING:
    import pyarrow
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
    from sqlite_utils import Database

Row = dict[str, Any]

# name, Chinese heading, type of the values
COLUMNS: Mapping[str, tuple[str, type]] = {
    "case_id": ("案例编号", str),
    "title": ("标题", str),
    "path": ("文件", str),
    "id": ("指标编号", str),
    "metric": ("指标", str),
    "subject": ("主体", str),
    "subject_id": ("主体编号", str),
    "value": ("数值", float),
    "low": ("下限", float),
    "high": ("上限", float),
    "op": ("关系", str),
    "unit": ("单位", str),
    "raw": ("原文", str),
    "direction": ("升降", str),
    "from": ("原值", float),
    "delta": ("变化", float),
    "delta_unit": ("变化单位", str),
    "period": ("时期", str),
    "period_start": ("时期起", date),
    "period_end": ("时期止", date),
    "status": ("性质", str),
    "start": ("起", int),
    "end": ("止", int),
    "evidence": ("原句", str),
    "confidence": ("可信度", float),
}
_SQL = """
SELECT i.*, i.earlier AS "from", a.title, s.path, e.text AS evidence FROM indicators i
JOIN articles a ON a.id = i.article_id JOIN evidence e ON e.id = i.evidence_id
JOIN article_sources s ON s.article_id = a.id ORDER BY s.path, s.number, a.id, i.number
"""
_BATCH = 10_000


def indicator_rows(db: "Database") -> Iterator[Row]:
    """Yield every indicator with its case's id, title and path and the sentence that says it.

    Keys are those of `COLUMNS`; ids are the case's own (`i1`, `e3`), whole numbers are int, days ISO.
    """
    for row in db.query(_SQL):
        row["case_id"] = row["article_id"]
        row["id"] = row["id"].rpartition("/")[2]
        row["subject_id"] = row["subject_id"] and row["subject_id"].rpartition("/")[2]
        yield {name: _number(row[name]) for name in COLUMNS}


def export_indicators(db: "Database", path: Path | str) -> int:
    """Write every indicator to a file and return how many there are; the ending chooses the format.

    Raises:
        UnknownFormat: the ending is none of `TABLE_ENDINGS`.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise UnknownFormat(path, TABLE_ENDINGS)
    with whole(path) as part:
        return write(part, indicator_rows(db))


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _write_csv(path: Path, rows: Iterable[Row]) -> int:
    # The byte order mark tells Excel that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        return sum(1 for row in rows if writer.writerow([neutralise(cell) for cell in row.values()]))


def _write_jsonl(path: Path, rows: Iterable[Row]) -> int:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return sum(1 for row in rows if file.write(json.dumps(row, ensure_ascii=False) + "\n"))


def _write_xlsx(path: Path, rows: Iterable[Row]) -> int:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("指标")
    sheet.freeze_panes = "A2"
    headings = [WriteOnlyCell(sheet, heading) for heading, _ in COLUMNS.values()]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)
    count = 0
    for row in rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in _typed(row).values()])
        count += 1
    book.save(path)
    return count


def _xlsx_cell(sheet: "WriteOnlyWorksheet", value: Any) -> object:  # noqa: ANN401
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, legible(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = stays a text
    return cell


def _write_parquet(path: Path, rows: Iterator[Row]) -> int:
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema, count = _arrow_schema(), 0
    with ParquetWriter(path, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(Table.from_pylist([_typed(row) for row in batch], schema=schema))
            count += len(batch)
    return count


def _arrow_schema() -> "pyarrow.Schema":
    import pyarrow

    types = {str: pyarrow.string(), float: pyarrow.float64(), int: pyarrow.int64(), date: pyarrow.date32()}
    return pyarrow.schema([(name, types[kind]) for name, (_, kind) in COLUMNS.items()])


def _typed(row: Row) -> Row:
    """Return a row with its days as dates and its decimals as floats."""
    read: dict[type, Callable[[Any], object]] = {date: date.fromisoformat, float: float}
    return {
        name: None if row[name] is None else read.get(kind, kind)(row[name])
        for name, (_, kind) in COLUMNS.items()
    }


_WRITERS: Mapping[str, Callable[[Path, Iterator[Row]], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".jsonl": _write_jsonl,
    ".parquet": _write_parquet,
}
TABLE_ENDINGS = tuple(_WRITERS)
