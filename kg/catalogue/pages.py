"""Lists in pages: each page ends with a cursor that says where the next one begins.

A cursor holds the sort key and the id of the last row, not a number of rows to skip, so that rows which come
or go meanwhile neither hide others nor show any twice.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import BadCursor

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]
_INTEGERS = 2**63  # what SQLite can hold
Clause = tuple[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, how many the whole list has, and the cursor of the next page, if there is one."""

    rows: tuple[Row, ...]
    total: int
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list to be cut into pages: `columns` of `tables`, where all `clauses` hold, in the order of `key`.

    `key` is an expression that is never null, `id` one that makes the order total. `narrow` are as few of the
    tables as key and clauses need, with as many rows: the others are looked up for the rows of a page alone.
    """

    columns: str
    tables: str
    id: str
    key: str
    clauses: Sequence[Clause] = ()
    descending: bool = False
    narrow: str = ""

    def page(self, db: "Database", cursor: str | None, limit: int) -> Page:
        """Return the page behind a cursor, the first page for none.

        Raises:
            BadCursor: the cursor is none that this list gave.
        """
        narrow = self.narrow or self.tables
        total = self.total(db)
        where, parameters = self._where([*self.clauses, *self._behind(cursor)])
        turn = "DESC" if self.descending else "ASC"
        chosen = (
            f"SELECT {self.key} AS sort_key, {self.id} AS sort_id FROM {narrow} {where} "
            f"ORDER BY 1 {turn}, 2 {turn} LIMIT ?"
        )
        sql = (
            f"SELECT {self.columns}, chosen.* FROM ({chosen}) chosen CROSS JOIN {self.tables} "
            f"WHERE {self.id} = chosen.sort_id ORDER BY chosen.sort_key {turn}, chosen.sort_id {turn}"
        )
        rows = list(db.query(sql, [*parameters, limit + 1]))
        more = _encode(rows[limit - 1]) if len(rows) > limit else None
        return Page(tuple(_without_keys(row) for row in rows[:limit]), total, more)

    def total(self, db: "Database") -> int:
        """Return how many rows the whole list has."""
        where, parameters = self._where(self.clauses)
        sql = f"SELECT count(*) FROM {self.narrow or self.tables} {where}"
        return int(db.execute(sql, parameters).fetchone()[0])

    def _behind(self, cursor: str | None) -> list[Clause]:
        if cursor is None:
            return []
        sign = "<" if self.descending else ">"
        return [(f"({self.key}, {self.id}) {sign} (?, ?)", _decode(cursor))]

    @staticmethod
    def _where(clauses: Sequence[Clause]) -> tuple[str, tuple[object, ...]]:
        text = " AND ".join(text for text, _ in clauses)
        return (f"WHERE {text}" if text else ""), tuple(value for _, values in clauses for value in values)


def _without_keys(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("sort_key", "sort_id")}


def _encode(row: Row) -> str:
    told = json.dumps([row["sort_key"], row["sort_id"]], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[object, object]:
    try:
        told = json.loads(urlsafe_b64decode((cursor + "=" * (-len(cursor) % 4)).encode("ascii")))
    except ValueError as error:
        raise BadCursor(cursor) from error
    match told:
        case [str() | float() as key, str() as row_id]:
            return key, row_id
        case [int() as key, str() as row_id] if abs(key) < _INTEGERS:
            return key, row_id
        case _:
            raise BadCursor(cursor)
