"""Relations: who works where, what lies in what, who issues, implements, achieves and is awarded what.

Each rule reads one pattern of grammar or of document structure and names the place that shows it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise

from kg.values import Entity, EntityType, Indicator, Measure, Relation, RelationType, Span
from pipeline.extract.agents import subjects
from pipeline.extract.employment import by_byline, by_dateline, by_house, by_position, is_title
from pipeline.extract.reading import Reading
from pipeline.extract.scene import ORGANIZATIONS, Place, Scene, clause_start, heads, names_of
from pipeline.extract.siting import by_name_of_place, by_neighbouring_places, by_site

Facts = tuple[Sequence[Measure], Sequence[Indicator]]
Rule = Callable[["Scene"], Iterator[Relation]]

_PERSON: frozenset[EntityType] = frozenset({"person"})
_WINNERS = _PERSON | ORGANIZATIONS
_HONOR: frozenset[EntityType] = frozenset({"honor"})
_TITLES = ORGANIZATIONS | _HONOR
_PARTNERS = ORGANIZATIONS - {"studio", "platform"}
_ISSUE = re.compile(
    r"印发|出台|制定|下发|发布|颁布|推出|修订|拟定|起草|联合发文|签发|签订|签署|编写|编印|编制"
)
_AWARD = re.compile(
    r"荣获|获得(?!者)|获评|获(?![得奖]者|奖|悉|知)|被授予|授予|被评为|评为|入选(?!者)|当选|喜获|摘得|被认定为|被命名为|斩获|捧回"
)
_GIVES, _PASSIVE = re.compile("授予|评为"), re.compile("被[^，。；]{0,20}$")
_BODY = re.compile(
    r"(?:公司|集团|局|厂|院|校|大学|工会|[省市区县州党工]委|部|银行|中心|会|园|区|所|矿|油田|电厂|办公室|政府)$"
)
_BETWEEN = re.compile(r"(?:与|和|同|及|联合|携手|会同|牵手)")
_COOPERATE = re.compile(r"合作|共建|联合|携手|签约|签订|签署|结对|联盟|协作|会同|牵手|共同")
# Between an honour and the name that bears it: 全国劳模某某, “某奖”获得者某某, 获得某称号的某队.
_BEARER = re.compile(r"[”》]?(?:荣誉)?(?:称号)?(?:获得者|得主|入选者|获奖者)?(?:[—－-]*[“《]?)")
_BESIDES = re.compile(r"[”》]?(?:荣誉)?(?:称号)?(?:获得者|得主|入选者|获奖者)?、[“《]?")
_JOINT = re.compile(r"[”》]?(?:、|和|与|及|以及)[“《]?")
_TOGETHER = re.compile(r"[”》]?(?:等[^，。；、]{0,6})?(?:共同|联合|携手|一起|合力|联手)")
_WITH = re.compile(r"[”》]?(?:还|也|共同)?(?:联合|会同|携手|牵手|联手|协同)[“《]?")
_MOST_PAIRED = 4  # members of a list that are paired each with each
_FARTHEST_TITLE = 40
_MOST_MEASURES = 100  # of one sentence


def relations(
    reading: Reading, measures: Sequence[Measure], indicators: Sequence[Indicator]
) -> tuple[Relation, ...]:
    """Return the relations of an article, each once, with the first place that shows it."""
    places = (Place(entity, span) for entity in reading.entities for span in entity.mentions)
    ordered = tuple(sorted(places, key=lambda place: (place.span.start, -place.span.end, place.entity.id)))
    scene = Scene(reading, ordered, measures, indicators)
    found: dict[tuple[str, str, str], Relation] = {}
    for rule in RULES:
        for relation in rule(scene):
            if relation.head != relation.tail:
                found.setdefault((relation.head, relation.type, relation.tail), relation)
    return tuple(found.values())


def by_prefix(scene: Scene) -> Iterator[Relation]:
    """An organization whose name begins with another's is a part of it, or its studio.

    A bare short name (a brand, a place) is too little to make another organization a part.
    """
    organizations = [entity for entity in scene.reading.entities if entity.type in ORGANIZATIONS]
    wholes = {name: entity for entity in organizations for name in names_of(entity) if len(name) > 2}
    for part in organizations:
        beginnings = (head for name in names_of(part) for head in heads(name) if head in wholes)
        pairs: Iterator[tuple[str, RelationType, str]]
        if part.type == "studio":
            pairs = ((wholes[head].id, "has_studio", part.id) for head in beginnings)
        else:
            pairs = (
                (part.id, "part_of", wholes[head].id)
                for head in beginnings
                if _BODY.search(head) or _is_own_union(part, head, wholes[head])
            )
        for first, kind, second in islice(pairs, 1):
            yield scene.relate(first, kind, second, part.mentions[0], "name begins with organization")


def by_studio(scene: Scene) -> Iterator[Relation]:
    """A studio belongs to the organization just before it, and is led by the person it is named after."""
    owners: frozenset[EntityType] = frozenset({"enterprise", "union", "school", "park"})
    people = {entity.name: entity.id for entity in scene.reading.entities if entity.type == "person"}
    for mention in scene.mentions:
        if mention.entity.type != "studio":
            continue
        for person in _named_within(names_of(mention.entity), people):
            yield scene.relate(person, "leads", mention.entity.id, mention.span, "studio named after person")
        before = Span(clause_start(scene.text, mention.span.start), mention.span.start)
        for owner in reversed(scene.within(before, owners)):
            if mention.span.start - owner.span.end <= 12:
                yield scene.relate(
                    owner.entity.id, "has_studio", mention.entity.id, mention.span, "studio of"
                )
            break


def by_measure(scene: Scene) -> Iterator[Relation]:
    """A measure's actor implements it, and an indicator's subject achieves it."""
    for measure in scene.measures:
        if measure.actor_id:
            yield Relation(measure.actor_id, "implements", measure.id, measure.evidence, "actor")
    for indicator in scene.indicators:
        if indicator.subject_id and indicator.status == "actual":
            yield Relation(indicator.subject_id, "achieves", indicator.id, indicator.evidence, "subject")


def by_issue(scene: Scene) -> Iterator[Relation]:
    """A verb of issuing between its subjects and a policy: each of these organizations issues it."""
    issuers: frozenset[EntityType] = frozenset(
        {"enterprise", "union", "government", "park", "school", "association"}
    )
    for sentence in scene.reading.sentences:
        for policy in scene.within(sentence, frozenset({"policy"})):
            verb = _last_match(_ISSUE, scene.text, sentence.start, policy.span.start)
            if verb is None:
                continue
            actors = [one.entity.id for one in subjects(scene, Span(sentence.start, verb), issuers)]
            for actor in actors or filter(None, [_actor_of(scene, policy.span)]):
                yield scene.relate(actor, "issues", policy.entity.id, policy.span, "verb of issuing")


def by_award(scene: Scene) -> Iterator[Relation]:
    """A verb of winning before an honour: it was awarded to the verb's subjects, or to whom 授予 names."""
    for sentence in scene.reading.sentences:
        for honor in scene.within(sentence, frozenset({"honor"})):
            verb = _last_match(_AWARD, scene.text, sentence.start, honor.span.start)
            if verb is None:
                continue
            given = scene.within(Span(verb, honor.span.start), _WINNERS)
            gives = _GIVES.match(scene.text, verb) and not _PASSIVE.search(scene.text, sentence.start, verb)
            winners = given if gives and given else subjects(scene, Span(sentence.start, verb), _WINNERS)
            for winner in winners:
                yield scene.relate(
                    winner.entity.id, "awarded", honor.entity.id, honor.span, "verb of winning"
                )


