"""The places that a name begins with, and how two places lie to each other."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kg.lexicon import table

LEVELS = (
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区",
    "省", "市", "社区", "区", "县", "州", "盟", "旗", "街道", "镇", "乡", "村",
)  # fmt: skip
_REMEMBERED = 1 << 14  # answers kept, so that memory has a bound
# What looks like a place with its level and is none: 高新区 lies in some place, 社区 and 园区 are kinds.
_UNNAMED = re.compile(
    r"(?:[高经开园小社校矿厂景新片灾辖分库湖林牧保特营教老山大各全本我该某两]|高新|经开|开发|保税|自贸|技术|产业|工业|综合|示范"
    r"|合作|功能|物流|旅游|度假|园|基层|重点|直属|先进)[区镇乡村县市省州]"
)
_GOES_ON = re.compile(r"(?<=市)(?:[场民值]|政[工建园设])|(?<=区)[域块]|(?<=乡)[村镇]|(?<=村)[民委]|(?<=镇)江")
_LEVEL_BEHIND = re.compile(r"[省市州县](?![场民值]|政[工建园设])")
_PARENTS = {"浦东新区": "上海市", "滨海新区": "天津市", "雄安新区": "河北省"}
_UNKNOWN = re.compile(r"[一-龥]{2,3}?(?:自治[区州县旗]|街道|[市区县州旗镇乡](?!道))")


def stem(place: str) -> str:
    """Return a place without the word for its level.

    >>> stem("海岭市"), stem("海岭"), stem("吴县")
    ('海岭', '海岭', '吴县')
    """
    return _short_names().get(place) or (place if place in _full_names() else _bare(place))


@lru_cache(_REMEMBERED)
def level(place: str) -> str:
    """Return the word for a place's level, empty if it has none; a known short name has its full one's.

    >>> level("海岭市"), level("海岭"), level("江苏")
    ('市', '', '省')
    """
    known = _full_names().get(place, place)
    return next((word for word in LEVELS if known.endswith(word) and len(known) > len(word) + 1), "")


def head(name: str) -> tuple[str, ...]:
    """Return the places that a name begins with, outermost first; a place that is all of the name is none.

    >>> head("江苏省海岭市江塘区总工会"), head("江苏华岭机床"), head("市总工会"), head("高新区总工会")
    (('江苏省', '海岭市', '江塘区'), ('江苏',), (), ())
    """
    found: list[str] = []
    at = 0
    while place := _next(name, at):
        if at + len(place) >= len(name):
            break
        found.append(place)
        at += len(place)
    return tuple(found)


@lru_cache(_REMEMBERED)
def nested(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether two chains of places can be one place: what both tell agrees, level by level.

    >>> nested(("江苏省", "海岭市"), ("海岭市",)), nested(("海岭市",), ("海岭区",))
    (True, False)
    >>> nested(("江苏",), ("浙江",))
    False
    """
    if not first or not second:
        return True
    inner, outer = sorted((first, second), key=len, reverse=True)
    if not same(inner[-1], outer[-1]):
        return any(same(place, outer[-1]) for place in inner) or _kin(inner[0], outer[-1])
    told = [place for place in inner[:-1] for other in outer[:-1] if same(place, other)]
    return bool(told) or len(inner) == 1 or len(outer) == 1 or _kin(inner[0], outer[0])


@lru_cache(_REMEMBERED)
def same(first: str, second: str) -> bool:
    """Tell whether two names are of one place: one stem, and no two different levels.

    >>> same("海岭市", "海岭"), same("海岭市", "海岭区")
    (True, False)
    """
    if first == second:
        return True
    levels = {level(first), level(second)} - {""}
    return stem(first) == stem(second) and len(levels) < 2


def within(inner: str, outer: str) -> bool:
    """Tell whether the lists know that one place lies in another.

    >>> within("常州", "江苏省"), within("江苏省", "常州")
    (True, False)
    """
    return any(same(place, outer) for place in _above(inner))


@lru_cache(_REMEMBERED)
def province(place: str) -> str | None:
    """Return the stem of the province that a known place lies in, if the lists know only one.

    >>> province("常州市"), province("鼓楼区"), province("无锡")
    ('江苏', None, '江苏')
    """
    return next((stem(here) for here in (full(place), *_above(place)) if here in _provinces()), None)


def full(place: str) -> str:
    """Return the full name of a known place: of several places of one short name, that of the greatest.

    >>> full("常州"), full("常州市"), full("海岭")
    ('常州市', '常州市', '海岭')
    """
    return place if place in _short_names() else _full_names().get(place, place)


def known(place: str) -> bool:
    """Tell whether the lists have one place of this name and no other.

    >>> known("常州"), known("鼓楼区"), known("美国"), known("长三角")
    (True, False, True, True)
    """
    return full(place) in _parents() or full(place) in _provinces() or place in _lands()


def _kin(first: str, second: str) -> bool:
    return within(first, second) or within(second, first)


def _above(place: str) -> Iterator[str]:
    """Yield the full names of the places that a place lies in, as far as the lists know them."""
    here = _parents().get(full(place))
    while here:
        yield here
        here = _parents().get(here)


def _next(name: str, at: int) -> str | None:
    """Return the place that stands there in a name: the longest known one, or a short word with a level."""
    for size in range(min(12, len(name) - at), 1, -1):
        word = name[at : at + size]
        if word in _heads() and not _GOES_ON.match(name, at + size):
            behind = None if word.endswith(LEVELS) else _LEVEL_BEHIND.match(name, at + size)
            return word + behind.group() if behind else word
    match = _UNKNOWN.match(name, at)
    if match and not _UNNAMED.search(match.group()) and not _GOES_ON.match(name, match.end()):
        return None if match.group()[-2:] in _heads() else match.group()  # 中烟梅州 is 梅州 behind a brand
    return None


def _bare(place: str) -> str:
    for word in LEVELS:
        if place.endswith(word) and len(place) > len(word) + 1:
            return place[: -len(word)]
    return place


@cache
def _rows() -> tuple[tuple[str, str, str, str], ...]:
    return tuple((row["name"], row["short"], row["kind"], row["parent"]) for row in table("places"))


@cache
def _short_names() -> dict[str, str]:
    return {name: _bare(name) if short == "-" else short for name, short, _, _ in _rows()}


@cache
def _full_names() -> dict[str, str]:
    """Return the full name of every short one; the tables tell the greater place first."""
    full: dict[str, str] = {}
    for name, short, _, _ in _rows():
        full.setdefault(short, name)
    return full


@cache
def _parents() -> dict[str, str]:
    """Return the place above each place of which the tables know one."""
    above = {name: parent for name, _, kind, parent in _rows() if kind in ("city", "city!", "county")}
    return {name: parent for name, parent in above.items() if parent != "-"} | _PARENTS


@cache
def _provinces() -> frozenset[str]:
    return frozenset(name for name, _, kind, _ in _rows() if kind == "province")


@cache
def _lands() -> frozenset[str]:
    """Return the countries, and the regions of several provinces or countries."""
    return frozenset(name for name, _, kind, _ in _rows() if kind in ("country", "region")) | {"中国"}


@cache
def _heads() -> frozenset[str]:
    """Return what is taken for a place at a name's head: full names, and short ones of cities and above."""
    full = {name for name, _, kind, _ in _rows() if kind != "kind"}
    short = {short for _, short, kind, _ in _rows() if kind in ("province", "city", "region", "country")}
    return frozenset(full | short - {"-"})
