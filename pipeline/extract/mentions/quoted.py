"""Names of undertakings and honours, most of them between quotation marks."""

import re
from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern

_KIND = pattern(words("program_kinds"))
_OPEN = pattern(words("program_kinds", kind="open"))
_QUOTED = re.compile(r"[“‘『「]([^“”‘’『』「」\n]{2,30})[”’』」]")
_RUN = re.compile(r"(?:[“『「][^“”『』「」\n]{2,30}[”』」][、和与及]?)+")
_FOLLOWED = re.compile(rf"(?:、[^，。；“”\n]{{1,16}})?等?[一-龥]{{0,8}}?{_KIND}")
_THEMED = re.compile(r"为(?:主题|载体|抓手|品牌)")
_CLOSED = re.compile(rf"{_KIND}$")
_NUMBERED = re.compile(
    rf"(?:20\d\d年度?|第[一二三四五六七八九十百\d]+届)(?![^，。；：、“”《》\n]{{0,24}}[年届])"
    rf"[^，。；：、“”《》\n]{{2,24}}?{_OPEN}(?:暨[^，。；：、“”《》\n]{{2,16}}?{_OPEN})?"
)
_HONOR = re.compile(
    rf"(?:[一-龥]{{2,3}}[省市区县]?|全国|省|市|区|县|国家级|省级|市级)?{pattern(words('honors'))}"
)
_HONORED = re.compile(
    r"(?:荣获|获评|评为|授予|获得|获|称号为|当选|入选|荣膺)[^，。；“”\n]{0,12}"
    r"((?:[“‘][^“”‘’\n]{2,20}[”’][、和]?)+)"
)


def programs(scan: Scan) -> Iterator[Mention]:
    """Yield quoted names of undertakings (“…”活动, 以“…”为主题), and numbered contests without quotes."""
    for run in _RUN.finditer(scan.text):
        rule = _undertaking(scan.text, run)
        for match in _QUOTED.finditer(scan.text, run.start(), run.end()) if rule else ():
            yield Mention("program", Span(match.start(1), match.end(1)), rule)
    for match in _NUMBERED.finditer(scan.text):
        yield Mention("program", Span(*match.span()), "numbered")


def _undertaking(text: str, run: re.Match[str]) -> str:
    """Return the rule by which a run of quotations names an undertaking, or nothing."""
    if _FOLLOWED.match(text, run.end()):
        return "quoted:kind"
    if text[run.start() - 1 : run.start()] == "以" and _THEMED.match(text, run.end()):
        return "quoted:theme"
    return "quoted:own" if _CLOSED.search(run.group().rstrip("”』」")) else ""


def honors(scan: Scan) -> Iterator[Mention]:
    """Yield known honours with the place or level before them, and quoted ones that somebody received."""
    for match in _HONOR.finditer(scan.text):
        yield Mention("honor", Span(*match.span()), "honor")
    for run in _HONORED.finditer(scan.text):
        for match in _QUOTED.finditer(scan.text, run.start(1), run.end(1)):
            yield Mention("honor", Span(match.start(1), match.end(1)), "quoted:honor")
