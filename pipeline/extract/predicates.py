"""What a clause says: who acts, the action, its object, and for whom, read from words and their tags."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.values import Span
from pipeline.extract.reading import Word
from pipeline.lexicon import table, words

_OPENING = re.compile(
    r"(与此同时|在此基础上|除此之外|同时|此外|另外|并且|并|还|也|又|再|而且|而|以及|及|则|且|其中|随后|之后|然后|接着"
    r"|首先|其次|最后|一是|二是|三是|四是|五是|六是|七是|据悉|据了解|据介绍|日前|近日|目前|现场|[0-9一二三四五六七八九十]{1,2}、)"
)
_TAKES = words("measure_prepositions", role="takes")
_FOR = words("measure_prepositions", role="for")
_PREPOSITIONS = words("measure_prepositions") - {"帮助", "面向"}
_QUANTITY = re.compile(
    r"(?:[约近逾超共累计总各每首全第]*[0-9０-９一二两三四五六七八九十百千万亿余多几数.,]+(?:余|多)?"
    r"(?:个|名|位|家|项|场次|场|期|批|条|件|份|套|人次|人|支|间|处|座|台|元|种|类|门|天|年|所|户|款|篇|部|瓶|箱|辆|次)的?"
    r"|了|过|着|一批|一系列|各类|各种|多种|各项|全国首个|首个|首批|的)"
)
_COMPLEMENTS = frozenset("好起出成到上下入为给")
_OPENERS, _CLOSERS = frozenset("“‘「『（(《"), frozenset("”’」』）)》")
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
def verb_kinds() -> dict[str, str]:
    """Return the kind of each verb of the lexicon: deed, effect, speech, slogan or state."""
    return {row["verb"]: row["kind"] for row in table("measure_verbs")}


@cache
def kind_of(word: str) -> str | None:
    """Return the kind of a verb; of a longer word that the lexicon lacks, that of its last two characters."""
    kinds = verb_kinds()
    return kinds.get(word) or (kinds.get(word[-2:]) if len(word) > 3 else None)


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
    first = _main_verb(inner)
    if first is None:
        return None
    last = _verb_run(inner, first)
    action = Span(inner[first].span.start, inner[last].span.end)
    subject_end = _subject_end(inner, first)
    subject = _span(inner, 0, subject_end)
    found = _object(text, clause, inner, (first, last))
    return Predicate(start, subject, action, found or action, _beneficiary(text, inner, first))


def _main_verb(tokens: Sequence[Word]) -> int | None:
    """Return the verb that tells the deed: outside quotes, phrases and attributes, and no verbal noun."""
    outside = _outside_quotes(tokens)
    verbs = [index for index in outside if _is_verb(tokens[index])]
    free = [index for index in verbs if not _is_attribute(tokens, index)]
    true = [index for index in free if tokens[index].tag != "vn"]
    for choice in (_finished(tokens, true), _deeds(tokens, true), _deeds(tokens, free), true, free, verbs):
        if choice:
            return choice[0]
    return None


def _outside_quotes(tokens: Sequence[Word]) -> list[int]:
    depth, found = 0, []
    for index, word in enumerate(tokens):
        if word.text in _OPENERS:
            depth += 1
        elif word.text in _CLOSERS:
            depth = max(0, depth - 1)
        elif not depth:
            found.append(index)
    return found


def _finished(tokens: Sequence[Word], verbs: list[int]) -> list[int]:
    """Return the verbs that 了 follows: what was done."""
    after = {index: "".join(word.text for word in tokens[index + 1 : index + 2]) for index in verbs}
    return [index for index in verbs if after[index].startswith("了")]


def _deeds(tokens: Sequence[Word], verbs: list[int]) -> list[int]:
    return [i for i in verbs if kind_of(tokens[i].text) == "deed" and not _in_phrase(tokens, i)]


def _is_verb(word: Word) -> bool:
    if word.text in _PREPOSITIONS:
        return False
    kind = kind_of(word.text)
    if word.tag in ("v", "vi", "vn", "vd"):
        return kind != "modal"
    return kind == "deed" and len(word.text) > 1


def _is_attribute(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether the verb only describes a noun: 入职的新员工, 培训基地, or 参加培训的员工可以享有…."""
    after = tokens[index + 1 : index + 2]
    if not after:
        return False
    if after[0].text == "的" or (tokens[index].tag == "vn" and _is_noun(after[0])):
        return True
    particle = next((k for k in range(index + 1, len(tokens)) if tokens[k].text == "的"), None)
    return particle is not None and _resumes(tokens, particle)


