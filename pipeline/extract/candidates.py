"""Candidates: every clause of headings and body that has a verb, with the words it is made of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from kg.values import Span
from pipeline.extract.clauses import Clause, clauses, is_means
from pipeline.extract.deeds import Candidate
from pipeline.extract.predicates import predicate
from pipeline.extract.reading import Reading, Word
from pipeline.extract.verbs import NAME

_SHORTEST, _LONGEST = 5, 60
# A stretch so long without a mark is a table or a damaged text, not a clause.
_UNREADABLE = 300


def candidates(reading: Reading) -> tuple[Candidate, ...]:
    """Return the clauses of the body that have a verb, in text order."""
    marked = replace(reading, words=_marked(reading))
    return tuple(found for body in reading.article.spans("body") for found in _of_part(marked, body))


def _of_part(reading: Reading, part: Span) -> Iterator[Candidate]:
    first = bisect_right(reading.sentences, part.start, key=lambda sentence: sentence.end)
    for sentence in islice(reading.sentences, first, None):
        if sentence.start >= part.end:
            return
        inside = Span(max(sentence.start, part.start), min(sentence.end, part.end))
        yield from _of_sentence(reading, clauses(reading.article.text, inside))


def _of_sentence(reading: Reading, found: tuple[Clause, ...]) -> Iterator[Candidate]:
    text = reading.article.text
    for index, clause in enumerate(found):
        length = clause.span.end - clause.span.start
        if not _SHORTEST <= length <= _UNREADABLE or _leads_on(text, found, index):
            continue
        tokens = _words_of(reading.words, clause.span)
        read = predicate(text, clause.span, tokens) if tokens else None
        if read is None:
            continue
        before = found[index - 1].span.of(text) if index else ""
        after = found[index + 1].span.of(text) if index + 1 < len(found) else ""
        place = clause.span.start / max(1, len(text))
        span = _with_means(text, found, index, read.start)
        yield Candidate(span, clause, tokens, read, place, before, after)


def _leads_on(text: str, found: tuple[Clause, ...], index: int) -> bool:
    """Tell whether the clause only says by what means the next one happens, and is told with it."""
    clause = found[index]
    if clause.mark not in ("，", ",") or index + 1 == len(found) or not is_means(clause.span.of(text)):
        return False
    return found[index + 1].span.end - clause.span.start <= _LONGEST


def _with_means(text: str, found: tuple[Clause, ...], index: int, start: int) -> Span:
    """Return the clause's span, begun at the clause before where that one only says by what means."""
    clause = found[index]
    if index and _leads_on(text, found, index - 1):
        return Span(found[index - 1].span.start, clause.span.end)
    return Span(start, clause.span.end)


def _words_of(words: Sequence[Word], span: Span) -> tuple[Word, ...]:
    first = bisect_left(words, span.start, key=lambda word: word.span.start)
    last = bisect_left(words, span.end, key=lambda word: word.span.start)
    return tuple(word for word in words[first:last] if word.text.strip())


def _marked(reading: Reading) -> tuple[Word, ...]:
    """Return the words of the article, those that lie in a name marked as such."""
    names = sorted(span for entity in reading.entities for span in entity.mentions)
    marked, place, reach = [], 0, 0
    for word in reading.words:
        while place < len(names) and names[place].start < word.span.end:
            reach = max(reach, names[place].end)
            place += 1
        inside = word.span.start < reach and word.tag != "x"
        marked.append(replace(word, tag=NAME) if inside else word)
    return tuple(marked)
