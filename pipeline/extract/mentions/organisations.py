"""Names of organisations: found by the word that ends them, read leftwards to where they begin."""

import re
from collections.abc import Iterator
from functools import cache

from kg.values import Span
from pipeline.extract.mentions.scan import LEVELS, Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import table, words
from pipeline.lexicon.dictionary import Dictionary, longest
from pipeline.lexicon.trie import pattern

_LONGEST = 36
_LEADS = re.compile(pattern(words("cutters", kind="lead")))
_NUMBER = re.compile(r"[一二两三四五六七八九十百千万余多数几\d]+[家个所名位支座批]")
_UNION_TAIL = re.compile(
    r"干部|会员|主席(?![一-龥]{2,3}[，、。表说介在])|工作者?|组织|法|章|之家|系统|服务|建设|力量|改革|经费|领导|帮扶"
)
_GENERIC = re.compile(
    r"(?:集团|总|分|子|母|该|本|我|各|某|大|小|新|老|原|上市|龙头|物业|保险|中介|派遣|企业|国有|民营|私营|非公|基层|行业|产业|地方|各级|所属|下属|成员|会员|直属|专业|"
    r"职工|员工|工人|劳动者|社会|社会组织|公益|慈善|高等|职业|技工|技术|高职|中职|本科|重点|普通|相关|有关|省级|市级|区级|县级|国家级|全国|乡镇|街道|社区|村级|园区|"
    r"公立|私立|民办|大型|小型|中小|中小型|小微|科技|工业|生产|制造|建筑|施工|运输|物流|快递|外卖|互联网|平台|网络|金融|商业|服务|劳务|责任|有限|股份|股份有限|责任有限|有限责任|新型|优秀|知名|著名|综合|"
    r"一家|两家|三家|多家|创新|劳模|工匠|技能)*"
)


def organisations(scan: Scan) -> Iterator[Mention]:
    """Yield the organisations that a suffix ends and the nation-wide bodies, overlapping ones too."""
    yield from _bodies(scan)
    for start, end, label in scan.suffixes:
        kind, prefix = label.split()
        first = _by_place(scan, start) if prefix == "place" else _by_name(scan, start)
        if first is not None and _sound(scan, first, start, end, kind):
            yield Mention(kind, Span(first, end), f"suffix:{scan.text[start:end]}")
    yield from _organs(scan)


def _bodies(scan: Scan) -> Iterator[Mention]:
    for start, end, kind in longest(_body_words().matches(scan.text)):
        yield Mention(kind, Span(start, end), "body")


@cache
def _body_words() -> Dictionary:
    return Dictionary({row["name"]: row["type"] for row in table("bodies")})


def _by_name(scan: Scan, start: int) -> int | None:
    """Return where a name may begin that runs up to the suffix at `start`."""
    first = _trimmed(scan.text, max(scan.left(start), start - _LONGEST), start)
    place = next((p for p in scan.places if first < p[0] < min(first + 3, start)), None)
    if place and place[0] not in scan.places_ending:
        first = place[0]
    return first if first < start else None


def _by_place(scan: Scan, start: int) -> int | None:
    first = scan.chain(start)
    if first == start:
        floor = _trimmed(scan.text, max(scan.left(start), start - _LONGEST), start)
        inside = [p[0] for p in scan.places if floor <= p[0] < start]
        first = scan.chain(inside[0]) if inside else floor
        known = bool(inside) or scan.text[floor:start].endswith(("街道", "街", "镇", "乡", "村", "社区"))
        known = known or (scan.text[floor] in LEVELS and start - floor > 2)
        return first if known and first < start else None
    return first


def _trimmed(text: str, first: int, end: int) -> int:
    """Return `first` moved past words that begin no name."""
    while first < end:
        match = _LEADS.match(text, first, end) or _NUMBER.match(text, first, end)
        if not match or match.end() == first:
            break
        first = match.end()
    return first


def _sound(scan: Scan, first: int, start: int, end: int, kind: str) -> bool:
    """Tell whether the stretch is a name and not a common noun."""
    text = scan.text
    prefix = text[first:start]
    if kind == "union":
        return not (text[start:end] == "工会" and _UNION_TAIL.match(text, end)) and _named(prefix)
    if kind in ("studio", "platform"):
        return True
    return _named(prefix) and len(prefix) >= (1 if kind in ("government", "park") else 2)


def _named(prefix: str) -> bool:
    return bool(prefix) and not _GENERIC.fullmatch(prefix)


@cache
def _organ() -> re.Pattern[str]:
    stems = pattern(words("organ_stems"))
    return re.compile(f"{stems}(?:和|与)?(?:{stems})?(?:局|厅|委员会|委|办公室|办|部门)")


def _organs(scan: Scan) -> Iterator[Mention]:
    """Yield bureaus and commissions of any level: a known stem with 局, 厅, 委 … after a place or a level."""
    for match in _organ().finditer(scan.text):
        first = scan.chain(match.start())
        if first < match.start():
            yield Mention("government", Span(first, match.end()), "organ")
