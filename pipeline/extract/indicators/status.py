"""Whether a number is reported, promised or prescribed: a linear model over the words of its sentence."""

from collections.abc import Iterator, Mapping

from kg.values import Span, Status
from pipeline.extract.indicators.context import Index, Setting, unit_kind
from pipeline.lexicon import table
from pipeline.quantity import Period

_STATUSES: tuple[Status, ...] = ("actual", "standard", "target")


def status(odds: Mapping[str, float]) -> tuple[Status, float]:
    """Return the likeliest of `actual`, `target` and `standard`, with its probability.

    >>> status({"actual": 0.2, "target": 0.7, "standard": 0.1})
    ('target', 0.7)
    """
    best = max(_STATUSES, key=lambda one: odds[one])
    return best, odds[best]


def clues(index: Index, setting: Setting, when: Period | None, earlier: Status | None) -> Iterator[str]:
    """Yield what speaks for or against each status.

    `when` is the number's period, `earlier` the status of the number before it in the sentence.
    """
    start, end = setting.quantity.span.start, setting.quantity.span.end
    unit = unit_kind(setting.quantity.unit)
    yield f"unit={setting.quantity.unit}"
    yield f"kind={unit}"
    yield f"op={setting.quantity.op}"
    yield f"earlier={earlier}"
    for word in index.words(Span(setting.sentence.start, start)):
        if word.tag[:1] in "vdpcua" and word.tag != "x":
            yield f"said {word.text}"
    for word in index.words(Span(setting.clause.start, start)):
        yield f"clause {word.text}"
        if word.tag[:1] in "vd":
            yield f"clause {word.text} {unit}"
    for word in index.words(Span(end, setting.clause.end))[:8]:
        yield f"after {word.text}"
    for word in index.words(Span(setting.clause.end, max(setting.clause.end, setting.sentence.end)))[:12]:
        yield f"later {word.text}"
    before, after = index.word_before(start), index.word_after(end)
    yield f"<{before.text if before else '^'}"
    yield f">{after.text if after else '$'}"
    yield from _cues(index, setting)
    yield from _time(index, when)


def _cues(index: Index, setting: Setting) -> Iterator[str]:
    unit, found = unit_kind(setting.quantity.unit), set()
    said = Span(setting.sentence.start, setting.quantity.span.start).of(index.text)
    clause = Span(setting.clause.start, setting.clause.end).of(index.text)
    for row in table("indicator_status"):
        stretch = clause if row["scope"] == "clause" else said + clause
        if row["word"] in stretch:
            found.add(row["status"])
            near = " near" if row["word"] in clause else ""
            yield f"cue {row['status']}{near}"
            yield f"cue {row['word']}{near}"
            yield f"cue {row['word']} {unit}"
    yield f"cues {'+'.join(sorted(found)) or 'none'}"
    yield f"cues {'+'.join(sorted(found)) or 'none'} {unit}"


def _time(index: Index, when: Period | None) -> Iterator[str]:
    if when is None:
        yield "no time"
        return
    published = index.reading.article.published
    if when.end and published:
        yield f"future={when.end > published} started={when.start is not None and when.start <= published}"
    text = when.span.of(index.text)
    yield f"time={text[:1] if not text[:1].isdigit() else '9'}"
    yield f"time={text[:2]}" if not text[:1].isdigit() else "time dated"
    yield f"time ends {text[-1:]}"
