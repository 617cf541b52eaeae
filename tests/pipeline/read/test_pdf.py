import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from kg.errors import UnreadableFile
from pipeline.read import pdf, read
from pipeline.read.characters import read_leaf


def column(x: int, lines: list[str], top: int = 760) -> list[tuple[int, int, str]]:
    return [(x, top - 20 * number, line) for number, line in enumerate(lines)]


def read_text(path) -> str:
    return next(read(path)).text


def test_a_page_is_read_line_by_line(pdf_file, text):
    (document,) = read(pdf_file)
    assert document.text == text
    assert document.source.media_type == "application/pdf"
    assert document.notices == ()


def test_a_line_that_is_set_in_begins_a_paragraph(draw_pdf):
    path = draw_pdf(
        [[(84, 760, "首行缩进了两字的"), (60, 740, "次行顶格接着排印的"), (84, 720, "又一段的首行在此")]]
    )
    assert read_text(path) == "首行缩进了两字的次行顶格接着排印的\n又一段的首行在此"


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph(draw_pdf):
    lines = ["沅江纺机厂建起职工夜校", "请老师傅来讲课。", "第二段讲的是师徒结对的", "办法。"]
    assert (
        read_text(draw_pdf([column(60, lines)]))
        == "沅江纺机厂建起职工夜校请老师傅来讲课。\n第二段讲的是师徒结对的办法。"
    )


def test_lines_of_no_common_width_stay_as_they_are_set_in(draw_pdf):
    path = draw_pdf([[(84, 760, "首行缩进"), (60, 740, "次行顶格"), (160, 720, "远在右边一行")]])
    assert read_text(path) == "　　首行缩进\n次行顶格\n远在右边一行"


def test_columns_follow_each_other(draw_pdf):
    left = [f"左栏第{name}行讲夜校的开办" for name in "一二三四五"]
    right = [f"右栏第{name}行讲津贴的发放" for name in "一二三四五"]
    path = draw_pdf([column(60, left) + column(320, right)])
    assert read_text(path) == "".join(left + right)


def test_columns_set_line_by_line_across_the_page_are_parted(draw_pdf):
    left = [f"左栏第{name}行讲厂里夜校的开办与𠮷祥" for name in "一二三四五六七八"]
    right = [f"右栏第{name}行讲技能津贴按月发放的" for name in "一二三四五六七八"]
    rows = zip(column(60, left), column(320, right), strict=True)
    path = draw_pdf([[(150, 800, "一张清单管到底"), *(piece for row in rows for piece in row)]])
    assert read_text(path).split("\n") == ["一张清单管到底", "".join(left + right)]


def test_rows_of_a_table_stay_together(draw_pdf):
    names = [
        "细纱挡车工技能大赛",
        "焊接技能竞赛",
        "数控车工岗位练兵比武",
        "钳工岗位比武",
        "叉车驾驶员比武",
        "电工技能提升赛",
    ]
    rows = [
        [(60, 760 - 20 * n, name), (320, 760 - 20 * n, f"第{n}名来自三号车间")]
        for n, name in enumerate(names)
    ]
    lines = read_text(draw_pdf([[piece for row in rows for piece in row]])).split("\n")
    assert lines == [f"{name} 第{n}名来自三号车间" for n, name in enumerate(names)]


def test_a_form_feed_stands_between_two_pages(draw_pdf):
    path = draw_pdf([column(60, ["首页首行", "词在行末断"]), column(60, ["开了", "末行"])])
    assert read_text(path) == "首页首行\n词在行末断\f开了\n末行"


@pytest.mark.parametrize("form", ["{}", "- {} -", "— {} —", "第{}页", "第 {} 页 共 3 页"])
@pytest.mark.parametrize("y", [810, 30])
def test_page_numbers_that_count_up_are_left_out(draw_pdf, form, y):
    pages = [
        [*column(60, ["本页首行", f"第{name}段正文"]), (290, y, form.format(7 + n))]
        for n, name in enumerate("甲乙丙")
    ]
    assert read_text(draw_pdf(pages)) == "本页首行\n第甲段正文\f第乙段正文\f第丙段正文"


def test_figures_that_do_not_count_up_stay(draw_pdf):
    pages = [column(60, ["表一", "312"]), column(60, ["表二", "96"]), column(60, ["表三", "18"])]
    assert read_text(draw_pdf(pages)) == "表一\n312\f表二\n96\f表三\n18"


def test_a_bare_number_on_a_single_page_stays(draw_pdf):
    assert read_text(draw_pdf([column(60, ["参赛人数", "312"])])) == "参赛人数\n312"


