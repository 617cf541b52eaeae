"""What stands between title marks: policies and media."""

import re
from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import words
from pipeline.lexicon.dictionary import Dictionary, longest
from pipeline.lexicon.trie import pattern

_TITLE = re.compile(r"《([^《》\n]{2,80})》")
_POLICY = re.compile(
    r"(?:办法|方案|意见|通知|条例|规定|计划|规划|纲要|法|细则|制度|标准|协议|倡议书|指南|指引|导则|汇编|选编|报告|章程|措施|举措|公告|公示|"
    r"决定|准则|规则|合同|清单|手册|政策|公约|宣言|白皮书|目录|要点|函|案例|书|十条|模型|规程|规范|纪要|建议)"
    r"(?:[（(〔][^）)〕]{1,12}[）)〕])*$"
)
_MEDIA_END = re.compile(rf"{pattern(words('media', kind='suffix'))}$")
_NAMES = Dictionary(dict.fromkeys(words("media", kind="name"), "media"))
_CLIENT = re.compile(r"(?:客户端|全媒体|微信公众号|APP|网)")
_OTHER = re.compile(
    rf"(?<![一-龥])[一-龥]{{2,6}}?{pattern(words('media', kind='suffix'))}(?=[讯记（(，。、》\s]|$)"
)


def titles(scan: Scan) -> Iterator[Mention]:
    """Yield policies and media between 《》."""
    for match in _TITLE.finditer(scan.text):
        span = Span(match.start(1), match.end(1))
        if _MEDIA_END.search(match[1]) or match[1] in words("media", kind="name"):
            yield Mention("media", span, "title:media")
        elif _POLICY.search(match[1]):
            yield Mention("policy", span, "title:policy")


def media(scan: Scan) -> Iterator[Mention]:
    """Yield newspapers, agencies and sites by name or by how they end."""
    for start, end, _ in longest(_NAMES.matches(scan.text)):
        client = _CLIENT.match(scan.text, end)
        yield Mention("media", Span(start, client.end() if client else end), "media")
    for match in _OTHER.finditer(scan.text):
        yield Mention("media", Span(*match.span()), "media:suffix")
