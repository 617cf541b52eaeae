"""The original title that press texts bear glued before their first sentence: where it surely ends."""

import re
from collections import deque
from collections.abc import Iterator
from functools import cache

from pipeline.lexicon import words
from pipeline.lexicon.places import places
from pipeline.lexicon.trie import pattern

_MARK = re.compile(r"原标题\s*[：:]\s*")
_HEAD = 220  # characters in which the title ends and the first sentence shows itself
_SHORTEST, _LONGEST = 8, 64
_DAY = r"(?:(?:19|20)\d\d\s?年\s?)?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日"
_TIMES = (
    r"近日(?=[，,由在]|[一-鿿])|日前(?=[，,由在]|[一-鿿])|近期，|近年来，|今年以来，|连日来|[昨今当]天(?:[上下]午|，)|"
    r"(?:自)?入[夏伏秋冬]以来|当地时间|正值|时值|(?:盛夏|酷暑|寒冬)时节|(?:炎炎夏日|夏日炎炎|烈日炎炎|酷暑难耐)，"
)
_PURPOSE = (
    r"(?:为|为了)(?:了|切实|进一步|深入|贯彻|全面|积极|充分|更好|大力|有效|持续|不断|深化|弘扬|落实|"
    r"提高|提升|加快|加强|适应|丰富|满足|展示|培养|致敬|缓解|增强|发挥|健全|促进|拓展|规范|普及|传承|激发|改善|减轻|防范|"
    r"构建|引领|关心|推动|推进|做好|答谢|营造|引导|帮助|保障|扎实|解决|响应|庆祝|纪念|助力)"
    r"(?=[^。]{4,60}，)"
)
_OPENERS = (
    rf"{_DAY}(?=[上下]午|[晚早]|\d{{1,2}}[时点:：]|，|,|至|、|起|[-—~～]|[一-鿿]{{2,30}}[，。])|{_TIMES}|{_PURPOSE}|"
    r"随着[^。]{4,60}，|据(?:悉|了解|介绍|统计)|据[^。，]{2,16}(?:报道|消息)|[□■◆◇]|"
    r"本报讯|本报[一-鿿]{2,4}(?:讯|电)|(?:本报|本网|本刊)?记者[ 　]|通讯员[ 　：:]|文\s?[|｜/／]|"
    r"【[^【】]{0,24}(?:记者|报道|讯)[^【】]{0,16}】|"
    r"[（(](?:[一-鿿]{0,6}记者|通讯员)[ 　：:]?[^（()）]{2,40}[）)]|(?:作者|来源)\s*[：:]"
)
_SPEECH = re.compile(
    r"“[^“”]{8,120}(?:[。！？!?]|…{1,2}|\.{3,6}|～)”|“[^“”]{10,120}，”(?=[^。”]{0,40}(?:说|道|介绍|表示))"
)
_TOLD = r"(?:客户端)?\s?[|｜]?\s?[一-鿿]{0,6}(?:讯|电|记者|通讯员|消息|报道|获悉)"
_AGENCIES = "共同社|法新社|路透社|美联社|彭博社|韩联社|塔斯社|朝中社|埃菲社"
_LAST = frozenset("，、：:；,的在和于把被让及《（(【“‘—-·由")  # no title ends so
_SUBJECT_ENDS = frozenset("省市县区镇乡州局院校司会厂部团行所")
_SUBJECT = re.compile("(?:【[^【】]{1,12}】)?([一-鿿A-Za-z]{3,16})")
_TIME = re.compile(r"\d日|近日|日前")
_STOPS = re.compile("[。；]")


