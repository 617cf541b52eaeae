"""Indicators as a table: csv, xlsx, jsonl or parquet, by the file's ending."""

import csv
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownFormat
from kg.export.cells import neutralise
from kg.export.files import whole
from kg.reconcile import VERDICTS, IndicatorFilter, Verdict, indicator_rows, observation_rows, observations
from kg.reconcile.rows import EVERYTHING, Row

if TYPE_CHECKING:
    import pyarrow
    from sqlite_utils import Database

Columns = Mapping[str, tuple[str, type]]  # name: Chinese heading, type of the values

COLUMNS: Columns = {
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
COUNTED_COLUMNS: Columns = {**COLUMNS, "other_paths": ("其他来源", str)}
# Before them in a table of observations; the unit of `value` is as written, that of `base_value` is not.
OBSERVED_COLUMNS: Columns = {
    "observation": ("观测编号", str),
    "verdict": ("核对结论", str),
    "thing_id": ("归一主体编号", str),
    "thing": ("归一主体", str),
    "measured": ("归一指标", str),
    "base_value": ("换算数值", float),
    "base_unit": ("换算单位", str),
    "claim": ("说法序号", int),
    "cases": ("案例数", int),
    "voices": ("独立来源数", int),
}
_BATCH = 10_000


def export_indicators(db: "Database", path: Path | str, wanted: IndicatorFilter = EVERYTHING) -> int:
    """Write every indicator that is asked for to a file, and return how many; the ending chooses the format.

    One that editions of a case tell again is written once, with the paths of the others.

    Raises:
        UnknownFormat: the ending is none of `TABLE_ENDINGS`.
        UnwritableFile: it cannot be written there.
        BadPeriod: the period that is asked for is none.
    """
    return _write(Path(path), indicator_rows(db, wanted), COUNTED_COLUMNS)


def export_observations(
    db: "Database",
    path: Path | str,
    wanted: IndicatorFilter = EVERYTHING,
    *,
    verdicts: Container[Verdict] = VERDICTS,
) -> int:
    """Write every report of the observations of these verdicts, one below another, and return how many.

    Raises:
        UnknownFormat: the ending is none of `TABLE_ENDINGS`.
        UnwritableFile: it cannot be written there.
        BadPeriod: the period that is asked for is none.
    """
    found = (one for one in observations(db, wanted) if one.verdict in verdicts)
    return _write(Path(path), observation_rows(found), {**OBSERVED_COLUMNS, **COLUMNS})


def _write(path: Path, rows: Iterator[Row], columns: Columns) -> int:
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise UnknownFormat(path, TABLE_ENDINGS)
    with whole(path) as part:
        return write(part, rows, columns)


def _write_csv(path: Path, rows: Iterable[Row], columns: Columns) -> int:
    # The byte order mark tells Excel that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        return sum(1 for row in rows if writer.writerow([neutralise(cell) for cell in row.values()]))


def _write_jsonl(path: Path, rows: Iterable[Row], _: Columns) -> int:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return sum(1 for row in rows if file.write(json.dumps(row, ensure_ascii=False) + "\n"))


def _write_xlsx(path: Path, rows: Iterable[Row], columns: Columns) -> int:
    from kg.export.workbook import write_workbook

    return write_workbook(path, (_typed(row, columns) for row in rows), columns)


def _write_parquet(path: Path, rows: Iterator[Row], columns: Columns) -> int:
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema, count = _arrow_schema(columns), 0
    with ParquetWriter(path, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(Table.from_pylist([_typed(row, columns) for row in batch], schema=schema))
            count += len(batch)
    return count


def _arrow_schema(columns: Columns) -> "pyarrow.Schema":
    import pyarrow

    types = {str: pyarrow.string(), float: pyarrow.float64(), int: pyarrow.int64(), date: pyarrow.date32()}
    return pyarrow.schema([(name, types[kind]) for name, (_, kind) in columns.items()])


def _typed(row: Row, columns: Columns) -> Row:
    """Return a row with its days as dates and its decimals as floats."""
    read: dict[type, Callable[[Any], object]] = {date: date.fromisoformat, float: float}
    return {
        name: None if row[name] is None else read.get(kind, kind)(row[name])
        for name, (_, kind) in columns.items()
    }


_WRITERS: Mapping[str, Callable[[Path, Iterator[Row], Columns], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".jsonl": _write_jsonl,
    ".parquet": _write_parquet,
}
TABLE_ENDINGS = tuple(_WRITERS)