def by_cooperation(scene: Scene) -> Iterator[Relation]:
    """Two organizations joined by 与 or 联合 in a sentence that tells of common work cooperate."""
    for sentence in scene.reading.sentences:
        if not _COOPERATE.search(scene.text, sentence.start, sentence.end):
            continue
        members = scene.within(sentence, ORGANIZATIONS - {"studio", "media", "platform"})
        for first, second in pairwise(members):
            joint = scene.text[first.span.end : second.span.start]
            if _BETWEEN.fullmatch(joint):
                yield scene.relate(
                    first.entity.id, "cooperates_with", second.entity.id, second.span, "joined by 与"
                )


def by_title(scene: Scene) -> Iterator[Relation]:
    """An honour right before a name, with other titles between or none, is that person's (全国劳模某某)."""
    for honor in scene.mentions:
        for winner in _bearers(scene, honor) if honor.entity.type == "honor" else ():
            yield scene.relate(
                winner.entity.id, "awarded", honor.entity.id, winner.span, "honour before name"
            )


def _bearers(scene: Scene, honor: Place) -> list[Place]:
    """Return the people who bear an honour as a title: the next, and those that 、 joins to him."""
    near = Span(honor.span.end, honor.span.end + _FARTHEST_TITLE)
    found: list[Place] = []
    for person in scene.within(near, _PERSON):
        joined = found and _JOINT.fullmatch(scene.text, found[-1].span.end, person.span.start)
        if not joined and (found or not _bears(scene, honor.span.end, person.span.start)):
            break
        found.append(person)
    return found


