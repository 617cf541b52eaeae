"""Numbers that are no indicator: ordinals, names, slogans, careers, ages in passing, conditions."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import words
from pipeline.quantity.scan import Figure, Unit

_WINDOW = 24
_ORDINAL = re.compile(
    r"(?:第\s?|北纬|南纬|东经|西经|最后|前|首|逢|星期|礼拜|编号)$|第[\d一二三四五六七八九十]{1,3}[-—~至到、和]$"
)
_NAMED = re.compile(r"(?:[A-Za-z#@_№Ⅰ-Ⅻ]|\d[-.:]|\d?[*×xX])-?$|[A-Za-z]\d{0,4}-$")
_LATIN = re.compile(r"[A-Za-z]{2}$")
_POINTED = re.compile(r"(?:[这该那此]|上述|前述|[一二三四五六七八九十]、|所有的?|历经|历任)$")
_QUOTED = re.compile(r"[“‘《「『〈【]$")
_BOUND = re.compile(
    r"(?:近|超过?|逾|过|达|上|不足|不到|约|突破|共|计|数|几|认定|培育|选树|评选|设立|培养|新增|建成|遴选)$"
)
_ONLY = re.compile(r"(?:只能|仅|限|唯一|不超过|最多|至少|每人)[^，。；]{0,6}$")
_STATED = re.compile(
    r"(?:为期|工期只有|历时|共|连开|用时|仅用|需要?|长达|时长为?|工期|期限为?|有效期为?|年限为?|时间为?|延长|提前|暂定"
    r"|增加|减少|缩短[至到为了]?|平均(?:经过)?|每[天日周月次]|经过|利用|限|用|逾|最长|最多|累计|总计|共计|总|服务"
    r"|参与|约|超过?|达到?|将近)$|(?:累计|总计|共计|服务|培训|缩短|运行|用时|时长)[^，。；：、]{0,8}$"
)
_WITHIN = re.compile(r"(?:之内|以内|内)(?!回复|的|与)")
_HELD_BEFORE = re.compile(r"(?:举办|举行|召开|连续|共|成功|办)(?:了|过)?$")
_HALF_OF = re.compile(r"[前后上下大小多]$")
_VILLAGE = re.compile(r"(?:村|社区|镇|乡)(?:第)?$")
_ADDRESS = re.compile(r"\d+\s?(?:单元|楼|层|室|号)")
_AGED = re.compile(r"(?:平均年龄|平均|年龄[^，。；]{0,3})[^，。；]{0,6}$")
_RACE = re.compile(r"(?:男女)?(?:混合)?(?:自由泳|接力|[蝶蛙仰]泳|短跑|长跑|跑|赛|栏|比赛|决赛|项目|混合)")
_RISING = re.compile(r"[到至](?![\d.一二两三四五六七八九十百千万亿半]{1,9}[毫公]?升)|为")
_CODE = re.compile(r"(?:数字|数|号码|代码|编码|字母|校验|记者在线|[省市县]?[、，]?自治)")
_BOUNDED = re.compile(r"[)）]?(?:及?以上|及?以下|以内)(?:[（(][^）)]{0,6}[）)])?")
_BEARER = re.compile(
    r"的?[^，。；、\d]{0,10}?(?:企业|单位|公司|人员|员工|职工|用工|项目|学生|子女|青年|主席|群体|家庭)"
    r"|的[，、。；]"
)
_ELIGIBLE = re.compile(r"(?:对|凡|符合|具备)[^，。；、]{0,20}$")
_OWNED = re.compile(r"的(?:企业|机构|单位|公司(?!债)|项目|员工|人员|老员工|职工|[^，。；]{0,4}大学生)")
_SHAREHOLDER = re.compile(r"[^，。；]{0,10}的?股东")
_HELD = re.compile(r"(?:(?:工作|从事)[^，。；]{0,6}|满)$")
_AMONG = re.compile(r"[^，。；、]{0,10}之一")
_MAGNITUDES = re.compile("[百千万亿]+")
_TRAITS = frozenset(("人", "名", "岁", "年", "个月", "天", "小时", "次", "平方米", "元", "亩", "分"))
_ANNIVERSARIES = frozenset(("周年", "载", "日"))


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure with its unit and the characters beside it."""

    left: str
    right: str
    figure: Figure
    unit: Unit


def excluded(text: str, figure: Figure) -> bool:
    """Tell whether the number only looks like an indicator, as one without unit does; `text` is folded."""
    if figure.unit is None:
        return True
    left, right = text[max(0, figure.start - _WINDOW) : figure.start], text[figure.end : figure.end + _WINDOW]
    place = _Place(left, right, figure, figure.unit)
    return any(rule(place) for rule in _RULES)


def _ordinal(place: _Place) -> bool:
    return _ORDINAL.search(place.left) is not None


