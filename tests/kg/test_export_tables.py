"""Indicators in each format, read back by a reader of that format."""

import csv
import gc
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

import kg
from kg.errors import UnknownFormat, UnwritableFile
from kg.export.cells import legible, neutralise
from kg.export.tables import COLUMNS, COUNTED_COLUMNS, OBSERVED_COLUMNS, TABLE_ENDINGS
from kg.reconcile import FIELDS, OBSERVED


@pytest.fixture
def rows(db):
    return list(kg.indicator_rows(db))


def test_a_row_has_every_field_of_an_indicator_and_its_case(db, rows, pump):
    row = next(row for row in rows if row["raw"] == "由21.5%提高到30%")
    fields = set(kg.to_record(pump)["indicators"][0])
    assert fields <= set(row)
    assert (row["case_id"], row["title"], row["path"]) == (
        pump.article.id,
        pump.article.title,
        "改革/泵业.txt",
    )
    assert row["evidence"].startswith("今年1~8月，云麓泵业有限公司")
    assert (row["id"], row["value"], row["from"], row["delta_unit"]) == ("i2", 30, 21.5, "个百分点")


def test_jsonl_loses_nothing(db, rows, tmp_path):
    assert kg.export_indicators(db, tmp_path / "i.jsonl") == len(rows) == 6
    lines = (tmp_path / "i.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == rows


def test_csv_loses_nothing_and_opens_in_excel(db, rows, tmp_path):
    kg.export_indicators(db, tmp_path / "i.csv")
    assert (tmp_path / "i.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "i.csv").open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert read == [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def test_xlsx_loses_nothing_and_keeps_numbers_as_numbers(db, rows, tmp_path):
    from openpyxl import load_workbook

    kg.export_indicators(db, tmp_path / "i.xlsx")
    book = load_workbook(tmp_path / "i.xlsx")
    sheet = book.active
    assert sheet.freeze_panes == "A2"
    header, *read = sheet.iter_rows(values_only=True)
    assert list(header) == [heading for heading, _ in COUNTED_COLUMNS.values()]
    assert [list(row) for row in read] == [
        [as_cell(name, cell) for name, cell in row.items()] for row in rows
    ]
    assert isinstance(read[0][list(COUNTED_COLUMNS).index("value")], int | float)


def test_the_workbook_links_to_sources_and_sums_up_with_a_chart(db, rows, tmp_path):
    from openpyxl import load_workbook

    kg.export_indicators(db, tmp_path / "i.xlsx")
    book = load_workbook(tmp_path / "i.xlsx")
    assert book.sheetnames == ["指标", "汇总"]
    links = [
        row[list(COUNTED_COLUMNS).index("path")].hyperlink.target for row in book["指标"].iter_rows(min_row=2)
    ]
    assert links == [row["path"].replace("/", "\\") for row in rows]  # as Excel writes them
    header, *told = book["汇总"].iter_rows(values_only=True)
    assert header[:3] == ("指标", "单位", "条数")
    assert sorted(line[0] for line in told) == sorted(row["metric"] for row in rows)
    assert next(line for line in told if line[0] == "满意率")[1:] == ("%", 1, 1, 0, 0, 95, 95)
    with zipfile.ZipFile(tmp_path / "i.xlsx") as file:
        assert "xl/charts/chart1.xml" in file.namelist()


@pytest.mark.parametrize(
    ("source", "target"),
    [("a.zip!/b/c.txt", "a.zip"), ("https://example.org/a?b=1", "https://example.org/a?b=1"),
     ("data/甲 乙#1.docx", r"data\甲%20乙%231.docx")],
)  # fmt: skip
def test_a_link_leads_to_the_file_or_page_that_can_be_opened(empty, dock, tmp_path, source, target):
    from openpyxl import load_workbook

    own = replace(dock.article.source, path=source)
    kg.add(empty, own, [replace(dock, article=replace(dock.article, source=own))], extractor="hand")
    kg.export_indicators(empty, tmp_path / "i.xlsx")
    cell = load_workbook(tmp_path / "i.xlsx")["指标"].cell(2, list(COUNTED_COLUMNS).index("path") + 1)
    assert (cell.value, cell.hyperlink.target) == (source, target)


def test_sheets_and_links_beyond_the_limits_of_excel(db, rows, tmp_path, monkeypatch):
    from openpyxl import load_workbook

    monkeypatch.setattr("kg.export.workbook._ROWS", 4)
    monkeypatch.setattr("kg.export.workbook._LINKS", 1)
    assert kg.export_indicators(db, tmp_path / "i.xlsx") == len(rows)
    book = load_workbook(tmp_path / "i.xlsx")
    assert book.sheetnames == ["指标", "指标2", "汇总"]
    assert [book[name].max_row for name in book.sheetnames[:2]] == [5, 3]
    assert book["指标"].cell(3, 3).value == f'=HYPERLINK("{rows[1]["path"]}","{rows[1]["path"]}")'


@pytest.mark.parametrize("ending", TABLE_ENDINGS)
def test_observations_go_to_each_form_with_every_report(db, rows, tmp_path, ending):
    assert kg.export_observations(db, tmp_path / f"o{ending}") == len(rows)
    assert kg.export_observations(db, tmp_path / f"c{ending}", verdicts=("conflict",)) == 0
    assert kg.export_observations(db, tmp_path / f"f{ending}", kg.IndicatorFilter(metric="满意度")) == 1


def test_a_table_of_observations_says_verdict_and_base_unit(db, tmp_path):
    kg.export_observations(db, tmp_path / "o.jsonl")
    read = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text("utf-8").splitlines()]
    assert tuple(read[0]) == (*OBSERVED_COLUMNS, *COLUMNS)
    (row,) = [row for row in read if row["raw"] == "3.2万人"]
    told = {name: row[name] for name in ("verdict", "base_value", "base_unit", "cases", "voices", "claim")}
    assert told == {
        "verdict": "single", "base_value": 32000, "base_unit": "人", "cases": 1, "voices": 1, "claim": 1,
    }  # fmt: skip


def test_the_columns_are_the_fields_of_a_row():
    assert (tuple(COLUMNS), tuple(OBSERVED_COLUMNS)) == (FIELDS, OBSERVED)


def as_cell(name: str, cell: object) -> object:
    """Return what Excel gives back: a day is a moment."""
    return datetime.fromisoformat(cell) if cell and COUNTED_COLUMNS[name][1] is date else cell


def test_parquet_loses_nothing_and_has_types(db, rows, tmp_path):
    import pyarrow.parquet

    kg.export_indicators(db, tmp_path / "i.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "i.parquet")
    read = [
        {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in row.items()}
        for row in table.to_pylist()
    ]
    assert read == rows
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["value"], types["period_start"], types["start"]) == ("double", "date32[day]", "int64")


@pytest.mark.parametrize("ending", TABLE_ENDINGS)
def test_an_empty_library_gives_a_table_of_headings(empty, tmp_path, ending):
    assert kg.export_indicators(empty, tmp_path / f"i{ending}") == 0
    assert (tmp_path / f"i{ending}").exists()


@pytest.mark.parametrize("name", ["i.ods", "i", "i.csv.gz"])
def test_an_unknown_ending_is_refused_with_those_known(db, tmp_path, name):
    with pytest.raises(UnknownFormat, match=r"\.csv, \.xlsx, \.jsonl, \.parquet"):
        kg.export_indicators(db, tmp_path / name)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it leaves its drafts open
def test_a_workbook_that_fails_says_what_the_system_said(db, tmp_path, monkeypatch):
    from xlsxwriter import Workbook

    def fail(_):
        raise OSError("disk full")

    monkeypatch.setattr(Workbook, "_store_workbook", fail)
    with pytest.raises(OSError, match="disk full"):
        kg.export_indicators(db, tmp_path / "i.xlsx")
    gc.collect()
    assert not (tmp_path / "i.xlsx").exists()


def test_an_export_that_fails_leaves_the_old_file(db, tmp_path, monkeypatch):
    old = tmp_path / "i.csv"
    old.write_text("old")

    def fail(_):
        raise OSError("disk full")

    monkeypatch.setattr("kg.export.tables.neutralise", fail)
    with pytest.raises(UnwritableFile, match="disk full") as failed:
        kg.export_indicators(db, old)
    assert (failed.value.path, failed.value.reason) == (str(old), "disk full")
    assert [(file.name, file.read_text()) for file in tmp_path.glob("*i*")] == [("i.csv", "old")]


EVIL = ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]


