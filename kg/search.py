"""Finding rows by their words, through the index of character pairs, and what every answer looks like."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, Protocol

from kg.rows import Row
from kg.tokens import pairs, phrase, pieces, terms
from kg.values import Span

if TYPE_CHECKING:
    from sqlite_utils import Database

Signal = Literal["words", "concept", "theme", "entity", "place", "actor", "results"]
Index = Literal["search_articles", "search_measures"]

_WEIGHTS: dict[Index, str] = {"search_articles": "3.0, 1.0", "search_measures": "3.0, 2.0, 2.0, 1.0"}
_MOST_TERMS = 256  # on LeCaRD the 256 most telling pairs of a query rank as well as all of them
_K, _B = 1.2, 0.75
_ASKING = frozenset(
    re.findall("..", "怎么怎样如何什么哪些哪个为何是否可以能否请问我们你们他们咱们有没没有想要希望应该")
)
_AROUND = 30
_LONG = 60  # characters
_CANDIDATES = 200
_EDGES = "的了在和与是为及等对把被将从以到并也就着过地得之其有个这那"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case was found: what it shares, its weight in the score, and a place of it in the case's text."""

    signal: Signal
    detail: str
    weight: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found; `rank` counts from 1, `score` is the sum of the reasons' weights."""

    rank: int
    case_id: str
    title: str | None
    path: str
    score: float
    reasons: tuple[Reason, ...]
    snippet: str | None = None

    def to_record(self) -> dict[str, Any]:
        """Return the hit's JSON object."""
        return asdict(self)


class Found(Protocol):
    """Anything that an answer lists."""

    def to_record(self) -> dict[str, Any]:
        """Return the JSON object."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a query that an index knows, each with its inverse document frequency."""

    index: Index
    weights: Mapping[str, float]

    def share(self, text: str, average: float) -> float:
        """Return the BM25 of a text as a share, 0 to 1, of the most it could be.

        `average` is the length of a usual text in characters. A stretch that the caller repeats weighs more
        (BM25F, Zaragoza et al., 2004).
        """
        most = (_K + 1) * sum(self.weights.values())
        lowered, length = text.lower(), 1 - _B + _B * len(text) / max(average, 1.0)
        counts = ((lowered.count(term), rarity) for term, rarity in self.weights.items())
        score = sum(rarity * count * (_K + 1) / (count + _K * length) for count, rarity in counts if count)
        return score / most if most else 0.0


def answer(query: str, hits: Sequence[Found]) -> dict[str, Any]:
    """Return the JSON object of an answer: the query and its hits."""
    return {"query": query, "hits": [hit.to_record() for hit in hits]}


def search(db: "Database", query: str, top: int = 10) -> tuple[Hit, ...]:
    """Return the cases that hold the words of `query`, best first, each word a reason with its place.

    Words are what stands between spaces and punctuation; a case must hold all, or where none does, any. The
    score is the BM25 of the query as a share of the best there could be.
    """
    wanted = terms(query)[:_MOST_TERMS]
    phrases = [phrase(term) for term in wanted]
    found = match(db, "search_articles", " AND ".join(phrases), max(top, _CANDIDATES))
    if not found:
        found = match(db, "search_articles", " OR ".join(phrases), max(top, _CANDIDATES))
    by_docid = article_rows(db, found)
    rows = [by_docid[docid] for docid in found]
    words = weigh(db, "search_articles", query)
    average = sum(len(row["text"]) for row in rows) / max(len(rows), 1)
    scored = sorted(
        ((words.share(row["text"], average), row) for row in rows), key=itemgetter(0), reverse=True
    )
    return tuple(_hit(rank, row, wanted, score) for rank, (score, row) in enumerate(scored[:top], 1))


def match(db: "Database", index: Index, expression: str, top: int) -> list[int]:
    """Return the `docid` of the best rows of an index, by BM25, for an FTS5 expression."""
    if not expression:
        return []
    sql = (
        f"SELECT rowid FROM {index} WHERE {index} MATCH ? "
        f"ORDER BY bm25({index}, {_WEIGHTS[index]}), rowid LIMIT ?"
    )
    return [int(row[0]) for row in db.execute(sql, [expression, top])]


