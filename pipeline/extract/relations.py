"""Relations: who works where, what lies in what, who issues, implements, achieves and is awarded what.

Each rule reads one pattern of grammar or of document structure and names the place that shows it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from kg.values import Entity, EntityType, Indicator, Measure, Relation, RelationType, Span
from pipeline.extract.agents import subjects
from pipeline.extract.reading import Reading
from pipeline.extract.scene import Place, Scene

Facts = tuple[Sequence[Measure], Sequence[Indicator]]
Rule = Callable[["Scene"], Iterator[Relation]]

ORGANIZATIONS: frozenset[EntityType] = frozenset(
    {"enterprise", "union", "government", "park", "school", "association", "platform", "studio", "media"}
)
_PLACE: frozenset[EntityType] = frozenset({"place"})
_PERSON: frozenset[EntityType] = frozenset({"person"})
_LOCATED = _PLACE | (ORGANIZATIONS - {"media"})
_WINNERS = _PERSON | ORGANIZATIONS
_HEADS = re.compile(
    r"主席|书记|董事长|总经理|院长|校长|局长|厂长|会长|主任|部长|所长|理事长|负责人|带头人|领衔人|创始人"
)
_DEPUTY = re.compile(r"副|助理|原")
_ISSUE = re.compile(
    r"印发|出台|制定|下发|发布|颁布|推出|修订|拟定|起草|联合发文|签发|签订|签署|编写|编印|编制"
)
_AWARD = re.compile(
    r"荣获|获得|获评|获|被授予|授予|被评为|评为|入选|当选|喜获|摘得|被认定为|被命名为|斩获|捧回"
)
_GIVES, _PASSIVE = re.compile("授予|评为"), re.compile("被[^，。；]{0,20}$")
_BODY = re.compile(
    r"(?:公司|集团|局|厂|院|校|大学|工会|[省市区县州党工]委|部|银行|中心|会|园|区|所|矿|油田|电厂|办公室|政府)$"
)
_BETWEEN = re.compile(r"(?:与|和|同|及|联合|携手|会同|牵手)")
_COOPERATE = re.compile(r"合作|共建|联合|携手|签约|签订|签署|结对|联盟|协作|会同|牵手|共同")
_LONGEST_TITLE = 20
_FAR = 200  # characters before a studio within which the name of its owner begins
_MOST_MEASURES = 100  # of one sentence
_ROLE = (
    r"(?:主席|书记|部长|主任|经理|董事长|局长|厂长|院长|校长|会长|所长|科长|处长|站长|队长|组长|班长|段长|镇长|区长"
    r"|市长|县长|总监|总裁|工程师|技师|职工|员工|工人|司机|骑手|教授|老师|师傅|医生|护士|干事|代表|负责人|[一-龥]员|[一-龥]工|[一-龥]师)"
)
_TRADE = re.compile(r"[一-龥]{0,6}(?:[一-龥]员|[一-龥]工|[一-龥]师|班长|组长|职工)")
_POSITION = re.compile(rf"(?:的|原|党组|党委)?[一-龥]{{0,8}}{_ROLE}(?:[、兼][一-龥]{{0,8}}{_ROLE}){{0,3}}")
_CLAUSE_END = "，。；！？\n"


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


def by_byline(scene: Scene) -> Iterator[Relation]:
    """Authors work for the organization that their byline names."""
    names = _by_name(scene.reading.entities)
    for byline in scene.reading.article.spans("byline"):
        organizations = [m for m in scene.within(byline) if m.entity.type in ORGANIZATIONS]
        if not organizations:
            continue
        employer = max(organizations, key=lambda mention: len(mention.span.of(scene.text)))
        for author in scene.reading.article.authors:
            person = names.get(("person", author.name))
            if person is None:
                continue
            yield scene.relate(person.id, "works_for", employer.entity.id, byline, "byline")
            if author.position and _leads(author.position):
                yield scene.relate(person.id, "leads", employer.entity.id, byline, "byline")


def by_position(scene: Scene) -> Iterator[Relation]:
    """`organization position person`, with nothing else between, is employment."""
    people = [mention for mention in scene.mentions if mention.entity.type == "person"]
    for person in people:
        before = Span(max(0, person.span.start - 40), person.span.start)
        for employer in reversed(scene.within(before, ORGANIZATIONS)):
            title = scene.text[employer.span.end : person.span.start]
            if _is_title(title):
                yield scene.relate(person.entity.id, "works_for", employer.entity.id, person.span, "position")
                if _leads(title):
                    yield scene.relate(person.entity.id, "leads", employer.entity.id, person.span, "position")
                break


def by_house(scene: Scene) -> Iterator[Relation]:
    """In an enterprise's own article a worker named by trade alone is its own, and so is a studio."""
    house = _house(scene)
    owners = ORGANIZATIONS - {"studio", "media", "platform"}
    for mention in scene.mentions if house else ():
        start = _clause_start(scene.text, mention.span.start)
        if scene.within(Span(start, mention.span.start), owners):
            continue
        if mention.entity.type == "studio":
            yield scene.relate(house, "has_studio", mention.entity.id, mention.span, "own studio")
        elif mention.entity.type == "person" and _is_trade(scene.text[start : mention.span.start]):
            yield scene.relate(mention.entity.id, "works_for", house, mention.span, "own worker")


