"""Names of undertakings, most of them between quotation marks, and contests named by their number."""

import re
from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern

_KIND = pattern(words("program_kinds"))
_OPEN = pattern(words("program_kinds", kind="open"))
_QUOTED = re.compile(r"[“「『][^“”「」『』\n]{2,30}[”」』]")
_RUN = re.compile(r"(?:[“「『][^“”「」『』\n]{2,30}[”」』][、和与及]?){1,20}")
_FOLLOWED = re.compile(
    rf"(?P<own>(?:(?![的在是了和把被将为正等之])[一-龥]){{0,8}}?{_KIND})|(?:、[^，。；“”\n]{{1,16}})?等[一-龥]{{0,8}}?{_KIND}"
)
_THEMED = re.compile(r"为(?:主题|载体|抓手|品牌)")
_CLOSED = re.compile(rf"{_KIND}$")
_NUMBERED = re.compile(
    r"(?:20\d\d年度?|第[一二三四五六七八九十百\d]+届)(?![^，。；：、“”《》\n]{0,24}[年届])"
    rf"[^，。；：、“”《》\n\d]{{2,24}}?{_OPEN}(?:暨[^，。；：、“”《》\n]{{2,16}}?{_OPEN})?"
)
_UNQUOTED = re.compile(rf"{_OPEN}(?:活动)?(?![一-龥]?[会场等的])")
_LAUNCHED = re.compile(r"(?:开展|实施|启动|推出|创办|举办|组织)了?“([^“”\n，、]{3,16})”(?=[，。、；]|活动|$)")
_GENERIC = re.compile(f"(?:{pattern(words('generic_prefixes'))}|竞赛|劳动|和|专业|各类|系列|主题)*")
_SHORTEST = 4


def programs(scan: Scan) -> Iterator[Mention]:
    """Yield quoted names of undertakings (“…”活动, 以“…”为主题), and numbered contests without quotes."""
    for run in _RUN.finditer(scan.text):
        followed = _FOLLOWED.match(scan.text, run.end())
        rule = _undertaking(scan.text, run, followed)
        quotes = list(_QUOTED.finditer(scan.text, run.start(), run.end())) if rule else []
        for match in quotes:
            own = rule == "quoted:kind" and followed and followed["own"] and match.end() == run.end()
            inner = Span(match.start() + 1, match.end() - 1)
            yield Mention("program", Span(match.start(), followed.end()) if followed and own else inner, rule)
    for match in _NUMBERED.finditer(scan.text):
        yield Mention("program", Span(*match.span()), "numbered")
    for match in _UNQUOTED.finditer(scan.text):
        first = max(scan.left(match.start(), hard=True), match.start() - 24)
        if match.start() - first >= _SHORTEST and not _GENERIC.fullmatch(scan.text, first, match.start()):
            yield Mention("program", Span(first, match.end()), "open")
    for match in _LAUNCHED.finditer(scan.text):
        yield Mention("program", Span(*match.span(1)), "launched")


def _undertaking(text: str, run: re.Match[str], followed: re.Match[str] | None) -> str:
    """Return the rule by which a run of quotations names an undertaking, or nothing."""
    if followed:
        return "quoted:kind"
    themed = text[run.start() - 1 : run.start()] == "以" and _THEMED.match(text, run.end())
    if themed and not re.search("[，、]", run.group()[:-1]):
        return "quoted:theme"
    return "quoted:own" if _CLOSED.search(run.group().rstrip("”』」")) else ""
