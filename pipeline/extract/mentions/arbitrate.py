"""Who wins where candidates from several finders overlap."""

from collections.abc import Iterable

from pipeline.extract.reading import Mention

_ORGANISATIONS = frozenset(
    {"enterprise", "studio", "union", "government", "park", "platform", "school", "association"}
)
_RANK = {"policy": 0, "media": 1, "body": 1}


def arbitrate(candidates: Iterable[Mention]) -> tuple[Mention, ...]:
    """Choose among overlapping candidates: by the rule's rank, then the longer, then the earlier.

    A place or a person may stand within an organisation's name; organisations never overlap each other.
    """
    chosen: list[Mention] = []
    ordered = sorted(set(candidates), key=_order)
    layers: dict[str, list[Mention]] = {}
    for mention in ordered:
        layer = layers.setdefault(_layer(mention), [])
        if not any(mention.span.overlaps(other.span) for other in layer):
            layer.append(mention)
            chosen.append(mention)
    crossing = [m for m in chosen if not any(_crosses(m, o) for o in chosen if _order(o) < _order(m))]
    return tuple(sorted(crossing, key=lambda m: (m.span.start, -m.span.end, m.type)))


def _layer(mention: Mention) -> str:
    return "organisation" if mention.type in _ORGANISATIONS or mention.type == "media" else mention.type


def _order(mention: Mention) -> tuple[int, int, int, str, str]:
    length = mention.span.end - mention.span.start
    return (_RANK.get(mention.type, 5), -length, mention.span.start, mention.type, mention.rule)


def _crosses(one: Mention, other: Mention) -> bool:
    return (
        one.span.overlaps(other.span) and not one.span.covers(other.span) and not other.span.covers(one.span)
    )
