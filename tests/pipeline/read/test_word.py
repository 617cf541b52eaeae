import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from kg.errors import UnreadableFile
from pipeline.read import read

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
BOX = "<w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent>"
ALTERNATIVES = (
    f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
)
CASES = {
    "a paragraph": ("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>", "甲乙"),
    "an empty paragraph": ("<w:p/>", ""),
    "a tab and a line break": (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>",
        "甲\t乙\n丙",
    ),
    "a tab stop of the style": (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>',
        "甲",
    ),
    "a link": (
        "<w:p><w:hyperlink><w:r><w:t>办法</w:t></w:r></w:hyperlink><w:r><w:t>第三条</w:t></w:r></w:p>",
        "办法第三条",
    ),
    "an inserted text": ("<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins></w:p>", "新增"),
    "a deleted text": (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>新</w:t></w:r></w:p>",
        "新",
    ),
    "a moved text": (
        "<w:p><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移</w:t></w:r></w:moveTo></w:p>",
        "移",
    ),
    "a field": ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>", "3"),
    "a content control": (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "控件",
    ),
    "a text box, kept twice in the file": (
        f"<w:p><w:r><w:t>前</w:t></w:r><w:r>{ALTERNATIVES}</w:r><w:r><w:t>后</w:t></w:r></w:p>",
        "前后\n框里的话",
    ),
    "a text box of an old program": (
        f"<w:p><w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r></w:p>",
        "\n框里的话",
    ),
}


@pytest.mark.parametrize(("xml", "wanted"), CASES.values(), ids=CASES.keys())
def test_the_body_is_read_as_a_reader_sees_it(tmp_path, xml, wanted):
    document = docx.Document()
    document.add_paragraph("首")
    body = document.element.body
    for element in parse_xml(f"<w:body {SPACES}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)
    document.add_paragraph("尾")
    document.save(str(tmp_path / "a.docx"))
    (read_back,) = read(tmp_path / "a.docx")
    assert read_back.text == f"首\n{wanted}\n尾"


def test_a_document_is_read_line_by_line(word_file, text):
    (document,) = read(word_file)
    assert document.text == text
    assert document.source.media_type.endswith("wordprocessingml.document")


def test_headings_and_tables_stand_where_they_stood(tmp_path):
    document = docx.Document()
    document.add_heading("一、建制度", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, value in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ("年份", "人数", "2022", "310"), strict=True
    ):
        cell.text = value
    document.add_paragraph("表后的话")
    document.save(str(tmp_path / "a.docx"))
    assert next(read(tmp_path / "a.docx")).text == "一、建制度\n年份\t人数\n2022\t310\n表后的话"


def test_a_merged_cell_is_read_once(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
    table.cell(0, 2).text = "310"
    document.save(str(tmp_path / "a.docx"))
    assert next(read(tmp_path / "a.docx")).text.strip() == "合计\t310"


def test_a_cell_keeps_to_its_row_and_a_frame_keeps_its_lines(tmp_path):
    document = docx.Document()
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "措施", "第一\n第二"
    frame = document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "框中首段"
    frame.add_paragraph("框中次段")
    document.save(str(tmp_path / "a.docx"))
    lines = next(read(tmp_path / "a.docx")).text.split("\n")
    assert lines == ["措施\t第一 第二", "框中首段", "框中次段"]


def test_the_title_is_that_of_the_properties(tmp_path):
    document = docx.Document()
    document.add_paragraph("正文")
    document.core_properties.title = "一张清单管到底"
    document.save(str(tmp_path / "a.docx"))
    assert next(read(tmp_path / "a.docx")).title == "一张清单管到底"


def test_headers_and_footers_are_left_out(tmp_path):
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.save(str(tmp_path / "a.docx"))
    assert next(read(tmp_path / "a.docx")).text == "正文"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(word_file, share):
    data = word_file.read_bytes()
    word_file.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableFile, match=r"not a whole \.docx"):
        read(word_file)


def test_text_named_docx_is_refused(read_bytes):
    with pytest.raises(UnreadableFile, match="not a zip file"):
        read_bytes("a.docx", "只是文字".encode())


def test_an_old_word_file_named_docx_is_refused_with_advice(read_bytes):
    with pytest.raises(UnreadableFile, match="old or encrypted Word file"):
        read_bytes("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_workbook_named_docx_is_refused(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.docx")
    with pytest.raises(UnreadableFile, match=r"not a whole \.docx"):
        read(tmp_path / "a.docx")


def test_a_zip_without_a_document_is_refused(read_bytes):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "文")
    with pytest.raises(UnreadableFile, match=r"not a whole \.docx"):
        read_bytes("a.docx", buffer.getvalue())


def replace_part(data: bytes, name: str, part: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, part if member.filename == name else old.read(member))
    return buffer.getvalue()


def test_a_file_that_unpacks_beyond_the_limit_is_refused(word_file, monkeypatch):
    word_file.write_bytes(replace_part(word_file.read_bytes(), "word/document.xml", bytes(3_000_000)))
    monkeypatch.setenv("TASHAN_LIMITS", "office=1")
    with pytest.raises(UnreadableFile, match="more than the limit of 1,000,000"):
        read(word_file)


def test_entities_are_not_expanded(word_file, tmp_path):
    (tmp_path / "secret").write_text("密", encoding="utf-8")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    outside = f'<!ENTITY file SYSTEM "{(tmp_path / "secret").as_uri()}">'
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "哈"> {bomb} {outside}]>'
        f"<w:document {SPACES}><w:body><w:p><w:r><w:t>前&e11;&file;后</w:t></w:r></w:p></w:body></w:document>"
    )
    word_file.write_bytes(replace_part(word_file.read_bytes(), "word/document.xml", xml.encode()))
    try:
        text = next(read(word_file)).text
    except UnreadableFile as refusal:
        text = refusal.reason
    assert "哈" not in text
    assert "密" not in text


def test_elements_nested_beyond_reason_are_refused(word_file):
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    xml = f"<w:document {SPACES}><w:body>{deep}</w:body></w:document>"
    word_file.write_bytes(replace_part(word_file.read_bytes(), "word/document.xml", xml.encode()))
    with pytest.raises(UnreadableFile, match=r"not a whole \.docx"):
        read(word_file)
