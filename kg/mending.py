"""Mending the search index by itself: one that is damaged or behind its tables is made again by a query."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from kg.connection import file_of, one_moment, open_graph
from kg.counting import TABLES, Index, forget_counts, keep, kept
from kg.errors import StoreError
from kg.fulltext import JOIN_PARTS, MAKE_AGAIN, MAKE_TEMPORARY, NAMES
from kg.schema import statements
from kg.tokens import tokens

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")

_SAMPLE = 8  # rows that an index must find before it is trusted
_DAMAGED = ("malformed", "vtable", "no such table: ", "fts5", "corrupt")

_SEEN: "WeakKeyDictionary[Database, bool]" = WeakKeyDictionary()


def mended(db: "Database", ask: Callable[[], T]) -> T:
    """Return what `ask` finds; an index that is damaged or behind its tables is first made again.

    Whether it has all rows, and finds some, is looked at once a connection, whether it has the newest row
    after every commit. What others commit meanwhile is not seen: a table read before and an index read after
    would look like damage.
    """
    try:
        with settled(db):
            if not _is_behind(db):
                return ask()
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
    make_again(db)
    with settled(db):
        return ask()


@contextmanager
def settled(db: "Database") -> Iterator[None]:
    """Let all that is read inside be of one moment, and look only once for what others committed before."""
    with one_moment(db):
        known = kept(db)  # which reads, so that the moment is now
        known.settled = True
        try:
            yield
        finally:
            known.settled = False


def make_again(db: "Database") -> None:
    """Make the index again from its tables: in its file, or where that cannot be written, beside it."""
    try:
        with closing(open_graph(file_of(db), write=True)) as writable:
            remake(writable)
    except (StoreError, sqlite3.Error):
        for name in (*NAMES, *(f"{name}_terms" for name in NAMES)):
            db.execute(f"DROP TABLE IF EXISTS temp.{name}")
        for statement in statements(MAKE_TEMPORARY):
            db.execute(statement)
    forget_counts(db)


def remake(db: "Database") -> None:
    """Make the index of a database that can be written again, in one transaction."""
    with db.atomic():
        for name in NAMES:
            _drop(db, name)
        for statement in (*statements(MAKE_AGAIN), *JOIN_PARTS):
            db.execute(statement)


def _drop(db: "Database", name: str) -> None:
    """Remove a virtual table, its shadow tables one by one where SQLite cannot open it any more."""
    try:
        db.execute(f"DROP TABLE IF EXISTS {name}")
    except sqlite3.DatabaseError:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("DELETE FROM sqlite_master WHERE name = ?", [name])
        db.execute("PRAGMA writable_schema = RESET")
        for part in ("data", "idx", "docsize", "config"):
            db.execute(f"DROP TABLE IF EXISTS {name}_{part}")


def _is_behind(db: "Database") -> bool:
    whole = db not in _SEEN
    _SEEN[db] = True
    return keep(db, "behind", lambda: any(_lacks(db, index, whole=whole) for index in TABLES))


def _lacks(db: "Database", index: Index, *, whole: bool) -> bool:
    """Tell whether an index lacks its table's newest row, or, if `whole`, any, or finds not even some."""
    if whole and not _finds(db, index):
        return True
    rows, entries = (TABLES[index], "docid"), (f"{index}_docsize", "id")
    # Asked for alone, SQLite counts without a look at each row, and finds the greatest at once.
    told = ["max({1})", *["count(*)"] * whole]
    return any(_first(db, one, *rows) != _first(db, one, *entries) for one in told)


def _first(db: "Database", told: str, table: str, key: str) -> int:
    """Return a number that is asked of a table, 0 where it has no row."""
    return int(db.execute(f"SELECT {told.format(table, key)} FROM {table}").fetchone()[0] or 0)


def _finds(db: "Database", index: Index) -> bool:
    """Tell whether an index finds rows of its table, from the first to the last, by a word of each."""
    table = TABLES[index]
    first, last = (_first(db, f"{told}({{1}})", table, "docid") for told in ("min", "max"))
    for part in range(_SAMPLE if first else 0):
        own = first + (last - first) * part // (_SAMPLE - 1)
        for docid, text in db.execute(f"SELECT docid, text FROM {table} WHERE docid = ?", [own]).fetchall():
            word = next(iter(tokens(text).split()), None)
            found = f"SELECT 1 FROM {index} WHERE {index} MATCH ? AND rowid = ?"
            if word and db.execute(found, [f'"{word}"', docid]).fetchone() is None:
                return False
    return True


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    told = str(error)
    return "syntax error" not in told and any(word in told for word in _DAMAGED)
