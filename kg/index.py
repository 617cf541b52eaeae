"""The search index of SQLite: which rows hold a term, how rare it is, and mending the index by itself.

A query pays for each posting that FTS5 reads, half a microsecond, two with BM25: only the rarest terms are
asked for, as far as a budget goes, and what they find is ranked by all terms afterwards. What was counted is
kept for each connection until anything is committed.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from weakref import WeakKeyDictionary

from kg.connection import file_of, open_graph
from kg.errors import StoreError
from kg.fulltext import MAKE_AGAIN, MAKE_TEMPORARY, NAMES
from kg.schema import statements
from kg.tokens import tokens

if TYPE_CHECKING:
    from sqlite_utils import Database

Index = Literal["search_articles", "search_measures"]
T = TypeVar("T")

_TABLES: Mapping[Index, str] = {"search_articles": "articles", "search_measures": "measures"}
_WEIGHTS: Mapping[Index, str] = {"search_articles": "3.0, 1.0", "search_measures": "1.0, 1.0"}
_POSTINGS = 6000  # read for one query; 4 ms
FEW = 1500  # rows of a table that are all measured
_SAMPLE = 8  # rows that an index must find before it is trusted
_DAMAGED = ("malformed", "vtable", "no such table: ", "fts5", "corrupt")
_AT_ONCE = 500  # parameters of one statement
_MOST_COUNTS = 20_000  # terms of which a connection remembers how often they stand


@dataclass(slots=True)
class Kept:
    """What was counted of a database, as long as nothing is committed; and what samples told, for longer.

    `samples` holds how many articles there were beside each value.
    """

    stamp: tuple[int, int]
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    samples: dict[str, tuple[int, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Within:
    """The rows that may be found: a query of their `docid`, a query that tests one, and how many they are.

    `test` has `{row}` for the row's `docid`; both take the `parameters`. Above `FEW` the size is not counted.
    """

    sql: str
    test: str
    parameters: tuple[object, ...]
    size: int

    def allows(self, row: str) -> str:
        """Return the SQL condition that a row, by an expression for its `docid`, may be found."""
        return f"EXISTS ({self.test.format(row=row)})"


_KEPT: "WeakKeyDictionary[Database, Kept]" = WeakKeyDictionary()
_SEEN: "WeakKeyDictionary[Database, bool]" = WeakKeyDictionary()


def kept(db: "Database") -> Kept:
    """Return what was counted of a database since the last commit of anybody."""
    stamp = (int(db.execute("PRAGMA data_version").fetchone()[0]), db.conn.total_changes)
    found = _KEPT.get(db)
    if found is None or found.stamp != stamp:
        _KEPT[db] = found = Kept(stamp, samples=found.samples if found else {})
    return found


def keep(db: "Database", name: str, count: Callable[[], T]) -> T:
    """Return a value of a database, counted once as long as nothing is committed."""
    values = kept(db).values
    if name not in values:
        values[name] = count()
    found: T = values[name]
    return found


def keep_sample(db: "Database", name: str, count: Callable[[], T]) -> T:
    """Return what a sample of the articles tells, taken again when a hundredth of them came or went."""
    samples, now = kept(db).samples, size(db, "articles")
    then, told = samples.get(name, (None, None))
    if then is None or abs(now - then) * 100 > then:
        samples[name] = now, (told := count())
    found: T = told  # type: ignore[assignment]
    return found


def size(db: "Database", table: str) -> int:
    """Return how many rows a table has."""
    return keep(db, table, lambda: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]))


def counts(db: "Database", index: Index, wanted: Iterable[str]) -> dict[str, int]:
    """Return in how many rows each term stands, of the terms that the index knows."""
    known, wanted = kept(db).counts, list(wanted)
    if len(known) > _MOST_COUNTS:
        known.clear()
    asked = [term for term in wanted if (index, term) not in known]
    for at in range(0, len(asked), _AT_ONCE):
        some = asked[at : at + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        known |= {(index, term): 0 for term in some}
        rows = db.execute(f"SELECT term, doc FROM {index}_terms WHERE term IN ({marks})", some)
        known |= {(index, term): count for term, count in rows}
    return {term: known[index, term] for term in wanted if known[index, term]}


def match(
    db: "Database", index: Index, expression: str, top: int, *, within: Within | None = None
) -> list[int]:
    """Return the `docid` of the best rows of an index, by BM25, for an FTS5 expression."""
    return _match(db, index, expression, top, f"bm25({index}, {_WEIGHTS[index]}), rowid", within)


def newest(
    db: "Database", index: Index, expression: str, top: int, *, within: Within | None = None
) -> list[int]:
    """Return the `docid` of the newest rows of an index for an FTS5 expression, without ranking them."""
    return _match(db, index, expression, top, "rowid DESC", within)


def match_terms(
    db: "Database", index: Index, weights: Mapping[str, float], top: int, *, within: Within | None = None
) -> list[int]:
    """Return the `docid` of the rows that hold most weight of some terms, the rarest terms within the budget.

    Where every term is so common that one alone goes over the budget, rows that hold them all come first by
    their first column, then the newest ones.
    """
    found = counts(db, index, weights)
    rare, postings = [], 0
    for term in sorted(found, key=lambda term: (found[term], term)):
        postings += found[term]
        if postings > _POSTINGS:
            break
        rare.append(term)
    docids = _heaviest(db, index, {term: weights[term] for term in rare}, top, within)
    if len(docids) < top and len(rare) < len(found):
        every = " AND ".join(f'"{term}"' for term in found)
        first = "title" if index == "search_articles" else "text"
        docids += newest(db, index, f"{first} : ({every})", top, within=within)
        docids += newest(db, index, every, top, within=within)
    return list(dict.fromkeys(docids))


def mended(db: "Database", ask: Callable[[], T]) -> T:
    """Return what `ask` finds; an index that is damaged or behind its tables is first made again.

    Whether it has all rows, and finds some, is looked at once a connection, whether it has the newest row
    after every commit.
    """
    try:
        if _is_behind(db):
            make_again(db)
        return ask()
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
    make_again(db)
    return ask()


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
    _KEPT.pop(db, None)


def remake(db: "Database") -> None:
    """Make the index of a database that can be written again, in one transaction."""
    with db.atomic():
        for name in NAMES:
            _drop(db, name)
        for statement in statements(MAKE_AGAIN):
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
    return keep(db, "behind", lambda: any(_lacks(db, index, whole=whole) for index in _TABLES))


def _lacks(db: "Database", index: Index, *, whole: bool) -> bool:
    """Tell whether an index lacks its table's newest row, or, if `whole`, any, or finds not even some."""
    if whole and not _finds(db, index):
        return True
    told = "max({0}), count(*)" if whole else "max({0})"
    docids = db.execute(f"SELECT {told.format('docid')} FROM {_TABLES[index]}").fetchone()
    return bool(docids != db.execute(f"SELECT {told.format('id')} FROM {index}_docsize").fetchone())


