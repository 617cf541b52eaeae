"""The noun phrases that open the clauses of a sentence: candidates for whose number it is."""

from collections.abc import Iterator
from functools import cache

from kg.values import Span
from pipeline.extract.indicators.context import Index, Setting
from pipeline.extract.indicators.owners import Owner, edge
from pipeline.extract.reading import Word
from pipeline.extract.verbs import kind_of
from pipeline.lexicon import words as lexicon_words

_CLAUSES = 5
_WORDS = 14
_LONGEST = 9
_TIME = 12
_HEADS = ("n", "j", "l", "s", "eng", "r", "vn", "an", "g", "x", "i", "k", "z")
_PAIRS = {"“": "”", "《": "》", "（": "）", "‘": "’", "(": ")", "”": "", "》": "", "）": "", "’": "", ")": ""}
_BREAKS = frozenset({"讯", "电", "记者", "通讯员", "原标题", "报道", "：", "；", ":"})
_INNER = frozenset("、”）及和与·—")


def openings(index: Index, setting: Setting) -> Iterator[Owner]:
    """Yield the noun phrases that open the clauses of the sentence up to the number, nearest clause first."""
    clause, apart = Span(setting.clause.start, setting.quantity.span.start), 0
    while apart < _CLAUSES:
        yield from _opening(index, clause, apart)
        if clause.start <= setting.sentence.start:
            return
        clause = index.clause(Span(clause.start - 1, clause.start - 1), setting.sentence)
        apart += 1


def _opening(index: Index, clause: Span, apart: int) -> Iterator[Owner]:
    words = [word for word in index.words(clause) if not word.text.isspace()][:_WORDS]
    first = 0
    while first < len(words) and words[first].tag[:1] in "cptr" and first < 4:
        first += 1
    for start in sorted({0, first}):
        for last in range(start, min(start + _LONGEST, len(words))):
            if words[last].text in _BREAKS or _governs(index, words[last]):
                break
            fits = _closes(words, start, last) and _paired(words[start : last + 1])
            if fits and not _owns_nothing(index, words[start : last + 1]):
                yield _phrase(index, clause, words, (start, last, apart))


def _owns_nothing(index: Index, run: list[Word]) -> bool:
    """Tell whether words are no one's name: a measure (出徒率), a time, a clause, a house and its people."""
    span = Span(run[0].span.start, run[-1].span.end)
    text = span.of(index.text)
    if len(text) == 1 or text in _no_owners():
        return True
    if text.endswith(_endings()) or text.startswith(_beginnings()):
        return True
    if index.ends_name(run[-1].span.start) and run[-1].text in _people():
        return True
    return _cuts_name(index, span) or _tells(index, run) or _timed(index, span)


def _tells(index: Index, run: list[Word]) -> bool:
    """Tell whether a run holds a verb or grammar that no 的 makes an attribute: it is a clause."""
    if index.ends_name(run[-1].span.start) and (run[-1].tag == "vn" or kind_of(run[-1].text)):
        return True
    after = [word.text for word in run[::-1]]
    reached = len(run) - 1 - after.index("的") if "的" in after else -1
    return any(
        word.tag in ("v", "vd", "d", "p") and not index.within(word.span) for word in run[reached + 1 :]
    )


def _timed(index: Index, span: Span) -> bool:
    near = index.periods(Span(max(0, span.start - _TIME), span.end))
    return any(one.span.overlaps(span) for one in near)


@cache
def _no_owners() -> frozenset[str]:
    return lexicon_words("indicator_no_owners", kind="whole")


@cache
def _people() -> frozenset[str]:
    return lexicon_words("indicator_no_owners", kind="people")


@cache
def _endings() -> tuple[str, ...]:
    return tuple(lexicon_words("indicator_no_owners", kind="end"))


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(lexicon_words("indicator_no_owners", kind="start"))


def _governs(index: Index, word: Word) -> bool:
    """Tell whether a word opens an object or an adverbial: no noun phrase runs across it, but a name may."""
    return word.tag in ("p", "d") and not index.within_name(word.span.end)


def _paired(words: list[Word]) -> bool:
    """Tell whether every quotation or title that opens within the words closes there, and the reverse.

    >>> _paired([]), _paired([Word("“", "x", Span(0, 1)), Word("我省", "r", Span(1, 3))])
    (True, False)
    """
    marks = [word.text for word in words if word.text in _PAIRS]
    return len(marks) % 2 == 0 and all(
        _PAIRS[one] == other for one, other in zip(marks[::2], marks[1::2], strict=True)
    )


def _closes(words: list[Word], start: int, last: int) -> bool:
    """Tell whether a noun phrase can run from `start` to `last`: it ends in a noun and does not go on."""
    if words[start].tag in ("v", "d", "p", "c", "u", "f", "m") or not words[last].tag.startswith(_HEADS):
        return False
    if start and (words[start - 1].tag == "d" or _frames(words, start, last)):
        return False
    if all(word.tag[:1] in "vdxau" for word in words[start : last + 1]):
        return False
    if words[last].tag == "x" and words[last].text not in "”》）":
        return False
    if last + 1 == len(words):
        return True
    # A row of nouns that goes on with a noun was cut within its last one.
    cut = words[last + 1].tag[:1] in "nq" and any(word.text == "、" for word in words[start:last])
    return words[last + 1].text not in _INNER and not cut


def _frames(words: list[Word], start: int, last: int) -> bool:
    """Tell whether the words stand between a preposition and a locative, as an adverbial (在…指导下)."""
    return words[start - 1].tag == "p" and last + 1 < len(words) and words[last + 1].tag == "f"


def _phrase(index: Index, clause: Span, words: list[Word], bounds: tuple[int, int, int]) -> Owner:
    start, last, apart = bounds
    run = words[start : last + 1]
    span = Span(run[0].span.start, run[-1].span.end)
    following = words[last + 1] if last + 1 < len(words) else None
    before = edge(words[start - 1] if start else None)
    verbs, after = min(sum(word.tag == "v" for word in run), 2), edge(following)
    opens = clause.start == index.sentence(clause.start).start and not start
    features = (
        "run", f"run apart={min(apart, 3)}", f"run first={run[0].tag}", f"run first={run[0].text}",
        f"run <{before}", f"run >{after}", f"run >{following.text if following else '$'}",
        f"run last={run[-1].tag}", f"run last={run[-1].text}", f"run last~{run[-1].text[-1]}",
        f"run last={run[-1].tag} >{following.tag[:1] if following else '$'}",
        f"run len={len(run)}", f"run verbs={verbs}", f"run apart={min(apart, 3)} >{after}",
        f"run name={index.begins_name(span.start)} {index.ends_name(span.end)}",
        f"run cut={_cuts_name(index, span)}", f"run of={any(word.text == '的' for word in run)}",
        f"run marks={any(word.tag == 'x' and word.text not in '“”《》' for word in run)}",
        f"run opens sentence={opens}",
    )  # fmt: skip
    return Owner(span.of(index.text), span, None, features)


def _cuts_name(index: Index, span: Span) -> bool:
    return index.within_name(span.start) or (index.within_name(span.end) and not index.ends_name(span.end))
