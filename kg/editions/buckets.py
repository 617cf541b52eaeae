"""Which articles are worth comparing: those that share a band, each with the first of its band.

The first of a band is the one of the lowest rank, a number made of the article's id. So what is compared
with what follows from the articles alone, not from the order in which they came, and a band of n articles
costs n comparisons.
"""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.editions.wording import Likeness, bands, compare, with_titles
from kg.rows import digest

if TYPE_CHECKING:
    from sqlite_utils import Database

_NEW = """
SELECT a.id FROM articles a WHERE a.id > ? AND NOT EXISTS (
  SELECT 1 FROM fingerprints f WHERE f.article_id = a.id
) ORDER BY a.id LIMIT ?
"""
_FIRSTS = """
SELECT DISTINCT (SELECT min(c.rank) FROM bands c WHERE c.band = b.band) FROM bands b WHERE b.rank = ?
"""
_FOLLOWERS = """
SELECT DISTINCT c.rank FROM bands b JOIN bands c ON c.band = b.band AND c.rank > b.rank WHERE b.rank = ?
AND NOT EXISTS (SELECT 1 FROM bands d WHERE d.band = b.band AND d.rank < b.rank)
"""
_BODY = """
SELECT a.text, p.start, p."end" FROM fingerprints f JOIN articles a ON a.id = f.article_id
LEFT JOIN parts p ON p.article_id = a.id AND p.kind IN ('body', 'heading')
WHERE f.rank = ? ORDER BY p.number
"""
_KNOWN = "SELECT edition, share, changes FROM likenesses WHERE rank = ? AND other = ?"


def rank_of(article_id: str) -> int:
    """Return the rank of an article: a signed number of 64 bits, made of its id."""
    return int.from_bytes(bytes.fromhex(digest("edition", article_id)), "big", signed=True)


def admit(db: "Database", after: str, most: int) -> list[str]:
    """Take the fingerprints of articles behind an id that have none, at most so many; return their ids."""
    found = [article_id for (article_id,) in db.execute(_NEW, [after, most]).fetchall()]
    for article_id in found:
        rank = rank_of(article_id)
        db.execute("INSERT INTO fingerprints(rank, article_id) VALUES (?, ?)", [rank, article_id])
        own = [(band, rank) for band in sorted(bands(body(db, rank)))]
        db.conn.executemany("INSERT INTO bands(band, rank) VALUES (?, ?)", own)
    return found


def followers(db: "Database", rank: int) -> Iterator[int]:
    """Yield the ranks of the articles that are compared with this one as the first of their band."""
    yield from (other for (other,) in db.execute(_FOLLOWERS, [rank]).fetchall())


def neighbours(db: "Database", rank: int) -> Iterator[int]:
    """Yield the ranks of the articles that are compared with one and are editions of it."""
    firsts = (first for (first,) in db.execute(_FIRSTS, [rank]).fetchall() if first != rank)
    for other in dict.fromkeys((*firsts, *followers(db, rank))):
        if likeness(db, rank, other) is not None:
            yield other


def likeness(db: "Database", rank: int, other: int) -> Likeness | None:
    """Return how two articles are editions of one, read once, then kept; changes from the lower rank on."""
    low, high = sorted((rank, other))
    known = db.execute(_KNOWN, [low, high]).fetchone()
    if known is not None:
        return None if known[0] is None else Likeness(known[0], known[1], _pairs(known[2]))
    found = with_titles(compare(body(db, low), body(db, high)), _title(db, low), _title(db, high))
    told = [None] * 3 if found is None else [found.edition, found.share, told_changes(found.changes)]
    db.execute("INSERT INTO likenesses VALUES (?, ?, ?, ?, ?)", [low, high, *told])
    return found


def told_changes(changes: Iterable[tuple[str | None, str | None]]) -> str:
    """Return changes as JSON: pairs of what the one has and what the other has."""
    return json.dumps(list(changes), ensure_ascii=False)


def _pairs(told: str) -> tuple[tuple[str | None, str | None], ...]:
    return tuple((old, new) for old, new in json.loads(told))


def _title(db: "Database", rank: int) -> str | None:
    sql = "SELECT a.title FROM fingerprints f JOIN articles a ON a.id = f.article_id WHERE f.rank = ?"
    title: str | None = db.execute(sql, [rank]).fetchone()[0]
    return title


def body(db: "Database", rank: int) -> str:
    """Return the headings and paragraphs of an article; all of its text if nothing is marked as such."""
    rows = db.execute(_BODY, [rank]).fetchall()
    return "\n".join(text if start is None else text[start:end] for text, start, end in rows)
