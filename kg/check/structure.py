"""Faults of the file itself: its pages, its foreign keys, its tables, views, indexes and triggers."""

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.check.fault import Fault, shown
from kg.schema import migrate
from kg.tokens import tokens

if TYPE_CHECKING:
    from sqlite_utils import Database

# The text of a table is left out: SQLite and sqlite-utils write some of them, each version in its own way.
_MASTER = """
SELECT type, name, CASE WHEN type IN ('view', 'trigger') THEN sql END FROM sqlite_master
WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'
"""


def file_faults(db: "Database") -> Iterator[Fault]:
    """Yield what SQLite finds of the file: damaged pages, rows out of order, values of a wrong kind."""
    for (told,) in db.execute("PRAGMA integrity_check"):
        if told != "ok":
            yield Fault("file", "", "a whole SQLite file", " ".join(str(told).split()))


def link_faults(db: "Database") -> Iterator[Fault]:
    """Yield every reference to a row that is not there."""
    for table, rowid, parent, number in db.execute("PRAGMA foreign_key_check"):
        column = _column(db, table, number)
        sql = f'SELECT {key(db, table)}, "{column}" FROM "{table}" WHERE rowid = ?'
        row_id, got = db.execute(sql, [rowid]).fetchone()
        yield Fault(table, row_id, f"{column} to be a row of {parent}", shown(got))


def schema_faults(db: "Database") -> Iterator[Fault]:
    """Yield every table, view, index and trigger that is missing or is not as the migrations make it."""
    there = {(kind, name): sql for kind, name, sql in db.execute(_MASTER)}
    for (kind, name), sql in _wanted_schema().items():
        if (kind, name) not in there:
            yield Fault("sqlite_master", name, f"the {kind}", "none")
        elif there[kind, name] != sql:
            yield Fault("sqlite_master", name, f"the {kind} of the schema", "another")


def key(db: "Database", table: str) -> str:
    """Return the SQL expression that gives the id of a table's row."""
    columns = [row for row in db.execute(f'PRAGMA table_info("{table}")') if row[5]]
    names = [f'"{row[1]}"' for row in sorted(columns, key=lambda row: row[5])]
    return " || '/' || ".join(names) + " || ''"


def _column(db: "Database", table: str, number: int) -> str:
    keys = db.execute(f'PRAGMA foreign_key_list("{table}")')
    return next(str(row[3]) for row in keys if row[0] == number)


def _wanted_schema() -> dict[tuple[str, str], str | None]:
    from sqlite_utils import Database

    conn = sqlite3.connect(":memory:")
    conn.create_function("tashan_tokens", 1, tokens, deterministic=True)
    fresh = Database(conn, execute_plugins=False)
    try:
        migrate(fresh)
        return {(kind, name): sql for kind, name, sql in fresh.execute(_MASTER)}
    finally:
        fresh.close()
