"""Addresses (URLs) of pages: what is one, and what is none."""

import re
from urllib.parse import urlsplit

_LONGEST = 2_000
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>\"{}|\\^`\ud800-\udfff]")


def whole_address(text: str | None) -> str | None:
    """Return the address of one page of the web, or None: a site's front page tells of no article.

    >>> whole_address(" https://news.example.cn/2023/a.html ")
    'https://news.example.cn/2023/a.html'
    >>> whole_address("/2023/a.html"), whole_address("https://news.example.cn/"), whole_address("file:///a")
    (None, None, None)
    """
    address = (text or "").strip()
    if len(address) > _LONGEST or _UNFIT.search(address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:  # brackets that hold no IPv6 address
        return None
    if parts.scheme not in ("http", "https") or "." not in host:
        return None
    return f"{parts.scheme}{address[len(parts.scheme) :]}" if parts.path.strip("/") or parts.query else None