def by_name_of_place(scene: Scene) -> Iterator[Relation]:
    """An organization or place lies in the innermost place that its name begins with."""
    places = {key[1]: entity for key, entity in _by_name(scene.reading.entities).items() if key[0] == "place"}
    for entity in scene.reading.entities:
        if entity.type not in _LOCATED or not entity.mentions:
            continue
        inner = max(
            (found for name in _names(entity) for found in _places_at_head(name, places)), default=None
        )
        if inner is not None:
            place = places[inner[1]]
            yield scene.relate(
                entity.id, "located_in", place.id, entity.mentions[0], "name begins with place"
            )


def by_neighbouring_places(scene: Scene) -> Iterator[Relation]:
    """Of two places written one behind the other the second lies in the first (海岭市砚湖区)."""
    names = {
        name: entity for entity in scene.reading.entities if entity.type == "place" for name in _names(entity)
    }
    for mention in scene.mentions:
        tail = scene.text[mention.span.end : mention.span.end + 8]
        if mention.entity.type != "place" or scene.text[mention.span.end - 1] not in "省市州县区旗":
            continue
        for size in range(len(tail), 1, -1):
            inner = names.get(tail[:size])
            if inner is not None and tail[size - 1] in "市州县区旗镇乡村":
                yield scene.relate(inner.id, "located_in", mention.entity.id, mention.span, "places in a row")
                break


def by_prefix(scene: Scene) -> Iterator[Relation]:
    """An organization whose name begins with another's is a part of it, or its studio.

    A bare short name (a brand, a place) is too little to make another organization a part.
    """
    organizations = [entity for entity in scene.reading.entities if entity.type in ORGANIZATIONS]
    wholes = {name: entity for entity in organizations for name in _names(entity) if len(name) > 2}
    for part in organizations:
        heads = (head for name in _names(part) for head in _heads(name) if head in wholes)
        pairs: Iterator[tuple[str, RelationType, str]]
        if part.type == "studio":
            pairs = ((wholes[head].id, "has_studio", part.id) for head in heads)
        else:
            pairs = ((part.id, "part_of", wholes[head].id) for head in heads if _BODY.search(head))
        for first, kind, second in islice(pairs, 1):
            yield scene.relate(first, kind, second, part.mentions[0], "name begins with organization")


def by_studio(scene: Scene) -> Iterator[Relation]:
    """A studio belongs to the organization just before it, and is led by the person it is named after."""
    owners: frozenset[EntityType] = frozenset({"enterprise", "union", "school", "park"})
    people = {entity.name: entity.id for entity in scene.reading.entities if entity.type == "person"}
    for mention in scene.mentions:
        if mention.entity.type != "studio":
            continue
        for person in _named_within(_names(mention.entity), people):
            yield scene.relate(person, "leads", mention.entity.id, mention.span, "studio named after person")
        before = Span(_clause_start(scene.text, mention.span.start), mention.span.start)
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


RULES: tuple[Rule, ...] = (
    by_byline,
    by_position,
    by_house,
    by_name_of_place,
    by_neighbouring_places,
    by_prefix,
    by_studio,
    by_measure,
    by_issue,
    by_award,
    by_cooperation,
)


def _by_name(entities: Sequence[Entity]) -> dict[tuple[str, str], Entity]:
    return {(entity.type, name): entity for entity in entities for name in _names(entity)}


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _house(scene: Scene) -> str:
    """Return the id of the enterprise that signs the article, or nothing."""
    signed = [author.organization for author in scene.reading.article.authors if author.organization]
    known = _by_name(scene.reading.entities)
    names = (name for one in signed for name in (one, *_heads(one)) if ("enterprise", name) in known)
    return next((known["enterprise", name].id for name in names), "")


def _is_trade(text: str) -> bool:
    """Tell whether a clause up to a name ends in a trade: 质检员, 一线焊工."""
    return bool(_TRADE.fullmatch(text))


def _leads(title: str) -> bool:
    return bool(_HEADS.search(title)) and not _DEPUTY.search(title)


def _is_title(text: str) -> bool:
    """Tell whether the text between organization and person says what he is there (的快递员, 书记、主席)."""
    return len(text) <= _LONGEST_TITLE and bool(_POSITION.fullmatch(text.strip()))


def _heads(name: str) -> Iterator[str]:
    """Yield the proper beginnings of `name`, longest first."""
    for size in range(len(name) - 1, 1, -1):
        yield name[:size]


def _places_at_head(name: str, places: dict[str, Entity]) -> Iterator[tuple[int, str]]:
    """Yield (end, place) for each place at the head of `name` or behind a unit there (砚海市|朔屏区)."""
    starts = [0] + [at + 1 for at, char in enumerate(name) if char in "省市州县区"]
    for start in starts:
        for end in range(start + 2, min(start + 12, len(name))):
            if name[start:end] in places:
                yield end, name[start:end]


def _named_within(names: Sequence[str], people: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids of the people whose names stand in one of `names`."""
    lengths = {len(name) for name in people}
    inside = (
        name[at : at + size] for name in names for size in lengths for at in range(len(name) - size + 1)
    )
    yield from dict.fromkeys(people[piece] for piece in inside if piece in people)


def _clause_start(text: str, at: int) -> int:
    """Return where the clause before `at` begins, or a place far enough before it."""
    least = max(0, at - _FAR)
    while at > least and text[at - 1] not in _CLAUSE_END:
        at -= 1
    return at


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
