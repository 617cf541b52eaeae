from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import UnreadableFile
from pipeline.read import read


def test_a_text_file_is_read_as_it_stands(read_bytes):
    text = "\n\n【栏目】\r\n\u3000\u3000第一段。\n\n\t尾  "
    assert read_bytes("a.txt", text.encode()).text == text


def test_what_is_guessed_is_reported_with_the_document(read_bytes, text):
    document = read_bytes("a.txt", text.encode("gb18030"))
    assert document.text == text
    assert [notice.code for notice in document.notices] == ["encoding_guessed"]


def test_big5_text_stays_traditional(read_bytes):
    text = "工會為職工開設夜校，兩年來有六十多人考取證書。"
    assert read_bytes("a.txt", text.encode("big5")).text == text


def test_a_line_of_20_megabytes_is_read(read_bytes):
    text = "工会组织职工开展技能比武" * 580_000
    document = read_bytes("a.txt", text.encode())
    assert document.source.sha256
    assert document.text == text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.4 text", "a PDF"),
        (b"PK\x03\x04", "a zip archive"),
        (b"{\\rtf1 text}", "a rich text file"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\xd0\xcf\x11\xe0", "an old Office file"),
    ],
)
def test_another_format_named_txt_is_refused_by_its_name(read_bytes, data, what):
    with pytest.raises(UnreadableFile, match=f"{what}.*, not text"):
        read_bytes("a.txt", data)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# 标题\n\n正文", "标题\n\n正文"),
        ("### 一、建制度", "一、建制度"),
        ("> 编者按", "编者按"),
        ("推行**两级**培训", "推行两级培训"),
        ("见[办法](a.html)第三条", "见办法第三条"),
        ("图：![现场](a.png)比武", "图：比武"),
        ("#1 车间", "#1 车间"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("【栏目】(说明)", "【栏目】(说明)"),
    ],
)
def test_markdown_is_read_without_its_marks(read_bytes, marked, plain):
    assert read_bytes("a.md", marked.encode()).text == plain


@pytest.mark.parametrize("unit", ["[", "![a](", "**a", "#", "> "])
def test_long_runs_of_marks_do_not_hang(read_bytes, unit):
    assert read_bytes("a.md", ("文" + unit * 300_000).encode()).text.startswith("文")


@settings(suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=400))
def test_any_bytes_named_txt_give_a_document_or_a_refusal(tmp_path, data):
    path = tmp_path / "any.txt"
    path.write_bytes(data)
    with suppress(UnreadableFile):
        (document,) = read(path)
        assert document.text.strip()
