"""Names of organisations: found by the word that ends them, read leftwards to where they begin."""

import re
from collections.abc import Iterator
from functools import cache

from kg.values import Span
from pipeline.extract.mentions.scan import LEVELS, Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import Row, table, words
from pipeline.lexicon.dictionary import Dictionary, longest
from pipeline.lexicon.trie import pattern

_LONGEST = 36
_LEADS = re.compile(pattern(words("cutters", kind="lead")))
_NUMBER = re.compile(r"[一二两三四五六七八九十百千万余多数几\d]+[家个所名位支座批期场]")
_MEASURE = re.compile(
    r"[余多]?[万亿]?[余多]?[家个所名位支座批期场级项条号届年月日](?:第[一二三四五六七八九十]+[期批届])?"
)
_TOWN = re.compile(r"(?:街道|街|镇|乡|村|社区|园区|新区|高新区|开发区)$")
_GENERIC = re.compile(f"(?:{pattern(words('generic_prefixes'))})*")
_STREET = re.compile("[路街](?!道|边|演)")
_OFFICE = re.compile("办公厅|办公室")
# Behind one of these a body is another word: 部门, 工会法援.
_NO_BODY = ("门", "援")
_GOES = ("进", "入", "离", "返", "驻", "到", "回", "出")
_ENTERED = frozenset({"厂", "矿", "社区", "广场", "公园"})
_QUOTE = re.compile(r"[“‘「『][^“”‘’「」『』\n]{1,16}[”’」』]$")


def organisations(scan: Scan) -> Iterator[Mention]:
    """Yield the organisations and venues that a suffix ends and the nation-wide bodies, overlapping too."""
    for start, end, kind in longest(_body_words().matches(scan.text)):
        office = _OFFICE.match(scan.text, end)
        if scan.text[end : end + 1] not in _NO_BODY and scan.text[max(0, start - 2) : start] != "宣传":
            yield Mention(kind, Span(start, office.end() if office else end), "body")
    ends: set[int] = set()
    for start, end, suffix in scan.suffixes:
        row = _suffixes()[suffix]
        if end in ends or (scan.text[end : end + 1] in row["not_before"] and end < len(scan.text)):
            continue
        first = _START[row["start"]](scan, start)
        if row["type"] == "park" and scan.places_ending.get(end, start) < start:
            continue  # a district that is called 新区
        if first is not None and _sound(scan, first, start, row):
            ends.add(end)
            yield Mention(row["type"], Span(first, end), f"suffix:{suffix}")


@cache
def _body_words() -> Dictionary:
    return Dictionary({row["name"]: row["type"] for row in table("bodies")})


@cache
def _suffixes() -> dict[str, Row]:
    return {row["suffix"]: row for row in table("org_suffixes")}


def name_start(scan: Scan, offset: int) -> int:
    """Return where a name may begin that runs up to `offset`; `offset` itself if nothing stands before."""
    quoted = _QUOTE.search(scan.text, max(0, offset - 18), offset)
    if quoted:
        return quoted.start()
    hard = _trimmed(scan.text, max(scan.left(offset, hard=True), offset - _LONGEST), offset)
    if hard < offset and scan.inside(hard - 1, offset) == hard:
        return hard
    first = _trimmed(scan.text, max(scan.left(offset), offset - _LONGEST), offset)
    place = scan.inside(first, offset)
    if place is not None and first < place <= first + 2 and not _opens(scan.text[first:place]):
        first = place
    return first


def _opens(word: str) -> bool:
    """Tell whether the name of a house may open that of a branch at a place (国网|海岭供电公司)."""
    return word.startswith("中") or word in words("enterprises")


def _place_start(scan: Scan, offset: int) -> int | None:
    """Return where a name begins that a place, a level or a town must open."""
    first = scan.chain(offset)
    if first < offset:
        return first
    floor = _trimmed(scan.text, max(scan.left(offset), offset - _LONGEST), offset)
    place = scan.inside(floor, offset)
    if place is not None:
        return place
    levelled = offset - floor > 2 and scan.text[floor] in LEVELS
    return floor if levelled or (floor < offset and _TOWN.search(scan.text, floor, offset)) else None


def _chain_start(scan: Scan, offset: int) -> int | None:
    """Return where the places begin that stand right before `offset`, a town of unknown name included."""
    first = scan.chain(offset)
    if first < offset and scan.text[first] not in LEVELS:
        return first
    floor = _trimmed(scan.text, max(scan.left(offset), offset - 12), offset)
    place = scan.inside(floor, offset)
    if place is not None and offset - place <= 12:
        return place
    if floor < first or _TOWN.search(scan.text, floor, offset):
        return floor if offset - floor <= 8 else None
    return first if first < offset else None


def _body_start(scan: Scan, offset: int) -> int | None:
    """Return where the organisation or the place begins that stands right before `offset`."""
    if scan.text[max(0, offset - 1) : offset] == "总":
        return None
    first = name_start(scan, offset)
    chained = scan.chain(offset)
    if chained <= first and scan.text[chained] not in LEVELS:
        return chained
    return first if _BODY.search(scan.text, first, offset) else None


_BODY = re.compile(f"(?:{pattern(words('union_owners'))})$")
_START = {"name": name_start, "place": _place_start, "chain": _chain_start, "body": _body_start}


def _trimmed(text: str, first: int, end: int) -> int:
    """Return `first` moved past words that begin no name."""
    if text[first - 1 : first].isdigit():
        measure = _MEASURE.match(text, first, end)
        first = measure.end() if measure else first
    while first < end:
        match = _LEADS.match(text, first, end) or _NUMBER.match(text, first, end)
        if not match or match.end() == first:
            break
        first = match.end()
    return first


def _sound(scan: Scan, first: int, start: int, row: Row) -> bool:
    """Tell whether the stretch is a name and not a common noun."""
    prefix = scan.text[first:start]
    if scan.text[start - 1 : start + 2] == "中小学" or _STREET.match(scan.text, start + len(row["suffix"])):
        return False
    if row["suffix"] == "工会" and _UNION_TAIL.match(scan.text, start + 2):
        return False
    if row["suffix"] in _ENTERED and prefix.endswith(_GOES):
        return False
    if row["type"] in ("studio", "platform"):
        whole = len(row["suffix"]) > 3 and row["suffix"][-1] in "家宫园间院班屋箱站盟"
        return whole or not _BARE.fullmatch(prefix)
    if row["start"] in ("place", "chain") or (prefix and scan.chain(start) <= first):
        return True
    if row["type"] == "park" and prefix in _TRADES:
        return True
    if _LEVELLED.match(prefix) and scan.left(first) == first:
        return True
    return len(prefix) > 1 and not _GENERIC.fullmatch(prefix)


_LEVELLED = re.compile("[省市区县镇](?![属内域级场直管外区县政])")
_TRADES = words("org_trades", kind="strong")
_BARE = re.compile(
    r"(?:创新|职工|企业|公司|联盟|自己的|员工|我的|公共|社区|服务|工作|实践|培训|教育|合作|生产|试点|示范|实习)*"
)
_UNION_TAIL = re.compile(
    r"干部|荣誉|会员|工作者|法|章|经费|第[一二三四五六七八九十]+次|成立|驿站|户外|爱心|职工之家"
)
