"""Files are imported by hand: sent with progress, read, and opened as cases; what fails says why."""

from .waiting import follow

ARTICLE = (
    "朔屏轴承厂把休息室搬到机台边\n\n"
    "今年以来，朔屏轴承厂工会建成机台休息点18处，惠及职工640人，职工满意率达到97%。\n"
)


def sent(page, name: str, content: bytes) -> None:
    page.set_input_files("[data-sending] input[type=file]", {"name": name, "mimeType": "", "buffer": content})


def test_a_file_is_sent_read_and_opened(open_page):
    page = open_page("/import")
    sent(page, "休息点<b>.txt", ARTICLE.encode())
    page.wait_for_selector(".sent li:has-text('休息点<b>.txt') progress[value='1']")
    page.wait_for_selector(".upload.u-stored")
    follow(page, page.locator(".gave-cases a").click)
    assert page.locator(".case-page h1", has_text="朔屏轴承厂").count()
    assert page.locator(".body mark.number", has_text="640人").count() == 1
    page.goto("/?q=机台休息点")
    assert page.inner_text(".hit h2 >> nth=0") == "朔屏轴承厂把休息室搬到机台边"


def test_a_file_that_cannot_be_read_says_why(open_page):
    page = open_page("/import")
    sent(page, "broken.docx", b"PK no document")
    page.wait_for_selector(".upload.u-failed:has-text('broken.docx') .failures .why")
    page.goto("/import")
    page.click(".upload.u-failed details summary")
    follow(page, page.locator(".upload.u-failed details button").click)
    assert page.locator(".upload:has-text('broken.docx')").count() == 0
