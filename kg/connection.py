"""Opening a Tashan file, and refusing what is none."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DiskFailure, NewerSchema, NotATashanDatabase, OlderSchema, ReadOnlyDatabase, StoreError
from kg.schema import APPLICATION_ID, NEWEST, migrate
from kg.tokens import tokens

if TYPE_CHECKING:
    from sqlite_utils import Database

_CACHED_KIB = 64 * 1024  # of a large file that is written here and there
_MAPPED = 2**31 - 2**16  # bytes of a file that is only read, the most that SQLite maps
_SMALLEST = 512  # bytes of an SQLite database that holds anything


def open_graph(path: Path | str, *, write: bool = False, any_thread: bool = False) -> "Database":
    """Open a Tashan file; for writing, a missing file is made and an older one migrated.

    The connection belongs to the thread that opens it, or with `any_thread` to one after the other.

    Raises:
        StoreError: it is to be read and does not exist, or cannot be opened.
        NotATashanDatabase: it is no SQLite database, or one of another program.
        NewerSchema: a newer Tashan wrote it.
        OlderSchema: it is to be read and an older Tashan wrote it.
        ReadOnlyDatabase: it is to be written and cannot be.
    """
    path = Path(path)
    _refuse_other_files(path, write)
    try:
        conn = _connect(path, write, any_thread)
        try:
            return _prepare(conn, path, write)
        except BaseException:
            conn.close()
            raise
    except sqlite3.Error as error:
        raise translate(path, error) from error


def file_of(db: "Database") -> str:
    """Return the path of the file that a database lies in."""
    return str(db.execute("PRAGMA database_list").fetchone()[2]) or ":memory:"


@contextmanager
def one_moment(db: "Database") -> Iterator[None]:
    """Let all that is read inside be of one moment, whoever commits meanwhile; a transaction is one."""
    if db.conn.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.conn.rollback()


@contextmanager
def translating(db: "Database") -> Iterator[None]:
    """Turn an error of SQLite inside into the error of Tashan's tree that says what it means."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(file_of(db), error) from error


def translate(path: Path | str, error: sqlite3.Error) -> StoreError:
    """Return the error of Tashan's tree that says what an error of SQLite means."""
    reason = str(error)
    if "readonly" in reason:
        return ReadOnlyDatabase(path)
    if "disk is full" in reason or "disk I/O error" in reason:
        return DiskFailure(path, f"{reason}: make room and repeat, what is stored stays")
    if "not a database" in reason or "malformed" in reason:
        return NotATashanDatabase(path, f"not a usable SQLite database ({reason})")
    return StoreError(path, reason)


def _refuse_other_files(path: Path, write: bool) -> None:
    """Refuse what SQLite would take for an empty database and write over: a short file of something else.

    The file is not opened to look into it: to close it again would drop every lock that this process holds on
    it by other connections, and who then closes it elsewhere takes its write-ahead file away from under them
    (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    if not path.exists():
        if not write:
            raise StoreError(path, "does not exist")
        if not path.absolute().parent.is_dir():
            raise StoreError(path, "its folder does not exist")
    elif path.is_dir():
        raise StoreError(path, "is a folder")
    elif 0 < path.stat().st_size < _SMALLEST:
        raise NotATashanDatabase(path, "not an SQLite database")


def _connect(path: Path, write: bool, any_thread: bool) -> sqlite3.Connection:
    connect = partial(sqlite3.connect, timeout=60, check_same_thread=not any_thread)
    if write:
        return connect(path)
    uri = path.absolute().as_uri() + "?mode=ro"
    conn = connect(uri, uri=True)
    try:
        conn.execute("PRAGMA schema_version")
    except sqlite3.OperationalError:
        # A write-ahead file cannot be made beside it: a read-only medium, where nothing else writes either.
        conn.close()
        return connect(uri + "&immutable=1", uri=True)
    except sqlite3.Error:
        conn.close()
        raise
    return conn


def _prepare(conn: sqlite3.Connection, path: Path, write: bool) -> "Database":
    from sqlite_utils import Database

    found = _version(conn, path)
    conn.create_function("tashan_tokens", 1, tokens, deterministic=True)
    db = Database(conn, execute_plugins=False)
    if write:
        if not os.access(path, os.W_OK):
            raise ReadOnlyDatabase(path)
        db.enable_wal()
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(f"PRAGMA cache_size = -{_CACHED_KIB}")
        migrate(db)  # before keys are enforced, or a table could not take the place of an older one
    elif found < NEWEST:
        raise OlderSchema(path, found, NEWEST)
    else:
        db.execute(f"PRAGMA mmap_size = {_MAPPED}")
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _version(conn: sqlite3.Connection, path: Path) -> int:
    """Return the number of migrations of an open file: 0 of one that is still empty."""
    owner = conn.execute("PRAGMA application_id").fetchone()[0]
    found = int(conn.execute("PRAGMA user_version").fetchone()[0])
    if owner == APPLICATION_ID:
        if found > NEWEST:
            raise NewerSchema(path, found, NEWEST)
        return found
    if owner or found or conn.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise NotATashanDatabase(path, "a database of another program")
    return 0