def _resumes(tokens: Sequence[Word], particle: int) -> bool:
    """Tell whether the words after 的 hold a noun and then a verb with its own adverb or modal."""
    for k in range(particle + 1, len(tokens) - 1):
        if _is_noun(tokens[k]):
            following = tokens[k + 1]
            return following.tag == "d" or kind_of(following.text) == "modal"
    return False


def _in_phrase(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether a preposition stands close before the verb with no noun between: 为推进…."""
    before = tokens[max(0, index - 2) : index]
    return any(word.text in _PREPOSITIONS for word in before) and not any(_is_noun(word) for word in before)


def _is_noun(word: Word) -> bool:
    return word.tag.startswith(("n", "s", "j", "r", "eng", "l")) or word.text in _CLOSERS


def _verb_run(tokens: Sequence[Word], first: int) -> int:
    """Return the last of the verbs that stand together, complements included: 组织开展, 送上."""
    last = first
    while last + 1 < len(tokens) and last - first < 2 and _continues(tokens[last + 1]):
        last += 1
    return last


def _continues(word: Word) -> bool:
    if word.text in _COMPLEMENTS:
        return True
    return word.tag in ("v", "vd") and kind_of(word.text) in ("deed", "slogan")


def _subject_end(tokens: Sequence[Word], first: int) -> int:
    """Return how many of the words before the action name who acts: up to the first preposition or adverb."""
    for index, word in enumerate(tokens[:first]):
        if (
            word.text in _PREPOSITIONS - {"和", "与"}
            or word.tag in ("p", "d", "v", "t", "ad")
            or (word.tag == "x" and word.text not in "“”、（）")
        ):
            return index
    return first


def _span(tokens: Sequence[Word], start: int, end: int) -> Span | None:
    return Span(tokens[start].span.start, tokens[end - 1].span.end) if start < end else None


def _object(text: str, clause: Span, tokens: Sequence[Word], run: tuple[int, int]) -> Span | None:
    """Return what the action is done to: 把/将 X, else the head of what follows the verb."""
    first, last = run
    for index in range(first):
        if tokens[index].text in _TAKES:
            return _head(text, Span(tokens[index].span.end, tokens[first].span.start))
    after = _head(text, Span(tokens[last].span.end, clause.end))
    if after is not None:
        return after
    for index in range(first):
        if tokens[index].text in _FOR:
            return _head(text, Span(tokens[index].span.end, tokens[first].span.start))
    return _span(tokens, 0, _subject_end(tokens, first))


def _head(text: str, span: Span) -> Span | None:
    """Return the head phrase of a noun phrase: without its count, where long from its last 的 on."""
    start, end = span.start, span.end
    while start < end and text[start] in " ，、,了过着":
        start += 1
    while (found := _QUANTITY.match(text, start, end)) and end - found.end() >= 2:
        start = found.end()
    body = text[start:end]
    cut = _last_particle(body)
    if cut and len(body) > 8:
        start += cut
    if end - start > _LONGEST_OBJECT:
        shorter = text.find("、", end - _LONGEST_OBJECT, end - 2)
        start = shorter + 1 if shorter >= 0 else end - _LONGEST_OBJECT
    return Span(start, end) if end - start >= 2 else None


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
