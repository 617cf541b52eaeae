"""The figures for facts: entities, indicators, measures, themes, relations, offsets."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.evaluate.names import alike, equal, listed, norm
from pipeline.evaluate.pairing import Gold, Record
from pipeline.evaluate.tally import Scores

# Extras of these types count against precision even where the gold article has none of the type.
_ALWAYS_JUDGED = {"enterprise", "studio", "union", "person", "policy", "school", "park"}


def judge_entities(scores: Scores, gold: Gold, record: Record) -> None:
    """Count entities by type and name; an optional name is neither rewarded nor punished."""
    accepted = {
        kind: [{norm(n) for n in listed(e)} for e in found or []] for kind, found in _entities(gold).items()
    }
    optional = {norm(name) for name in gold.get("optional") or []}
    for kind in sorted(accepted.keys() | _ALWAYS_JUDGED):
        told = [_names(entity) for entity in record.get("entities") or [] if entity["type"] == kind]
        wanted = accepted.get(kind, [])
        found = [any(names & entity for entity in told) for names in wanted]
        every = set().union(*wanted)
        right = [names for names in told if names & every]
        judged = [names for names in told if names & every or not names & optional]
        for name in ("entities", f"entities.{kind}"):
            scores.add(name, sum(found), len(judged), len(wanted), right=len(right))
        for entity, ok in zip(_entities(gold).get(kind) or [], found, strict=True):
            if not ok:
                scores.miss(gold["id"], f"entity missing: {kind}", listed(entity)[0])
        for names in judged:
            if not names & every:
                scores.miss(gold["id"], f"entity extra: {kind}", max(names, key=len))


def judge_indicators(scores: Scores, gold: Gold, record: Record) -> None:
    """Count quantities found, each of their fields, and records with every gold field right."""
    told = list(record.get("indicators") or [])
    free, hits, full, neutral, wanted = set(range(len(told))), 0, 0, 0, 0
    for fact in sorted(gold.get("indicators") or [], key=lambda fact: bool(fact.get("optional"))):
        wanted += not fact.get("optional")
        at = _best_fit(fact, told, free)
        if at is not None:
            free.remove(at)
        if fact.get("optional"):
            neutral += at is not None
        elif at is None:
            scores.miss(gold["id"], "indicator missing", f"{fact['raw']} {fact.get('metric')}")
        else:
            hits += 1
            full += _judge_fields(scores, gold["id"], fact, told[at])
    for at in sorted(free):
        scores.miss(gold["id"], "indicator extra", f"{told[at].get('raw')} {told[at].get('metric')}")
    scores.add("indicators", hits, len(told) - neutral, wanted)
    scores.add("records", full, len(told) - neutral, wanted)


def right_indicators(gold: Gold, record: Record) -> Iterator[tuple[Record, bool]]:
    """Yield each told indicator with whether it is a gold fact with all fields right, optional ones apart."""
    told = list(record.get("indicators") or [])
    free = set(range(len(told)))
    for fact in sorted(gold.get("indicators") or [], key=lambda fact: bool(fact.get("optional"))):
        at = _best_fit(fact, told, free)
        if at is not None:
            free.remove(at)
        if at is not None and not fact.get("optional"):
            yield told[at], all(_fields(fact, told[at]).values())
    yield from ((told[at], False) for at in sorted(free))


def judge_measures(scores: Scores, gold: Gold, record: Record) -> None:
    """Count gold practices covered and their themes; extra measures count from twice the gold's number on."""
    told, covered, found = list(record.get("measures") or []), set(), 0
    wanted = gold.get("measures") or []
    for fact in wanted:
        fitting = [at for at, one in enumerate(told) if norm(fact["anchor"]) in norm(one.get("text"))]
        found += bool(fitting)
        covered.update(fitting)
        if not fitting:
            scores.miss(gold["id"], "measure missing", fact["anchor"])
        elif fact.get("theme"):
            themes = [told[at].get("theme") for at in fitting]
            right = any(theme in listed(fact["theme"]) for theme in themes)
            scores.judge("themes", right, gold["id"], f"{fact['anchor']}: {themes[0]}")
    extra = max(0, len(told) - len(covered) - len(wanted))
    scores.add("measures", found, len(covered) + extra, len(wanted), right=len(covered))


