"""Faults of editions: fingerprints, groups and repeated facts against the articles, grouped once more."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.check.fault import Fault, shown
from kg.editions.buckets import body, rank_of
from kg.editions.repeats import told_again
from kg.editions.settling import edition_rows, groups
from kg.editions.wording import bands

if TYPE_CHECKING:
    from sqlite_utils import Database

_OWN = "SELECT article_id, first_id, edition, share, changes FROM editions WHERE article_id = ?"
_UNSETTLED = """
SELECT 1 FROM articles a WHERE NOT EXISTS (SELECT 1 FROM fingerprints f WHERE f.article_id = a.id) LIMIT 1
"""


def edition_faults(db: "Database") -> Iterator[Fault]:
    """Yield what is stored of editions and does not follow from the articles.

    Groups are not looked at while fingerprints are wrong, or articles wait to be grouped, as between storing
    and settling.
    """
    whole = True
    for rank, article_id in db.execute("SELECT rank, article_id FROM fingerprints").fetchall():
        for fault in _fingerprint(db, rank, article_id):
            whole = False
            yield fault
    if whole and db.execute(_UNSETTLED).fetchone() is None:
        yield from _groups(db)


def _groups(db: "Database") -> Iterator[Fault]:
    ranks = [rank for (rank,) in db.execute("SELECT rank FROM fingerprints").fetchall()]
    grouped = set[str]()
    for group in groups(db, ranks):
        if len(group) > 1:
            grouped.update(group)
            yield from _group(db, group)
    for (article,) in db.execute("SELECT article_id FROM editions").fetchall():
        if article not in grouped:
            yield Fault("editions", article, "another edition of it", "none")


def _fingerprint(db: "Database", rank: int, article_id: str) -> Iterator[Fault]:
    if rank != rank_of(article_id):
        yield Fault("fingerprints", str(rank), f"the rank {rank_of(article_id)}", str(rank))
        return
    kept = {band for (band,) in db.execute("SELECT band FROM bands WHERE rank = ?", [rank])}
    if kept != bands(body(db, rank)):
        yield Fault("bands", str(rank), f"those of the article {article_id}", "others")


def _group(db: "Database", group: list[str]) -> Iterator[Fault]:
    rows = edition_rows(db, group)
    for row in rows:
        kept = db.execute(_OWN, [row[0]]).fetchone()
        if kept != row:
            yield Fault("editions", row[0], shown(row[1:]), shown(kept and kept[1:]))
    for table, column, wanted in told_again(db, [row[0] for row in rows]):
        sql = f"SELECT {column}, first_id FROM {table} WHERE {column} = ?"
        for fact, first in wanted:
            kept = db.execute(sql, [fact]).fetchone()
            if kept != (fact, first):
                yield Fault(table, fact, f"the first {first}", shown(kept and kept[1]))
