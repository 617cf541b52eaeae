"""Candidates: every clause of headings and body that has a verb, with the words it is made of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

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
    words = tuple(_marked(reading))
    told = _Told(reading.article.text, words, [word.span.start for word in words])
    return tuple(found for body in reading.article.spans("body") for found in _of_part(reading, told, body))


@dataclass(frozen=True, slots=True)
class _Told:
    """A text with its words, those that lie in a name marked as such, and where each starts."""

    text: str
    words: tuple[Word, ...]
    starts: list[int]

    def within(self, span: Span) -> tuple[Word, ...]:
        """Return the words that start within `span`."""
        return self.words[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]


def _of_part(reading: Reading, told: _Told, part: Span) -> Iterator[Candidate]:
    first = bisect_right(reading.sentences, part.start, key=lambda sentence: sentence.end)
    for at in range(first, len(reading.sentences)):
        sentence = reading.sentences[at]
        if sentence.start >= part.end:
            return
        inside = Span(max(sentence.start, part.start), min(sentence.end, part.end))
        yield from _of_sentence(told, clauses(told.text, inside))


def _of_sentence(told: _Told, found: tuple[Clause, ...]) -> Iterator[Candidate]:
    text = told.text
    for index, clause in enumerate(found):
        length = clause.span.end - clause.span.start
        if not _SHORTEST <= length <= _UNREADABLE or _leads_on(text, found, index):
            continue
        tokens = told.within(clause.span)
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


def _marked(reading: Reading) -> Iterator[Word]:
    """Yield the words of the article but for blanks, those that lie in a name marked as such."""
    names = sorted((span.start, span.end) for entity in reading.entities for span in entity.mentions)
    place, reach = 0, 0
    for word in reading.words:
        while place < len(names) and names[place][0] < word.span.end:
            reach = max(reach, names[place][1])
            place += 1
        if word.text.strip():
            inside = word.span.start < reach and word.tag != "x"
            yield Word(word.text, NAME, word.span) if inside else word
