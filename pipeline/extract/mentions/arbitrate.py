"""Who wins where candidates of several finders overlap."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable

from pipeline.extract.reading import Mention

ORGANISATIONS = frozenset(
    {"enterprise", "studio", "union", "government", "park", "platform", "school", "association", "media"}
)
_HOLDS = {
    "studio": frozenset({"enterprise", "school"}),
    "union": frozenset({"enterprise", "school", "park"}),
    "platform": frozenset({"union"}),
}
_SURE = frozenset({"title:policy", "title:media", "media:source", "honor", "honor:won"})
_FAINT = frozenset({"listed", "brand", "town"})
_HIDING = frozenset({"enterprise", "school", "media", "policy", "honor", "studio", "platform", "association"})
_Interval = tuple[int, int, str]


def arbitrate(
    candidates: Iterable[Mention], order: Callable[[Mention], tuple[float, ...]] | None = None
) -> tuple[Mention, ...]:
    """Choose among overlapping candidates: the surer rule, then the longer, then the earlier; or by `order`.

    Organisations do not overlap each other, except that a studio or a union may begin with the name of its
    enterprise; no mention crosses the edge of another; a place within another name is left to that name.
    """
    layers: dict[str, list[_Interval]] = {}
    chosen: list[Mention] = []
    for mention in sorted(sorted(set(candidates), key=_order), key=order or _order):
        if not any(_clashes(mention, layer, held) for layer, held in layers.items()):
            start, end = mention.span.start, mention.span.end
            insort(layers.setdefault(_layer(mention.type), []), (start, end, mention.type))
            chosen.append(mention)
    return tuple(sorted(chosen, key=lambda one: (one.span.start, -one.span.end, one.type)))


def _layer(kind: str) -> str:
    """Return where the type competes: owners that stand within a longer name have a layer of their own."""
    return "organisation" if kind in ORGANISATIONS else kind


def _order(mention: Mention) -> tuple[int, int, int, str, str]:
    rank = 0 if mention.rule in _SURE else 2 if mention.rule in _FAINT else 1
    length = mention.span.end - mention.span.start
    return (rank, -length, mention.span.start, mention.type, mention.rule)


def _clashes(mention: Mention, layer: str, held: list[_Interval]) -> bool:
    """Tell whether a chosen mention of the layer forbids this one; what overlaps it lies next to it."""
    start, end = mention.span.start, mention.span.end
    index = bisect_left(held, (start, 0, ""))
    around = held[max(0, index - 2) : index]
    while index < len(held) and held[index][0] < end:
        around.append(held[index])
        index += 1
    return any(_forbids(mention, layer, other) for other in around if other[1] > start)


def _may_share(one: str, other: str) -> bool:
    """Tell whether the name of one type may begin with that of the other, whichever was chosen first."""
    return one in _HOLDS.get(other, ()) or other in _HOLDS.get(one, ())


def _forbids(mention: Mention, layer: str, other: _Interval) -> bool:
    start, end = mention.span.start, mention.span.end
    crosses = not (other[0] <= start and end <= other[1]) and not (start <= other[0] and other[1] <= end)
    if crosses or mention.type == other[2]:
        return True
    if mention.type == "place":
        return other[2] in _HIDING
    if layer == _layer(mention.type):
        return not (other[0] == start and _may_share(mention.type, other[2]))
    return False
