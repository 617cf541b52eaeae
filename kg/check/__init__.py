"""Verifying everything that a Tashan file holds, fault by fault, without changing it."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kg.check.editions import edition_faults
from kg.check.fault import Fault
from kg.check.index import index_faults
from kg.check.judged import judgement_faults
from kg.check.rules import rule_faults
from kg.check.stretches import stretch_faults
from kg.check.structure import file_faults, link_faults, schema_faults
from kg.check.things import thing_faults

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["Fault", "check"]

_CHECKS: dict[str, Callable[["Database"], Iterator[Fault]]] = {
    "links": link_faults,
    "schema": schema_faults,
    "rules": rule_faults,
    "things": thing_faults,
    "judgements": judgement_faults,
    "editions": edition_faults,
    "articles": stretch_faults,
    "search": index_faults,
}


def check(db: "Database") -> Iterator[Fault]:
    """Yield every fault of a graph: of the file, its tables, its links, its stretches of text and its index.

    All is read as it was at one moment, row by row, while others may write. The search index is made once
    more in SQLite's temporary file and compared with the stored one, since nothing else shows that an index
    without a text of its own agrees with the tables; that takes about as much room as the index.
    """
    # Before the savepoint: where SQLite finds damage, it lets no more be written within the same one.
    yield from _tried(db, "file", file_faults)
    within = db.conn.in_transaction
    db.execute("SAVEPOINT tashan_check")
    try:
        for name, faults in _CHECKS.items():
            yield from _tried(db, name, faults)
    finally:
        if within:
            db.execute("ROLLBACK TO tashan_check")
            db.execute("RELEASE tashan_check")
        else:  # in a damaged file, releasing fails where rolling back does not
            db.conn.rollback()


def _tried(db: "Database", name: str, faults: Callable[["Database"], Iterator[Fault]]) -> Iterator[Fault]:
    try:
        yield from faults(db)
    except sqlite3.Error as error:
        yield Fault(name, "", "all of it readable", str(error))
