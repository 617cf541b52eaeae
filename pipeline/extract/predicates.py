"""What a clause says: who acts, the action, its object, and for whom, read from words and their tags."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.frozen import quick
from kg.values import Span
from pipeline.extract.reading import Word
from pipeline.extract.subjects import agent_of, subject_of
from pipeline.extract.verbs import (
    ADVERBS,
    URGES,
    closing_verb,
    is_noun_like,
    is_verb,
    kind_of,
    main_verb,
    verb_run,
)
from pipeline.lexicon import words

_OPENING = re.compile(
    r"(与此同时|在此基础上|除此之外|同时|此外|另外|并且|并|还|也|又|再|而且|而|以及|及(?!时)|则|且|其中|随后|之后|然后|接着"
    r"|首先|其次|最后|一是|二是|三是|四是|五是|六是|七是|据悉|据了解|据介绍|日前|近日|目前|现场|[0-9一二三四五六七八九十]{1,2}、)"
)
_TAKES = words("measure_prepositions", role="takes")
_FOR = words("measure_prepositions", role="for")
_QUANTITY = re.compile(
    r"(?:[约近逾超共累计总各每首全]*[0-9０-９一二两三四五六七八九十百千万亿余多几数.,]+(?:余|多)?"
    r"(?:个|名|位|家|项|场次|场|期|批|条|件|份|套|人次|人|支|间|处|座|台|元|种|类|门|天|年|所|户|款|篇|部|瓶|箱|辆|次)(?!性)的?"
    r"|了|过|着|一批|一系列|各类|各种|多种|各项|全国首个|首个|首批|的)"
)
_COUNTED, _COUNT_TAIL = re.compile("[0-9.,]"), 6
_COUNT = re.compile(r"(?:共计|共|约|近|超过|超)?[0-9.,]+[余多]?[万亿]?[余多]?[\u4e00-\u9fff]{1,2}$")
_LONGEST_OBJECT = 40
_WORDS = re.compile(r"\w{2}")
_LEADING = " ，、,了过着和及与—-"
# Behind 的 these only say when or under what: the phrase before it is meant (发放物品的基础上).
_FRAMES = frozenset(
    ("基础上", "同时", "过程中", "情况下", "前提下", "背景下", "方面", "时候", "之际", "期间")
)
_NO_OBJECT = ("由", "等")
_LIGHT, _ON = frozenset(("进行", "予以", "给予", "加以")), frozenset(("对", "为", "给"))
_PARTNERS = frozenset(("对", "向", "与", "同", "跟", "给", "为"))
_ADVERB_TAGS = frozenset(("d", "ad", "vd", "a"))
_PASSIVE = frozenset(("被", "受", "获"))
_PAIRS = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "（": "）", "(": ")", "【": "】"}
_BRINGS = URGES | words("measure_roles", role="brings")
_NEXT_DEED = words("measure_roles", role="next_deed")


@quick
@dataclass(frozen=True, slots=True)
class Predicate:
    """The parts of a clause; each span lies in the clause, `subject` and `beneficiary` may be absent.

    `silent` says that the subject is what was done to: only who is named as agent acts.
    """

    start: int
    subject: Span | None
    action: Span
    object: Span
    beneficiary: Span | None
    silent: bool = False


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
    """Return the parts of the clause whose words are `tokens`, or None where it has no verb or no object."""
    start = clause.start + opening(clause.of(text))
    inner = [word for word in tokens if word.span.start >= start]
    closing = closing_verb(inner)
    if closing is not None:
        return _topic(text, start, inner, closing)
    first = main_verb(inner)
    if first is None:
        return None
    last = first if inner[first].text in _LIGHT else verb_run(inner, first)
    action = _without_adverb(text, Span(inner[first].span.start, inner[last].span.end))
    found = _object(text, clause, inner, (first, last))
    if found is None:
        return None
    passive = any(word.text in _PASSIVE for word in inner[:first])
    if found.of(text).startswith(_NO_OBJECT):
        return None
    subject = agent_of(inner, first) or (None if passive else subject_of(inner, first))
    parts = _performed(text, inner, (action, found)) if action.of(text) in _LIGHT else (action, found)
    return Predicate(start, subject, *parts, _beneficiary(text, inner, first), passive)


def _topic(text: str, start: int, tokens: Sequence[Word], last: int) -> Predicate | None:
    """Return a clause that a verb closes: its subject is what was held, and only 由 names who acts."""
    topic = subject_of(tokens, last)
    thing = _head(text, topic) if topic else None
    agent = agent_of(tokens, last)
    if thing is None:
        places = [index for index in range(1, last) if tokens[index].text in ("在", "于")]
        thing = _head(text, Span(tokens[0].span.start, tokens[(places[-1] if places else last) - 1].span.end))
    if thing is None or thing.of(text).startswith(_NO_OBJECT):
        return None
    return Predicate(start, agent, tokens[last].span, thing, None, silent=True)


def _without_adverb(text: str, action: Span) -> Span:
    body = action.of(text)
    return Span(action.end - 2, action.end) if len(body) > 2 and body[:-2] in ADVERBS else action


def _performed(text: str, tokens: Sequence[Word], parts: tuple[Span, Span]) -> tuple[Span, Span]:
    """Return the deed that 进行 performs, and what it is done to: 对站点进行检查 is 检查, 站点."""
    action, thing = parts
    after = [word for word in tokens if word.span.start >= thing.start and word.span.end <= thing.end]
    whole = next((word for word in tokens if word.text in _ON and word.span.end < action.start), None)
    if whole is None or not after or not _tells_deed(after[-1]):
        return parts
    target = _head(text, Span(whole.span.end, action.start))
    return (after[-1].span, target) if target else parts


def _tells_deed(word: Word) -> bool:
    return len(word.text) > 1 and (word.tag in ("v", "vn") or kind_of(word.text) == "deed")


def _span(tokens: Sequence[Word], start: int, end: int) -> Span | None:
    return Span(tokens[start].span.start, tokens[end - 1].span.end) if start < end else None


def _object(text: str, clause: Span, tokens: Sequence[Word], run: tuple[int, int]) -> Span | None:
    """Return what the action is done to: 把/将 X, else the head of what follows the verb."""
    first, last = run
    for index in range(first):
        if tokens[index].text in _TAKES and _is_noun_ahead(tokens[index + 1]):
            return _head(text, Span(tokens[index].span.end, tokens[first].span.start))
    end = _before_next_deed(tokens, first, last)
    after = _head(text, Span(tokens[last].span.end, end or clause.end))
    if after is not None:
        return after
    return _beneficiary(text, tokens, first) or subject_of(tokens, first) or _partner(text, tokens, first)


def _partner(text: str, tokens: Sequence[Word], first: int) -> Span | None:
    """Return whom or what a verb without an object is done to or with: 工会 of 与工会共建."""
    for index in range(first - 1, -1, -1):
        if tokens[index].text in _PARTNERS and index + 1 < first:
            end = first
            while end - 2 > index and tokens[end - 1].tag in _ADVERB_TAGS:
                end -= 1
            return _head(text, Span(tokens[index].span.end, tokens[end].span.start))
    return None


def _before_next_deed(tokens: Sequence[Word], first: int, last: int) -> int | None:
    """Return the end of the people that an action brings to another: 邀请律师 of 邀请律师到现场讲课."""
    for index in range(last + 2, len(tokens)):
        person, word = tokens[index - 1], tokens[index]
        if (
            (person.text == "们" or person.text.endswith(people()))
            and person.tag[:1] != "v"
            and (word.text in _NEXT_DEED or (tokens[first].text in _BRINGS and _begins_predicate(word)))
        ):
            return person.span.end
    return None


def _begins_predicate(word: Word) -> bool:
    return word.tag == "d" or kind_of(word.text) == "modal" or (is_verb(word) and not is_noun_like(word))


def _is_noun_ahead(word: Word) -> bool:
    """Tell 将产改纳入规划, which takes an object, from 将优先安排代表, which only tells the future."""
    return word.tag not in ("d", "ad", "v", "p", "vd", "c") and not is_verb(word)


def _head(text: str, span: Span) -> Span | None:
    """Return the head phrase of a noun phrase: without its count, where long from its last 的 on."""
    start, end = _past_count(text, span.start, span.end), span.end
    end = _without_count(text, start, end)
    if text.startswith("《", start) and (closing := text.find("》", start, end)) > 0:
        return Span(start, closing + 1)
    end = _without_frame(text, start, end)
    if end - start > 8:
        start = _past_count(text, start + _last_particle(text[start:end]), end)
    start = _shortened(text, start, end)
    return _balanced(text, Span(start, end)) if _WORDS.search(text, start, end) else None


def _past_count(text: str, start: int, end: int) -> int:
    """Return where a phrase begins behind the marks, particles and counts that open it."""
    start = _past_particles(text, start, end)
    while (found := _QUANTITY.match(text, start, end)) and end - found.end() >= 2:
        start = _past_particles(text, found.end(), end)
    return start


def _past_particles(text: str, start: int, end: int) -> int:
    while start < end and (text[start] in _LEADING or (text[start] == "的" and end - start > 1)):
        start += 1
    return start


def _without_frame(text: str, start: int, end: int) -> int:
    """Return the end of the phrase before a 的 that only a frame follows: 发放物品|的基础上."""
    place = text.rfind("的", start, end)
    return place if place - start >= 2 and text[place + 1 : end] in _FRAMES else end


def _shortened(text: str, start: int, end: int) -> int:
    """Return where a phrase too long begins again: after the first 、 outside quotes that leaves little."""
    if end - start <= _LONGEST_OBJECT:
        return start
    depth = 0
    for place in range(start, end - 2):
        depth += (text[place] in _PAIRS) - (text[place] in _PAIRS.values())
        if text[place] == "、" and depth <= 0 and end - place - 1 <= _LONGEST_OBJECT:
            return place + 1
    return start


def _balanced(text: str, span: Span) -> Span:
    """Return the phrase with the quotation mark that closes it, or without one that nothing closes."""
    body, start, end = span.of(text), span.start, span.end
    for opener, closer in _PAIRS.items():
        if body.count(opener) > body.count(closer):
            if text[end : end + 1] == closer:
                end += 1
            elif body.startswith(opener):
                start += 1
        elif body.count(opener) < body.count(closer):
            if text[start - 1 : start] == opener:
                start -= 1
            elif body.endswith(closer):
                end -= 1
    return Span(start, end) if end - start >= 2 else span


def _without_count(text: str, start: int, end: int) -> int:
    """Return the end of the phrase before a count that closes it: 帮扶基地5家."""
    if not _COUNTED.search(text, max(start, end - _COUNT_TAIL), end):
        return end  # as for most phrases: to see that takes a sixth of the time
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
    for index in range(first - 1, -1, -1):
        if tokens[index].text in _FOR and index + 1 < len(tokens):
            phrase = _head(text, Span(tokens[index].span.end, tokens[first].span.start))
            trimmed = _upto_people(text, phrase) if phrase else None
            if trimmed is not None:
                return trimmed
    return None


def _upto_people(text: str, phrase: Span) -> Span | None:
    body = phrase.of(text)
    ends = [body.rfind(word) + len(word) for word in people() if word in body]
    return _balanced(text, Span(phrase.start, phrase.start + max(ends))) if ends else None
