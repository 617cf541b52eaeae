"""Mails with what is attached to them, and pages saved as one file."""

import mailbox
from datetime import date
from email.message import EmailMessage

import pytest

from kg.errors import UnreadableFile
from pipeline.read import open_file
from tests.pipeline.read.fuzzing import tried

BODY = "各位同事：\n沅江纺机厂建立职工诉求清单，全年收到诉求312件，办结率达到96%。\n"
PAGE = "<html><body><h1>厂里的夜校</h1><p>两年来六十多人考取了证书。</p></body></html>"


@pytest.fixture
def mail():
    message = EmailMessage()
    message["Subject"], message["From"] = "一张清单管到底", "liang@example.org"
    message["Date"] = "Mon, 06 May 2024 08:00:00 +0800"
    return message


@pytest.fixture
def opened(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return open_file(path)

    return write


def test_the_subject_is_the_title_and_the_day_is_kept(mail, opened):
    mail.set_content(BODY, charset="gb18030")
    [document] = opened("a.eml", mail.as_bytes()).documents
    assert document.text == f"一张清单管到底\n\n{BODY}"
    assert (document.title, document.published) == ("一张清单管到底", date(2024, 5, 6))


def test_the_page_of_a_mail_goes_before_its_plain_text(mail, opened):
    mail.set_content("看网页")
    mail.add_alternative(PAGE, subtype="html", charset="gbk")
    [document] = opened("a.eml", mail.as_bytes()).documents
    assert "两年来六十多人考取了证书。" in document.text
    assert "看网页" not in document.text


def test_what_is_attached_is_read_or_named(mail, opened):
    mail.set_content(BODY)
    mail.add_attachment("夜校\n\n好。".encode(), maintype="text", subtype="plain", filename="夜校.txt")
    mail.add_attachment(b"\0", maintype="application", subtype="x", filename="坏.docx")
    inner = EmailMessage()
    inner["Subject"] = "转发"
    inner.set_content("转来的话。")
    mail.add_attachment(inner)
    found = opened("a.eml", mail.as_bytes())
    places = [document.source.path.partition("a.eml")[2] for document in found.documents]
    assert places == ["", "!/夜校.txt", "!/3.eml"]
    assert [failure.path.partition("!/")[2] for failure in found.lost] == ["坏.docx"]


def test_a_mail_of_nothing_holds_no_text(mail, opened):
    with pytest.raises(UnreadableFile, match="holds no text"):
        opened("a.eml", mail.as_bytes())


def test_a_date_that_is_none_is_not_guessed(mail, opened):
    mail.set_content(BODY)
    mail.replace_header("Date", "yesterday")
    assert opened("a.eml", mail.as_bytes()).documents[0].published is None


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_saved_page_is_read_as_the_page_is(opened, charset):
    saved = EmailMessage()
    saved["Subject"] = "夜校"
    saved.set_content(PAGE, subtype="html", charset=charset)
    saved.make_related()
    saved.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<a>")
    [document] = opened("a.mhtml", saved.as_bytes()).documents
    assert document.text == "厂里的夜校\n两年来六十多人考取了证书。"


@pytest.mark.parametrize("name", ["a.eml", "a.mhtml"])
@pytest.mark.parametrize("data", [b"\0\1", b"\xff\xfe\xfd", b"no colon here"])
def test_what_is_no_mail_is_refused(opened, name, data):
    with pytest.raises(UnreadableFile):
        opened(name, data)


@pytest.mark.parametrize(
    "day", ["Mon, 02 Oct 99999999999999999999 10:00:00 +0800", "Mon, 4294967295 Oct 2023 1:0:0", "x", ""]
)
def test_a_mail_of_an_impossible_day_is_read_without_it(read_bytes, day):
    mail = f"Subject: a\r\nDate: {day}\r\n\r\n工会办夜校，工人来听课。".encode()
    document = read_bytes("a.eml", mail)
    assert "工会办夜校" in document.text
    assert document.published is None


@pytest.mark.parametrize("number", [186, 997, 1197, 10392])
def test_mails_that_once_raised_errors_or_took_minutes_are_read(number):
    assert tried("eml", number) is None


def test_a_subject_that_the_text_repeats_stands_once(mail, opened):
    mail.set_content(f"一张清单管到底\n{BODY}")
    assert opened("a.eml", mail.as_bytes()).documents[0].text.count("一张清单管到底") == 1


def test_a_mailbox_is_read_mail_by_mail(mail, opened, tmp_path):
    box = mailbox.mbox(tmp_path / "written.mbox")
    for number in (1, 2):
        mail.replace_header("Subject", f"第{number}份清单")
        mail.set_content(f"{BODY}From 这里起是附言。\n", cte="8bit")
        box.add(mail)
    box.close()
    found = opened("a.mbox", (tmp_path / "written.mbox").read_bytes())
    assert [document.title for document in found.documents] == ["第1份清单", "第2份清单"]
    assert [document.source.path.partition("!/")[2] for document in found.documents] == ["1.eml", "2.eml"]
    assert all(document.text.rstrip().endswith("\nFrom 这里起是附言。") for document in found.documents)


def test_a_damaged_mail_of_a_mailbox_takes_no_other_with_it(opened):
    data = b"From a@b.cn Mon May  1 08:00:00 2023\n\0\1\2\n" + (
        f"From a@b.cn Mon May  1 08:00:00 2023\nSubject: a\n\n{BODY}".encode()
    )
    found = opened("a.mbox", data)
    assert [document.title for document in found.documents] == ["a"]
    assert [failure.path.partition("!/")[2] for failure in found.lost] == ["1.eml"]


@pytest.mark.parametrize("data", [b"Subject: a\n\nb", b"\nFrom a", b"\0"])
def test_what_is_no_mailbox_is_refused(opened, data):
    with pytest.raises(UnreadableFile, match="not a mailbox"):
        opened("a.mbox", data)
