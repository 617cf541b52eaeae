"""What lies where: places at the head of a name, places in a row, and who stands at a place."""

import re
from collections.abc import Iterator

from kg.values import Entity, EntityType, Relation, Span
from pipeline.extract.scene import ORGANIZATIONS, Scene, by_name, names_of

_PLACE: frozenset[EntityType] = frozenset({"place"})
_LOCATED = _PLACE | (ORGANIZATIONS - {"media"})
_SITES: frozenset[EntityType] = frozenset({"place", "park", "platform"})
_FOUND: frozenset[EntityType] = frozenset(
    {"union", "government", "park", "platform", "studio", "school", "enterprise"}
)
_STANDS = re.compile(r"[”》]?(?:，|是|就|则)?(?:位于|坐落于|坐落在|地处|设在|设于|建在|落户)[“《]?")
_NEAR = 20
_PARTY = re.compile("共青团|中共|中国共产党")
# Provinces are written without their kind where a city follows: 湖北襄阳.
_PROVINCES = re.compile(
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    "|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆"
)


def by_name_of_place(scene: Scene) -> Iterator[Relation]:
    """An organization or place lies in the innermost place that its name begins with."""
    places = {key[1]: entity for key, entity in by_name(scene.reading.entities).items() if key[0] == "place"}
    for entity in scene.reading.entities:
        if entity.type not in _LOCATED or not entity.mentions:
            continue
        inner = max(
            (found for name in names_of(entity) for found in _places_at_head(name, places)), default=None
        )
        if inner is not None:
            place = places[inner[1]]
            yield scene.relate(
                entity.id, "located_in", place.id, entity.mentions[0], "name begins with place"
            )


def by_neighbouring_places(scene: Scene) -> Iterator[Relation]:
    """Of two places written one behind the other the second lies in the first (海岭市砚湖区)."""
    names = {
        name: entity
        for entity in scene.reading.entities
        if entity.type == "place"
        for name in names_of(entity)
    }
    for mention in scene.mentions:
        tail = scene.text[mention.span.end : mention.span.end + 8]
        if mention.entity.type != "place":
            continue
        province = _PROVINCES.fullmatch(scene.text, mention.span.start, mention.span.end)
        if not province and scene.text[mention.span.end - 1] not in "省市州县区旗":
            continue
        for size in range(len(tail), 1, -1):
            inner = names.get(tail[:size])
            if inner is not None and (province or tail[size - 1] in "市州县区旗镇乡村"):
                yield scene.relate(inner.id, "located_in", mention.entity.id, mention.span, "places in a row")
                break


def by_site(scene: Scene) -> Iterator[Relation]:
    """What is said to stand at a place or in a park lies there: 驿站位于某某路."""
    for one in scene.mentions:
        stands = _STANDS.match(scene.text, one.span.end) if one.entity.type in _FOUND else None
        near = Span(stands.end(), stands.end() + _NEAR) if stands else Span(0, 0)
        for site in scene.outermost(near, _SITES):
            if site.span.start == near.start:
                yield scene.relate(one.entity.id, "located_in", site.entity.id, site.span, "stands at")


def _places_at_head(name: str, places: dict[str, Entity]) -> Iterator[tuple[int, str]]:
    """Yield (end, place) for each place at the head of `name` or behind a unit there (砚海市|朔屏区)."""
    behind = [party.end() for party in [_PARTY.match(name)] if party]
    starts = [0, *behind, *(at + 1 for at, char in enumerate(name) if char in "省市州县区")]
    for start in starts:
        for end in range(start + 2, min(start + 12, len(name))):
            if name[start:end] in places:
                yield end, name[start:end]