@pytest.mark.parametrize("text", EVIL)
def test_what_a_spreadsheet_would_compute_is_quoted(text):
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3", "-3.5%", "+12", "技能", "", "1-2", "=", "-", None, -3.5, "'=1"])
def test_what_is_no_formula_is_left_alone(text):
    assert neutralise(text) == text


@pytest.mark.parametrize("text", EVIL)
def test_no_table_holds_a_formula(empty, dock, tmp_path, text):
    from openpyxl import load_workbook

    evil = replace(dock.indicators[0], metric=text, value=Decimal(-3))
    kg.add(empty, dock.article.source, [replace(dock, indicators=(evil,), measures=())], extractor="hand")
    for ending in (".csv", ".xlsx"):
        kg.export_indicators(empty, tmp_path / f"i{ending}")
    with (tmp_path / "i.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["metric"], row["value"]) == (f"'{text}", "-3")
    cells = next(load_workbook(tmp_path / "i.xlsx").active.iter_rows(min_row=2))
    assert all(cell.data_type != "f" for cell in cells)
    assert cells[list(COUNTED_COLUMNS).index("metric")].value.strip() == text.strip()


def test_control_characters_become_visible():
    assert legible("a\x00b\x0bc\n\t") == "a\ufffdb\ufffdc\n\t"