def _bears(scene: Scene, start: int, end: int) -> bool:
    """Tell whether nothing but further honours and posts stands between an honour and a name."""
    if _BEARER.fullmatch(scene.text, start, end):
        return True
    besides = _BESIDES.match(scene.text, start, end)
    if besides is None:
        return False
    start = besides.end()
    inside = scene.outermost(Span(start, end), _TITLES)
    last = max((one.span.end for one in inside), default=start)
    if inside and inside[-1].entity.type == "honor":
        return _bears(scene, last, end)
    return is_title(scene.text[last:end]) and (not inside or inside[0].span.start == start)


def by_common_work(scene: Scene) -> Iterator[Relation]:
    """Who stand in one list before 共同 or 联合 cooperate; so does one who 联合 others, with each."""
    for sentence in scene.reading.sentences:
        if not _COOPERATE.search(scene.text, sentence.start, sentence.end):
            continue
        lists = _lists(scene, scene.outermost(sentence, _PARTNERS))
        for first, second in chain(_within_lists(scene, lists), _across_lists(scene, lists)):
            yield scene.relate(
                first.entity.id, "cooperates_with", second.entity.id, second.span, "common work"
            )


def _lists(scene: Scene, members: Sequence[Place]) -> list[list[Place]]:
    """Return the members in stretches that 、 and 和 join."""
    found: list[list[Place]] = []
    for one in members:
        if found and _JOINT.fullmatch(scene.text, found[-1][-1].span.end, one.span.start):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _within_lists(scene: Scene, lists: Sequence[list[Place]]) -> Iterator[tuple[Place, Place]]:
    for members in lists:
        if _TOGETHER.match(scene.text, members[-1].span.end):
            firsts = members if len(members) <= _MOST_PAIRED else members[:1]
            for at, first in enumerate(firsts):
                yield from ((first, second) for second in members[at + 1 :])


def _across_lists(scene: Scene, lists: Sequence[list[Place]]) -> Iterator[tuple[Place, Place]]:
    for before, after in pairwise(lists):
        if _WITH.fullmatch(scene.text, before[-1].span.end, after[0].span.start):
            yield from ((before[0], second) for second in after)


RULES: tuple[Rule, ...] = (
    by_byline,
    by_dateline,
    by_position,
    by_house,
    by_name_of_place,
    by_neighbouring_places,
    by_site,
    by_prefix,
    by_studio,
    by_measure,
    by_issue,
    by_award,
    by_title,
    by_cooperation,
    by_common_work,
)


def _is_own_union(part: Entity, head: str, whole: Entity) -> bool:
    """Tell whether a union is that of a firm which it calls by a short name: 某某工会."""
    return whole.type == "enterprise" and part.type == "union" and f"{head}工会" in names_of(part)


def _named_within(names: Sequence[str], people: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids of the people whose names stand in one of `names`."""
    lengths = {len(name) for name in people}
    inside = (
        name[at : at + size] for name in names for size in lengths for at in range(len(name) - size + 1)
    )
    yield from dict.fromkeys(people[piece] for piece in inside if piece in people)


def _last_match(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    """Return where the last match of `pattern` between `start` and `end` begins."""
    last = None
    for match in pattern.finditer(text, start, end):
        last = match.start()
    return last


def _actor_of(scene: Scene, span: Span) -> str | None:
    """Return the actor of the measure whose sentence holds `span`."""
    at = bisect_right(scene.measures, span.start, key=lambda measure: measure.evidence.start)
    found = None
    for measure in reversed(scene.measures[max(0, at - _MOST_MEASURES) : at]):
        if measure.evidence.end <= span.start:
            break
        if measure.evidence.covers(span) and measure.actor_id:
            found = measure.actor_id
    return found
