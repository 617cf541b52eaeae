"""Tables of cases: one row, one article, whatever the columns are called."""

import io
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableFile
from pipeline.read import read
from pipeline.read.merged import Merged, fill, merged_down
from pipeline.read.sheets import Columns, columns_path, guess_columns

BODY = "沅江纺机厂建立职工诉求清单，全年收到诉求312件，办结率达到96%，职工满意度提高了4.5个百分点。"
ROWS = [
    ["序号", "案例名称", "内容", "来源", "发布日期", "作者"],
    [1, "一张清单管到底", BODY, "沅江日报", datetime(2024, 5, 6), "梁秋禾"],
    [2, "厂里的夜校", BODY, None, "2023年12月1日", None],
    [None, None, None, None, None, None],
]


def sheet(rows, *more):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for others in more:
        other = book.create_sheet()
        for row in others:
            other.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_text(rows, mark=","):
    return "\n".join(mark.join("" if cell is None else str(cell) for cell in row) for row in rows)


@pytest.fixture
def put(tmp_path):
    def write(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


def test_a_row_is_an_article_with_what_its_columns_say(put):
    first, second = read(put("cases.xlsx", sheet(ROWS)))
    assert first.text == f"一张清单管到底\n作者：梁秋禾\n{BODY}"
    assert (first.title, first.publisher, first.published) == ("一张清单管到底", "沅江日报", date(2024, 5, 6))
    assert (first.source.page, second.source.page) == (2, 3)
    assert (second.publisher, second.published) == (None, date(2023, 12, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_is_read_as_the_sheet_is(put, encoding, mark):
    found = list(read(put("cases.csv", csv_text(ROWS, mark).encode(encoding))))
    assert [document.title for document in found] == ["一张清单管到底", "厂里的夜校"]


def test_quotes_keep_lines_of_a_cell_together(put):
    [document] = read(put("cases.csv", f'标题,正文\n夜校,"{BODY}\n第二段，说""好""。"\n'.encode()))
    assert document.text == f'夜校\n{BODY}\n第二段，说"好"。'


def test_several_columns_of_text_stand_under_their_headings(put):
    [document] = read(put("cases.xlsx", sheet([["题目", "主要做法", "成效"], ["夜校", BODY, "好"]])))
    assert document.text == f"夜校\n主要做法\n{BODY}\n成效\n好"


def test_headings_may_stand_below_a_line_of_the_whole_sheet(put):
    [document] = read(put("cases.xlsx", sheet([["典型案例汇总表"], ["标题", "正文"], ["夜校", BODY]])))
    assert (document.title, document.source.page) == ("夜校", 3)


def test_every_sheet_is_read_and_one_without_texts_is_passed_over(put):
    found = list(
        read(put("cases.xlsx", sheet(ROWS, [["编号", "数"], [1, 2]], [["标题", "正文"], ["三", BODY]])))
    )
    assert [document.title for document in found] == ["一张清单管到底", "厂里的夜校", "三"]


def test_the_longest_column_holds_the_texts_where_no_heading_says_so(put):
    [document] = read(put("cases.xlsx", sheet([["甲", "乙"], ["夜校", BODY]])))
    assert document.text == BODY


def test_what_a_person_said_of_the_columns_goes_first(put):
    path = put("cases.xlsx", sheet([["甲", "乙", "丙"], ["夜校", "短", BODY]]))
    columns_path(path).write_text(Columns(("乙",), title="甲").to_json(), encoding="utf-8")
    [document] = read(path)
    assert document.text == "夜校\n短"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"text": null}'])
def test_a_damaged_description_is_named(put, content):
    path = put("cases.xlsx", sheet(ROWS))
    columns_path(path).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"columns\.json"):
        list(read(path))


def test_a_table_of_numbers_holds_no_articles(put):
    with pytest.raises(UnreadableFile, match="tashan columns"):
        list(read(put("numbers.xlsx", sheet([["月份", "人数"], ["一月", 20], ["二月", 30]]))))


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\0\1\2", b"x"])
def test_what_is_no_sheet_is_refused(put, data):
    with pytest.raises(UnreadableFile):
        list(read(put("cases.xlsx", data)))


def test_a_formula_is_what_it_came_to_and_never_run(put):
    with pytest.raises(UnreadableFile):
        list(read(put("cases.xlsx", sheet([["标题", "正文"], ["=1+1", "=HYPERLINK(A1)"]]))))


def test_columns_come_back_from_their_file():
    columns = Columns(("做法", "成效"), title="题目")
    assert json.loads(columns.to_json())["text"] == ["做法", "成效"]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        (["标题", "正文"], Columns(("正文",), "标题")),
        (["名称", "背景", "做法", "成效"], Columns(("背景", "做法", "成效"), "名称")),
        (["日期", "正文", "来源", "作者"], Columns(("正文",), None, "作者", "来源", "日期")),
        (["案例正文", "刊发媒体"], Columns(("案例正文",), None, None, "刊发媒体")),
        (["月份", "人数"], None),
    ],
)
def test_headings_are_known_by_their_names(heading, wanted):
    assert guess_columns(heading, []) == wanted


def merged(*ranges):
    book = openpyxl.Workbook()
    rows = [
        ["典型案例汇总表"],
        ["序号", "来源", "标题", "正文", "日期"],
        [1, "沅江日报", "清单", BODY, "2024-05-06"],
        [2, None, "夜校", BODY, None],
        [3, None, "食堂", BODY, None],
        [4, "沅江晚报", None, BODY, None],
    ]
    for row in rows:
        book.active.append(row)
    for cells in ("A1:E1", *ranges):
        book.active.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("ranges", "publishers", "days"),
    [
        (("B3:B5", "E3:E4"), ["沅江日报"] * 3 + ["沅江晚报"], [6, 6, None, None]),
        (("B3:B4",), ["沅江日报", "沅江日报", None, "沅江晚报"], [6, None, None, None]),
        ((), ["沅江日报", None, None, "沅江晚报"], [6, None, None, None]),
        (("E3:E6", "B3:C3"), ["沅江日报", None, None, "沅江晚报"], [6, 6, 6, 6]),
    ],
)
def test_what_is_merged_down_holds_for_each_row(put, ranges, publishers, days):
    found = list(read(put("cases.xlsx", merged(*ranges))))
    assert [document.publisher for document in found] == publishers
    assert [document.published and document.published.day for document in found] == days


def test_neither_titles_nor_texts_are_merged_down(put):
    found = list(read(put("cases.xlsx", merged("C5:C6", "D3:D4"))))
    assert [document.title for document in found] == ["清单", "食堂", None]
    assert [document.text.count(BODY) for document in found] == [1, 1, 1]


def test_merged_cells_are_found_wherever_a_large_sheet_is_cut():
    for size in (300, 777, 1 << 20):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pipeline.read.merged._CHUNK", size)
            [found] = merged_down(merged("B3:B5", "E3:E4"))
        assert set(found) == {Merged(1, 3, 5), Merged(4, 3, 4)}


@given(
    st.lists(
        st.builds(Merged, st.integers(-1, 9), st.integers(-3, 12), st.integers(-3, 2_000_000)), max_size=9
    )
)
def test_ranges_that_lie_are_passed_by(ranges):
    rows = [["a", ""], ["", "b"], ["", ""]]
    fill(rows, ranges, {0, 1})
    assert {cell for row in rows for cell in row} <= {"a", "b", ""}
    assert rows[0][0] == "a"
