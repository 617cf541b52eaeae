"""The address of a page is kept where the page, or the file around it, gives one; else it is None."""

from email.message import EmailMessage

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.addresses import whole_address
from pipeline.read import read
from pipeline.read.addresses import address_of, mail_address
from tests.pipeline.read.test_web import FIRST, SECOND, THIRD

HERE = "https://www.yuanjiang.example/dgs/2023-05/06/c_112.html"
FRONT = "https://www.yuanjiang.example/"
BODY = f"<h1>一张清单管到底</h1><div id='content'><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
ACCOUNT = "http://mp.weixin.qq.com/s?__biz=MzA4&amp;mid=265&amp;idx=1&amp;sn=3f#rd"


def page(head="", above=""):
    return f"{above}<html><head><title>一张清单</title>{head}</head><body>{BODY}</body></html>"


PAGES = {
    "canonical": (page(f'<link rel="canonical" href="{HERE}">'), HERE),
    "canonical among others": (page(f'<link rel="Nofollow CANONICAL" href=" {HERE} ">'), HERE),
    "og:url": (page(f'<meta property="og:url" content="{HERE}">'), HERE),
    "government": (page(f'<meta name="Url" content="{HERE}">'), HERE),
    "canonical first": (
        page(f'<meta name="Url" content="{HERE}?a"><link rel="canonical" href="{HERE}">'),
        HERE,
    ),
    "browser": (page(above=f"<!DOCTYPE html>\n<!-- saved from url=(0055){HERE} -->\n"), HERE),
    "SingleFile": (
        page(
            above=f"<!DOCTYPE html> <!--\n Page saved with SingleFile \n url: {HERE} \n saved date: Sat -->"
        ),
        HERE,
    ),
    "relative to where it was saved": (
        page('<link rel="canonical" href="/a/b.html">', f"<!-- saved from url=(0055){HERE} -->"),
        "https://www.yuanjiang.example/a/b.html",
    ),
    "public account": (
        page(f'<script>var msg_title = "清单"; var msg_link = "{ACCOUNT}";</script>'),
        "http://mp.weixin.qq.com/s?__biz=MzA4&mid=265&idx=1&sn=3f#rd",
    ),
    "public account, escaped": (
        page(f'<script>var msg_link = "{ACCOUNT.replace("&", chr(92) + "x26")}";</script>'),
        "http://mp.weixin.qq.com/s?__biz=MzA4&mid=265&idx=1&sn=3f#rd",
    ),
    "front page of the site": (page(f'<link rel="canonical" href="{FRONT}">'), None),
    "front page, saved from the article": (
        page(f'<link rel="canonical" href="{FRONT}">', f"<!-- saved from url=(0055){HERE} -->"),
        HERE,
    ),
    "relative to nothing": (page('<link rel="canonical" href="/a/b.html">'), None),
    "file of a disk": (page(above="<!-- saved from url=(0014)file:///C:/a/b.html -->"), None),
    "script for an address": (page('<link rel="canonical" href="javascript:alert(1)//a.b/c">'), None),
    "a link in the text is none": (page(f'</head><a href="{HERE}">看网页</a>'), None),
    "style sheets are none": (page(f'<link rel="stylesheet" href="{HERE}"><meta content="{HERE}">'), None),
    "none": (page(), None),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_its_address_in_many_ways(read_bytes, name):
    data, wanted = PAGES[name]
    assert read_bytes("a.html", data.encode()).address == wanted


@pytest.mark.parametrize(
    ("part", "whole", "head", "wanted"),
    [
        (HERE, "", "", HERE),
        ("", HERE, "", HERE),
        ("cid:frame-1@mhtml.blink", HERE, "", None),
        (f"{HERE}?from=share", "", f'<link rel="canonical" href="{HERE}">', HERE),
        ("", "", "", None),
    ],
)
def test_a_saved_page_stands_where_its_headers_say(read_bytes, part, whole, head, wanted):
    saved = EmailMessage()
    if whole:
        saved["Snapshot-Content-Location"] = whole
    saved.set_content(page(head), subtype="html", charset="utf-8")
    saved.make_related()
    if part:
        next(iter(saved.iter_parts()))["Content-Location"] = part
    assert read_bytes("a.mhtml", saved.as_bytes()).address == wanted


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"Message-ID": "<a.7%f@mail.example.cn>"}, "mid:a.7%25f@mail.example.cn"),
        ({"Message-ID": "<a@b>", "Archived-At": f"<{HERE}>"}, HERE),
        ({"Message-ID": "none"}, None),
        ({}, None),
    ],
)
def test_a_mail_has_the_address_of_its_archive_or_its_id(read_bytes, headers, wanted):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    mail = f"Subject: a\r\n{lines}\r\n工会办夜校，工人来听课。".encode()
    assert read_bytes("a.eml", mail).address == wanted


@pytest.mark.parametrize("heading", ["网址", "原文链接", "URL"])
def test_a_column_of_a_table_holds_addresses(tmp_path, heading):
    book = openpyxl.Workbook()
    for row in (["标题", "正文", heading], ["清单", FIRST, HERE], ["夜校", SECOND, "见内网"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert [document.address for document in read(tmp_path / "a.xlsx")] == [HERE, None]


@given(st.text(), st.text(max_size=40))
def test_whatever_a_file_says_an_address_is_one(text, more):
    for found in (
        whole_address(text),
        whole_address(f"https://a.cn/{text}"),
        address_of(None, f"<!-- saved from url=(1)http://{text}", saved=more),
        mail_address(text, f"<{more}@{text}>"),
    ):
        assert found is None or found.startswith(("http://", "https://", "mid:"))
        assert found is None or (len(found) < 5_000 and not any(sign.isspace() for sign in found))


@pytest.mark.parametrize(
    "text",
    [
        "http://[::1/a",
        "https://a.cn/ b",
        "HTTP//a.cn/b",
        "ftp://a.cn/b",
        "https://a/b",
        "https://a.cn/\ud800",
        "https://a.cn/" + "a" * 2_000,
        "",
        None,
    ],
)
def test_what_is_no_address_of_the_web_is_none(text):
    assert whole_address(text) is None


def test_the_scheme_is_written_small():
    assert whole_address("HTTPS://News.example.CN/A") == "https://News.example.CN/A"
