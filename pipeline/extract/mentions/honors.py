"""Honours: known ones with the place before them, craftsmen and model workers of a place, quoted titles."""

import re
from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.mentions.persons import likeness
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern

_KNOWN = re.compile(
    rf"(?:全国|国家级|省级|市级|区级)?{pattern(words('honors'))}(?!创新|论坛|技能|工作室|能力|年度人物)"
)
_LOCAL = re.compile(
    r"(?:第[一二三四五六七八九十百]{1,3}[届批]|首[届批])?(?:最美|大|首席|杰出|优秀|青年)?(?:工匠|劳模|金蓝领|老字号)"
)
_LOCAL_END = re.compile(r"[”称荣、，。；代等年\d获]|$")
_NAMED = 12  # from this likeness on, what stands right behind a title is the person who holds it
_HONORED = re.compile(
    r"(?:荣获|获评|评为|授予|获得|获|称号为|当选|入选|荣膺)[^，。；“”\n]{0,12}"
    r"((?:[“‘](?!一种)[^“”‘’\n]{2,20}[”’][、和]?){1,12})(?!发明|实用新型|专利|外观设计|著作权)"
)
_WON = re.compile(
    r"(?:荣获|获评|斩获|获得|喜获|评为|评选为|授予|入选|获)了?(?P<name>[^，。；、“”《》（）()\n]{2,24}?"
    r"(?:[一二三特]等奖|[金银铜]奖|奖[章状]|组织奖|展示奖|标兵|能手|先锋号|先进工作者|先进集体|劳动模范"
    r"|(?:典型|优秀|创新|示范|先进)案例))"
)
_HOLDS = "获得者"
_HOLDER = re.compile(
    rf"(?<![一-龥])(?P<name>[^，。；、：“”‘’《》（）()\n\d是]{{3,20}}?)(?=(?:荣誉|称号)?{_HOLDS})"
)
_COUNTED = re.compile(
    r"(?<=\d)[多余]?[名个位](?P<name>(?:最美|最佳|金牌|十佳|优秀|模范|首席)[一-龥]{2,8}?)(?=[、，。；和及]|入选|$)"
)
_TITLES = ("称号", "奖章", "奖项")
_TITLED = re.compile(
    rf"((?:[“‘][^“”‘’\n]{{2,20}}[”’][、和]?){{1,12}})(?:等)?(?:荣誉)?(?:{'|'.join(_TITLES)}|{_HOLDS})"
)
_QUOTED = re.compile(r"[“‘]([^“”‘’\n]{2,20})[”’]")
_SHARED = re.compile(r"[一二三]、?$")  # 一、二等奖 is no second prize


def honors(scan: Scan) -> Iterator[Mention]:
    """Yield the honours of the text."""
    for match in _KNOWN.finditer(scan.text):
        if not _SHARED.search(scan.text, max(0, match.start() - 2), match.start()):
            yield Mention("honor", Span(scan.chain(match.start()), match.end()), "honor")
    yield from _local(scan)
    held = _HOLDS in scan.text
    for shape, rule in ((_WON, "honor:won"), (_COUNTED, "honor:counted"), (_HOLDER, "honor:holder")):
        for match in shape.finditer(scan.text) if held or shape is not _HOLDER else ():
            yield Mention("honor", Span(*match.span("name")), rule)
    titled = held or any(map(scan.text.__contains__, _TITLES))
    for shape in (_HONORED, _TITLED) if titled else (_HONORED,):
        for run in shape.finditer(scan.text):
            for match in _QUOTED.finditer(scan.text, *run.span(1)):
                yield Mention("honor", Span(match.start(1), match.end(1)), "quoted:honor")


def _local(scan: Scan) -> Iterator[Mention]:
    """Yield craftsmen and model workers of a place or a level, also right before the name of one."""
    for match in _LOCAL.finditer(scan.text):
        first = scan.chain(match.start())
        if first == match.start():
            continue
        end = match.end()
        if _LOCAL_END.match(scan.text, end):
            yield Mention("honor", Span(first, end), "honor:local")
        elif max(likeness(scan.text[end : end + size]) for size in (2, 3)) > _NAMED:
            yield Mention("honor", Span(first, end), "honor:titled")
