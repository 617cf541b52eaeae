"""When a number holds: a time expression of its sentence, or of the sentences before it, or none.

A linear ranker chooses among the candidates (`ranking`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.values import Span
from pipeline.extract.indicators.context import Index, Setting, unit_kind
from pipeline.extract.indicators.ranking import Weights, choose
from pipeline.quantity import Period

_BACK = 300
_KEPT = 4
_REACH = 200
_AVERAGE = re.compile(r"[年月日人]均")
_EVENT = re.compile(
    r"(?:^|[，。：；])([^，。：；、\n]{2,18}(以来|期间|之后|以后|之前|当天|当日|后|时))(?=，)"
)


@dataclass(frozen=True, slots=True)
class Time:
    """A candidate: a period or none, and what speaks for it."""

    period: Period | None
    features: tuple[str, ...]


def period(
    index: Index, setting: Setting, earlier: Period | None, weights: Weights
) -> tuple[Period | None, float]:
    """Return when the number holds, or None, with the probability of that choice.

    `earlier` is the period of the number before.
    """
    found = times(index, setting, earlier)
    best, probability = choose(weights, [one.features for one in found])
    return found[best].period, probability


def times(index: Index, setting: Setting, earlier: Period | None) -> list[Time]:
    """Return the candidates for when the number holds; none at all is the last."""
    start, sentence = setting.quantity.span.start, setting.sentence
    here = index.periods(Span(sentence.start, start))
    after = index.periods(Span(setting.quantity.span.end, max(sentence.end, setting.quantity.span.end)))
    there = index.periods(Span(max(0, sentence.start - _BACK), sentence.start))
    here, there = (
        [one for one in some if not _AVERAGE.match(one.span.of(index.text))] for some in (here, there)
    )
    found = [
        Time(one, tuple(_before(index, setting, one, (order, earlier))))
        for order, one in enumerate(reversed(here))
    ]
    found += [Time(one, tuple(_after(index, setting, one, order))) for order, one in enumerate(after[:2])]
    found += [
        Time(one, tuple(_earlier(index, setting, one, (order, earlier))))
        for order, one in enumerate(reversed(there[-_KEPT:]))
    ]
    found += list(_events(index, setting, here, earlier))
    if earlier and all(one.period is None or one.period.span != earlier.span for one in found):
        found.append(Time(earlier, ("kept", f"kept here={bool(here)}", *_kind(index, earlier))))
    nothing = (
        "none",
        f"none here={min(len(here), 2)}",
        f"none there={min(len(there), 2)}",
        f"none earlier={earlier is not None}",
        f"none earlier={earlier is not None} sentence={setting.before is not None}",
        f"none {unit_kind(setting.quantity.unit)}",
        f"none unit={setting.quantity.unit}",
    )
    return [*found, Time(None, nothing)]


def _before(index: Index, setting: Setting, one: Period, given: tuple[int, Period | None]) -> Iterator[str]:
    order, earlier = given
    apart = index.clause_number(setting.quantity.span.start) - index.clause_number(one.span.start)
    yield "here"
    yield f"here order={min(order, 3)}"
    yield f"here apart={min(apart, 5)}"
    yield f"here opens={one.span.start == setting.sentence.start}"
    yield f"here same={earlier == one}"
    between = setting.before is not None and setting.before.span.start > one.span.end
    yield f"here number between={between} same={earlier == one}"
    before, after = index.word_before(one.span.start), index.word_after(one.span.end)
    yield f"here <{before.text if before and one.span.start > setting.sentence.start else '^'}"
    yield f"here >{after.text if after else '$'}"
    yield f"here >{after.tag[:1] if after else '$'}"
    yield f"here unit={unit_kind(setting.quantity.unit)}"
    if one.span.end >= setting.left.start:
        yield f"here beside gap={min((setting.quantity.span.start - one.span.end) // 2, 4)}"
    yield from (f"here {kind}" for kind in _kind(index, one))
    yield from _kind(index, one)


def _events(index: Index, setting: Setting, here: list[Period], earlier: Period | None) -> Iterator[Time]:
    """Yield the clauses before the number that tell when by an event (项目建成以来，…)."""
    start = max(setting.sentence.start, setting.quantity.span.start - _REACH)
    said = Span(start, setting.quantity.span.start).of(index.text)
    for match in _EVENT.finditer(said):
        span = Span(start + match.start(1), start + match.end(1))
        dated = next((one for one in here if one.span.overlaps(span)), None)
        if dated is None or dated.span != span:
            event = Period(span, dated.start if dated else None, dated.end if dated else None)
            apart = index.clause_number(setting.quantity.span.start) - index.clause_number(span.start)
            yield Time(event, (
                "event", f"event dated={dated is not None}", f"event apart={min(apart, 3)}",
                f"event same={earlier is not None and earlier.span == span}", f"event ends={match[2]}",
                f"event chars={min(len(match[1]), 20) // 4}",
            ))  # fmt: skip


def _after(index: Index, setting: Setting, one: Period, order: int) -> Iterator[str]:
    apart = index.clause_number(one.span.start) - index.clause_number(setting.quantity.span.start)
    yield "after"
    yield f"after order={order}"
    yield f"after apart={min(apart, 3)}"
    yield from _kind(index, one)


def _earlier(index: Index, setting: Setting, one: Period, given: tuple[int, Period | None]) -> Iterator[str]:
    order, earlier = given
    apart = index.sentence_number(setting.quantity.span.start) - index.sentence_number(one.span.start)
    yield "there"
    yield f"there order={order}"
    yield f"there apart={min(apart, 4)}"
    yield f"there same={earlier == one} number={setting.before is not None}"
    yield f"there opens={one.span.start == index.sentence(one.span.start).start}"
    yield from (f"there {kind}" for kind in _kind(index, one))
    yield from _kind(index, one)


def _kind(index: Index, one: Period) -> Iterator[str]:
    text = one.span.of(index.text)
    shape = "".join("9" if char.isdigit() else char for char in text).replace("99", "9").replace("99", "9")
    yield f"shape={shape}"
    yield f"starts={text[:1] if not text[:1].isdigit() else '9'}"
    yield f"ends={text[-1:]}"
    yield f"resolved={one.start is not None}"
