"""Every limit works from the command line: a file beyond it is named with the limit, and the rest is read."""

import io

import openpyxl
import pytest

from pipeline.read import open_file
from pipeline.read.limits import VARIABLE, Bounds, bounded, bounds, read_bounds
from tests.pipeline.read.fuzzing import KINDS, LINES, zipped
from tests.pipeline.read.test_hostile import png_head

TEXT = "\n".join(LINES)


def sheet(rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in [("标题", "正文")] + [(f"清单{number}", LINES[3]) for number in range(rows)]:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


BEYOND = {
    "file=1": ("a.txt", lambda: bytes(1_000_001), "1,000,001 bytes, more than the limit of 1,000,000 (file)"),
    "office=0": ("a.docx", KINDS["docx"].samples, "more than the limit of 0 (office)"),
    "unpacked=0": ("a.zip", lambda: zipped({"a.txt": TEXT}), "more than the limit of 0 bytes (unpacked)"),
    "members=1": (
        "a.zip",
        lambda: zipped({"a.txt": TEXT, "b.txt": TEXT}),
        "limit of 1 files in one archive (members)",
    ),
    "depth=0": ("a.zip", lambda: zipped({"a.txt": TEXT}), "deeper than the limit of 0 (depth)"),
    "pages=1": ("a.pdf", KINDS["pdf"].samples, "2 pages, more than the limit of 1 (pages)"),
    "characters=5": ("a.pdf", KINDS["pdf"].samples, "more than the limit of 5 (characters)"),
    "rows=9": ("a.xlsx", lambda: sheet(9), "more than the limit of 9 rows (rows)"),
    "rows=2": ("a.csv", KINDS["csv"].samples, "more than the limit of 2 rows (rows)"),
    "pixels=0": ("a.png", lambda: png_head(10, 10), "more than the limit of 0 million (pixels)"),
}


@pytest.mark.parametrize("told", BEYOND)
@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_file_beyond_a_limit_is_named_and_the_rest_is_read(tmp_path, run, monkeypatch, told, way):
    monkeypatch.setattr("pipeline.read.scans.is_installed", lambda: True)
    name, make, reason = BEYOND[told]
    data = make()
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data[0])
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    if way == "variable":
        monkeypatch.setenv(VARIABLE, told)
    chosen = ["--limit", told] if way == "option" else []
    result = run("extract", tmp_path, *chosen)
    assert result.exit_code == 3
    assert reason in result.stderr
    assert result.stdout.count("\n") == 1


def test_as_many_rows_as_the_limit_are_read(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(sheet(9))
    with bounded("rows=10"):
        assert len(open_file(tmp_path / "a.xlsx").documents) == 9


@pytest.mark.parametrize("told", ["pages", "pages=", "pages=-1", "leaves=3", "pages=x", "file=1e9"])
@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_limit_that_is_none_is_wrong_use(tmp_path, run, monkeypatch, told, way):
    if way == "variable":
        monkeypatch.setenv(VARIABLE, told)
    result = run("extract", tmp_path, *(["--limit", told] if way == "option" else []))
    assert result.exit_code == 2
    assert "wanted NAME=NUMBER" in result.stderr


def test_limits_hold_within_their_block_beside_those_of_the_environment(monkeypatch):
    monkeypatch.setenv(VARIABLE, "pages=7")
    with bounded("file=3", "depth=2"):
        assert bounds() == Bounds(pages=7, file=3, depth=2)
    assert bounds() == Bounds(pages=7)
    monkeypatch.delenv(VARIABLE)
    with bounded("file=3"):
        assert bounds() == Bounds(file=3)
    assert bounds() == Bounds() == read_bounds("")
