"""Finding cases by the words that stand in them, and what every answer looks like."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from kg.counting import counts
from kg.index import match
from kg.lexical import Terms, is_single
from kg.mending import mended
from kg.rows import Row
from kg.script import plain, simplified, traditional
from kg.tokens import pairs, phrase, pieces, terms
from kg.values import Span

if TYPE_CHECKING:
    from sqlite_utils import Database

Signal = Literal[
    "words", "wording", "concept", "theme", "entity", "place", "number", "trait", "refused", "graph",
    "case", "actor", "results", "doubt",
]  # fmt: skip

Pick = Callable[[Sequence[Row]], Sequence[int]]
"""Says which of the found are to be explained: of their `case_id`, best first, the numbers in order from 0.

Of practices it is also told their `theme`, `concept` and whether each `has_results`.
"""

_MOST_WORDS = 64
_LONG = 60  # characters
_TOKENS = 40  # of a query, from which what it shares with a text is told
_CANDIDATES = 200
_EDGES = "的了在和与是为及等对把被将从以到并也就着过地得之其有个这那"
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』）]*")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case was found: what it shares, its weight in the score, and a place of it in the case's text."""

    signal: Signal
    detail: str
    weight: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """Another report of the same event as a hit's."""

    case_id: str
    title: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found; `rank` counts from 1, `score` is the sum of the reasons' weights.

    `snippet` is the sentence that says most of what was asked, `duplicates` other reports of the same event.
    """

    rank: int
    case_id: str
    title: str | None
    path: str
    score: float
    reasons: tuple[Reason, ...]
    snippet: str | None = None
    duplicates: tuple[Twin, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return the hit's JSON object."""
        record = {name: getattr(self, name) for name in self.__slots__}
        reasons, twins = ([asdict(one) for one in some] for some in (self.reasons, self.duplicates))
        return record | {"reasons": reasons, "duplicates": twins}


class Found(Protocol):
    """Anything that an answer lists."""

    def to_record(self) -> dict[str, Any]:
        """Return the JSON object."""
        ...


def answer(query: str, hits: Sequence[Found]) -> dict[str, Any]:
    """Return the JSON object of an answer: the query and its hits."""
    return {"query": query, "hits": [hit.to_record() for hit in hits]}


def search(db: "Database", query: str, top: int = 10) -> tuple[Hit, ...]:
    """Return the cases that hold the words of `query`, best first, each word a reason with its place.

    Words are what stands between spaces and punctuation; a case must hold all, or where none does, any. The
    score is the BM25 of the words as a share of the best there could be.
    """
    return mended(db, lambda: _search(db, terms(simplified(query))[:_MOST_WORDS], top))


def picked(pick: Pick | None, found: Sequence[Row]) -> Sequence[int]:
    """Return the numbers of the found that are to be explained: all, where nothing picks."""
    return range(len(found)) if pick is None else pick(found)


def found_words(weights: Mapping[str, float], query: str, text: str) -> tuple[str, Span] | None:
    """Return what a query and a text share, the most telling stretches first, and the place of the first.

    Where they share no word, it is the characters that they share.
    """
    if found := shared(query, text, weights):
        return ", ".join(name for name, _ in found), found[0][1]
    said = plain(text)
    single = [term for term in weights if is_single(term) and term in said]
    if not single:
        return None
    single.sort(key=lambda term: -weights[term])
    return ", ".join(single[:4]), _first(said, single[0])


def best_sentences(weights: Mapping[str, float], texts: Sequence[str]) -> list[str | None]:
    """Return of each text the sentence that says most of what is wanted, the shorter of equals; or none."""
    import numpy as np

    found = [(number, one[0]) for number, text in enumerate(texts) for one in _SENTENCE.finditer(text)]
    sentences = [sentence for _, sentence in found]
    lengths = np.array([_LONG + len(sentence) for sentence in sentences], np.float32)
    held = (Terms(weights).counts(sentences) > 0) @ np.array([*weights.values()], np.float32)
    best: dict[int, tuple[float, str]] = {}
    for (number, sentence), told in zip(found, (held / lengths).tolist(), strict=True):
        if told > best.get(number, (0.0, ""))[0]:
            best[number] = told, sentence.strip()
    return [best[number][1] if number in best else None for number in range(len(texts))]


def shared(
    query: str, text: str, weights: Mapping[str, float], *, most: int = 4
) -> tuple[tuple[str, Span], ...]:
    """Return the stretches that query and text share, the most telling first, each with its first place.

    In a long query a pair of characters is often the seam of two words, so longer stretches go first there.
    Of its tokens only the weightiest are looked at.
    """
    said, found, length = plain(text), dict[str, float](), len(query) > _LONG
    there = {token for token in weights if token in said}
    held = [piece for piece in _cut(query) if piece[1] in there]
    least = sorted((weights[token] for _, token, *_ in held), reverse=True)[:_TOKENS][-1:]
    done = ("", 0)
    for term, token, start, end in held:
        if weights[token] >= least[0] and (term != done[0] or end > done[1]):
            start, after = _extend(term, start, end, said)
            done, stretch = (term, after), _without_shreds(term, start, after, weights).strip(_EDGES)
            stretch = stretch if len(stretch) > 1 else token
            told = sum(weights.get(known, 0.0) for known in pairs(stretch))
            found[stretch] = told * (len(stretch) if length else 1)
    names = sorted(found, key=lambda name: (-found[name], name))
    return tuple((name, _first(said, name)) for name in names[:most] if name in said)


