"""Whose number it is: a name or phrase of the sentence, or one that the discourse before it speaks of.

Candidates are the names before the quantity, the noun phrases that open its clauses, words for the whole
place (全市), the owner of the number before, and nobody; a linear ranker chooses among them (`ranking`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.values import Entity, Span
from pipeline.extract.indicators.context import OWNERS, Index, Setting, unit_kind
from pipeline.extract.indicators.ranking import Weights, choose
from pipeline.extract.reading import Word
from pipeline.lexicon import words as lexicon_words

_BACK = 500
_KEPT = 10
_CLAUSES = 5
_NEVER = frozenset({"position", "honor", "media"})


@dataclass(frozen=True, slots=True)
class Owner:
    """A candidate: its text and place, the entity that it names if it names one, and what speaks for it."""

    text: str | None
    span: Span | None
    entity: Entity | None
    features: tuple[str, ...]


def owner(index: Index, setting: Setting, earlier: Owner | None, weights: Weights) -> tuple[Owner, float]:
    """Return whose number it is (an owner without text: nobody's), with the probability of that choice.

    `earlier` owns the number before.
    """
    found = owners(index, setting, earlier)
    best, probability = choose(weights, [one.features for one in found])
    return found[best], probability


def owners(index: Index, setting: Setting, earlier: Owner | None) -> list[Owner]:
    """Return the candidates for whose number it is; `earlier` owns the number before."""
    found: dict[str, Owner] = {}
    unit = unit_kind(setting.quantity.unit)
    for owner in (*_named(index, setting), *_regions(index, setting), *_openings(index, setting)):
        key = owner.entity.id if owner.entity else owner.text or ""
        if key not in found:
            found[key] = owner
    here = any(
        owner.span and owner.span.start >= setting.sentence.start for owner in found.values() if owner.entity
    )
    if earlier is not None:
        _carry(index, setting, earlier, found)
    nobody = Owner(
        None,
        None,
        None,
        (
            "none",
            f"none {unit}",
            f"none here={here}",
            f"none of {min(len(found), 6)}",
            f"none earlier={earlier is not None and earlier.text is None}",
        ),
    )
    every = (*found.values(), nobody)
    return [
        Owner(one.text, one.span, one.entity, (*one.features, *(f"{unit} {two}" for two in one.features[:2])))
        for one in every
    ]


def _named(index: Index, setting: Setting) -> Iterator[Owner]:
    start = setting.quantity.span.start
    near = index.mentions(Span(max(0, setting.sentence.start - _BACK), start))
    near = tuple(pair for pair in near if pair[1].type not in _NEVER)
    last = [pair for pair in near if pair[0].start >= setting.sentence.start]
    older = [pair for pair in near if pair[0].start < setting.sentence.start]
    for order, (span, entity) in enumerate(reversed(last)):
        yield Owner(
            span.of(index.text), span, entity, tuple(_here(index, setting, span, entity, (order, len(last))))
        )
    for order, (span, entity) in enumerate(reversed(older[-_KEPT:])):
        yield Owner(span.of(index.text), span, entity, tuple(_there(index, setting, span, entity, order)))
    seen = {entity.id for _, entity in near}
    for span, entity in index.named:
        if index.rank.get(entity.id, 9) < 2 and entity.id not in seen:
            seen.add(entity.id)
            yield Owner(entity.name, span, entity, tuple(_far(index, setting, span, entity)))


def _here(
    index: Index, setting: Setting, span: Span, entity: Entity, place: tuple[int, int]
) -> Iterator[str]:
    order, count = place
    kind, text = entity.type, index.text
    yield "here"
    yield f"here {kind}"
    yield f"here order={min(order, 4)}"
    yield f"here {kind} order={min(order, 2)}"
    yield f"here {'first' if order == count - 1 else 'later'}"
    apart = index.clause_number(setting.quantity.span.start) - index.clause_number(span.start)
    yield f"here apart={min(apart, 4)}"
    yield f"here {kind} apart={min(apart, 2)}"
    before, after = index.word_before(span.start), index.word_after(span.end)
    left = _edge(before) if span.start > setting.sentence.start else "^"
    right = _edge(after)
    yield f"here <{left}"
    yield f"here {kind} <{left}"
    yield f"here >{right}"
    yield f"here {kind} >{after.tag[:1] if after else '$'}"
    yield f"here <{left} >{right}"
    yield f"here opens={left in ('^', '，', '；', '：', '。')} >{after.tag[:1] if after else '$'}"
    yield f"here number between={setting.before is not None and setting.before.span.start > span.end}"
    if span.end == setting.quantity.span.start:
        yield "here touches"
    if apart == 0 and setting.left.start <= span.start:
        yield f"here {kind} beside gap={min((setting.quantity.span.start - span.end) // 2, 6)}"
    if _quoted(text, span):
        yield "here quoted"
    yield from _standing(index, entity)


def _there(index: Index, setting: Setting, span: Span, entity: Entity, order: int) -> Iterator[str]:
    kind = entity.type
    apart = index.sentence_number(setting.quantity.span.start) - index.sentence_number(span.start)
    yield "there"
    yield f"there {kind}"
    yield f"there apart={min(apart, 4)}"
    yield f"there {kind} apart={min(apart, 3)}"
    yield f"there order={min(order, 5)}"
    opens = span.start == index.sentence(span.start).start
    yield f"there opens={opens} apart={min(apart, 3)}"
    before, after = index.word_before(span.start), index.word_after(span.end)
    yield f"there <{'^' if opens else _edge(before)}"
    yield f"there >{after.tag[:1] if after else '$'}"
    yield from _standing(index, entity)


def _far(index: Index, setting: Setting, span: Span, entity: Entity) -> Iterator[str]:
    yield "far"
    yield f"far {entity.type}"
    yield f"far after={span.start > setting.quantity.span.start}"
    yield from _standing(index, entity)


def _standing(index: Index, entity: Entity) -> Iterator[str]:
    rank = min(index.rank.get(entity.id, 9), 3) if entity.type in OWNERS else "-"
    yield f"rank={rank}"
    yield f"rank={rank} {entity.type}"
    yield f"named={min(index.weight[entity.id], 4)}"


def _regions(index: Index, setting: Setting) -> Iterator[Owner]:
    regions = lexicon_words("indicator_regions")
    words = index.words(Span(setting.sentence.start, setting.quantity.span.start))
    found = [word for word in words if word.text in regions]
    for order, word in enumerate(reversed(found)):
        after = index.word_after(word.span.end)
        apart = index.clause_number(setting.quantity.span.start) - index.clause_number(word.span.start)
        touches = word.span.end == setting.quantity.span.start
        yield Owner(
            word.text,
            word.span,
            None,
            (
                "region",
                f"region {word.text[:1]}",
                f"region {word.text}",
                f"region order={order}",
                f"region apart={min(apart, 3)}",
                f"region >{_edge(after)}",
                f"region touches={touches}",
            ),
        )


def _openings(index: Index, setting: Setting) -> Iterator[Owner]:
    """Yield the runs of words that open the clauses of the sentence up to the quantity."""
    clause, seen = Span(setting.clause.start, setting.quantity.span.start), 0
    while seen < _CLAUSES:
        yield from _opening(index, clause, seen)
        if clause.start <= setting.sentence.start:
            return
        clause = index.clause(Span(clause.start - 1, clause.start - 1), setting.sentence)
        seen += 1


def _opening(index: Index, clause: Span, apart: int) -> Iterator[Owner]:
    words = [word for word in index.words(clause) if not word.text.isspace()][:14]
    first = 0
    while first < len(words) and words[first].tag[:1] in "cdptr" and first < 4:
        first += 1
    for start in {0, first}:
        for last in range(start, min(start + 9, len(words))):
            following = words[last + 1] if last + 1 < len(words) else None
            if words[last].tag[:1] in "pducxm" or (following and following.text in ("、", "”", "）")):
                continue
            yield _run(index, clause, words, (start, last), apart)


def _run(index: Index, clause: Span, words: list[Word], bounds: tuple[int, int], apart: int) -> Owner:
    start, last = bounds
    run = words[start : last + 1]
    span = Span(run[0].span.start, run[-1].span.end)
    before = words[start - 1] if start else None
    following = words[last + 1] if last + 1 < len(words) else None
    verbs = sum(word.tag == "v" for word in run)
    features = (
        "run", f"run apart={min(apart, 3)}", f"run first={run[0].tag}", f"run first={run[0].text}",
        f"run <{_edge(before)}", f"run >{_edge(following)}", f"run >{following.text if following else '$'}",
        f"run last={run[-1].tag}", f"run last={run[-1].text}", f"run last~{run[-1].text[-1]}",
        f"run last={run[-1].tag} >{following.tag[:1] if following else '$'}",
        f"run len={len(run)}", f"run verbs={min(verbs, 2)}", f"run apart={min(apart, 3)} >{_edge(following)}",
        f"run name={index.begins_name(span.start)} {index.ends_name(span.end)}",
        f"run cut={_cuts_name(index, span)}",
        f"run of={any(word.text == '的' for word in run)}",
        f"run marks={any(word.tag == 'x' and word.text not in '“”《》' for word in run)}",
        f"run opens sentence={clause.start == index.sentence(clause.start).start and not start}",
    )  # fmt: skip
    return Owner(span.of(index.text), span, None, features)


def _cuts_name(index: Index, span: Span) -> bool:
    return index.within_name(span.start) or (index.within_name(span.end) and not index.ends_name(span.end))


def _carry(index: Index, setting: Setting, earlier: Owner, found: dict[str, Owner]) -> None:
    """Add to the candidate that owns the number before, or add it, what speaks for the same owner."""
    same = setting.before is not None
    between = Span(
        setting.before.span.end if setting.before else setting.sentence.start, setting.quantity.span.start
    )
    named = any(entity.type in OWNERS for _, entity in index.mentions(between))
    close = setting.before is not None and setting.before.span.end >= setting.clause.start
    carried = (
        "same",
        f"same sentence={same}",
        f"same sentence={same} named={named}",
        f"same clause={close}",
        f"same clause={close} named={named}",
    )
    key = earlier.entity.id if earlier.entity else earlier.text or ""
    if not key:
        return
    kept = found.get(key)
    if kept:
        found[key] = Owner(kept.text, kept.span, kept.entity, (*kept.features, *carried))
    else:
        found[key] = Owner(
            earlier.text, earlier.span, earlier.entity, (*carried, "same only", f"same only named={named}")
        )


def _edge(word: Word | None) -> str:
    if word is None:
        return "^"
    return word.text if word.tag[:1] in "pducryfqm" or word.tag == "x" else word.tag[:1]


def _quoted(text: str, span: Span) -> bool:
    return text[span.start - 1 : span.start] in ("“", "《", "「")
