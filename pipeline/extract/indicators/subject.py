"""Whose number it is: the nearest organisation or place that the sentence or the discourse names."""

from kg.values import Entity, Span
from pipeline.extract.indicators.context import Index, Setting

_OWNERS = frozenset({
    "enterprise", "studio", "union", "government", "park", "platform", "school", "association", "place",
})  # fmt: skip


def subject(index: Index, setting: Setting) -> tuple[Span, Entity] | None:
    """Return the mention whose number it is, with its entity, or None."""
    here = _owners(index, Span(setting.sentence.start, setting.quantity.span.start))
    if here:
        return here[-1]
    earlier = _owners(index, Span(max(0, setting.sentence.start - 300), setting.sentence.start))
    return earlier[-1] if earlier else None


def _owners(index: Index, span: Span) -> list[tuple[Span, Entity]]:
    return [(place, entity) for place, entity in index.mentions(span) if entity.type in _OWNERS]
