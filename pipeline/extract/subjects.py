"""Who stands before the action: the noun phrase that is the clause's subject, or the agent that 由 names."""

import re
from collections.abc import Sequence

from kg.values import Span
from pipeline.extract.reading import Word
from pipeline.extract.verbs import ADVERBS, NAME, PREPOSITIONS, is_noun_like, is_verb, kind_of
from pipeline.lexicon import words

_NO_NAMES = PREPOSITIONS | ADVERBS
_AND = ("和", "与", "及", "、")
# These end a phrase of time or place, and the subject begins after it: 活动中, 三年来.
_ENDS_PLACE = words("measure_roles", role="place_end")
_DATE = re.compile(r"[0-9０-９一二三四五六七八九十]+[年月日号时点]|[年月日号时点初底]|上旬|中旬|下旬")
_NUMBER = re.compile(r"[0-9０-９]+")
_TIME_TAGS = ("t", "tg")
_GOING = words("measure_roles", role="stop")
_MODIFIERS = words("measure_roles", role="modifier")
_STOPS = ("p", "d", "ad", "c", "vd")
_LEADS_OTHERS = words("measure_roles", role="pivot")
_ACTING_NOUNS = words("measure_roles", role="acting_noun")
_LINKS = frozenset("“”‘’、（）《》·—-")


def subject_of(tokens: Sequence[Word], first: int) -> Span | None:
    """Return the noun phrase before the action `tokens[first]`, times and adverbs left off, or None."""
    start, index = 0, 0
    while index < first:
        word = tokens[index]
        leading = start == index and _is_time(tokens, index)
        if leading or (word.text in _ENDS_PLACE and word.tag != NAME):
            start = index + 1
        elif _ends_subject(tokens, index, start):
            break
        index += 1
    while start + 1 < index and _trails(tokens[index - 1]):
        index -= 1
    while start < index and tokens[start].text in ("、", "-", "—"):
        start += 1
    return Span(tokens[start].span.start, tokens[index - 1].span.end) if start < index else None


def agent_of(tokens: Sequence[Word], first: int) -> Span | None:
    """Return the phrase after 由 that stands before the action: 由工会主办."""
    for index in range(first - 1, -1, -1):
        if tokens[index].text == "由" and tokens[index].tag != NAME:
            return subject_of(tokens[index + 1 :], first - index - 1)
    return None


def _is_time(tokens: Sequence[Word], index: int) -> bool:
    word = tokens[index]
    if word.tag == NAME:
        return False
    if _NUMBER.fullmatch(word.text):
        return index + 1 < len(tokens) and bool(_DATE.match(tokens[index + 1].text))
    return word.tag in _TIME_TAGS or bool(_DATE.fullmatch(word.text))


def _ends_subject(tokens: Sequence[Word], index: int, start: int) -> bool:
    word = tokens[index]
    if word.tag == NAME or word.text in _AND or word.text in _MODIFIERS:
        return word.text in _AND and index == start
    if index == start and word.tag in ("vd", "a") and tokens[index + 1].tag[:1] == "n":
        return False
    if word.text in _NO_NAMES or word.text in _GOING or word.tag in _STOPS or word.tag in _TIME_TAGS:
        return True
    if (word.tag == "x" and word.text not in _LINKS) or kind_of(word.text) == "modal":
        return True
    if is_verb(word):
        if word.text in _LEADS_OTHERS or kind_of(word.text) in ("speech", "effect"):
            return True
        return not (is_noun_like(word) and (index > start or _joins(tokens, index)))
    return word.tag == "a" and index + 1 < len(tokens) and is_verb(tokens[index + 1])


def _trails(word: Word) -> bool:
    """Tell whether the word is a verb that ends a subject, and so begins the predicate: 职工们分组讨论."""
    return word.text == "现场" or (word.tag in ("v", "vn", "vd") and word.text not in _ACTING_NOUNS)


def _joins(tokens: Sequence[Word], index: int) -> bool:
    """Tell whether the word after a verbal noun is a noun: 慰问组, 主办单位."""
    after = tokens[index + 1 : index + 2]
    return bool(after) and (
        after[0].tag[:1] == "n" or after[0].text in "组队团方员" or after[0].text in _ENDS_PLACE
    )