def _finds(db: "Database", index: Index) -> bool:
    """Tell whether an index finds rows of its table, from the first to the last, by a word of each."""
    table = _TABLES[index]
    first, last = db.execute(f"SELECT min(docid), max(docid) FROM {table}").fetchone()
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


def _heaviest(
    db: "Database", index: Index, weights: Mapping[str, float], top: int, within: Within | None
) -> list[int]:
    """Return the `docid` of the rows that hold most weight of some terms; adding up is cheaper than BM25."""
    import numpy as np

    allowed = f"AND {within.allows(f'{index}.rowid')}" if within else ""
    sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? {allowed}"
    parameters = within.parameters if within else ()
    held = [[row for (row,) in db.execute(sql, [f'"{term}"', *parameters])] for term in weights]
    if not any(held):
        return []
    docids, places = np.unique(np.concatenate(held).astype(np.int64), return_inverse=True)
    sums = np.bincount(places, np.repeat([*weights.values()], [len(rows) for rows in held]))
    return [int(docid) for docid in docids[np.lexsort((-docids, -sums))][:top]]


def _match(
    db: "Database", index: Index, expression: str, top: int, order: str, within: Within | None
) -> list[int]:
    if not expression:
        return []
    allowed = f"AND {within.allows(f'{index}.rowid')}" if within else ""
    sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? {allowed} ORDER BY {order} LIMIT ?"
    parameters = [expression, *(within.parameters if within else ()), top]
    return [int(row[0]) for row in db.execute(sql, parameters)]