@lru_cache(maxsize=8)
def _cut(query: str) -> tuple[tuple[str, str, int, int], ...]:
    """Return each pair and word of a query with the stretch that it stands in, and its place there."""
    return tuple((term, *piece) for term in terms(plain(query)) for piece in pieces(term))


def article_rows(db: "Database", docids: Sequence[int]) -> dict[int, Row]:
    """Return docid, id, title and text of the articles of these `docid`s."""
    found: dict[int, Row] = {}
    for at in range(0, len(docids), 900):
        some = list(docids[at : at + 900])
        sql = f"SELECT docid, id, title, text FROM articles WHERE docid IN ({', '.join('?' * len(some))})"
        found |= {
            docid: {"docid": docid, "id": own, "title": title, "text": text}
            for docid, own, title, text in db.execute(sql, some)
        }
    return found


def paths(db: "Database", ids: Sequence[str]) -> dict[str, str]:
    """Return the path of the file of each article, by its id."""
    marks = ", ".join("?" * len(ids))
    return dict(
        db.execute(f"SELECT article_id, path FROM article_sources WHERE article_id IN ({marks})", ids)
    )


def places(text: str, term: str) -> Iterator[Span]:
    """Yield the places where `term` stands in `text`, whatever the case of its letters."""
    for found in re.finditer(re.escape(term), text, re.IGNORECASE):
        yield Span(found.start(), found.end())


def _first(said: str, term: str) -> Span:
    """Return the first place of a term that stands in a text, both written alike."""
    at = said.find(term)
    return Span(at, at + len(term))


def _search(db: "Database", wanted: Sequence[str], top: int) -> tuple[Hit, ...]:
    phrases = [f"({phrase(term)} OR {phrase(traditional(term))})" for term in wanted]
    found = match(db, "search_articles", " AND ".join(phrases), max(top, _CANDIDATES))
    if not found:
        found = match(db, "search_articles", " OR ".join(phrases), max(top, _CANDIDATES))
    rows = [*article_rows(db, found).values()]
    if not rows:
        return ()
    known = counts(db, "search_articles", {token for term in wanted for token in pairs(term.lower())})
    asked = Terms({term: 1 / (1 + count) ** 0.25 for term, count in known.items()})
    texts = [row["text"] for row in rows]
    shares = asked.shares(texts, sum(map(len, texts)) / len(texts))
    scored = sorted(zip(map(float, shares), rows, strict=True), key=lambda item: (-item[0], item[1]["docid"]))
    known_paths = paths(db, [row["id"] for _, row in scored[:top]])
    told = best_sentences(asked.weights, [row["text"] for _, row in scored[:top]])
    return tuple(
        _hit(rank, row | {"path": known_paths[row["id"]], "told": sentence}, wanted, score)
        for rank, ((score, row), sentence) in enumerate(zip(scored[:top], told, strict=True), 1)
    )


def _extend(term: str, start: int, end: int, said: str) -> tuple[int, int]:
    """Return start and end of the longest stretch of `term` around a token that `said` holds."""
    while end < len(term) and term[start : end + 1] in said:
        end += 1
    while start and term[start - 1 : end] in said:
        start -= 1
    return start, end


def _without_shreds(term: str, start: int, end: int, weights: Mapping[str, float]) -> str:
    """Return a stretch of `term` without what belongs to the words around it, as far as pairs of it are left.

    Of two pairs that share a character the more usual is the word: of 企业不 in 企业不愿意 it leaves 企业.
    """

    def rarity(at: int) -> float:
        return weights.get(term[at : at + 2], math.inf) if at >= 0 else math.inf

    while end - start > 2 and rarity(start - 1) < rarity(start):
        start += 1
    while end - start > 2 and end < len(term) and rarity(end - 1) < rarity(end - 2):
        end -= 1
    return term[start:end]


def _hit(rank: int, row: Row, wanted: Iterable[str], score: float) -> Hit:
    said = plain(row["text"])
    found = [(term, place) for term in wanted if (place := next(places(said, term), None))]
    weight = round(score / max(len(found), 1), 4)
    reasons = tuple(Reason("words", term, weight, place.start, place.end) for term, place in found)
    told = row["told"] or row["text"][:_LONG]
    return Hit(rank, row["id"], row["title"], row["path"], round(score, 4), reasons, told)
