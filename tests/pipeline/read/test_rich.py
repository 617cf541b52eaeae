"""Rich text: code pages, fonts, codes with stand-ins, what is no text; and damage that takes no time."""

import shutil
import subprocess
import time
from contextlib import suppress

import docx
import pytest

from kg.errors import UnreadableFile
from kg.values import Source
from pipeline.read.rich import MOST_GROUPS, read_rich
from tests.pipeline.read.fuzzing import made, tried

TRIES = 5
HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fcharset0 Times;}"
    r"{\f2\fcharset2 Symbol;}{\f3\fcharset136 MingLiU;}}"
)


def read(text: str | bytes):
    data = text if isinstance(text, bytes) else text.encode("ascii")
    return read_rich(Source("a.rtf", "0" * 64, "application/rtf"), data)


def escaped(text: str, encoding: str = "gb18030") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (escaped("工会办班") + r"\par 2", "工会办班\n2"),
        (r"\u24037?\u20250?\par", "工会\n"),
        (r"\uc2\u24037\'b9\'a4\u20250\'bb\'e1\par", "工会\n"),
        (r"{\uc0\u24037}\u20250?\par", "工会\n"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\u-10179?x", "\ufffdx"),
        (r"\f3 " + escaped("總工會", "cp950") + r"\f0 " + escaped("办班"), "總工會办班"),
        (r"\f1 \'93a\'94\plain " + escaped("办班"), "“a”办班"),
        (r"\f1 " + escaped("办班"), "办班"),
        (r"\f2 \'b7\f0 a", "\uf0b7a"),
        (r"\trowd a\cell b\cell\row c", "a\tb\nc"),
        (r"a\tab b\line c\~d\-e\_f", "a\tb\nc\u00a0d\u00ade\u2011f"),
        (r"\{a\\b\}", r"{a\b}"),
        (r'{\field{\*\fldinst HYPERLINK "http://a.b"}{\fldrslt ' + escaped("来源") + "}}", "来源"),
        (r"a{\pict\wmetafile8 0102}b{\*\unheard c{d}}e{\header f}g{\footnote h}", "abeg"),
        ("a{\\pict\\bin4 }{\\x}b", "ab"),
        (r"a{\listtext 1.\tab}b", "a1.\tb"),
        ("a\r\nb\\\nc", "ab\nc"),
        ("a} b", "a"),
        ("a{{{b", "ab"),
        (r"a\bin99 bcd", "a"),
        (r"a\'zz\u\'4", "azz4"),
        (r"\ansicpg99999 " + escaped("办班"), "办班"),
    ],
)  # fmt: skip
def test_what_stands_in_the_file_is_what_a_reader_sees(body, text):
    assert read(HEAD + body).text == text


def test_bytes_that_no_one_escaped_are_read_too():
    assert read(HEAD.encode() + "工会办班".encode("gbk") + b"}").text == "工会办班"


def test_the_title_of_the_file_is_kept():
    told = r"{\info{\title " + escaped("一张清单") + r"}{\author x}{\*\company y}}"
    assert (read(HEAD + told + "a}").title, read(HEAD + told + "a}").text) == ("一张清单", "a")
    assert read(HEAD + "a}").title is None


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_file_that_libreoffice_wrote_is_read_as_it_was(tmp_path):
    lines = ["一张清单管到底", "全年收到诉求312件，办结率“96%”。", "Team A — 1.5倍", "𠮷田"]
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "年份", "件数"
    document.save(tmp_path / "a.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "rtf", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "a.docx"], check=True, capture_output=True)
    text = read((tmp_path / "a.rtf").read_bytes()).text
    assert text.split("\n")[:5] == [*lines, "年份\t件数"]


def test_groups_without_end_are_refused():
    with pytest.raises(UnreadableFile, match="10,000 groups within each other"):
        read(HEAD + "{" * (MOST_GROUPS + 1))
    assert read(HEAD + "{" * (MOST_GROUPS - 1) + "a").text == "a"


def spent(data: str | bytes) -> float:
    """Return the processor's seconds for reading something, or refusing it."""
    began = time.process_time()
    with suppress(UnreadableFile):
        read(data)
    return time.process_time() - began


@pytest.mark.parametrize("number", [447, 1285])
def test_damage_that_once_took_minutes_costs_what_text_costs(number):
    damaged, plain = made("rtf", number), escaped("工会办班")
    whole = HEAD + plain * (len(damaged) // len(plain))
    assert tried("rtf", number) is None
    # It took thousands of times as long. What is slow is so each time, a machine that is disturbed is not.
    assert any(spent(damaged) < 50 * max(spent(whole), 0.002) for _ in range(TRIES))


@pytest.mark.parametrize(
    "unit", [r"{\fonttbl\f1\fcharset1 ", r"\f1\fcharset1 ", r'\field{HYPERLINK "a"}', "\\uc9 ", "{}"]
)
def test_the_time_grows_with_the_length(unit):
    few, many = (HEAD + unit * min(count, MOST_GROUPS - 10) for count in (1_000, 4_000))
    read(HEAD + unit * 100)
    assert any(spent(many) < 12 * max(spent(few), 0.002) for _ in range(TRIES))