def _named(place: _Place) -> bool:
    """A model, a train, a race or a list number: K396次, 4x100米, 01对; no share or sum (APP100%)."""
    if place.unit.kind in ("share", "money") and _LATIN.search(place.left):
        return False
    return _NAMED.search(place.left) is not None or re.match(r"0\d", place.figure.numeral) is not None


def _pointed(place: _Place) -> bool:
    """Things named before (这三名), lists of ordinals (一、二、三部)."""
    return _POINTED.search(place.left) is not None and place.figure.low < 100


def _single(place: _Place) -> bool:
    """一 is an article more often than a count."""
    if not place.figure.chinese or not place.figure.low == place.figure.high == 1:
        return False
    timed = place.unit.kind == "time" and _STATED.search(place.left) is not None
    return not timed and place.unit.least > 1 and _ONLY.search(place.left) is None


def _wordlike(place: _Place) -> bool:
    """Small Chinese numerals that make words with some units: 三伏, 十分, 五环; “三个坚持”."""
    figure = place.figure
    if figure.numeral in ("二", "一一") and place.unit.least:
        return True
    if not figure.chinese or figure.more or figure.low > 10 or figure.numeral == "半":
        return False
    if place.unit.word == "度" and place.left.endswith("零下"):
        return False
    return figure.high < place.unit.least or _QUOTED.search(place.left) is not None


def _heading(place: _Place) -> bool:
    """2.3本项目: a heading's number, for nothing that is counted comes in decimals."""
    return (
        place.unit.kind in ("count", "people") and re.fullmatch(r"\d+\.\d+", place.figure.numeral) is not None
    )


def _named_group(place: _Place) -> bool:
    """十四届人大, 2023届学生, 新村三组, 后半篇: which one, not how many; 四处 is everywhere."""
    unit, numeral = place.unit.canonical, place.figure.numeral
    if unit == "届":
        return _HELD_BEFORE.search(place.left) is None or place.figure.low > 1000
    if numeral == "半" and place.unit.kind != "time":
        return _HALF_OF.search(place.left) is not None
    if unit in ("栋", "幢") and _ADDRESS.match(place.right):
        return True
    if unit in ("组", "社", "队") and _VILLAGE.search(place.left):
        return True
    return (numeral, unit) in (("四", "处"),) or (unit == "班" and place.figure.low > 1000)


def _counted(place: _Place) -> bool:
    """三个坚持, 四个方面: a way of speaking."""
    return place.figure.chinese and not place.figure.more and _counted_nouns().match(place.right) is not None


def _magnitude_alone(place: _Place) -> bool:
    """百家, 千户, 万人 without a hedge are names and slogans."""
    figure = place.figure
    return (
        not figure.more
        and _MAGNITUDES.fullmatch(figure.numeral) is not None
        and not _BOUND.search(place.left)
    )


def _duration(place: _Place) -> bool:
    """Time that passed, careers and names (15分钟服务圈); stated lengths stay."""
    if place.unit.kind != "time":
        return False
    within = _WITHIN.match(place.right) is not None
    if place.unit.canonical in _ANNIVERSARIES and not within:
        return re.search("(?:不超过|最多|最长)$", place.left) is None
    if place.unit.canonical == "岁":
        return _AGED.search(place.left) is None or place.figure.low != place.figure.high
    return not within and _STATED.search(place.left) is None


def _rising(place: _Place) -> bool:
    """由3升至5: a rank that rises, no volume; 2升到3升 is one."""
    return place.unit.word == "升" and _RISING.match(place.right) is not None


def _race(place: _Place) -> bool:
    return place.unit.canonical == "米" and _RACE.match(place.right) is not None


def _code(place: _Place) -> bool:
    return place.unit.canonical == "位" and _CODE.match(place.right) is not None


def _condition(place: _Place) -> bool:
    """200人以上的企业: who is meant, not how many there are."""
    bound = _BOUNDED.match(place.right)
    if bound is None or place.unit.canonical not in _TRAITS:
        return False
    return _BEARER.match(place.right, bound.end()) is not None or _ELIGIBLE.search(place.left) is not None


def _owned(place: _Place) -> bool:
    """持有5%以上股份, 产值超亿元的机构: a trait of what follows."""
    bound = _BOUNDED.match(place.right)
    if bound is None and not _BOUND.search(place.left):
        return False
    if _HELD.search(place.left) or _SHAREHOLDER.match(place.right):
        return True
    return place.unit.kind != "share" and _OWNED.match(place.right, bound.end() if bound else 0) is not None


def _among(place: _Place) -> bool:
    return _AMONG.match(place.right) is not None


@cache
def _counted_nouns() -> re.Pattern[str]:
    nouns = sorted(words("quantity_counted"), key=len, reverse=True)
    return re.compile(f"[大重]?(?:{'|'.join(map(re.escape, nouns))})")


_RULES: tuple[Callable[[_Place], bool], ...] = (
    _ordinal, _named, _pointed, _single, _wordlike, _heading, _named_group, _counted, _magnitude_alone,
    _duration, _rising, _race, _code, _condition, _owned, _among,
)  # fmt: skip
