"""The round trip through a spreadsheet: what is offered, what is taken, what is refused and why."""

import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from shutil import which

import pytest
from openpyxl import load_workbook

import kg
from kg import Opinion
from kg.errors import BadJudgement, BadSheet, UnknownFormat
from kg.judgements.fields import FIELDS
from kg.review.labels import HEADINGS, SHEETS, from_cells, plainest, to_cell, words_of
from tests.patience import PATIENCE

LIN = "林工"


@pytest.fixture
def sheet_path(tmp_path):
    return tmp_path / "review.xlsx"


@pytest.fixture
def exported(db, sheet_path):
    """A review file of all facts."""
    assert kg.export_review(db, sheet_path) == 4 + 3 + 2 + 3 + 2 + 3 + 2 + 1
    return sheet_path


@pytest.fixture
def edit(exported):
    """A function that writes cells of the row whose quote is given, as a person does."""

    def write(sheet: str, quote: str, **cells) -> Path:
        book = load_workbook(exported)
        page = book[sheet]
        for heading, value in cells.items():
            page.cell(row_of(page, quote), column_of(page, heading)).value = value
        book.save(exported)
        return exported

    return write


def column_of(page, heading):
    return [cell.value for cell in page[1]].index(heading) + 1


def row_of(page, quote):
    column = column_of(page, "原文")
    return next(row for row in range(2, page.max_row + 1) if page.cell(row, column).value == quote)


def test_there_is_a_sheet_for_each_kind_with_its_headings_frozen_and_its_keys_hidden(exported):
    book = load_workbook(exported)
    assert book.sheetnames == ["实体", "指标", "举措", "关系"]
    for page in book.worksheets:
        assert [cell.value for cell in page[1]][2:8] == ["案例", "原文", "原句", "可信度", "疑点", "评判"]
        assert page.freeze_panes == "D2"
        assert (page.column_dimensions["A"].hidden, page.column_dimensions["B"].hidden) == (True, True)
        assert page.cell(2, 3).hyperlink.target.endswith(".txt")


def test_only_what_a_person_judges_can_be_changed(exported):
    for page in load_workbook(exported).worksheets:
        assert page.protection.sheet
        free = {
            page.cell(1, c).value
            for c in range(1, page.max_column + 1)
            if not page.cell(2, c).protection.locked
        }
        kind = next(kind for kind, title in SHEETS.items() if title == page.title)
        assert free == {"评判", "理由", *HEADINGS[kind].values()}


def test_codes_are_chosen_from_lists_in_chinese(exported):
    page = load_workbook(exported)["举措"]
    lists = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert '"确认,更正,剔除"' in lists.values()
    assert any("思想引领" in told for told in lists.values())
    assert all(len(told) <= 257 for told in lists.values())  # more characters no spreadsheet takes
    entity = load_workbook(exported)["实体"]
    assert entity.cell(row_of(entity, "林望舒"), column_of(entity, "类型")).value == "人物"


def test_the_file_can_be_narrowed_and_led_elsewhere(db, sheet_path):
    assert (
        kg.export_review(
            db, sheet_path, kinds=["measure", "indicator"], below=0.85, top=3, link="x/{case_id}"
        )
        == 3
    )
    book = load_workbook(sheet_path)
    assert [page.max_row for page in book.worksheets] == [4, 1]
    assert book["举措"].cell(2, 3).hyperlink.target.startswith("x/")
    with pytest.raises(UnknownFormat):
        kg.export_review(db, sheet_path.with_suffix(".csv"))


def test_a_file_that_nobody_touched_does_nothing(db, exported, dump):
    before = dump(db)
    told = kg.import_review(db, exported, person=LIN)
    assert (told.judgements, told.unchanged, told.refused) == ((), 20, ())
    assert dump(db) == before


