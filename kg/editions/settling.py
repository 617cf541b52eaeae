"""Settling which articles are editions of one: groups that do not depend on the order of the articles.

A group is what hangs together by likeness. Its first is the one published first (of one day, the one of the
lowest id); its facts stand, and those that the others tell again are marked as repeated.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.connection import translating
from kg.editions.buckets import admit, followers, likeness, neighbours, rank_of, told_changes
from kg.editions.repeats import repeat
from kg.editions.wording import Likeness

if TYPE_CHECKING:
    from sqlite_utils import Database

_BATCH = 500  # articles that are settled in one transaction
_KEEP = """
INSERT INTO editions(article_id, first_id, edition, share, changes) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (article_id) DO UPDATE SET first_id = excluded.first_id, edition = excluded.edition,
  share = excluded.share, changes = excluded.changes
"""


def settle_editions(db: "Database") -> Iterator[str]:
    """Group the articles that came since the last time, in transactions of a few hundred.

    Yields the id of the first article of each group that was made or changed. Safe to interrupt: what is
    left is done by the next call. Memory grows with the largest group, not with the graph.
    """
    new = [""]
    while new:
        with translating(db), db.atomic():
            new = admit(db, new[-1], _BATCH)
            touched = [first for group in groups(db, _affected(db, new)) if (first := _keep(db, group))]
        yield from touched


def groups(db: "Database", ranks: Iterable[int]) -> Iterator[list[str]]:
    """Yield the ids of the articles of every group that holds one of these, single ones too."""
    seen: set[int] = set()
    for rank in sorted(ranks):
        if rank not in seen:
            found = _reached(db, rank)
            seen |= found
            yield [_id(db, each) for each in sorted(found)]


def first_of(db: "Database", group: Iterable[str]) -> list[str]:
    """Return the articles of a group in order, the first first."""
    days = {
        each: db.execute("SELECT published FROM articles WHERE id = ?", [each]).fetchone()[0]
        for each in group
    }
    return sorted(days, key=lambda each: (days[each] is None, days[each] or "", each))


def relation(db: "Database", first: str, other: str) -> Likeness:
    """Return how an article is an edition of the first of its group, its changes from the first on.

    One that hangs on it by others only is revised.
    """
    found = likeness(db, rank_of(first), rank_of(other)) or Likeness("revised", 0.0)
    if rank_of(first) < rank_of(other):
        return found
    return Likeness(found.edition, found.share, tuple((old, new) for new, old in found.changes))


def edition_rows(db: "Database", group: Iterable[str]) -> list[tuple[str, str, str, float, str]]:
    """Return the rows of the table `editions` for the articles of a group, the first first."""
    first, *others = first_of(db, group)
    rows = [(first, first, "first", 1.0, "[]")]
    for other in others:
        found = relation(db, first, other)
        rows.append((other, first, found.edition, found.share, told_changes(found.changes)))
    return rows


def _affected(db: "Database", new: Iterable[str]) -> set[int]:
    """Return the new articles and all whose comparisons they change, by coming first in a band."""
    return {rank for each in map(rank_of, new) for rank in (each, *followers(db, each))}


def _reached(db: "Database", rank: int) -> set[int]:
    seen, border = {rank}, [rank]
    while border:
        for other in neighbours(db, border.pop()):
            if other not in seen:
                seen.add(other)
                border.append(other)
    return seen


def _keep(db: "Database", group: list[str]) -> str | None:
    """Store a group and its repeated facts; return the id of its first, or None if it is alone."""
    if len(group) == 1:
        db.execute("DELETE FROM editions WHERE article_id = ?", group)
        repeat(db, group)
        return None
    rows = edition_rows(db, group)
    db.conn.executemany(_KEEP, rows)
    repeat(db, [row[0] for row in rows])
    return rows[0][0]


def _id(db: "Database", rank: int) -> str:
    return str(db.execute("SELECT article_id FROM fingerprints WHERE rank = ?", [rank]).fetchone()[0])
