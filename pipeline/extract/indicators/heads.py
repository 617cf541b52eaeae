"""The noun phrase that a clause begins with, past its times, adverbs and prepositional phrases.

Read from the tagger's words, with each name as one word; where a verb begins the clause there is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.values import Span
from pipeline.extract.indicators.context import Index
from pipeline.extract.reading import Word
from pipeline.extract.verbs import is_noun_like, is_verb, kind_of

_NAME, _WHEN = "N", "t"
_TIME = re.compile(
    r"[0-9０-９一二两三四五六七八九十近几半多来]+(?:年|个?月|周|天|日|季度|小时)[来以间里内底初中]*"
    r"|.{0,6}以来|.{0,8}期间|[今去前明那]年.{0,3}|目前|如今|现在|截至.*|近日|日前|当天|连日来"
)
_FRAME = re.compile(
    r"据(?:了解|悉|介绍|统计|报道|测算|透露|不完全统计|通报|.{1,8}(?:介绍|消息|报道|统计))"
    r"|(?:数据|统计|测评|调查)?显示|记者(?:从|获悉|了解到)|原标题|其中$|包括|例如|比如"
)
_FRAMED = 12
_OPENERS, _CLOSERS = frozenset("“《（(‘「"), frozenset("”》）)’」")
_LINKS = frozenset("、·-—/")
_JOINTS = _LINKS | {"的", "和", "与", "及", "等", "以及"}
_SKIPPED = _LINKS | {"，", "其中", "每", "同时"}
_PLACE_ENDS = frozenset(("中", "上", "下", "里", "内", "时", "后", "前", "期间", "以来", "之后"))
_WITHIN = ("n", "j", "l", "s", "eng", "vn", "an", "g", "i", "k", "z", "b", "a", "r", "q", "m", "f", "y", "h")
_LAST = ("n", "j", "l", "s", "eng", "vn", "an", "g", "i", "k", "z", "r", "b")
_LEADING = ("c", "d", "t", "f", "u", "y", "e", "o")
_LONGEST_PHRASE, _LONGEST_TIME = 10, 4


@dataclass(frozen=True, slots=True)
class Head:
    """The noun phrase of a clause, and the word after it with its tag, empty where nothing follows."""

    span: Span
    after: str
    tag: str


def head_of(index: Index, clause: Span) -> Head | None:
    """Return the noun phrase that begins `clause`, or None where a verb or a frame (据悉) begins it."""
    if _FRAME.search(clause.of(index.text)[:_FRAMED]):
        return None
    words = named_words(index, clause)
    start = _past_adverbials(words)
    end = _phrase_end(words, start)
    while end > start and not words[end - 1].tag.startswith((*_LAST, _NAME)):
        end -= 1
    while start < end and words[start].text in "“”‘’":
        start += 1
    if end <= start:
        return None
    after, tag = (words[end].text, words[end].tag) if end < len(words) else ("", "")
    return Head(Span(words[start].span.start, words[end - 1].span.end), after, tag)


def named_words(index: Index, clause: Span) -> list[Word]:
    """Return the words of a clause; a name is one word, tagged N, and so is a time, tagged t."""
    marks = list(_marks(index, clause))
    found: list[Word] = []
    for word in index.words(clause):
        while marks and marks[0].span.end <= word.span.start:
            marks.pop(0)
        mark = marks[0] if marks else None
        if mark is None or not word.span.overlaps(mark.span):
            found.append(word)
            continue
        if word.span.start < mark.span.start:
            found.append(_part(index, word, word.span.start, mark.span.start))
        if not found or found[-1] is not mark:
            found.append(mark)
        if word.span.end > mark.span.end:
            found.append(_part(index, word, mark.span.end, word.span.end))
    return [word for word in found if not word.text.isspace()]


def _marks(index: Index, clause: Span) -> Iterator[Word]:
    """Yield the names and times of a clause as words, in text order, none over another."""
    names = [(span, _NAME) for span, _ in index.mentions(clause)]
    times = [(one.span, _WHEN) for one in index.periods(clause)]
    times = [(span, tag) for span, tag in times if not any(span.overlaps(name) for name, _ in names)]
    reached = clause.start
    for span, tag in sorted([*names, *times]):
        if span.start >= reached and span.end <= clause.end:
            yield Word(span.of(index.text), tag, span)
            reached = span.end


def _part(index: Index, word: Word, start: int, end: int) -> Word:
    return Word(index.text[start:end], word.tag, Span(start, end))


def _past_adverbials(words: Sequence[Word]) -> int:
    """Return where the noun phrase may begin; the end of the words where a verb comes first."""
    at = 0
    while at < len(words):
        word = words[at]
        if word.tag == _NAME or word.text in _OPENERS:
            return at
        past = _past(words, at)
        if past == at:
            return len(words) if word.tag == "m" or acts(word) else at
        at = past
    return at


def _past(words: Sequence[Word], at: int) -> int:
    """Return the place behind the adverbial that begins at a word, or that word's own place."""
    word = words[at]
    if word.tag == "p":
        return _past_phrase(words, at)
    if word.tag[:1] in _LEADING or word.text in _SKIPPED:
        return at + 1
    return _past_time(words, at)


def _past_time(words: Sequence[Word], at: int) -> int:
    for stop in range(min(len(words), at + _LONGEST_TIME), at, -1):
        if _TIME.fullmatch("".join(word.text for word in words[at:stop])):
            return stop
    return at


def _past_phrase(words: Sequence[Word], at: int) -> int:
    """Return the place behind a prepositional phrase that a locative ends; 由 only introduces who acts."""
    if words[at].text == "由":
        return at + 1
    for stop in range(at + 1, min(len(words), at + _LONGEST_PHRASE)):
        if acts(words[stop]):
            return len(words)
        if words[stop].tag == "f" or words[stop].text in _PLACE_ENDS:
            return stop + 1
    return len(words)


def _phrase_end(words: Sequence[Word], start: int) -> int:
    depth = 0
    for stop in range(start, len(words)):
        word = words[stop]
        if word.text in _OPENERS:
            depth += 1
        elif word.text in _CLOSERS:
            depth = max(0, depth - 1)
        elif not depth and (_ends(word) or _governs(words, start, stop)):
            return stop
    return len(words)


def _governs(words: Sequence[Word], start: int, at: int) -> bool:
    """Tell whether a verbal noun stands between a name and a noun: there it is a verb (总工会指导企业)."""
    named = at > start and words[at - 1].tag == _NAME
    verbal = words[at].tag == "vn" or kind_of(words[at].text) is not None
    return named and verbal and at + 1 < len(words) and words[at + 1].tag[:1] in "nN"


def _ends(word: Word) -> bool:
    """Tell whether a noun phrase ends before a word."""
    if word.tag == _NAME or word.text in _JOINTS:
        return False
    return not word.tag.startswith(_WITHIN) or acts(word)


def acts(word: Word) -> bool:
    """Tell whether a word is a verb here: tagged so, or one that the lexicon knows as no noun."""
    if word.tag in (_NAME, _WHEN):
        return False
    return (word.tag.startswith("v") and word.tag != "vn") or (is_verb(word) and not is_noun_like(word))
