"""Whether two profiles of one block are of one thing: by which rule, how surely, and on what evidence.

The rules read names and context, never mere likeness: a shorter name must be the longer one with a place, a
trade or a legal form left out, and nothing that tells two things apart (a number, a unit, another place)
may be lost.
"""

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon import words
from kg.resolve import places
from kg.resolve.naming import NUMBERS, Name, akin, is_contracted
from kg.resolve.profiles import Profile, holds_office, is_distinctive

_UNIT = re.compile(
    r"(?:分公司|支公司|子公司|支行|分行|营业部|营业厅|门店|店|项目部|指挥部|分厂|车间|班组|班|研究院|研究所|设计院|研究总院|总院|分院|医院|卫生院|学校|学院"
    r"|加油站|服务站|配送站|站点?|供电局|工厂|厂|所|段|队|部|中心|基地|馆|园|大区|运营中心|房地产|物业|销售|物流|银行|影业|出版社)$"
)
_GROUP = re.compile(r"集团")
_CALLED = frozenset({"enterprise", "union", "government", "park", "school", "association"})
_WHOLES = ("局", "厂", "院", "所", "段", "行", "矿", "站", "社")
_COUNTIES = ("区", "县", "旗", "镇", "乡", "街道")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement on two profiles: `same` or not, the rule, how sure it is (0 to 1), and what shows it."""

    same: bool
    rule: str
    score: float
    evidence: str


def judge(first: Profile, second: Profile) -> Verdict | None:
    """Return what the rules say of two profiles of one type, or nothing if they cannot tell."""
    if first.type != second.type:
        return Verdict(False, "two types", 1.0, f"{first.type}、{second.type}")
    if first.type == "person":
        return _judge_people(first, second)
    if first.scope != second.scope and (not first.names or not second.names):
        return Verdict(False, "named in its article only", 1.0, f"{first.name}、{second.name}")
    long, short = sorted((first, second), key=lambda profile: fullness(profile.parsed))
    return _elsewhere(long, short) or _judge_names(long, short) or _by_alias(long, short)


def fullness(name: Name) -> tuple[bool, int, int, str]:
    """Return the key that sorts the fuller of two names first."""
    return (not name.registered, -len(name.places), -len(name.text), name.text)


def _elsewhere(long: Profile, short: Profile) -> Verdict | None:
    first, second = long.parsed.places, short.parsed.places
    if not places.nested(first, second) or _are_two_places(long.parsed, short.parsed):
        return Verdict(False, "two places", 1.0, f"{''.join(first)}、{''.join(second)}")
    if long.type == "enterprise" and long.parsed.text == short.parsed.text:
        return None
    around = long.around or _provinces(first)
    if around and short.around and not set(around) & set(short.around):
        return Verdict(False, "two places", 0.9, f"{'、'.join(long.around)}｜{'、'.join(short.around)}")
    return None


def _are_two_places(long: Name, short: Name) -> bool:
    """Tell whether two bodies of one name are of a place and of one within it (长沙市, 长沙县)."""
    if long.type == "enterprise" or not long.places or not short.places:
        return False
    return not places.same(long.places[-1], short.places[-1])


def _provinces(chain: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for place in chain for name in (places.province(place),) if name)


def _judge_names(long: Profile, short: Profile) -> Verdict | None:
    first, second = long.parsed, short.parsed
    if first.text == second.text:
        return Verdict(True, "same name", 1.0, first.text)
    if first.type == "enterprise":
        verdict = _judge_enterprises(first, second)
        return None if verdict and second.is_brand and not _is_told(long, short) else verdict
    if first.type == "studio":
        return _judge_studios(first, second)
    if second.text == places.stem(first.places[-1]) + first.stem if first.places else False:
        return Verdict(True, "level of place left out", 0.93, f"{second.text}＝{first.text}")
    if first.stem != second.stem or first.type in ("position", "program", "honor", "media", "policy"):
        return Verdict(True, "same words", 0.97, first.stem) if first.stem == second.stem else None
    if len(first.places) == len(second.places):
        return Verdict(True, "same place and words", 0.97, f"{second.text}＝{first.text}")
    if (first.places and second.places) or places.known(first.stem):
        return Verdict(True, "outer place left out", 0.93, f"{second.text}＝{first.text}")
    return None


def _is_told(long: Profile, brand: Profile) -> bool:
    """Tell whether more than likeness speaks for a bare brand: an article that says so, or the place."""
    around = long.around or _provinces(long.parsed.places)
    return brand.parsed.text in long.names or bool(set(around) & set(brand.around))


def _judge_enterprises(first: Name, second: Name) -> Verdict | None:
    evidence = f"{second.text}＝{first.text}"
    if _unit(first) != _unit(second):
        return None
    if first.stem == second.stem and _legal_fits(first, second):
        if len(first.places) != len(second.places):
            return Verdict(True, "place left out", 0.93, evidence)
        return Verdict(True, "legal form left out", 0.95, evidence)
    if second.registered or not _legal_fits(first, second):
        return None
    if _drops_trade(first.stem, second.stem):
        return Verdict(True, "trade left out", 0.9 if len(second.stem) > 2 else 0.8, evidence)
    if _is_shortened(first.stem, second.stem):
        return Verdict(True, "words shortened", 0.8, evidence)
    return None


def _judge_studios(first: Name, second: Name) -> Verdict | None:
    if first.stem != second.stem or not first.stem or not _in_order(second.text, first.text):
        return None
    return Verdict(True, "kind shortened", 0.9, f"{second.text}＝{first.text}")


def _by_alias(long: Profile, short: Profile) -> Verdict | None:
    """Join a short name to the thing of which an article says that it is called so."""
    name, full = short.parsed.text, long.parsed.text
    if long.type not in _CALLED or name not in long.names[1:]:
        return None
    # What a full name begins or ends with is as often a whole that it is a part of, or a kind.
    if full.startswith(name) or full.endswith(name):
        return None
    return Verdict(True, "called so in an article", 0.9, f"{name}＝{full}")


def _legal_fits(full: Name, short: Name) -> bool:
    """Tell whether the short name's legal form is part of the full one's; a group is not its company."""
    if bool(_GROUP.search(short.legal)) != bool(_GROUP.search(full.legal)) and short.legal not in (
        "",
        "公司",
    ):
        return False
    return short.registered or short.legal in ("公司", "总公司") or _in_order(short.legal, full.legal)


def _unit(name: Name) -> str:
    match = _UNIT.search(name.text if not name.legal else name.stem + name.legal)
    return match.group() if match else ""


def _is_shortened(full: str, short: str) -> bool:
    """Tell whether words within a stem are shortened (公共交通, 公交); a beginning may be a whole's name."""
    return short[-1:] in full[-2:] and not full.startswith(short) and is_contracted(full, short)


