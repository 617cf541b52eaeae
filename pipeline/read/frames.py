"""What a page's mark-up says by itself: where its text stands, and who published it when.

Public accounts, governments and unions use a few systems to publish, whose names of tags are known; the meta
tags of government sites follow a standard of their own (国办发〔2017〕47号).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from pipeline.lexicon import table
from pipeline.read.tree import Element

_LEAST = 60  # characters of a text
_CHINA = timezone(timedelta(hours=8))
_STAMP = re.compile(r"""\bvar\s+ct\s*=\s*["'](\d{9,10})["']""")
_DAY = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
_METAS = {
    "title": ("articletitle",),
    "publisher": ("contentsource", "source"),
    "author": ("author", "og:article:author", "article:author"),
    "published": ("pubdate", "publishdate", "article:published_time", "og:release_date"),
}
_ACCOUNT, _WRITER, _SHOWN_DAY = "js_name", "rich_media_meta_text", "publish_time"
_TITLES, _PAPER = ("activity-name", "founder-title"), "founder-author"
_ISSUE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日\s*星期")
_LABEL = re.compile(r"^(?:文章|信息|内容)?(?:来源|作者|文/图)\s*[：:]?\s*")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the mark-up says of an article; None where it says nothing."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    account: bool = False


def find_frame(root: Element) -> Element | None:
    """Return the one element that holds the text of the page's one article, or None if none is known."""
    known = _frames()
    for attribute, name in known:
        found = [element for element in _elements(root) if name in _names(element, attribute)]
        if len(found) == 1 and len("".join("".join(found[0].itertext()).split())) >= _LEAST:
            return found[0]
    return None


def read_imprint(root: Element) -> Imprint:
    """Return what meta tags, names of tags and, on a public account's page, its script say."""
    metas, script, shown = _metas(root), None, dict[str, str]()
    for element in _elements(root):
        own = element.get("id") or ""
        if own in (_ACCOUNT, _SHOWN_DAY, *_TITLES) or element.tag in (*_TITLES, _PAPER):
            shown.setdefault(str(own or element.tag), _text(element))
        if element.tag == "span" and _WRITER in _names(element, "class"):
            shown.setdefault(_WRITER, _text(element))
        if element.tag == "script" and (match := _STAMP.search(element.text or "")):
            script = datetime.fromtimestamp(int(match[1]), UTC).astimezone(_CHINA).date()
    account = shown.get(_ACCOUNT)
    issue = _ISSUE.search(_text(root)) if _PAPER in shown else None
    return Imprint(
        title=metas["title"] or next((shown[name] for name in _TITLES if shown.get(name)), None),
        publisher=account or _bare(metas["publisher"]),
        author=_bare(shown.get(_WRITER if account else _PAPER)) or _bare(metas["author"]),
        published=_day(shown.get(_SHOWN_DAY)) or script or _day(metas["published"] or (issue and issue[0])),
        account=account is not None,
    )


def _metas(root: Element) -> dict[str, str | None]:
    found: dict[str, str] = {}
    for element in _elements(root):
        if element.tag == "meta":
            name = (element.get("name") or element.get("property") or "").lower()
            found.setdefault(name, (element.get("content") or "").strip())
    return {
        field: next((found[name] for name in names if found.get(name)), None)
        for field, names in _METAS.items()
    }


def _elements(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _names(element: Element, attribute: str) -> list[str]:
    return (element.get(attribute) or "").lower().split()


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _bare(text: str | None) -> str | None:
    return _LABEL.sub("", text).strip() or None if text else None


def _day(text: str | None) -> date | None:
    match = _DAY.search(text or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


@cache
def _frames() -> tuple[tuple[str, str], ...]:
    return tuple((row["attribute"], row["name"]) for row in table("page_frames"))
