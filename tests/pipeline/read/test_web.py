import socket
from datetime import date

import pytest

from kg.errors import UnreadableFile
from pipeline.read.page import Line
from pipeline.read.web import select

FIRST = (
    "沅江纺机厂把职工的诉求列成一张清单，一事一码，全年收到诉求312件，办结率达到96%，比上年提高了11个百分点。"
)
SECOND = (
    "厂里出台《技能津贴细则》，高级技师每月津贴提高到900元，惠及一线职工260余人，师傅们带徒弟的劲头更足了。"
)
THIRD = "三年来，全厂举办技能比武18场，420余名职工晋升了技能等级，完成小改小革76项，节约成本130多万元。"
MENU = """<div class="nav"><ul><li><a href="/">首页</a></li>
<li><a href="/a">要闻</a></li><li><a href="/b">维权</a></li></ul></div>"""
FOOT = '<div class="footer"><p>版权所有 沅江职工网 地址：青石路1号</p></div>'

PORTAL = f"""<html><head><title>一张清单管到底--沅江职工网</title></head><body>{MENU}
<div class="path">您的位置：<a href="/">首页</a> &gt; <a href="/c">基层</a> &gt; 正文</div>
<div class="column">【班组天地】</div><h1>一张清单管到底</h1><h2>——沅江纺机厂倾听职工心声</h2>
<div class="info"><span>2023-05-06 08:12</span>
<span>来源：沅江职工网</span> <span>作者：梁秋禾</span>
<a href="#">字号+</a> <a href="#">打印</a></div>
<div id="content"><p>　　{FIRST}</p><p><strong>一、定清单</strong></p><p>{SECOND}</p>
<p>短句。</p><p align="center">夜校课堂。罗小满 摄</p>
<p>{THIRD}</p><p>小编说：办法虽小，用处不小。</p></div>
<div class="editor">责任编辑：方一禾</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<div class="related"><h3>相关新闻</h3>
<ul><li><a href="/1">某厂开办职工夜校</a></li><li><a href="/2">某地慰问一线职工</a></li></ul></div>
<div class="comments"><p>网友甲：写得真好！</p></div>{FOOT}</body></html>"""
PORTAL_LINES = [
    "【班组天地】", "一张清单管到底", "——沅江纺机厂倾听职工心声",
    "2023-05-06 08:12 来源：沅江职工网 作者：梁秋禾",
    FIRST, "一、定清单", SECOND, "短句。", "夜校课堂。罗小满 摄", THIRD,
    "小编说：办法虽小，用处不小。", "责任编辑：方一禾",
]  # fmt: skip

SECTIONS = f"""<html><head><meta property="og:title" content="一张清单">
<meta property="og:site_name" content="沅江工运">
<meta property="article:published_time" content="2023-05-06T08:00:00+08:00"></head>
<body><div><h1>一张清单</h1><div id="js_content" style="visibility: hidden">
<section><section><p><span>【班组天地】</span></p></section>
<section><p><span>{FIRST}</span></p></section><section><strong>定清单</strong></section>
<p><span>{SECOND}</span><span>续句紧接。</span></p><p><br></p><p>{THIRD}</p></section></div></div></body></html>"""

TABLES = f"""<HTML><HEAD><TITLE>一张清单管到底</TITLE></HEAD><BODY>
<TABLE><TR><TD><A HREF=x>首页</A>｜<A HREF=y>组织建设</A>｜<A HREF=z>联系我们</A></TD></TR></TABLE>
<TABLE><TR><TD>相关链接<BR><A HREF=a>职工互助保障指南</A><BR>
<A HREF=b>技能比武日程</A></TD><TD>
<DIV ALIGN=center><FONT SIZE=5><B>一张清单管到底</B></FONT></DIV>
&nbsp;&nbsp;{FIRST}<BR><BR>
&nbsp;&nbsp;<B>定清单</B><BR>&nbsp;&nbsp;{SECOND}<BR>{THIRD}</TD></TR></TABLE></BODY></HTML>"""

MAGAZINE = f"""<html><head><title>沅江工运</title></head><body>
<div class="item"><p>【主席论坛】</p><h2>一张清单管到底</h2><p>沅江纺机厂工会　梁秋禾</p>
<p>{FIRST}</p><p>{SECOND}</p></div>
<div class="item"><p>【班组天地】</p><h2>夜校里的灯光</h2><p>沅江船厂工会　罗小满</p>
<p>{THIRD}</p><p>短。</p>
<p>（来源：沅江职工网）</p></div></body></html>"""

REPEATED = "".join(f"<h2>{name}</h2><p>{SECOND}</p><p>同一句话。</p>" for name in ("甲", "乙", "丙"))


def lines_of(document) -> list[str]:
    return [line.strip() for line in document.text.split("\n")]


@pytest.fixture
def read_page(read_bytes):
    return lambda page: read_bytes("page.html", page.encode())