def title_end(text: str) -> int | None:
    """Return where the original title that `text` begins with surely ends, or None.

    It does where the title stands twice, where its subject begins a sentence anew, and where a dateline, a
    time, a purpose or somebody's words open the report.

    >>> text = "原标题：工会来到工地工会来到工地 昨天下午"
    >>> text[: title_end(text)]
    '原标题：工会来到工地'
    >>> text = "原标题：白河县：夜校开到家门口白河县聚焦职工所盼，开办夜校。"
    >>> text[: title_end(text)]
    '原标题：白河县：夜校开到家门口'
    """
    match = _MARK.match(text)
    if match is None:
        return None
    rest = text[match.end() : match.end() + _HEAD]
    ends = [end for end in (_doubled(rest), *_anew(rest), *_opened(rest)) if end is not None]
    first = min(ends, default=None)
    return None if first is None else match.end() + first


def _doubled(rest: str) -> int | None:
    """Return where the second of two equal titles begins."""
    again = rest.find(rest[:6], 6) if len(rest) > 12 else -1
    second = rest[again : 2 * again].strip()
    return again if again > 0 and second and second == rest[:again].strip()[: len(second)] else None


def _anew(rest: str) -> Iterator[int]:
    """Yield where the words that the title begins with begin a sentence: its subject, named again."""
    subject = _SUBJECT.match(rest)
    if subject is None:
        return
    for size in range(min(len(subject[1]), 8), 2, -1):
        words_of = subject[1][:size]
        if size == 3 and words_of[2] not in _SUBJECT_ENDS:
            return
        places = (match.start() for match in re.finditer(re.escape(words_of), rest))
        found = [at for at in places if _may_end(rest, at) and not _TIME.search(rest[:at])]
        if found:
            yield found[0]
            return


def _opened(rest: str) -> Iterator[int]:
    """Yield where the first opening of a report that a title may stand before begins."""
    spoken = (match.start() for match in _SPEECH.finditer(rest, _SHORTEST))
    for found in (_reports(rest), spoken):
        first = next((at for at in found if _may_end(rest, at)), None)
        if first is not None:
            yield first


def _reports(rest: str) -> Iterator[int]:
    """Yield where openings of a report begin, none within another; a medium may be called by its place."""
    form, at = _opening(), _SHORTEST
    local = deque(_local_media(rest))
    while True:
        match = form.search(rest, at)
        while local and local[0][0] < at:
            local.popleft()
        if local and (match is None or local[0] < (match.start(), 0) or _yields(match, local[0][0])):
            start, at = local.popleft()
        elif match is not None:
            start, at = match.span()
        else:
            return
        yield start


def _yields(match: re.Match[str], start: int) -> bool:
    """Tell whether a local medium at `start` is read rather than what else was found there."""
    return match.start() == start and match["late"] is not None


def _local_media(rest: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where a medium called by its place opens a report: 江海日报讯."""
    told = _local_report()
    for start, end, _ in places().matches(rest):
        if match := told.match(rest, end):
            yield start, match.end()


def _may_end(rest: str, at: int) -> bool:
    before = rest[:at].rstrip()
    return _SHORTEST <= at <= _LONGEST and before[-1:] not in _LAST and not _STOPS.search(before)


@cache
def _local_report() -> re.Pattern[str]:
    kinds = "(?:新闻网|融媒|融媒体中心|日报|晚报|晨报|都市报|电视台|广播电视台|广电|发布|在线|网)"
    return re.compile(f"{kinds}(?:{_TOLD}|[（(])")


@cache
def _opening() -> re.Pattern[str]:
    media = pattern(words("media", kind="name"))
    return re.compile(
        f"{_OPENERS}|{media}(?:{_TOLD}|[一-鿿]{{0,6}}\\d{{1,2}}月)|"
        f"(?P<late>[一-鿿]{{2}}(?:日报|晚报|晨报|都市报|商报)[-—][一-鿿]{{2,4}}网\\s?讯|"
        f"(?:IT之家|[一-鿿]{{2,4}}APP|{_AGENCIES}|海外网|参考消息网)"
        r"\s?(?:\d{1,2}\s?月|讯|消息|获悉|注意到|报道))"
    )
