"""A consistent copy of a graph, made while others read and write."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.check.structure import file_faults
from kg.connection import file_of, open_graph, translate
from kg.errors import NotATashanDatabase, StoreError
from kg.schema import APPLICATION_ID

if TYPE_CHECKING:
    from sqlite_utils import Database

_BESIDE = ("-wal", "-shm", "-journal")


def backup(db: "Database", path: Path | str) -> None:
    """Copy a graph, as it is at this moment, to a file that appears only when it is whole.

    An older copy there gives way in one step. The copy is one file, without a write-ahead file beside it,
    and was opened and verified by SQLite before it took its name; what the source says is for `check`.

    Raises:
        StoreError: `path` is the graph itself, is a folder, is in use, or cannot be written.
        NotATashanDatabase: `path` is a file of something else, or the graph's file is damaged.
    """
    source, target = Path(file_of(db)), Path(path).resolve()
    _refuse(source, target)
    draft = _draft_beside(target)
    try:
        _copy(db, draft)
        if source.exists():
            shutil.copymode(source, draft)
        _settle(target)
        _put_in_place(draft, target)
    except sqlite3.Error as error:
        raise translate(target, error) from error
    except OSError as error:
        raise StoreError(target, error.strerror or str(error)) from error
    finally:
        _remove(draft, ("", *_BESIDE))


def _refuse(source: Path, target: Path) -> None:
    taken = [source.with_name(source.name + ending) for ending in _BESIDE]
    if target in taken or (target.exists() and source.exists() and target.samefile(source)):
        raise StoreError(target, "is the graph itself: name another file")
    if target.is_dir():
        raise StoreError(target, "is a folder")
    if not target.parent.is_dir():
        raise StoreError(target, "its folder does not exist")


def _draft_beside(target: Path) -> Path:
    """Make an empty file in the folder of `target`, so that renaming it never crosses file systems."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    except OSError as error:
        raise StoreError(target, error.strerror or str(error)) from error
    os.close(handle)
    return Path(name)


def _copy(db: "Database", draft: Path) -> None:
    with closing(sqlite3.connect(draft)) as copy:
        # In one step: in several, every change that another process makes would start it again.
        db.conn.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    fault = _fault_of(draft)
    if fault:
        raise NotATashanDatabase(file_of(db), f"is damaged, so nothing was written ({fault})")


def _fault_of(draft: Path) -> str:
    try:
        with closing(open_graph(draft)) as made:
            return str(next(file_faults(made), ""))
    except StoreError as error:
        return error.reason
    except sqlite3.Error as error:
        return str(error)


def _settle(target: Path) -> None:
    """Fold an older copy's write-ahead file into it; SQLite would read what is left into the new one."""
    if not target.exists() or not target.stat().st_size:
        _remove(target, _BESIDE)
        return
    with closing(sqlite3.connect(target, timeout=5)) as old:
        try:
            ours = old.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        except sqlite3.DatabaseError:
            ours = False
        if not ours:
            raise NotATashanDatabase(target, "not a Tashan database, so it is not replaced")
        try:
            old.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise StoreError(target, f"is in use, so it is not replaced ({error})") from error


def _remove(path: Path, endings: Iterable[str]) -> None:
    for ending in endings:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _put_in_place(draft: Path, target: Path) -> None:
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    with suppress(OSError):  # some file systems cannot do this for a folder
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