def weigh(db: "Database", index: Index, text: str, *, own: int = 0) -> Words:
    """Return the most telling tokens of `text` that an index knows, weighted; words of asking do not count.

    `own` is how many rows of the index are the text itself: what only they hold finds nothing else.
    """
    total = db.execute(f"SELECT count(*) FROM {index.removeprefix('search_')}").fetchone()[0]
    wanted = sorted(set(pairs(text)) - _ASKING)
    counts: dict[str, int] = {}
    for at in range(0, len(wanted), 500):
        some = wanted[at : at + 500]
        marks = ", ".join("?" * len(some))
        counts |= dict(db.execute(f"SELECT term, doc FROM {index}_terms WHERE term IN ({marks})", some))
    weights = {term: _rarity(total, count - own) for term, count in counts.items() if count > own}
    telling = sorted(weights, key=lambda term: (-weights[term] * math.log(1 + counts[term] - own), term))
    return Words(index, {term: weights[term] for term in telling[:_MOST_TERMS]})


def match_words(db: "Database", words: Words, top: int) -> set[int]:
    """Return the `docid` of the best rows of an index for some words."""
    return set(match(db, words.index, " OR ".join(f'"{term}"' for term in words.weights), top))


def shared(query: str, text: str, words: Words, *, most: int = 4) -> tuple[tuple[str, Span], ...]:
    """Return the stretches that query and text share, the most telling first, each with its first place.

    In a long query a pair of characters is often the seam of two words, so longer stretches go first there.
    """
    said, found, length = text.lower(), dict[str, float](), len(query) > _LONG
    for term in terms(query.lower()):
        after = 0
        for token, start, end in pieces(term):
            if end > after and token in words.weights and token in said:
                start, after = _extend(term, start, end, said)
                stretch = term[start:after].strip(_EDGES)
                stretch = stretch if len(stretch) > 1 else token
                told = sum(words.weights.get(known, 0.0) for known in pairs(stretch))
                found[stretch] = told * (len(stretch) if length else 1)
    names = sorted(found, key=lambda name: (-found[name], name))
    return tuple((name, place) for name in names[:most] if (place := next(places(text, name), None)))


def named_concepts(db: "Database", text: str) -> set[str]:
    """Return the practice concepts whose name stands in a text."""
    sql = "SELECT DISTINCT concept FROM measures WHERE concept IS NOT NULL AND instr(?, concept)"
    return {row[0] for row in db.execute(sql, [text])}


def article_rows(db: "Database", docids: Sequence[int]) -> dict[int, Row]:
    """Return id, title, text and path of the articles of these `docid`s."""
    marks = ", ".join("?" * len(docids))
    sql = (
        "SELECT a.docid, a.id, a.title, a.text, s.path FROM articles a "
        f"JOIN article_sources s ON s.article_id = a.id WHERE a.docid IN ({marks})"
    )
    return {row["docid"]: row for row in db.query(sql, list(docids))}


def places(text: str, term: str) -> Iterator[Span]:
    """Yield the places where `term` stands in `text`, whatever the case of its letters."""
    for found in re.finditer(re.escape(term), text, re.IGNORECASE):
        yield Span(found.start(), found.end())


def _rarity(total: int, count: int) -> float:
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def _extend(term: str, start: int, end: int, said: str) -> tuple[int, int]:
    """Return start and end of the longest stretch of `term` around a token that `said` holds."""
    while end < len(term) and term[start : end + 1] in said:
        end += 1
    while start and term[start - 1 : end] in said:
        start -= 1
    return start, end


def _hit(rank: int, row: Row, wanted: Iterable[str], score: float) -> Hit:
    found = [(term, place) for term in wanted if (place := next(places(row["text"], term), None))]
    weight = round(score / max(len(found), 1), 4)
    reasons = tuple(Reason("words", term, weight, place.start, place.end) for term, place in found)
    first = min((place for _, place in found), default=Span(0, 0))
    around = row["text"][max(first.start - _AROUND, 0) : first.end + _AROUND].replace("\n", " ")
    return Hit(rank, row["id"], row["title"], row["path"], round(score, 4), reasons, around)
