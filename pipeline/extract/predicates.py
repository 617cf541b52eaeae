"""What a clause says: who acts, the action, its object, and for whom, read from words and their tags."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.values import Span
from pipeline.extract.reading import Word
from pipeline.extract.verbs import ADVERBS, PREPOSITIONS, is_noun_like, is_verb, kind_of, main_verb, verb_run
from pipeline.lexicon import words

_OPENING = re.compile(
    r"(与此同时|在此基础上|除此之外|同时|此外|另外|并且|并|还|也|又|再|而且|而|以及|及(?!时)|则|且|其中|随后|之后|然后|接着"
    r"|首先|其次|最后|一是|二是|三是|四是|五是|六是|七是|据悉|据了解|据介绍|日前|近日|目前|现场|[0-9一二三四五六七八九十]{1,2}、)"
)
_TAKES = words("measure_prepositions", role="takes")
_FOR = words("measure_prepositions", role="for")
_QUANTITY = re.compile(
    r"(?:[约近逾超共累计总各每首全第]*[0-9０-９一二两三四五六七八九十百千万亿余多几数.,]+(?:余|多)?"
    r"(?:个|名|位|家|项|场次|场|期|批|条|件|份|套|人次|人|支|间|处|座|台|元|种|类|门|天|年|所|户|款|篇|部|瓶|箱|辆|次)(?!性)的?"
    r"|了|过|着|一批|一系列|各类|各种|多种|各项|全国首个|首个|首批|的)"
)
_COUNT = re.compile(r"(?:共计|共|约|近|超过|超)?[0-9.,]+[余多]?[万亿]?[余多]?[\u4e00-\u9fff]{1,2}$")
_NO_NAMES = PREPOSITIONS | ADVERBS
_NOT_NAMING = frozenset(("p", "d", "v", "t", "ad", "f"))
_LONGEST_OBJECT = 40


@dataclass(frozen=True, slots=True)
class Predicate:
    """The parts of a clause; each span lies in the clause, `subject` and `beneficiary` may be absent."""

    start: int
    subject: Span | None
    action: Span
    object: Span
    beneficiary: Span | None


@cache
def people() -> tuple[str, ...]:
    """Return the words that end a name of people or bodies, longest first."""
    return tuple(sorted(words("measure_people"), key=len, reverse=True))


def opening(text: str) -> int:
    """Return the length of the connectives that open a clause and are no part of the deed.

    >>> opening("同时，还为职工体检"[3:]), opening("开展竞赛")
    (1, 0)
    """
    length = 0
    while found := _OPENING.match(text, length):
        length = found.end()
        while text[length : length + 1] in "，, ":
            if length >= len(text):
                return 0
            length += 1
    return length if length < len(text) else 0


def predicate(text: str, clause: Span, tokens: Sequence[Word]) -> Predicate | None:
    """Return the parts of the clause whose words are `tokens`, or None where it has no verb."""
    start = clause.start + opening(clause.of(text))
    inner = [word for word in tokens if word.span.start >= start]
    first = main_verb(inner)
    if first is None:
        return None
    last = verb_run(inner, first)
    action = Span(inner[first].span.start, inner[last].span.end)
    subject_end = _subject_end(inner, first)
    subject = _span(inner, 0, subject_end)
    found = _object(text, clause, inner, (first, last))
    return Predicate(start, subject, action, found or action, _beneficiary(text, inner, first))


def _subject_end(tokens: Sequence[Word], first: int) -> int:
    """Return how many of the words before the action name who acts: up to a preposition, adverb or verb."""
    for index, word in enumerate(tokens[:first]):
        if word.text not in ("和", "与") and (word.text in _NO_NAMES or word.tag in _NOT_NAMING):
            return index
        if (word.tag == "x" and word.text not in "“”、（）") or kind_of(word.text) == "modal":
            return index
        if is_verb(word) and not (index and is_noun_like(word)):
            return index
        if word.tag == "a" and is_verb(tokens[index + 1]):
            return index
    return first


def _span(tokens: Sequence[Word], start: int, end: int) -> Span | None:
    return Span(tokens[start].span.start, tokens[end - 1].span.end) if start < end else None


def _object(text: str, clause: Span, tokens: Sequence[Word], run: tuple[int, int]) -> Span | None:
    """Return what the action is done to: 把/将 X, else the head of what follows the verb."""
    first, last = run
    for index in range(first):
        if tokens[index].text in _TAKES and _is_noun_ahead(tokens[index + 1]):
            return _head(text, Span(tokens[index].span.end, tokens[first].span.start))
    after = _head(text, Span(tokens[last].span.end, clause.end))
    if after is not None:
        return after
    return _beneficiary(text, tokens, first) or _span(tokens, 0, _subject_end(tokens, first))


def _is_noun_ahead(word: Word) -> bool:
    """Tell 将产改纳入规划, which takes an object, from 将优先安排代表, which only tells the future."""
    return word.tag not in ("d", "ad", "v", "p", "vd", "c") and not is_verb(word)


def _head(text: str, span: Span) -> Span | None:
    """Return the head phrase of a noun phrase: without its count, where long from its last 的 on."""
    start, end = span.start, span.end
    while start < end and text[start] in " ，、,了过着":
        start += 1
    while (found := _QUANTITY.match(text, start, end)) and end - found.end() >= 2:
        start = found.end()
    end = _without_count(text, start, end)
    if text.startswith("《", start) and (closing := text.find("》", start, end)) > 0:
        return Span(start, closing + 1)
    if end - start > 8:
        start += _last_particle(text[start:end])
    if end - start > _LONGEST_OBJECT:
        shorter = text.find("、", end - _LONGEST_OBJECT, end - 2)
        start = shorter + 1 if shorter >= 0 else end - _LONGEST_OBJECT
    return Span(start, end) if end - start >= 2 else None


def _without_count(text: str, start: int, end: int) -> int:
    """Return the end of the phrase before a count that closes it: 帮扶基地5家."""
    found = _COUNT.search(text, start, end)
    return found.start() if found and found.start() - start >= 2 else end


def _last_particle(body: str) -> int:
    """Return the place after the last 的 that stands outside quotes and leaves a phrase, else 0."""
    place = body.rfind("的")
    while place > 0:
        if len(body) - place - 1 >= 2 and body[:place].count("“") == body[:place].count("”"):
            return place + 1
        place = body.rfind("的", 0, place)
    return 0


def _beneficiary(text: str, tokens: Sequence[Word], first: int) -> Span | None:
    """Return the people or body that 为, 对, 向 … names before the action."""
    for index, word in enumerate(tokens[:first]):
        if word.text in _FOR and index + 1 < len(tokens):
            phrase = _head(text, Span(word.span.end, tokens[first].span.start))
            trimmed = _upto_people(text, phrase) if phrase else None
            if trimmed is not None:
                return trimmed
    return None


def _upto_people(text: str, phrase: Span) -> Span | None:
    body = phrase.of(text)
    ends = [body.rfind(word) + len(word) for word in people() if word in body]
    return Span(phrase.start, phrase.start + max(ends)) if ends else None
