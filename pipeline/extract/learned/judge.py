"""Which names to believe: a name is judged once an article, by what rules and model say of all its places."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.values import Span
from pipeline.extract.learned.crf import Found
from pipeline.extract.learned.features import TYPES
from pipeline.extract.mentions.arbitrate import ORGANISATIONS, arbitrate
from pipeline.extract.reading import Mention
from pipeline.lexicon.dictionary import Dictionary, occurrences

_STEPS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.99)
_PASSED = tuple(f"p>{step}" for step in _STEPS)
_NEAR, _LENGTH = 80, 0.02
# Annotators pass over names more often than they invent some: what a rule found may be less likely.
LEAST, LEAST_OF_RULES = 0.35, 0.25
# A place at the head of an organisation's name counts too, though annotators leave it to the organisation.
LEAST_OF_PLACES = 0.12
# Rules know these better than a few examples teach.
TRUSTED = frozenset({"studio", "policy", "school", "park"})
# Unions of every level, or one that its level alone names, are no one union.
_ANY_UNION = re.compile(
    r"(?:全[国省市州县区镇])?(?:各?级|各地|各?产业|各单位|各行业|各|基层|省级|市级)+(?:总)?工会|总?工会"
)
# What a trade, a country or an owner alone tells is no one house: 控股子公司, 影视公司.
_ANY_HOUSE = re.compile(
    "(?:控股|关联|参股|全资|下属|外资|外国|国外|美国|英国|日本|韩国|国有|民营|私营|大型|跨国|龙头|上市|影视|电影"
    "|保险|快递|外卖|物业|施工|建筑|环卫|保洁|家政|物流|科技|互联网|平台|传媒|广告|贸易|运输|电力|发电|燃气|公交"
    "|电信|航空|能源|石油|汽车|制药|软件|游戏|旅游|食品|服装|电商|资产管理|咨询|租赁)*(?:子|母|分|总)?公司"
    "|(?:美国|英国|[A-Za-z]+)?工厂"
)
_AND = re.compile("[、和与及]")
_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("(", ")"), ("【", "】"))
_QUOTE = re.compile(r"[“”‘’《》]")


@dataclass(slots=True)
class Candidate:
    """A name of one type in one article: where it stands, how sure the model is, which rules found it."""

    type: str
    name: str
    places: dict[Span, float] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def best(self) -> float:
        """The model's highest probability of any place; 0 if it saw none."""
        return max(self.places.values())


def candidates(text: str, found: Iterable[Found], mentions: Iterable[Mention]) -> list[Candidate]:
    """Return every name that the model or a rule proposes, once for each type, by type and name."""
    out: dict[tuple[str, str], Candidate] = {}
    for one in found:
        name = one.span.of(text)
        if any(name.count(opening) != name.count(closing) for opening, closing in _PAIRS):
            continue
        held = out.setdefault((one.type, name), Candidate(one.type, name))
        held.places[one.span] = max(one.probability, held.places.get(one.span, 0.0))
    for mention in mentions:
        if mention.type in TYPES:
            name = mention.span.of(text)
            held = out.setdefault((mention.type, name), Candidate(mention.type, name))
            held.places.setdefault(mention.span, 0.0)
            if mention.rule not in held.rules:
                held.rules.append(mention.rule)
    counts = occurrences(text, {name for _, name in out})
    for (_, name), candidate in out.items():
        candidate.count = counts[name]
    return [out[key] for key in sorted(out)]


def features(given: Sequence[Candidate]) -> Iterator[tuple[str, ...]]:
    """Yield for each candidate what speaks for it and against it, as names of features."""
    rivals = _Rivals(given)
    for candidate in given:
        yield tuple(_features(candidate, rivals))


def _features(one: Candidate, rivals: "_Rivals") -> Iterator[str]:
    kind, level = one.type, _step(one.best)
    rule = one.rules[0].split(":")[0] if one.rules else "-"
    total = sum(one.places.values())
    yield f"type={kind}"
    yield f"p={level}"
    yield from _PASSED[: level + 1]
    yield f"p={level}|{kind}|{bool(one.rules)}"
    yield f"p={level}|{bool(one.rules)}"
    yield f"rule={rule}|{kind}"
    yield from (f"rule={each}|{kind}" for each in one.rules)
    yield f"rule={rule}|p={level // 2}"
    yield f"sum={min(12, round(2 * total))}|{min(3, one.count)}"
    yield f"share={_step(total / max(1, one.count, len(one.places)))}"
    yield f"share={_step(total / max(1, one.count, len(one.places)))}|{kind}"
    yield f"count={min(5, one.count)}|{kind}"
    size = min(12, len(one.name))
    yield f"size={size}|{kind}"
    yield f"tail={one.name[-1:]}|{kind}"
    yield f"tail={one.name[-2:]}|{kind}"
    yield f"quoted={bool(_QUOTE.search(one.name))}|{kind}"
    for relation, (probability, ruled, other) in rivals.of(one).items():
        yield f"{relation}={_step(probability)}"
        yield f"{relation}={_step(probability) // 3}|{level // 3}|{ruled}|{bool(one.rules)}"
        yield f"{relation}|{kind}|{other}|{ruled}"