def test_what_was_written_is_in_force_and_a_second_import_changes_nothing(db, edit, dump):
    edit(
        "指标",
        "500元",
        评判="更正",
        指标="技能津贴",
        数值=550.5,
        关系="超过",
        时期起="2023-01-01",
        理由="查原件",
    )
    edit("实体", "林望舒", 评判="剔除")
    edit("举措", "推行师带徒制度", 评判="确认")
    path = edit("举措", "发放慰问金", 方向="组织保障")  # no verdict: what is changed is a correction
    told = kg.import_review(db, path, person=LIN)
    assert (len(told.judgements), told.unchanged, told.refused) == (4, 16, ())
    row = next(row for row in kg.indicator_rows(db) if row["raw"] == "500元")
    assert (row["metric"], row["value"], row["op"], row["period_start"]) == (
        "技能津贴",
        550.5,
        ">",
        "2023-01-01",
    )
    assert {one.verdict: one.reason for one in kg.judgements(db)}["confirm"] is None
    assert next(kg.judgements(db, kind="indicator")).reason == "查原件"
    before = dump(db)
    again = kg.import_review(db, path, person="周工")
    assert (again.judgements, again.unchanged, again.refused) == ((), 20, ())
    assert dump(db) == before
    assert list(kg.check(db)) == []


@pytest.mark.parametrize(
    ("sheet", "quote", "cells", "reason"),
    [
        ("指标", "500元", {"数值": "很多"}, "数值：not a number: '很多'"),
        ("指标", "500元", {"数值": "=1+1"}, "公式"),
        ("指标", "500元", {"性质": "也许"}, "性质：status must be one of"),
        ("指标", "500元", {"关系": "区间"}, "range wants low and high"),
        ("指标", "500元", {"时期起": "去年"}, "时期起：not a day"),
        ("指标", "500元", {"评判": "更正"}, "没有改"),
        ("指标", "500元", {"评判": "确认", "指标": "奖金"}, "却改了"),
        ("指标", "500元", {"评判": "剔除", "指标": "奖金"}, "却改了"),
        ("指标", "500元", {"评判": "好"}, "评判应为"),
        ("指标", "500元", {"理由": "不知"}, "没有评判"),
        ("指标", "500元", {"理由": "=A1"}, "公式"),
        ("指标", "500元", {"事实": "none/indicator:1-2", "评判": "确认"}, "已没有"),
        ("举措", "设立技能津贴", {"做法": None}, "做法：action must not be empty"),
        ("实体", "林望舒", {"名称": "林先生"}, "mentions"),
    ],
)
def test_a_refused_row_is_named_with_its_reason_and_nothing_is_taken(
    db, edit, dump, sheet, quote, cells, reason
):
    edit("举措", "发放慰问金", 评判="确认")
    path = edit(sheet, quote, **cells)
    before = dump(db)
    told = kg.import_review(db, path, person=LIN)
    assert told.judgements == ()
    (refusal,) = told.refused
    page = load_workbook(path)[sheet]
    assert (refusal.sheet, refusal.row) == (sheet, row_of(page, quote))
    assert reason in str(refusal)
    assert dump(db) == before
    assert len(kg.import_review(db, path, person=LIN, partial=True).judgements) == 1


def test_a_row_whose_fact_changed_since_is_refused(db, edit, pump):
    path = edit("指标", "500元", 评判="更正", 指标="奖金")
    kg.judge(db, Opinion(f"{pump.article.id}/i3", "correct", {"metric": "津贴"}), person="周工")
    told = kg.import_review(db, path, person=LIN)
    assert [refusal.reason for refusal in told.refused] == ["导出之后这条事实已有变化，请重新导出"]


def test_a_row_whose_fact_is_extracted_no_more_is_refused(db, edit, pump):
    path = edit("指标", "500元", 评判="确认")
    less = replace(pump, indicators=pump.indicators[:2])
    kg.add(db, replace(pump.article.source, page=None), [less], extractor="newer")
    assert "已没有" in kg.import_review(db, path, person=LIN).refused[0].reason