def test_a_news_page_gives_its_article_alone_and_in_order(read_page):
    document = read_page(PORTAL)
    assert lines_of(document) == PORTAL_LINES
    assert (document.title, document.published) == ("一张清单管到底", date(2023, 5, 6))


def test_a_page_of_nested_sections_keeps_its_headings(read_page):
    document = read_page(SECTIONS)
    assert lines_of(document) == ["一张清单", "【班组天地】", FIRST, "定清单", SECOND + "续句紧接。", THIRD]
    assert (document.title, document.publisher) == ("一张清单", "沅江工运")
    assert document.published == date(2023, 5, 6)


def test_a_page_laid_out_by_tables_and_breaks_keeps_its_lines(read_page):
    assert lines_of(read_page(TABLES)) == ["一张清单管到底", FIRST, "定清单", SECOND, THIRD]


def test_every_article_of_a_magazine_page_is_read(read_page):
    lines = lines_of(read_page(MAGAZINE))
    assert lines[:3] == ["【主席论坛】", "一张清单管到底", "沅江纺机厂工会　梁秋禾"]
    assert lines[5:] == [
        "【班组天地】",
        "夜校里的灯光",
        "沅江船厂工会　罗小满",
        THIRD,
        "短。",
        "（来源：沅江职工网）",
    ]


def test_repeated_paragraphs_are_all_kept(read_page):
    lines = lines_of(read_page(f"<html><body><article>{REPEATED}</article></body></html>"))
    assert lines == [line for name in ("甲", "乙", "丙") for line in (name, SECOND, "同一句话。")]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (
            "<html><body><p>第一段很短。</p><p>第二段也短。</p></body></html>",
            ["第一段很短。", "第二段也短。"],
        ),
        ("<p>只有一段话。</p>", ["只有一段话。"]),
        ("没有标记的话", ["没有标记的话"]),
        ("<?xml version='1.0' encoding='utf-8'?><html><body><p>一段话。</p></body></html>", ["一段话。"]),
        ("<!DOCTYPE html><html><body><h1>题</h1><p>一段话。</p></body></html>", ["题", "一段话。"]),
    ],
)
def test_short_pages_and_fragments_are_read(read_page, page, wanted):
    assert lines_of(read_page(page)) == wanted


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>题</title></head><body></body></html>",
        "<html><body><script>var a = '中文';</script><style>p {}</style></body></html>",
        "<html><body><nav><a href='/'>首页</a></nav></body></html>",
        "<!-- 只有注释 -->",
    ],
)
def test_a_page_without_words_is_refused(read_page, page):
    with pytest.raises(UnreadableFile, match="no text"):
        read_page(page)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("GBK", "gb18030"), ("utf-8", "utf-8"), ("gb2312", "utf-8"), ("", "utf-8")],
)
def test_the_encoding_is_the_declared_one_unless_the_bytes_are_utf8(read_bytes, declared, encoding):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = f"<html><head>{meta}</head><body><p>{FIRST}</p></body></html>"
    document = read_bytes("page.htm", page.encode(encoding))
    assert (document.text, document.notices) == (FIRST, ())


def test_an_undeclared_encoding_is_guessed_and_reported(read_bytes):
    document = read_bytes("page.html", f"<html><body><p>{FIRST}</p></body></html>".encode("gb18030"))
    assert document.text == FIRST
    assert [notice.code for notice in document.notices] == ["encoding_guessed"]


def test_no_day_and_no_site_are_made_up(read_page):
    document = read_page(f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>")
    assert (document.publisher, document.published) == (None, None)


def test_reading_asks_nothing_of_the_network(read_page, monkeypatch):
    def refuse(*_arguments):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = PORTAL.replace(
        "<head>", '<head><base href="http://a.example/"><link rel="canonical" href="http://a.example/1">'
    )
    assert lines_of(read_page(page)) == PORTAL_LINES


def test_nothing_is_written_to_the_error_stream(read_page, capfd):
    with pytest.raises(UnreadableFile):
        read_page("<html></html>")
    assert read_page("<" * 2000 + "文").text
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "unit", ["<div>", "<b>", "<table><tr><td>甲</td><td>", "<p", "<!--", "&lt;", "<a href="]
)
def test_endless_markup_ends(read_bytes, unit):
    try:
        text = read_bytes("page.html", f"<html><body>正文{unit * 20_000}".encode()).text
    except UnreadableFile as refusal:
        text = refusal.reason
    assert text


def test_lines_between_those_found_stay_unless_they_are_links():
    links = Line("更多 往期", links=2, linked=4)
    lines = [Line(FIRST), links, Line("小题"), Line("旁注", aside=True), Line(SECOND), Line("页尾")]
    assert select(lines, [FIRST, SECOND]) == [Line(FIRST), Line("小题"), Line(SECOND)]


def test_where_nothing_is_found_the_page_stays_without_its_furniture():
    lines = [Line("首页", links=1, linked=2), Line("一句话"), Line("页脚", aside=True)]
    assert select(lines, []) == [Line("一句话")]
