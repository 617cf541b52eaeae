"""Reads .html: the article of the page, without navigation, comments and imprint.

trafilatura finds which text is the article (Barbaresi, "Trafilatura: A Web Scraping Library", ACL 2021);
the page itself says in which order and lines it stands. trafilatura alone drops some headings, joins lines
parted by `<br>` and puts text that stands outside a paragraph last.
"""

import logging
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.encodings import decode
from pipeline.read.page import Line, page_lines
from pipeline.read.refusal import refusing

if TYPE_CHECKING:
    from trafilatura.settings import Document as Found

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_WHITE = re.compile(r"[\s|]+")

_SHORT = 6  # a line shorter than this is found by chance inside another
_SHORT_NAME = 12
_SHORT_TEXT = 40
_MOST_LINKED = 0.5
_LEAD = 8  # lines between a page's heading and its first paragraph: by whom, from where, when
_BACK, _AHEAD = 5_000, 50_000
_COLUMN = re.compile(r"【[^【】]{1,20}】|\[[^\[\]]{1,20}\]")
_CLOSING = re.compile(r"[（(【]?(?:来源|稿源|作者|供稿|通讯员|责任编辑|责编|编辑|编者按|小编|摄影|图文)")
_BUTTONS = re.compile(
    r"(?:【?字体|【?字号|分享到|扫一扫|【?打印|【?关闭|点击数|浏览次数|浏览量|阅读量|您的位置|当前位置|上一篇|下一篇)"
)


def read_web(source: Source, data: bytes) -> Document:
    """Read a page: a line per heading, paragraph and list item, a line per table row, cells parted by tabs.

    Title, site and day of publication are what the page's metadata says. Where no article is found, the
    text of the whole body is taken.

    Raises:
        UnreadableFile: not text, or no words in the page.
    """
    declared = _CHARSET.search(data[:4096])
    decoded = decode(source, data, declared=declared[1].decode("ascii", "replace") if declared else None)
    page = _DECLARATION.sub("", decoded.text, count=1)
    if "<html" not in page[:10_000].lower():
        page = f"<html><body>{page}</body></html>"
    with refusing(source.path, "the page cannot be parsed"):
        found = _extract(page)
        lines = _parse(page)
        text = "\n".join(line.text for line in select(lines, _texts(found)))
    if not text.strip():
        raise UnreadableFile(source.path, "no text in the page")
    if found is None:
        return Document(source, text, notices=decoded.notices)
    title, publisher = found.title or None, found.sitename or None
    return Document(source, text, title, publisher, _day(found.date), decoded.notices)


def page_text(source: Source, data: bytes) -> str:
    """Return all lines of a page that is nothing but text, as a chapter of a book is.

    Raises:
        UnreadableFile: not text, or no page.
    """
    page = _DECLARATION.sub("", decode(source, data).text, count=1)
    with refusing(source.path, "the page cannot be parsed"):
        return "\n".join(line.text for line in _parse(page) if not line.aside)


def select(lines: list[Line], found: Iterable[str]) -> list[Line]:
    """Return the lines of the article, in order; `found` are the texts that trafilatura took for it.

    From the first line found to the last, with the heading above and a closing line below; in between,
    lines that are links, navigation or comments go. Where none is found, all other lines of the page stay.
    """
    kept = _mark_found(lines, list(found))
    if True not in kept:
        return [line for line in lines if not (line.aside or _is_linked(line))]
    first = kept.index(True)
    last = len(kept) - kept[::-1].index(True)
    start, end = _find_start(lines, first), _find_end(lines, last)
    return [line for index, line in enumerate(lines[start:end], start) if kept[index] or _belongs(line)]


def _mark_found(lines: list[Line], found: list[str]) -> list[bool]:
    wholes = {_squeeze(text) for text in found}
    running = "".join(map(_squeeze, found))
    kept, cursor = [], 0
    for line in lines:
        key = _squeeze(line.text)
        at = running.find(key, max(cursor - _BACK, 0), cursor + _AHEAD) if len(key) >= _SHORT else -1
        cursor = at + len(key) if at >= 0 else cursor
        kept.append((at >= 0 or key in wholes) and not _is_furniture(line))
    return [flag and not _heads_links(lines, index) for index, flag in enumerate(kept)]


def _find_start(lines: list[Line], first: int) -> int:
    """Step up over the lines between the heading of the page and its first paragraph, if there is one."""
    start = first
    for index in range(first - 1, max(first - _LEAD, 0) - 1, -1):
        if lines[index].heading in ("h1", "h2") and _belongs(lines[index]):
            start = index
    while start and _COLUMN.fullmatch(lines[start - 1].text) and _belongs(lines[start - 1]):
        start -= 1
    return start


def _find_end(lines: list[Line], last: int) -> int:
    while last < len(lines) and _CLOSING.match(lines[last].text) and _belongs(lines[last]):
        last += 1
    return last


def _belongs(line: Line) -> bool:
    return not (line.aside or _is_linked(line) or _BUTTONS.match(line.text))


def _is_linked(line: Line) -> bool:
    return line.linked_share > _MOST_LINKED


def _is_furniture(line: Line) -> bool:
    """Tell a line of buttons or of short links from text that lies in a link."""
    if _BUTTONS.match(line.text) and len(line.text) < _SHORT_TEXT:
        return True
    return _is_linked(line) and not line.heading and line.linked < _SHORT_TEXT * max(line.links, 1)


def _heads_links(lines: list[Line], index: int) -> bool:
    follower = lines[index + 1] if index + 1 < len(lines) else None
    return bool(
        follower and _is_furniture(follower) and _is_linked(follower) and len(lines[index].text) < _SHORT_NAME
    )


def _squeeze(text: str) -> str:
    return _WHITE.sub("", text)


def _extract(page: str) -> "Found | None":
    """Return trafilatura's document, or None where it finds no article or fails on a damaged page."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        found = trafilatura.bare_extraction(
            page,
            favor_recall=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:
        return None
    return None if isinstance(found, dict) else found


def _texts(found: "Found | None") -> list[str]:
    return list(found.body.itertext()) if found is not None and found.body is not None else []


def _parse(page: str) -> list[Line]:
    import trafilatura

    root = trafilatura.load_html(page)
    return [] if root is None else page_lines(root)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
