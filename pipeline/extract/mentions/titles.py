"""What stands between title marks, and media: policies, newspapers, agencies, sites."""

import re
from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import words
from pipeline.lexicon.dictionary import Dictionary, longest
from pipeline.lexicon.trie import pattern

_TITLE = re.compile(r"《\s?([^《》\n]{2,80}?)\s?》")
_NOTE = r"(?:20\d\d)?(?:[（(〔][^）)〕]{1,12}[）)〕])*$"
_POLICY = re.compile(rf"{pattern(words('policy_kinds'))}{_NOTE}")
_INVENTION = "一种"  # so begin the titles of patents
_ABOUT = re.compile(r"关于[^，。；《》：！？\n]{4,60}?的(?:通知|意见|公告|公示|决定|实施方案|指导意见)(?!》)")
_ENDING = pattern(words("media", kind="suffix"))
_MEDIA_END = re.compile(f"{_ENDING}$")
_KNOWN = words("media", kind="name")
_NAMES = Dictionary(dict.fromkeys(_KNOWN, "media"))
_CLIENT = re.compile(r"(?:客户端|全媒体|微信公众号|APP|网)")
_LOCAL = re.compile(rf"{_ENDING}(?=[讯记（(，。、》\s\d返主综客通：:]|$)")
_SOURCE = re.compile(r"来源[：:]\s?《?((?:(?!\d)[\w·&.-]){2,14}?)(?=返回|\W|$)")


def titles(scan: Scan) -> Iterator[Mention]:
    """Yield policies and media between 《》."""
    for match in _TITLE.finditer(scan.text):
        span = Span(match.start(1), match.end(1))
        if _MEDIA_END.search(match[1]) or match[1] in _KNOWN:
            yield Mention("media", span, "title:media")
        elif _POLICY.search(match[1]) and not match[1].startswith(_INVENTION):
            yield Mention("policy", span, "title:policy")
    yield from _untitled(scan)


def _untitled(scan: Scan) -> Iterator[Mention]:
    for match in _ABOUT.finditer(scan.text):
        if scan.text[match.start() - 1 : match.start()] != "《":
            yield Mention("policy", Span(*match.span()), "policy:about")


def media(scan: Scan) -> Iterator[Mention]:
    """Yield newspapers, agencies and sites by name, by how they end after a place, and by 来源."""
    for start, end, _ in longest(_NAMES.matches(scan.text)):
        client = _CLIENT.match(scan.text, end)
        if scan.text[max(0, start - 2) : start] != "返回":
            yield Mention("media", Span(start, client.end() if client else end), "media")
    for match in _LOCAL.finditer(scan.text):
        first = scan.chain(match.start())
        if first < match.start():
            yield Mention("media", Span(first, match.end()), "media:local")
    for match in _SOURCE.finditer(scan.text):
        yield Mention("media", Span(*match.span(1)), "media:source")
