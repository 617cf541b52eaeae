"""Who works where: by bylines and datelines, by posts before a name, and in an enterprise's own article."""

import re
from collections.abc import Iterator

from kg.values import EntityType, Relation, Span
from pipeline.extract.scene import ORGANIZATIONS, Place, Scene, by_name, clause_start, heads

_HEADS = re.compile(
    r"主席|书记|董事长|总经理|院长|校长|局长|厂长|会长|主任|部长|所长|理事长|负责人|带头人|领衔人|创始人"
)
_DEPUTY = re.compile(r"副|助理|原|记者$")
_ROLE = (
    r"(?:主席|书记|部长|主任|经理|董事长|局长|厂长|院长|校长|会长|所长|科长|处长|站长|队长|组长|班长|段长|镇长|区长"
    r"|市长|县长|馆长|行长|社长|政委|司令员|秘书长|创始人|首席执行官|CEO|总监|总裁|工程师|技师|职工|员工|工人|司机|骑手"
    r"|教授|老师|师傅|医生|护士|干事|代表|负责人|记者|[一-龥]员|[一-龥]工|[一-龥]师)"
)
_TRADE = re.compile(r"[一-龥]{0,6}(?:[一-龥]员|[一-龥]工|[一-龥]师|班长|组长|职工)")
_UNIT = r"(?:[一-龥]{1,12}(?:部|处|科|室|中心|所|院|司|局|队))?"
_POSITION = re.compile(
    rf"(?:的|原|党组|党委)?{_UNIT}[一-龥]{{0,8}}{_ROLE}(?:[、兼][一-龥]{{0,8}}{_ROLE}){{0,3}}"
)
_LONGEST_TITLE, _LONGEST_POSTS = 20, 80
_AND = "、，兼"
# Behind a paper's name: 北京7月28日电（记者, 全媒体记者.
_SIGNED = re.compile(r"(?:[^\n。！？（()]{0,16}[（(])?[^\n（）()，。]{0,6}?记者[ \u3000:：]*")
_GAP = re.compile(r"[\s\u3000、，/]*")
_MEDIA: frozenset[EntityType] = frozenset({"media"})
_PERSON: frozenset[EntityType] = frozenset({"person"})
_LONGEST_LINE = 60


def by_byline(scene: Scene) -> Iterator[Relation]:
    """Authors work for the organization that their byline names."""
    names = by_name(scene.reading.entities)
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


def by_dateline(scene: Scene) -> Iterator[Relation]:
    """The reporters whom a dateline names behind a paper work for it: 某网7月28日电（记者 余某某 王某）."""
    for paper in scene.mentions:
        signed = paper.entity.type == "media" and _SIGNED.match(scene.text, paper.span.end)
        end = signed.end() if signed else 0
        for person in scene.within(Span(end, end + _LONGEST_LINE), _PERSON) if signed else ():
            if not _GAP.fullmatch(scene.text, end, person.span.start):
                break
            yield scene.relate(person.entity.id, "works_for", paper.entity.id, person.span, "dateline")
            end = person.span.end


def by_position(scene: Scene) -> Iterator[Relation]:
    """`organization position person`, with nothing else between but further posts, is employment."""
    for person in scene.mentions:
        for employer, title in _posts(scene, person) if person.entity.type == "person" else ():
            yield scene.relate(person.entity.id, "works_for", employer.entity.id, person.span, "position")
            if _leads(title):
                yield scene.relate(person.entity.id, "leads", employer.entity.id, person.span, "position")


def _posts(scene: Scene, person: Place) -> Iterator[tuple[Place, str]]:
    """Yield each house before a name with the post in it, the nearest first: 区人大委员、区工会主席某某."""
    end = person.span.start
    before = Span(max(0, end - _LONGEST_POSTS), end)
    for employer in reversed(scene.outermost(before, ORGANIZATIONS)):
        title = scene.text[employer.span.end : end]
        if not is_title(title):
            continue
        yield employer, title
        end = employer.span.start - 1
        if scene.text[end : end + 1] not in _AND:
            return


def by_house(scene: Scene) -> Iterator[Relation]:
    """In an enterprise's own article a worker named by trade alone is its own, and so is a studio."""
    house = _house(scene)
    owners = ORGANIZATIONS - {"studio", "media", "platform"}
    for mention in scene.mentions if house else ():
        start = clause_start(scene.text, mention.span.start)
        if scene.within(Span(start, mention.span.start), owners):
            continue
        if mention.entity.type == "studio":
            yield scene.relate(house, "has_studio", mention.entity.id, mention.span, "own studio")
        elif mention.entity.type == "person" and is_trade(scene.text[start : mention.span.start]):
            yield scene.relate(mention.entity.id, "works_for", house, mention.span, "own worker")


def _house(scene: Scene) -> str:
    """Return the id of the enterprise that signs the article, or nothing."""
    signed = [author.organization for author in scene.reading.article.authors if author.organization]
    known = by_name(scene.reading.entities)
    names = (name for one in signed for name in (one, *heads(one)) if ("enterprise", name) in known)
    return next((known["enterprise", name].id for name in names), "")


def is_trade(text: str) -> bool:
    """Tell whether a clause up to a name ends in a trade: 质检员, 一线焊工."""
    return bool(_TRADE.fullmatch(text))


def _leads(title: str) -> bool:
    return bool(_HEADS.search(title)) and not _DEPUTY.search(title)


def is_title(text: str) -> bool:
    """Tell whether the text between organization and person says what he is there (的快递员, 书记、主席)."""
    return 0 < len(text) <= _LONGEST_TITLE and bool(_POSITION.fullmatch(text.strip()))
