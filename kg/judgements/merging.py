"""Merges and splits of entities, as rulings that resolution of names obeys before all its rules."""

from collections.abc import Sequence
from typing import cast

from kg.judgements.replay import in_force
from kg.judgements.values import Judgement
from kg.resolve import Ruling
from kg.values import EntityType


def rulings_in_force(log: Sequence[Judgement]) -> tuple[Ruling, ...]:
    """Return what the log rules about names; of two rulings on one pair the later holds."""
    found: dict[frozenset[tuple[str | None, ...]], Ruling] = {}
    for entry in in_force(log):
        if entry.other_fact is not None and entry.verdict in ("merge", "split"):
            ruling = _ruling(entry)
            ends = ((ruling.name, ruling.article_id), (ruling.other_name, ruling.other_article_id))
            key = frozenset([(ruling.type, *end) for end in ends])
            found.pop(key, None)
            found[key] = ruling
    return tuple(found.values())


def _ruling(entry: Judgement) -> Ruling:
    everywhere = entry.seen["everywhere"] is not None
    return Ruling(
        type=cast("EntityType", entry.seen["type"]),
        name=str(entry.seen["name"]),
        other_name=str(entry.seen["other_name"]),
        same=entry.verdict == "merge",
        reason=entry.reason or f"{entry.person} {entry.time[:10]}",
        article_id="" if everywhere else entry.case_id,
        other_article_id="" if everywhere else str(entry.other_case_id),
    )
