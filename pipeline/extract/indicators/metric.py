"""What a number measures: the phrase beside it, in the text's own words.

Candidates are runs of words beside the quantity; a linear ranker chooses among them (`ranking`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.values import Span
from pipeline.extract.indicators.context import Index, Setting, unit_kind
from pipeline.extract.indicators.ranking import Weights, choose
from pipeline.extract.reading import Word

_REACH = 14
_ENDINGS = 6
_SHARED = frozenset({"", "、", "和", "及", "与", "或", "至", "以及", "，"})
_OPENING = frozenset("“《（(「『")
_CLOSED_BEFORE = frozenset("、，,.的”》）)」』及和与/")
_OPEN_AFTER = frozenset("、，,.“《（(「『及和与/")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate: its text, its place (None where it repeats the number before) and what speaks for it."""

    kind: str
    text: str
    span: Span | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of words from which phrases are taken, with what stands on either side of it."""

    kind: str
    words: tuple[Word, ...]
    around: tuple[str, ...]


def measured(
    index: Index, setting: Setting, earlier: str | None, weights: Weights
) -> tuple[Phrase | None, float]:
    """Return what the quantity measures, with the probability of that choice; None where no word stands by.

    `earlier` is what the number before it in the sentence measures.
    """
    found = phrases(index, setting, earlier)
    if not found:
        return None, 1.0
    best, probability = choose(weights, [phrase.features for phrase in found])
    return found[best], probability


def phrases(index: Index, setting: Setting, earlier: str | None) -> list[Phrase]:
    """Return the candidates for what the quantity measures; `earlier` is what the number before measures."""
    unit = unit_kind(setting.quantity.unit)
    found = [phrase for run in _runs(index, setting) for phrase in _phrases_of(index, run, unit)]
    if earlier:
        found.append(_repeated(index, setting, earlier, unit))
    return found


def _runs(index: Index, setting: Setting) -> Iterator[_Run]:
    left = tuple(_visible(index.words(setting.left)))
    right = tuple(_visible(index.words(setting.right)))
    around = (f"l={_shape(left[-1]) if left else '-'}", f"r={_shape(right[0]) if right else '-'}")
    if right and right[0].text not in _SHARED:
        yield _Run("after", right[:_REACH], around)
    yield _Run("before", left[-2 * _REACH :], around)
    if setting.right.of(index.text).strip() in _SHARED:
        shared = _shared(index, setting)
        yield _Run("shared", tuple(_visible(index.words(shared)))[:_REACH], around)
    if len(left) <= 3:
        yield _Run(
            "clause", tuple(_visible(index.words(index.clause_before(setting))))[-2 * _REACH :], around
        )


def _visible(words: list[Word]) -> Iterator[Word]:
    return (word for word in words if not word.text.isspace())


def _shared(index: Index, setting: Setting) -> Span:
    """Return what follows the last of a row of numbers that share a noun (100%、90%、80%的补贴)."""
    at = setting.number + 1
    settings = index.settings
    while at < len(settings) and settings[at].sentence == setting.sentence:
        if settings[at].right.of(index.text).strip() not in _SHARED:
            return settings[at].right
        at += 1
    return Span(setting.quantity.span.end, setting.quantity.span.end)


def _phrases_of(index: Index, run: _Run, unit: str) -> Iterator[Phrase]:
    words = run.words
    base = (
        run.kind,
        f"{run.kind} {unit}",
        *(f"{run.kind} {one}" for one in run.around),
        *(f"{run.kind} {unit} {one}" for one in run.around),
    )
    for first, last in _bounds(run):
        span = Span(words[first].span.start, words[last].span.end)
        features = (*base, *_start(index, run, first), *_end(index, run, last), *_inside(run, first, last))
        yield Phrase(run.kind, span.of(index.text), span, features)


def _bounds(run: _Run) -> Iterator[tuple[int, int]]:
    words, count = run.words, len(run.words)
    forward = run.kind in ("after", "shared")
    starts = [at for at, word in enumerate(words) if word.text not in _CLOSED_BEFORE]
    if forward:
        starts = [at for at in starts if at == 0 or (at <= 10 and words[at - 1].text in ("的", "在"))]
    for last in range(0 if forward else max(0, count - _ENDINGS), count):
        if words[last].text not in _OPEN_AFTER:
            yield from ((first, last) for first in starts if last - _REACH <= first <= last)


def _start(index: Index, run: _Run, at: int) -> Iterator[str]:
    kind, word = run.kind, run.words[at]
    yield f"{kind} s={word.tag}"
    yield f"{kind} s={word.text}"
    yield f"{kind} s~{word.text[-1]}"
    yield f"{kind} s<{_shape(run.words[at - 1]) if at else '^'}"
    yield f"{kind} s<{run.words[at - 1].tag if at else '^'}"
    yield f"{kind} s<{run.words[at - 1].tag if at else '^'} {word.tag}"
    if at < 3:
        yield f"{kind} s{at}"
    if index.begins_name(word.span.start):
        yield f"{kind} s=name"
    if index.ends_name(word.span.start):
        yield f"{kind} s<name"
    elif index.within_name(word.span.start):
        yield f"{kind} s in name"


def _end(index: Index, run: _Run, at: int) -> Iterator[str]:
    kind, word = run.kind, run.words[at]
    following = run.words[at + 1] if at + 1 < len(run.words) else None
    yield f"{kind} e={word.tag}"
    yield f"{kind} e={word.text}"
    yield f"{kind} e~{word.text[-1]}"
    yield f"{kind} e>{_shape(following) if following else '$'}"
    yield f"{kind} e={word.tag}>{following.tag if following else '$'}"
    yield f"{kind} e>{following.text if following else '$'}"
    if kind in ("before", "clause"):
        yield f"{kind} gap={len(run.words) - 1 - at}"
        for skipped in run.words[at + 1 :]:
            yield f"{kind} skip={skipped.tag}"
            yield f"{kind} skip={skipped.text}"
    if not index.ends_name(word.span.end) and index.within_name(word.span.end):
        yield f"{kind} e in name"


def _inside(run: _Run, first: int, last: int) -> Iterator[str]:
    words = run.words[first : last + 1]
    kind, verbs = run.kind, sum(word.tag == "v" for word in words)
    yield f"{kind} len={min(len(words), 8)}"
    yield f"{kind} chars={min(sum(len(word.text) for word in words), 16) // 2}"
    yield f"{kind} verbs={min(verbs, 3)}"
    yield f"{kind} first-verb={words[0].tag == 'v'} verbs={min(verbs, 3)}"
    for mark in ("的", "、", "“", "（", "了", "等", "和"):
        if any(word.text == mark for word in words[:-1]):
            yield f"{kind} in={mark}"
    if sum(word.text in _OPENING for word in words) != sum(word.text in "”》）)」』" for word in words):
        yield f"{kind} unpaired"
    if any(word.text in "，；：。" for word in words):
        yield f"{kind} punctuated"
    if any(word.tag in ("p", "d", "c", "r", "y") for word in words):
        yield f"{kind} grammar"
    if any(word.text[:1].isdigit() for word in words):
        yield f"{kind} digits"


def _repeated(index: Index, setting: Setting, earlier: str, unit: str) -> Phrase:
    left, right = setting.left.of(index.text).strip(), setting.right.of(index.text).strip()
    features = (
        "same",
        f"same {unit}",
        f"same l={left[-2:]}",
        f"same l={left[:2]}",
        f"same r={right[:1]}",
        f"same {unit} llen={min(len(left), 8)}",
        f"same {unit} rlen={min(len(right), 3)}",
        f"same unit={setting.before is not None and setting.before.unit == setting.quantity.unit}",
    )
    return Phrase("same", earlier, None, features)


def _shape(word: Word) -> str:
    """Return the word itself where it is grammar, else its tag."""
    return word.text if word.tag[:1] in "pducryfqm" or word.tag == "x" else word.tag