def judge_relations(scores: Scores, gold: Gold, record: Record) -> None:
    """Count gold relations found, whichever accepted names their ends carry."""
    accepted = _accepted_names(gold)
    ends = {one["id"]: _names(one) for one in record.get("entities") or []}
    ends |= {
        one["id"]: {norm(one.get("object")), norm(one.get("text"))} for one in record.get("measures") or []
    }
    for head, kind, tail in gold.get("relations") or []:
        heads, tails = accepted.get(norm(head), {norm(head)}), accepted.get(norm(tail), {norm(tail)})
        right = any(
            link["type"] == kind
            and ends.get(link["head"], set()) & heads
            and any(norm(tail) in name or name in tails for name in ends.get(link["tail"], set()) if name)
            for link in record.get("relations") or []
        )
        scores.judge("relations", right, gold["id"], f"{head} {kind} {tail}")


def judge_offsets(scores: Scores, gold: Gold, record: Record) -> None:
    """Count mentions and indicators whose place in the text holds what they claim."""
    text = record.get("text") or ""
    for entity in record.get("entities") or []:
        names = _names(entity)
        for mention in entity.get("mentions") or []:
            there = norm(text[mention["start"] : mention["end"]])
            right = bool(there) and any(there in name or name in there for name in names)
            scores.judge("offsets", right, gold["id"], entity.get("name"))
    for fact in record.get("indicators") or []:
        there = norm(text[fact["start"] : fact["end"]])
        scores.judge("offsets", there == norm(fact.get("raw")) != "", gold["id"], fact.get("raw"))


def _entities(gold: Gold) -> Mapping[str, Sequence[Any]]:
    return gold.get("entities") or {}


def _names(entity: Record) -> set[str]:
    return {norm(entity.get("name"))} | {norm(alias) for alias in entity.get("aliases") or []}


def _accepted_names(gold: Gold) -> dict[str, set[str]]:
    groups = (
        {norm(name) for name in listed(entity)} for kind in _entities(gold).values() for entity in kind or []
    )
    return {name: names for names in groups for name in names}


def _same_quantity(fact: Gold, told: Record) -> bool:
    if fact["op"] == "range":
        return equal(told.get("low"), fact["low"]) and equal(told.get("high"), fact["high"])
    raw, wanted = norm(told.get("raw")), norm(fact["raw"])
    return bool(raw) and (wanted in raw or raw in wanted)


def _best_fit(fact: Gold, told: Sequence[Record], free: set[int]) -> int | None:
    """Return which of the free told indicators is this fact, that with most fields right; None if none is."""
    fitting = [at for at in sorted(free) if _same_quantity(fact, told[at])]
    rights = [sum(_fields(fact, told[at]).values()) for at in fitting]
    return fitting[rights.index(max(rights))] if fitting else None


def _judge_fields(scores: Scores, article: str, fact: Gold, told: Record) -> bool:
    fields = _fields(fact, told)
    for name, right in fields.items():
        said = told.get({"change": "from"}.get(name, name))
        scores.judge(f"indicators.{name}", right, article, f"{fact['raw']}: {said}")
    return all(fields.values())


def _fields(fact: Gold, told: Record) -> dict[str, bool]:
    """Return which of the gold's fields the told indicator has right."""
    fields = {
        "value": _same_value(fact, told),
        "unit": norm(told.get("unit")) in [norm(unit) for unit in listed(fact.get("unit"))]
        or told.get("unit") in listed(fact.get("unit")),
        "op": told.get("op") in listed(fact["op"]),
        "status": told.get("status") in listed(fact.get("status", "actual")),
        "metric": fact.get("metric") is None or alike(told.get("metric"), listed(fact["metric"])),
        "subject": fact.get("subject") is None or alike(told.get("subject"), listed(fact["subject"])),
    }
    if "period" in fact:
        fields["period"] = norm(told.get("period")) in [norm(period) for period in listed(fact["period"])]
    if any(fact.get(name) is not None for name in ("direction", "from", "delta")):
        fields["change"] = _same_change(fact, told)
    return fields


def _same_value(fact: Gold, told: Record) -> bool:
    if fact["op"] == "range":
        return _same_quantity(fact, told)
    return equal(told.get("value"), fact["value"])


def _same_change(fact: Gold, told: Record) -> bool:
    same_direction = fact.get("direction") in (None, told.get("direction"))
    numbers = all(fact.get(name) is None or equal(told.get(name), fact[name]) for name in ("from", "delta"))
    return same_direction and numbers