def _step(probability: float) -> int:
    return bisect_left(_STEPS, probability)


class _Rivals:
    """What other candidates stand where one stands."""

    def __init__(self, given: Sequence[Candidate]) -> None:
        self.places = sorted(
            (span.start, span.end, number, probability)
            for number, one in enumerate(given)
            for span, probability in one.places.items()
        )
        self.given = given

    def of(self, one: Candidate) -> dict[str, tuple[float, bool, str]]:
        """Return the likeliest rival of each relation: the same place, within, around, across its edge."""
        out: dict[str, tuple[float, bool, str]] = {}
        for span in one.places:
            for start, end, number, probability in self._around(span):
                other = self.given[number]
                if other is one:
                    continue
                relation = _relation(span, start, end) + ("" if other.type == one.type else "!")
                out[relation] = max(
                    out.get(relation, (-1.0, False, "")), (probability, bool(other.rules), other.type)
                )
        return out

    def _around(self, span: Span) -> Iterator[tuple[int, int, int, float]]:
        index = bisect_left(self.places, (span.start - _NEAR,))
        while index < len(self.places) and self.places[index][0] < span.end:
            if self.places[index][1] > span.start:
                yield self.places[index]
            index += 1


def _relation(span: Span, start: int, end: int) -> str:
    if (start, end) == (span.start, span.end):
        return "same"
    if start <= span.start and span.end <= end:
        return "around"
    if span.start <= start and end <= span.end:
        return "within"
    return "across"


def choose(judged: Iterable[tuple[Candidate, float]]) -> tuple[Mention, ...]:
    """Return the places of the candidates that are likely enough; the likelier win where they clash.

    A character of length counts as `_LENGTH` of probability: a name and its part are often both likely.
    """
    likely = [pair for pair in judged if pair[1] >= _least(pair[0]) and not _nobody(pair[0])]
    likely = list(_single(_as_one(likely)))
    chained = _chained([one for one, _ in likely])
    odds: dict[Mention, float] = {}
    for one, probability in likely:
        if one.name not in chained or one.type != "place":
            rule = one.rules[0] if one.rules else "model"
            for span in one.places:
                odds[Mention(one.type, span, rule)] = probability + _LENGTH * len(one.name)
    return arbitrate(odds, order=lambda mention: (-odds[mention],))


def _nobody(one: Candidate) -> bool:
    any_one = {"union": _ANY_UNION, "enterprise": _ANY_HOUSE}.get(one.type)
    return any_one is not None and bool(any_one.fullmatch(one.name))


def _as_one(given: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Leave out the person where a name is likelier an organisation, and the reverse."""
    people = {one.name: odds for one, odds in given if one.type == "person"}
    bodies: dict[str, float] = {}
    for one, odds in given:
        if one.type in ORGANISATIONS:
            bodies[one.name] = max(odds, bodies.get(one.name, 0.0))
    rivals = {"person": bodies} | dict.fromkeys(ORGANISATIONS, people)
    return [(one, odds) for one, odds in given if rivals.get(one.type, {}).get(one.name, 0.0) <= odds]


def _single(given: Sequence[tuple[Candidate, float]]) -> Iterator[tuple[Candidate, float]]:
    """Yield all but the model's own names that 和 or 、 makes of two others of the type."""
    names = {(one.type, one.name) for one, _ in given}
    for one, odds in given:
        joints = () if one.rules else tuple(_AND.finditer(one.name))
        halves = (({one.name[: joint.start()], one.name[joint.end() :]}) for joint in joints)
        if not any(all((one.type, half) in names for half in both) for both in halves):
            yield one, odds


def _least(one: Candidate) -> float:
    """Return how likely the candidate must be."""
    if not one.rules:
        return LEAST
    if one.type == "place":
        return LEAST_OF_PLACES
    return 0.0 if one.type in TRUSTED else LEAST_OF_RULES


def _chained(given: Iterable[Candidate]) -> set[str]:
    """Return the model's own places that hold one of the rules: each level is a place by itself."""
    places = [one for one in given if one.type == "place"]
    inner = Dictionary({one.name: one.name for one in places if one.rules})
    return {one.name for one in places if not one.rules and next(inner.matches(one.name), None)}
