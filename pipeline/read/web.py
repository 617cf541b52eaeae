"""Reads .html: the article of the page, without navigation, comments and imprint.

trafilatura finds which text is the article (Barbaresi, "Trafilatura: A Web Scraping Library", ACL 2021);
the page itself says in which order and lines it stands. trafilatura alone drops some headings, joins lines
parted by `<br>` and puts text that stands outside a paragraph last.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import UnreadableFile
from kg.values import Document, Source
from pipeline.read.addresses import address_of
from pipeline.read.encodings import decode
from pipeline.read.frames import Imprint, find_frame, read_imprint
from pipeline.read.page import Line, page_lines
from pipeline.read.refusal import ran_out, refusing
from pipeline.read.tree import Element

if TYPE_CHECKING:
    from trafilatura.settings import Document as Found

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
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
    r"【?字体|【?字号|[小大]字号|分享到|分享让更多|扫一扫|扫码|【?打印|【?关闭|[\[【] ?(?:打印|关闭)|"
    r"点击数|浏览次数|浏览量|"
    r"阅读量|您(?:现在)?的位置|当前位置|上一篇|下一篇|Copyright|版权所有|主办(?:单位)?：|网站标识码|返回顶部|打开APP|"
    r"最新评论|推荐阅读|相关(?:阅读|稿件)|微信扫一扫|预览时标签|阅读原文|轻触阅读|继续滑动|向[上下]滑动|喜欢此内容|"
    r"点击上方|点击.?蓝字|长按|识别二维码|关注我们|觉得不错|点个[在赞]|"
    r"(?:END|订阅|分享|收藏|点赞|在看|写留言|赞赏作者|原创|已关注|- END -|—END—)$|"
    r"(?:点?(?:分享|收藏|点赞|在看|转发)[\s、，]{0,3}){2,6}$"
)
_TOOLS = re.compile(
    r"【?(?:字体|字号)[：:]?\s*[\[【]?[大中小\s]*[\]】]*|【?(?:我要纠错|打印|关闭)】?|视力保护色[：:]?|"
    r"(?:浏览次数|点击数|点击率|浏览量|阅读量?|访问量)[：:]?\s*(?:\d[\d万+]*)?(?:次)?(?=\s|$|[|【\[])|^原创\s*"
)
_LABELS = r"(?:发布日期|发布时间|信息来源|文章来源|来源|作者|时间|日期|点击|浏览|字体|字号|阅读|视力)[：:]"
_GLUED = re.compile(rf"(?<=[^\s：:|【\[（(])(?=(?:{_LABELS}))(?<!信息)(?<!文章)(?<!发布)")
_INFO = re.compile(_LABELS)
_SOURCE = re.compile("(?:文章|信息)?来源")
_AGENCY = re.compile(r"(?:发布|发文)(?:机构|机关|单位)[\s：:]+(\S{3,30})")


def read_web(source: Source, data: bytes, *, saved: str | None = None) -> Document:
    """Read a page: a line per heading, paragraph and list item, a line per table row, cells parted by tabs.

    Title, site, day of publication and address are what the page's metadata says; `saved` is the address that
    the file around it gives. Where no article is found, the text of the whole body is taken.

    Raises:
        UnreadableFile: not text, or no words in the page.
    """
    declared = _CHARSET.search(data[:4096])
    decoded = decode(source, data, declared=declared[1].decode("ascii", "replace") if declared else None)
    page = _DECLARATION.sub("", decoded.text, count=1)
    if "<html" not in page[:10_000].lower():
        page = f"<html><body>{page}</body></html>"
    with refusing(source.path, "the page cannot be parsed"):
        found, root = _extract(page), _load(page)
        imprint = read_imprint(root) if root is not None else Imprint()
        lines = page_lines(root) if root is not None else []
        frame = find_frame(root) if root is not None else None
        texts = _texts(found) if frame is None else [line.text for line in page_lines(frame)]
        text = "\n".join(_told(_tidy(lines, texts), imprint))
        address = address_of(root, page, saved=saved)
    if not text.strip():
        raise UnreadableFile(source.path, "no text in the page")
    agency = next((match[1] for line in lines if (match := _AGENCY.search(line.text))), None)
    return Document(
        source, text,
        title=imprint.title or (found.title if found else None) or None,
        publisher=imprint.publisher or agency or (found.sitename if found else None) or None,
        published=imprint.published or (_day(found.date) if found else None),
        notices=decoded.notices,
        address=address,
    )  # fmt: skip


def read_chapter(source: Source, data: bytes) -> Document:
    """Read a page that is nothing but text, as a chapter of a book is; its title is its first heading.

    One that has nothing but headings and links, as the page of a part or a table of contents, has no text.

    Raises:
        UnreadableFile: not text, or no page.
    """
    page = _DECLARATION.sub("", decode(source, data).text, count=1)
    with refusing(source.path, "the page cannot be parsed"):
        lines = [line for line in _parse(page) if not line.aside]
    told = any(line.heading is None and not _is_linked(line) for line in lines)
    title = next((line.text for line in lines if line.heading in ("h1", "h2", "h3")), None)
    return Document(source, "\n".join(line.text for line in lines) if told else "", title=title)


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


def _tidy(lines: list[Line], texts: list[str]) -> list[Line]:
    """Return the lines of the article; those before its first paragraph without the buttons within them."""
    body = {_squeeze(text) for text in texts}
    kept = select(lines, texts)
    first = next((at for at, line in enumerate(kept) if _squeeze(line.text) in body), 0)
    head = [replace(line, text=_TOOLS.sub("", _GLUED.sub(" ", line.text)).strip()) for line in kept[:first]]
    return [*(line for line in head if line.text), *kept[first:]]


def _told(lines: list[Line], imprint: Imprint) -> list[str]:
    """Return the lines' texts; who wrote it becomes a line where only the mark-up says it."""
    told = [line.text for line in lines]
    if imprint.account:
        told = [text for text in told if not _is_account(text, imprint)]
    author = imprint.author
    if author and told and author != imprint.publisher and not any(author in text for text in told):
        at = 1 if imprint.title and _squeeze(told[0]) == _squeeze(imprint.title) else 0
        told.insert(at, f"作者：{author}")
    return told


