"""Enterprises without 公司 at the end: known and numbered ones, enumerated ones, brands beside a trade."""

import re
from collections.abc import Iterator
from functools import cache

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import words
from pipeline.lexicon.dictionary import Dictionary, longest
from pipeline.lexicon.trie import pattern

_HAN = "[一-龥]"
_ORDINAL = "[一二三四五六七八九十]"
_CENTRAL = re.compile(
    rf"中[铁建交冶]{_HAN}{{0,3}}?局(?:集团)?(?:{_ORDINAL}{{1,3}}公司|{_HAN}{{2,4}}?公司)?"
    rf"|中国{_ORDINAL}{{1,3}}[冶局重]|中国[铁水电][建电]{_HAN}{{0,2}}?局"
    r"|中建(?:科工|科技|安装|海峡|装饰|钢构|电力|环能|港航|路桥|隧道|方程|交通|西部建设|东设|新疆建工)"
    r"|中铁(?:建工|大桥|隧道|电气化|南方|北方|城投|装备|物贸|置业|文旅|宝桥|山桥|科工|高新|城建|建设|交通|环境)"
    r"|中交(?:一公|路建|天航|上航|广航|疏浚|城投|建筑|投资|地产|天和|基建)|中冶(?:南方|京诚|焦耐|华天|天工|建工|长天|交通)"
)
_TICKER = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z .&]{1,24}?|[一-龥]{2,8})\s?[（(](?:[A-Z]{1,6}|\d{4,6})\.(?:US|HK|SH|SZ)[)）]"
)
_ITEM = r"[一-龥A-Za-z]{2,12}"
_LISTED = re.compile(
    rf"等(?:近|约)?(?:\d{{1,4}}|{_ORDINAL}+|多|数|几|一批)?[余多]?家?"
    r"(?:重点|龙头|骨干|知名|行业|大型|上市|相关|头部|领军|爱心|民营|国有|央|试点|本土|外资|高新技术|快递|物流|饮品|互联网|平台)*"
    r"(?:企业|公司|厂家|商家)"
)
_PART = re.compile(_ITEM)
_JOINT = re.compile(rf"(?:（{_HAN}{{2,6}}）)?[、和]")
_REACH = 120  # characters of the longest list
_COMMON = re.compile(
    f"(?:{pattern(words('org_trades') | words('generic_prefixes'))})+"
    "|.*(?:工会|政府|妇联|团委|工人|行业|人员)|.{2,}[及与或].{2,}"
)
_QUOTED = re.compile(rf"“(?P<name>{_HAN}{{2,8}})”(?={_HAN}{{0,3}}(?:厂|公司|车间|集团))")
_QUOTED_TRADE = re.compile(
    rf"“(?P<name>{_HAN}{{2,4}}(?:实业|科技|股份|集团|药业|重工|置业|电子|商贸|传媒))”(?!工程|行动|活动|项目|计划|品牌|专)"
)


def enterprises(scan: Scan) -> Iterator[Mention]:
    """Yield enterprises that no suffix of the tables ends."""
    for match in _CENTRAL.finditer(scan.text):
        yield Mention("enterprise", Span(*match.span()), "central")
    yield from _called(scan)
    for match in _LISTED.finditer(scan.text):
        run = _run(scan.text, match.start())
        if run is not None:
            yield from _items(scan, run)
    for shape in (_QUOTED, _QUOTED_TRADE):
        for match in shape.finditer(scan.text):
            yield Mention("enterprise", Span(*match.span("name")), "quoted:works")
    for match in _traded().finditer(scan.text):
        first = scan.left(match.start())
        if 2 <= match.start() - first <= 6:
            yield Mention("enterprise", Span(first, match.end()), "brand")


def _called(scan: Scan) -> Iterator[Mention]:
    """Yield the houses known across the country, and those behind which their code at an exchange stands."""
    for start, end, _ in longest(_known().matches(scan.text)):
        if not scan.within[start] and not scan.within[end]:
            yield Mention("enterprise", Span(start, end), "known")
    for match in _TICKER.finditer(scan.text) if "." in scan.text else ():
        latin = match.group().isascii()
        first = match.start() if latin else scan.left(match.end("name") - 1)
        yield Mention("enterprise", Span(max(match.start(), first), match.end("name")), "ticker")


@cache
def _known() -> Dictionary:
    """Return the enterprises that are known across the country."""
    return Dictionary(dict.fromkeys(words("enterprises"), "enterprise"))


def _run(text: str, end: int) -> Span | None:
    """Return the longest list of items, joined by 、 or 和, that ends at a place.

    和 may also stand within an item: a pattern of items would try every way to cut the list, here each
    place is asked once whether a list can begin there.
    """
    begins, first = set[int](), None
    for at in range(end - 2, max(0, end - _REACH) - 1, -1):
        item = _PART.match(text, at, end)
        for stop in range(at + 2, item.end() + 1) if item else ():
            joint = _JOINT.match(text, stop, end)
            if stop == end or (joint and joint.end() in begins):
                begins.add(at)
                first = at if stop < end else first
    return Span(first, end) if first is not None else None


def _items(scan: Scan, run: Span) -> Iterator[Mention]:
    for one in _PART.finditer(scan.text, run.start, run.end):
        first = scan.left(one.end() - 1) if one.start() == run.start else one.start()
        first = max(first, one.start())
        counted = scan.text[first - 1 : first].isdigit()
        common = counted or _COMMON.fullmatch(scan.text, first, one.end())
        if one.end() - first > 1 and not common:
            yield Mention("enterprise", Span(first, one.end()), "listed")


@cache
def _traded() -> re.Pattern[str]:
    """Return the shape of a trade (机床) before a word that only an enterprise has: a brand stands before."""
    owned = "党委书记|董事长|总经理|副总经理|工会主席|员工|职工|厂区|车间|总部|党支部|工会|分公司|相关负责人"
    return re.compile(rf"{pattern(words('org_trades', kind='strong'))}(?={owned})")
