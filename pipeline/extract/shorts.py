"""What a full name may be called for short, by its type."""

import re
from functools import cache

from pipeline.lexicon import table, words
from pipeline.lexicon.places import LONGEST_PLACE, place_names
from pipeline.lexicon.trie import pattern

_QUOTES = re.compile(r"[\s“”‘’『』「」《》]")
_BRACKETS = re.compile(r"[（(][^（）()]{1,8}[）)]")
_QUOTED = re.compile(r"[“「『]([^“”「」『』]{2,30})[”」』]")
_LATIN = re.compile(r"\s?[（(][A-Za-z][A-Za-z0-9 .,&’'-]{0,40}[）)]")
_SPELLING = re.compile(r"[（(][^（）()一-龥]{1,24}[）)]")
_EDITION = re.compile(r"^(?:20\d\d(?:年度?)?|第[一二三四五六七八九十百\d]+[届期批])+")
_LEVEL = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|街道|[省市区县州盟旗镇乡村])$")
_LEGAL = re.compile(
    r"(?:集团)?(?:股份)?(?:有限责任公司|有限公司|责任公司|公司)$|集团公司$|集团$|股份$|(?:总|分|支)公司$"
)
# A house and its branch are two: what so ends is no longer name of the house that it begins with.
_BRANCH = re.compile(
    r"(?:(?:[总分支]|第?[一二三四五六七八九十]{1,3})公司|[分支]行|[分支]局|分[厂院校部店]|分中心|营业部|项目部|经理部|车间|工区|供电所"
    r"|研究[所院]|研发中心|[一-龥]厂|[车工机电供客动][务辆电车运]段)$"
)
_HOUSE = re.compile(r"(?:公司|集团|银行|[局厂院矿行社所段]|大学|中国[一-龥]{2})$")
_NATIONAL = {"中华全国总工会": ("全国总工会", "全总"), "全国总工会": ("全总",)}
_SIZES = range(LONGEST_PLACE, 1, -1)
_SUFFIXED = frozenset({"union", "government", "school", "park", "platform", "association", "studio", "honor"})


def canonical(name: str, kind: str) -> str:
    """Return the name as it is compared: simplified, without quotes, public bodies in short words.

    >>> canonical("海岭市人力资源和社会保障局", "government"), canonical("海岭工会（HLU）", "union")
    ('海岭市人社局', '海岭工会')
    """
    if kind == "person":
        return simplified(_SPELLING.sub("", name))
    bare = _LATIN.sub("", _QUOTES.sub("", name))
    if kind not in ("government", "park", "union", "association"):
        return bare
    return _long_words().sub(lambda match: _short_words()[match.group()], bare)


def simplified(name: str) -> str:
    """Return the name with the traditional characters of the table simplified.

    >>> simplified("張曉華")
    '张晓华'
    """
    return name.translate(_simple_forms())


@cache
def _simple_forms() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in table("traditional")}


@cache
def _short_words() -> dict[str, str]:
    return {row["long"]: row["short"] for row in table("body_shorts")}


@cache
def _long_words() -> re.Pattern[str]:
    return re.compile(pattern(_short_words()))


def short_forms(name: str, kind: str) -> set[str]:
    """Return what may stand for `name`; a form counts only where the text uses it as a name.

    >>> "区总工会" in short_forms("海岭市江塘区总工会", "union")
    True
    >>> short_forms("海岭市", "place")
    {'海岭'}
    """
    bare = _QUOTES.sub("", name)
    if kind == "place":
        return {_LEVEL.sub("", bare)} - {bare} if len(bare) > 2 else set()
    if kind == "program":
        return _program_forms(name)
    if kind == "enterprise":
        return _tails(bare, 3) | brands(name) | _heads_of_house(bare)
    if kind == "media":
        return _heads(bare)
    if kind == "policy":
        return _tails(bare, 4)
    forms = _tails(bare, 2) if kind in _SUFFIXED else set()
    forms |= _tails(canonical(name, kind), 2) if kind in ("government", "park", "union") else set()
    return forms | set(_NATIONAL.get(bare, ()))


def _program_forms(name: str) -> set[str]:
    bare = _QUOTES.sub("", name)
    return quoted(name) | {_EDITION.sub("", bare)} | _tails(bare, 4)


def quoted(name: str) -> set[str]:
    """Return what stands between quotation marks in `name`.

    >>> quoted("“青苗”工程")
    {'青苗'}
    """
    return set(_QUOTED.findall(name))


def _tails(name: str, shortest: int) -> set[str]:
    return {name[start:] for start in range(1, len(name) - shortest + 1)}


def _heads(name: str) -> set[str]:
    return {name[:end] for end in range(3, len(name))}


def _heads_of_house(name: str) -> set[str]:
    """Return the heads that may stand for an enterprise: not the house that a branch belongs to."""
    if not _BRANCH.search(name):
        return _heads(name)
    return {head for head in _heads(name) if not _HOUSE.search(head)}


def brands(name: str) -> set[str]:
    """Return the short names that an enterprise's full name suggests, best known to be its own.

    >>> sorted(brands("江苏华岭机床股份有限公司"))
    ['华岭', '华岭公司', '华岭机床', '华岭股份', '华岭集团', '江苏华岭', '江苏华岭机床']
    >>> brands("机床厂")
    set()
    """
    legal = _LEGAL.search(name)
    if not legal:
        return set()
    whole = _BRACKETS.sub("", name[: legal.start()])
    place = whole[: _behind_places(whole)]
    core = whole[len(place) :]
    trade = _trade().search(core, 2)
    brand = core[: trade.start()] if trade else core
    if not 2 <= len(brand) <= 4 or brand in _unfit() or _HOUSE.search(brand):
        return set()
    forms = {brand, core, brand + "公司", brand + "股份", brand + "集团"}
    forms |= {core[: trade.end()]} if trade else set()
    forms |= {place + form for form in (brand, core)} if place else set()
    return {form for form in forms if form != name and len(form) > 1}


def _behind_places(name: str) -> int:
    """Return where the places end that a name begins with, one behind the other, each the longest there."""
    start, known = 0, place_names()
    while size := next((size for size in _SIZES if name[start : start + size] in known), 0):
        start += size
    return start


@cache
def _trade() -> re.Pattern[str]:
    return re.compile(pattern(words("org_trades")))


@cache
def _unfit() -> frozenset[str]:
    """Return words that are no name by themselves."""
    generic = words("generic_prefixes") | words("not_names") | words("org_trades") | words("cutters")
    return generic | place_names() | frozenset({"中国", "国家", "国际", "第一", "中央"})