def _drops_trade(full: str, short: str) -> bool:
    """Tell whether the short stem is the full one without trades, from behind its first two characters on."""
    if len(short) < 2 or not full.startswith(short[:2]):
        return False
    if full.startswith(short):
        return not short.endswith(_WHOLES) and bool(_trades().fullmatch(full[len(short) :]))
    tail = short[2:]
    return tail in words("org_trades") and full.endswith(tail) and not NUMBERS.search(full[2:])


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)


@cache
def _trades() -> re.Pattern[str]:
    generic = "|".join(sorted(map(re.escape, words("org_trades")), key=len, reverse=True))
    return re.compile(rf"(?:{generic})*")


def _judge_people(first: Profile, second: Profile) -> Verdict | None:
    if first.scope != second.scope and not (first.names and second.names):
        return Verdict(False, "named in its article only", 1.0, first.name)
    for rule in (_by_employer, _by_name, _by_company, _by_office, _by_distance):
        if verdict := rule(first, second):
            return verdict
    return None


def _by_employer(first: Profile, second: Profile) -> Verdict | None:
    for one in first.ties:
        for other in second.ties:
            if one == other or akin(one, other):
                return Verdict(True, "same employer", 0.95, one if one == other else f"{one}、{other}")
    return None


def _by_name(first: Profile, _: Profile) -> Verdict | None:
    return Verdict(True, "a name that few bear", 0.85, first.name) if is_distinctive(first.name) else None


def _by_company(first: Profile, second: Profile) -> Verdict | None:
    """Two articles that name the same others beside a person speak of one person."""
    shared = sorted(set(first.company) & set(second.company))
    near = set(first.around) & set(second.around) or not (first.around or second.around)
    if len(shared) > 1 or (shared and near and not (first.ties and second.ties)):
        return Verdict(True, "same company", 0.85, "、".join(block.partition("|")[2] for block in shared[:4]))
    return None


def _by_office(first: Profile, second: Profile) -> Verdict | None:
    if (not first.ties and holds_office(second)) or (not second.ties and holds_office(first)):
        return Verdict(True, "an office of the state", 0.8, (first.ties or second.ties)[0])
    county = _same_county(first.ties, second.ties)
    return Verdict(True, "same county", 0.8, county) if county else None


def _by_distance(first: Profile, second: Profile) -> Verdict | None:
    if first.ties and second.ties:
        return Verdict(False, "two employers", 0.8, f"{first.ties[0]}、{second.ties[0]}")
    if first.around and second.around and not set(first.around) & set(second.around):
        return Verdict(False, "two places", 0.8, f"{'、'.join(first.around)}｜{'、'.join(second.around)}")
    return None


def _same_county(first: tuple[str, ...], second: tuple[str, ...]) -> str:
    """Return the county or smaller place that employers of two people share, or nothing."""
    ours = {chain[-1] for tie in first if (chain := places.head(tie))}
    theirs = {chain[-1] for tie in second if (chain := places.head(tie))}
    return next((place for place in sorted(ours & theirs) if place.endswith(_COUNTIES)), "")