def test_one_fact_in_two_rows_is_refused(db, edit):
    path = edit("指标", "500元", 评判="确认")
    book = load_workbook(path)
    page = book["指标"]
    page.append([cell.value for cell in page[row_of(page, "500元")]])
    book.save(path)
    assert [one.reason for one in kg.import_review(db, path, person=LIN).refused] == ["同一事实出现了两行"]


def test_columns_may_be_moved_and_rows_sorted(db, edit):
    path = edit("举措", "发放慰问金", 评判="剔除")
    book = load_workbook(path)
    page = book["举措"]
    rows = [[cell.value for cell in row][::-1] for row in page.iter_rows()]
    page.delete_rows(1, page.max_row)
    for row in [rows[0], *rows[:0:-1]]:
        page.append(row)
    book.save(path)
    assert [one.quote for one in kg.import_review(db, path, person=LIN).judgements] == ["发放慰问金"]


def test_what_is_no_review_file_is_refused(db, exported, tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"no zip")
    with pytest.raises(BadSheet, match="no readable"):
        kg.import_review(db, other, person=LIN)
    with pytest.raises(BadSheet):
        kg.import_review(db, tmp_path / "none.xlsx", person=LIN)
    kg.export_indicators(db, other)
    with pytest.raises(BadSheet, match="lacks the column 事实"):
        kg.import_review(db, other, person=LIN)
    with pytest.raises(BadJudgement, match="named"):
        kg.import_review(db, exported, person=" ")


def test_texts_that_look_like_formulas_stay_texts(db, pump, sheet_path):
    kg.judge(db, Opinion(f"{pump.article.id}/i3", "correct", {"metric": "=1+1"}), person=LIN)
    kg.undo(db, 1, person=LIN)
    risky = replace(pump.indicators[2], metric="=HYPERLINK(1)")
    kg.add(db, replace(pump.article.source, page=None),
           [replace(pump, indicators=(*pump.indicators[:2], risky))], extractor="newer")  # fmt: skip
    kg.export_review(db, sheet_path)
    page = load_workbook(sheet_path)["指标"]
    cell = page.cell(row_of(page, "500元"), column_of(page, "指标"))
    assert (cell.value, cell.quotePrefix) == ("=HYPERLINK(1)", True)
    assert cell.data_type != "f" or cell.quotePrefix


@pytest.mark.parametrize("kind", FIELDS)
def test_every_code_has_its_own_chinese_word_and_comes_back(kind):
    for field in FIELDS[kind]:
        words = words_of(kind, field)
        assert len(set(words)) == len(words)
        for word in words:
            whole = {HEADINGS[kind][name]: "甲" for name in FIELDS[kind] if not words_of(kind, name)}
            whole |= {
                HEADINGS[kind][name]: words_of(kind, name)[0] for name in FIELDS[kind] if words_of(kind, name)
            }
            cells = {**whole, HEADINGS[kind][field]: word} | dict.fromkeys(
                ("数值", "下限", "上限", "原值", "变化", "时期起", "时期止")
            )
            assert to_cell(kind, field, from_cells(kind, cells)[field]) == word


@pytest.mark.parametrize("value", ["0", "95.0", "3.2E+4", "-0.05", "123456789012345678.25", "1E-7"])
def test_numbers_come_back_digit_for_digit(value):
    cell = to_cell("indicator", "value", value)
    assert Decimal(str(cell)) == Decimal(value) == Decimal(plainest("value", value))


@pytest.mark.long
@pytest.mark.skipif(which("soffice") is None, reason="needs LibreOffice")
def test_a_file_that_libreoffice_saved_is_read(db, edit, tmp_path):
    path = edit("指标", "500元", 评判="更正", 指标="技能津贴", 数值=550.5)
    out = tmp_path / "saved"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    told = kg.import_review(db, out / path.name, person=LIN)
    assert (len(told.judgements), told.unchanged, told.refused) == (1, 19, ())