def test_a_page_of_nothing_but_its_number_is_empty(draw_pdf):
    pages = [column(60, ["首段", "- 1 -"]), column(60, ["- 2 -"]), column(60, ["尾段", "- 3 -"])]
    assert read_text(draw_pdf(pages)) == "首段\f尾段"


def test_a_head_line_set_on_every_page_is_kept_once(draw_pdf):
    pages = [
        column(60, [f"沅江工运 2023年第4期 第{n}页", f"正文{name}"]) for n, name in enumerate("甲乙丙", 1)
    ]
    assert read_text(draw_pdf(pages)) == "沅江工运 2023年第4期 第1页\n正文甲\f正文乙\f正文丙"


def test_a_sentence_that_two_pages_begin_with_stays(draw_pdf):
    pages = [column(60, ["我们有底气。", "甲段"]), column(60, ["我们有底气。", "乙段"])]
    assert read_text(draw_pdf(pages)) == "我们有底气。\n甲段\f我们有底气。\n乙段"


def test_characters_beyond_the_basic_plane_survive(draw_pdf):
    assert read_text(draw_pdf([[(60, 700, "𠮷祥里的夜校")]])) == "𠮷祥里的夜校"


def draw_picture(sheet, tmp_path) -> None:
    (tmp_path / "dot.ppm").write_bytes(b"P6 2 2 255 " + bytes(12))
    sheet.drawImage(ImageReader(str(tmp_path / "dot.ppm")), 50, 50, 300, 300)


@pytest.fixture
def nothing_recognises(monkeypatch):
    monkeypatch.setattr(pdf, "is_installed", lambda: False)


def test_a_scan_is_refused_with_the_word_for_what_is_needed(tmp_path, nothing_recognises):
    sheet = canvas.Canvas(str(tmp_path / "scan.pdf"))
    draw_picture(sheet, tmp_path)
    sheet.save()
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / "scan.pdf")
    assert caught.value.reason == "no text layer (a scan); to recognise it, install tashan[ocr]"


def test_a_scanned_page_among_others_is_reported(tmp_path, nothing_recognises):
    sheet = canvas.Canvas(str(tmp_path / "part.pdf"))
    sheet.drawString(60, 700, "first page")
    sheet.showPage()
    draw_picture(sheet, tmp_path)
    sheet.showPage()
    sheet.save()
    (notice,) = next(read(tmp_path / "part.pdf")).notices
    wanted = "page 2: no text layer (a scan); to recognise it, install tashan[ocr]"
    assert (notice.code, notice.message) == ("ocr", wanted)


def test_a_file_locked_by_a_password_is_refused(tmp_path):
    sheet = canvas.Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("open", "own"))
    sheet.drawString(60, 700, "locked")
    sheet.save()
    with pytest.raises(UnreadableFile, match="encrypted: it opens with a password only"):
        read(tmp_path / "a.pdf")


def test_a_file_that_anyone_may_open_is_read_though_encrypted(tmp_path):
    sheet = canvas.Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("", "own"))
    sheet.drawString(60, 700, "open to all")
    sheet.save()
    assert read_text(tmp_path / "a.pdf") == "open to all"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(pdf_file, share):
    data = pdf_file.read_bytes()
    pdf_file.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableFile, match="not a whole PDF"):
        read(pdf_file)


@pytest.mark.parametrize("data", ["只是文字".encode(), b"%PDF-1.7\n%%EOF\n", b"\0" * 5000 + b"%%EOF"])
def test_what_is_no_pdf_is_refused(read_bytes, data):
    with pytest.raises(UnreadableFile, match="not a whole PDF"):
        read_bytes("a.pdf", data)


def test_marks_that_are_drawn_behind_the_rest_of_a_line_stand_in_their_holes(draw_pdf):
    """LibreOffice takes quotation marks of a heading from another font, and draws them last."""
    drawn = [(60, 760, "江海市总工会"), (140, 760, "师带徒"), (132, 760, "“"), (176, 760, "”育好苗")]
    [document] = read(draw_pdf([drawn]))
    assert document.text == "江海市总工会“师带徒”育好苗"


@pytest.mark.parametrize(
    ("later", "wanted"),
    [
        (
            (60, 760, "江海市总工会"),
            {"江海市总工会 师带徒"},
        ),  # once more in its place, as bold letters are made
        ((60, 740, "办夜校"), {"江海市总工会 师带徒", "办夜校"}),
        ((300, 760, "办夜校"), {"江海市总工会 师带徒", "办夜校"}),
    ],
)
def test_only_what_fits_a_hole_is_put_into_a_line(draw_pdf, later, wanted):
    page = pypdfium2.PdfDocument(draw_pdf([[(60, 760, "江海市总工会"), (138, 760, "师带徒"), later]]))[0]
    assert wanted <= {line.text for line in read_leaf(page).lines}
