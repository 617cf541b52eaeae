"""Rows as an Excel workbook that grows on disk, not in memory: rows, then what they sum up to, a chart."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export.cells import legible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Row = Mapping[str, Any]

_ROWS = 1_000_000  # of a sheet, Excel's limit being 1,048,576
_LINKS = 65_000  # of a sheet as links, Excel's limit being 65,530; further ones are formulas
_CELL = 32_767
_ARGUMENT = 255  # characters of a text within a formula
_WIDTHS = {"title": 36, "path": 28, "metric": 20, "subject": 24, "evidence": 60, "measured": 20, "thing": 24}
_SUMMED = 200
_DRAWN = 10
_STATUSES = {"actual": "实际", "target": "目标", "standard": "标准"}
_SUMMARY = ("指标", "单位", "条数", *_STATUSES.values(), "最小值", "最大值")
_WEB = re.compile(r"https?://")


@dataclass(slots=True)
class _Summary:
    """How many rows give a metric in a unit, by status, and between which values."""

    counts: dict[str, int] = field(default_factory=dict)
    least: float | None = None
    most: float | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def add(self, row: Row) -> None:
        self.counts[row["status"]] = self.counts.get(row["status"], 0) + 1
        for value in (row["value"], row["low"], row["high"]):
            if value is not None:
                self.least = value if self.least is None else min(self.least, value)
                self.most = value if self.most is None else max(self.most, value)


@dataclass(slots=True)
class _Sheet:
    """A sheet that rows are written to, with the formats it uses and how far it is."""

    sheet: "Worksheet"
    columns: Mapping[str, tuple[str, type]]
    day: "Format"
    link: "Format"
    count: int = 0

    def write(self, row: Row) -> None:
        self.count += 1
        for at, (name, (_, kind)) in enumerate(self.columns.items()):
            value = row[name]
            if value is None:
                continue
            if name == "path":
                self._write_link(at, legible(value))
            elif kind is str:
                self.sheet.write_string(self.count, at, legible(value).replace("\r", "\n")[:_CELL])
            elif kind is date:
                self.sheet.write_datetime(self.count, at, value, self.day)
            else:
                self.sheet.write_number(self.count, at, value)

    def _write_link(self, at: int, path: str) -> None:
        target = path.partition("!/")[0]
        if len(path) > _ARGUMENT or len(target) > _ARGUMENT:
            self.sheet.write_string(self.count, at, path[:_CELL])
        elif self.count <= _LINKS:
            self.sheet.write_url(self.count, at, _url(target), self.link, path)
        else:
            quoted = [text.replace('"', '""') for text in (target, path)]
            formula = f'=HYPERLINK("{quoted[0]}","{quoted[1]}")'
            shown: Any = path  # what is seen before Excel computes; typed as a number there
            self.sheet.write_formula(self.count, at, formula, self.link, shown)


def write_workbook(path: Path, rows: Iterable[Row], columns: Mapping[str, tuple[str, type]]) -> int:
    """Write typed rows to a workbook and return how many: sheets of rows, then a sheet that sums them up.

    Texts are texts, whatever they begin with; `path` is a link to the source. A million rows make a sheet.

    Raises:
        OSError: it cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(str(path), {"constant_memory": True})
    summary: dict[tuple[str, str], _Summary] = {}
    sheet, full = _new_sheet(book, columns, 1), 0
    for row in rows:
        if sheet.count == _ROWS:
            full += 1
            sheet = _new_sheet(book, columns, full + 1)
        sheet.write(row)
        named = str(row.get("measured") or row["metric"] or ""), str(row["unit"])
        summary.setdefault(named, _Summary()).add(row)
    _write_summary(book, summary)
    try:
        book.close()
    except FileCreateError as error:  # it hides what the system said
        raise OSError(str(error)) from error
    return full * _ROWS + sheet.count


def _url(target: str) -> str:
    """Return the address of a page or file; a relative one is seen from the workbook."""
    if _WEB.match(target):
        return target
    for sign, code in (("%", "%25"), ("#", "%23"), (" ", "%20")):
        target = target.replace(sign, code)
    return f"external:{target}"


def _new_sheet(book: "Workbook", columns: Mapping[str, tuple[str, type]], number: int) -> _Sheet:
    sheet = book.add_worksheet("指标" if number == 1 else f"指标{number}")
    bold = book.add_format({"bold": True})
    for at, (name, (heading, _)) in enumerate(columns.items()):
        sheet.set_column(at, at, _WIDTHS.get(name, 10))
        sheet.write_string(0, at, heading, bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, _ROWS, len(columns) - 1)
    day, link = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"underline": 1})
    return _Sheet(sheet, columns, day, link)


def _write_summary(book: "Workbook", summary: Mapping[tuple[str, str], _Summary]) -> None:
    sheet = book.add_worksheet("汇总")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 30)
    sheet.write_row(0, 0, _SUMMARY, book.add_format({"bold": True}))
    most = sorted(summary.items(), key=lambda item: (-item[1].total, item[0]))[:_SUMMED]
    for number, ((metric, unit), told) in enumerate(most, 1):
        sheet.write_string(number, 0, legible(metric) or "（未说明）")
        sheet.write_string(number, 1, legible(unit))
        counts = (told.total, *(told.counts.get(status, 0) for status in _STATUSES))
        sheet.write_row(number, 2, (*counts, told.least, told.most))
    _draw(book, sheet, min(len(most), _DRAWN))


def _draw(book: "Workbook", sheet: "Worksheet", count: int) -> None:
    """Draw the metrics that are told most often."""
    chart = book.add_chart({"type": "bar"})
    if chart is None or not count:
        return
    categories, values = ["汇总", 1, 0, count, 1], ["汇总", 1, 2, count, 2]
    chart.add_series({"name": "条数", "categories": categories, "values": values})
    chart.set_title({"name": "出现最多的指标"})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    sheet.insert_chart(1, len(_SUMMARY) + 1, chart, {"x_scale": 1.4, "y_scale": 1.4})
