"""Faults of the search index against its tables, found by making the index once more and comparing."""

import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kg.check.fault import Fault, shown

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class _Index:
    """A search index: its name, its columns, the table whose `docid` it uses, and its rows as a query."""

    name: str
    columns: str
    table: str
    rows: str


_INDEXES = (
    _Index("search_articles", "title, text", "articles",
           "SELECT docid, tashan_tokens(title), tashan_tokens(text) FROM articles"),
    _Index("search_measures", "text, concept", "measures",
           "SELECT docid, tashan_tokens(text), tashan_tokens(concept) FROM measures"),
)  # fmt: skip
# A number for each place of a term, so that sums differ where places do; not linear in row and offset
# together, or two rows that changed places would have one sum.
_PLACE = "(doc * 40503 % 1000003 + 7) * (offset * 7919 % 65521 + instr(:columns, col)) % 4294967291"


def index_faults(db: "Database") -> Iterator[Fault]:
    """Yield every row whose tokens are not in the index as the tables give them, once each."""
    for index in _INDEXES:
        try:
            _make_again(db, index)
            yield from _faults(db, index)
        except sqlite3.Error as error:
            yield Fault(index.name, "", "a readable index", str(error))


def _make_again(db: "Database", index: _Index) -> None:
    name, columns = index.name, index.columns
    for statement in (
        f"CREATE VIRTUAL TABLE temp.fresh_{name} USING fts5({columns}, content='', tokenize='ascii')",
        f"INSERT INTO fresh_{name}(rowid, {columns}) {index.rows}",
        f"CREATE VIRTUAL TABLE temp.fresh_{name}_places USING fts5vocab(temp, fresh_{name}, instance)",
        f"CREATE VIRTUAL TABLE temp.{name}_places USING fts5vocab(main, {name}, instance)",
    ):
        db.execute(statement)


def _faults(db: "Database", index: _Index) -> Iterator[Fault]:
    told: set[int] = set()
    for docid, wanted, got in _row_faults(db, index):
        told.add(docid)
        yield Fault(index.name, _owner(db, index, docid), wanted, got)
    for term in _differing(_sums(db, index, "", "term"), _sums(db, index, "fresh_", "term")):
        for docid in _rows_of(db, index, term):
            if docid not in told:
                told.add(docid)
                yield Fault(
                    index.name, _owner(db, index, docid), "the tokens of its row", f"others at {shown(term)}"
                )
    if not told and _totals(db, index.name) != _totals(db, f"fresh_{index.name}"):
        yield Fault(index.name, "", "the totals of its rows", "others")


def _row_faults(db: "Database", index: _Index) -> Iterator[tuple[int, str, str]]:
    """Yield the rows that only one side has, and those whose stored size is not that of their tokens."""
    kept, fresh = f"main.{index.name}_docsize", f"temp.fresh_{index.name}_docsize"
    lacks = "SELECT id FROM {} a WHERE NOT EXISTS (SELECT 1 FROM {} b WHERE b.id = a.id)"
    for (docid,) in db.execute(lacks.format(fresh, kept)):
        yield docid, "a row in the index", "none"
    for (docid,) in db.execute(lacks.format(kept, fresh)):
        yield docid, f"no row in the index without its row of {index.table}", "one"
    for (docid,) in db.execute(f"SELECT a.id FROM {kept} a JOIN {fresh} b ON b.id = a.id WHERE a.sz <> b.sz"):
        yield docid, "the number of its tokens", "another"


def _rows_of(db: "Database", index: _Index, term: str) -> Iterator[int]:
    sides = (_sums(db, index, side, "doc", where="WHERE term = :term", term=term) for side in ("", "fresh_"))
    yield from _differing(*sides)


def _sums(
    db: "Database", index: _Index, side: str, by: str, *, where: str = "", **named: str
) -> Iterator[tuple[Any, ...]]:
    """Yield each term, or each row of one, in order, with how often it stands and the sum of its places."""
    places = f"temp.{side}{index.name}_places"
    sql = f"SELECT {by}, count(*), sum({_PLACE}) FROM {places} {where} GROUP BY 1 ORDER BY 1"
    return iter(db.execute(sql, {"columns": index.columns, **named}))


def _differing(left: Iterable[tuple[Any, ...]], right: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    """Yield the first member of every row that is not in both of two sorted streams.

    >>> list(_differing([("a", 1), ("b", 2), ("c", 3)], [("a", 1), ("b", 5), ("d", 3)]))
    ['b', 'c', 'd']
    """
    for key, rows in groupby(heapq.merge(left, right, key=itemgetter(0)), itemgetter(0)):
        first, *others = rows
        if others != [first]:
            yield key


def _totals(db: "Database", name: str) -> bytes:
    """Return the record in which FTS5 keeps the number of rows and of tokens, which ranking divides by.

    An index that was emptied keeps noughts where a new one keeps nothing.
    """
    row = db.execute(f"SELECT block FROM {name}_data WHERE id = 1").fetchone()
    return b"" if row is None else bytes(row[0]).rstrip(b"\0")


def _owner(db: "Database", index: _Index, docid: int) -> str:
    row = db.execute(f"SELECT id FROM {index.table} WHERE docid = ?", [docid]).fetchone()
    return str(docid) if row is None else str(row[0])