def _is_account(text: str, imprint: Imprint) -> bool:
    """Tell the line under the title of a public account's page, which says in one what its mark-up parts."""
    return len(text) < _SHORT_TEXT + len(imprint.publisher or "") and bool(
        imprint.publisher and imprint.publisher in text and not _SOURCE.match(text)
    )


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
        if _begins(lines, index) and _belongs(lines[index]):
            start = index
    while start and _COLUMN.fullmatch(lines[start - 1].text) and _belongs(lines[start - 1]):
        start -= 1
    return start


def _begins(lines: list[Line], index: int) -> bool:
    """Tell a heading of the page, or what stands under it: by whom, from where, when."""
    if lines[index].heading == "h3":
        return any(_INFO.match(line.text) for line in lines[index + 1 : index + 3])
    return lines[index].heading in ("h1", "h2") or _INFO.match(lines[index].text) is not None


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
    if _BUTTONS.match(line.text) and len(line.text) < _SHORT_TEXT and not line.text.endswith("。"):
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
    except Exception as error:
        if ran_out(error):
            raise
        return None
    return None if isinstance(found, dict) else found


def _texts(found: "Found | None") -> list[str]:
    return list(found.body.itertext()) if found is not None and found.body is not None else []


def _parse(page: str) -> list[Line]:
    root = _load(page)
    return [] if root is None else page_lines(root)


def _load(page: str) -> Element | None:
    import trafilatura

    root: Element | None = trafilatura.load_html(page)
    return root


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
