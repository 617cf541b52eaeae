"""Addresses: at which URL a page stands that was saved, a mail that was kept."""

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from kg.addresses import whole_address

if TYPE_CHECKING:
    from pipeline.read.tree import Element

_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d{1,6}\)|[^>]{0,200}?\burl:\s*)(https?://[^\s<>\"]{1,2000})"
)
_LINK = re.compile(r"""\bvar\s+msg_link\s*=\s*["'](https?://[^"'\s<>]{1,2000})["']""")
_METAS = ("og:url", "url")
_HEAD = 5_000  # characters: what a browser writes of a page that it saves stands above all
_ID = re.compile(r"<\s*([^<>\s@]{1,500}@[^<>\s@]{1,250})\s*>")


def address_of(root: "Element | None", page: str, *, saved: str | None = None) -> str | None:
    """Return the address that a page gives itself, or else that it was saved from.

    `root` is the page parsed, `page` its source, `saved` what the file around the page says.
    """
    noted = _SAVED.search(page, 0, _HEAD)
    saved = whole_address(saved) or whole_address(noted and unescape(noted[1]))
    told = (urljoin(saved or "", each) for each in _stated(root))
    return next(filter(None, map(whole_address, told)), None) or _linked(page) or saved


def mail_address(archived: str, message_id: str) -> str | None:
    """Return where a mail is kept (Archived-At, RFC 5064), or else the address of its id (RFC 2392).

    >>> mail_address("", "<7f3a@mail.example.cn>")
    'mid:7f3a@mail.example.cn'
    """
    own = _ID.search(message_id)
    return whole_address(archived.strip().strip("<>")) or (own and f"mid:{quote(own[1], safe='@')}")


def _stated(root: "Element | None") -> list[str]:
    """Return what links and meta tags say of the page's address (国办发〔2017〕47号 has the tag Url)."""
    found: dict[str, str] = {}
    for element in root.iter("link", "meta") if root is not None else ():
        if element.tag == "link" and "canonical" in (element.get("rel") or "").lower().split():
            found.setdefault("canonical", element.get("href") or "")
        elif element.tag == "meta":
            name = (element.get("property") or element.get("name") or "").lower()
            found.setdefault(name, element.get("content") or "")
    return [found[name].strip() for name in ("canonical", *_METAS) if found.get(name)]


def _linked(page: str) -> str | None:
    """Return the address in the script of a public account's page."""
    match = _LINK.search(page)
    return whole_address(match and unescape(match[1].replace(r"\x26", "&")))
