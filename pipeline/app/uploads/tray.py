"""The tray: uploaded files and their queue, in a folder beside the library.

The files have names of our making, the queue is a small SQLite file of its own: nobody who sends a file waits
for whoever writes the library. What is in it outlives the server.
"""

import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO

from sqlite_utils import Database

from kg.catalogue.pages import Listing, Page
from kg.rows import digest
from pipeline.app.uploads.values import (
    Outcome,
    State,
    TrayFull,
    UnknownUpload,
    Upload,
    UploadBusy,
    ending_of,
    harmless,
    refused,
)
from pipeline.read.files import MEDIA_TYPES

_TABLE = """
CREATE TABLE IF NOT EXISTS uploads (
  number INTEGER PRIMARY KEY, upload_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, size INTEGER NOT NULL,
  sha256 TEXT NOT NULL, person TEXT NOT NULL, received TEXT NOT NULL, state TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, started TEXT, ended TEXT, counts TEXT NOT NULL DEFAULT '{}',
  warnings TEXT NOT NULL DEFAULT '{}', cases TEXT NOT NULL DEFAULT '[]', failures TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX IF NOT EXISTS uploads_state ON uploads(state, number);
CREATE TABLE IF NOT EXISTS held (since TEXT NOT NULL) STRICT;
"""
_FIELDS = tuple(field.name for field in fields(Upload))
_COLUMNS = ", ".join(_FIELDS)
_JSON = ("counts", "warnings", "cases", "failures")
_AFRESH = (
    "state = 'waiting', tries = 0, started = NULL, ended = NULL, counts = '{}', warnings = '{}', "
    "cases = '[]', failures = '[]'"
)
_CHUNK = 1 << 20
_MOST_WAITING = 5000
_SPARE = 500_000_000  # bytes of the disk that uploads leave free
_MOST_TRIES = 5


class Tray:
    """The uploads of a library; `bell` rings when there is something to read."""

    def __init__(self, db_path: Path, *, most_waiting: int = _MOST_WAITING) -> None:
        self.db_path, self.folder = db_path, db_path.with_suffix(".uploads")
        self.bell = Event()
        self._most = most_waiting

    def take(self, name: str, content: BinaryIO, *, person: str) -> Upload:
        """Keep a file and put it at the end of the queue; one that is there already stays, unless it failed.

        A file for which there is no reader is listed with its failure, and not kept.

        Raises:
            TrayFull: too much waits, or the disk is nearly full.
        """
        self._make_room()
        name = harmless(name)
        ending = ending_of(name)
        part = self.folder / f".{secrets.token_hex(8)}.part"
        try:
            checksum, size = _copy(content, part)
            upload_id = digest("upload", ending or name, checksum)
            if ending:
                part.replace(self._file(upload_id, name))
        finally:
            part.unlink(missing_ok=True)
        row = {"upload_id": upload_id, "name": name, "size": size, "sha256": checksum, "person": person}
        self._put(row)
        if not ending:
            self.finish(
                upload_id, refused(name, f"no reader for this ending; known: {' '.join(MEDIA_TYPES)}")
            )
        self.bell.set()
        return self[upload_id]

    def __getitem__(self, upload_id: str) -> Upload:
        """Return an upload.

        Raises:
            UnknownUpload: there is none of this id.
        """
        row = None
        if self.folder.exists():
            with self._open() as db:
                sql = f"SELECT {_COLUMNS} FROM uploads WHERE upload_id = ?"
                row = db.execute(sql, [upload_id]).fetchone()
        if row is None:
            raise UnknownUpload(upload_id)
        return _upload(row)

    def page(self, state: State | None = None, *, cursor: str | None = None, limit: int = 50) -> Page:
        """Return uploads as records, the newest first, in pages.

        Raises:
            BadCursor: the cursor is none that this list gave.
        """
        if not self.folder.exists():
            return Page((), 0, None)
        clauses = [("state = ?", (state,))] if state else []
        listing = Listing(
            columns=_COLUMNS, tables="uploads", id="upload_id", key="number", clauses=clauses, descending=True
        )
        with self._open() as db:
            page = listing.page(Database(db, execute_plugins=False), cursor, limit)
        return replace(page, rows=tuple(_upload(row).to_record() for row in page.rows))

    def tally(self) -> dict[str, int]:
        """Return how many uploads are in each state."""
        if not self.folder.exists():
            return {}
        with self._open() as db:
            return dict(db.execute("SELECT state, count(*) FROM uploads GROUP BY state"))

    def pending(self) -> int:
        """Return how many uploads are not read yet."""
        tally = self.tally()
        return tally.get("waiting", 0) + tally.get("reading", 0)

    def hold(self, held: bool) -> None:
        """Keep whether reading waits for another process that stores into the library."""
        with self._open() as db:
            db.execute("DELETE FROM held")
            if held:
                db.execute("INSERT INTO held VALUES (?)", [_now()])

    def held(self) -> str | None:
        """Return since when reading waits for another process that stores, if it does."""
        if not self.folder.exists():
            return None
        with self._open() as db:
            row = db.execute("SELECT since FROM held").fetchone()
        return row and str(row[0])

    def claim(self) -> Upload | None:
        """Return the upload that waited longest, which is being read from now on; nothing if none waits."""
        sql = f"""UPDATE uploads SET state = 'reading', started = ?, tries = tries + 1 WHERE number =
        (SELECT min(number) FROM uploads WHERE state = 'waiting') RETURNING {_COLUMNS}"""
        with self._open() as db:
            row = db.execute(sql, [_now()]).fetchone()
        return row and _upload(row)

    def file_of(self, upload: Upload) -> Path:
        """Return where the file of an upload lies."""
        return self._file(upload.upload_id, upload.name)

    def finish(self, upload_id: str, outcome: Outcome) -> None:
        """Keep what came of reading an upload."""
        told = [_json(getattr(outcome, name)) for name in _JSON]
        sql = "UPDATE uploads SET state = ?, ended = ?, counts = ?, warnings = ?, cases = ?, failures = ?"
        with self._open() as db:
            db.execute(f"{sql} WHERE upload_id = ?", [outcome.state, _now(), *told, upload_id])

    def put_back(self, *, killed: bool) -> None:
        """Let whatever was being read wait again; a file that saw its reader killed too often has failed."""
        with self._open() as db:
            if killed:
                lost = db.execute(
                    f"SELECT {_COLUMNS} FROM uploads WHERE state = 'reading' AND tries >= ?", [_MOST_TRIES]
                ).fetchall()
            else:
                db.execute("UPDATE uploads SET tries = tries - 1 WHERE state = 'reading'")
                lost = []
            db.execute("UPDATE uploads SET state = 'waiting', started = NULL WHERE state = 'reading'")
        for upload in map(_upload, lost):
            reason = f"whatever read it was killed {upload.tries} times"
            self.finish(upload.upload_id, refused(upload.path, reason))

    def again(self, upload_id: str) -> Upload:
        """Read an upload once more.

        Raises:
            UnknownUpload: there is none of this id.
            UploadBusy: it is being read.
        """
        upload = self._idle(upload_id)
        if self.file_of(upload).exists():
            with self._open() as db:
                db.execute(f"UPDATE uploads SET {_AFRESH} WHERE upload_id = ?", [upload_id])
            self.bell.set()
        return self[upload_id]

    def remove(self, upload_id: str) -> Upload:
        """Forget an upload and its file, and return what it was; what it gave is the caller's to forget.

        Raises:
            UnknownUpload: there is none of this id.
            UploadBusy: it is being read.
        """
        upload = self._idle(upload_id)
        with self._open() as db:
            gone = db.execute(
                "DELETE FROM uploads WHERE upload_id = ? AND state <> 'reading'", [upload_id]
            ).rowcount
        if not gone:
            raise UploadBusy(upload_id)
        if ending_of(upload.name):
            self.file_of(upload).unlink(missing_ok=True)
        return upload

    def _idle(self, upload_id: str) -> Upload:
        upload = self[upload_id]
        if upload.state == "reading":
            raise UploadBusy(upload_id)
        return upload

    def _make_room(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.tally().get("waiting", 0) >= self._most:
            raise TrayFull(f"{self._most:,} files wait already: try again when some are read")
        if shutil.disk_usage(self.folder).free < _SPARE:
            raise TrayFull("the disk of the library is nearly full")

    def _put(self, row: dict[str, Any]) -> None:
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        sql = f"INSERT INTO uploads({names}, received, state) VALUES ({marks}, :received, 'waiting')"
        with self._open() as db:
            db.execute(
                f"{sql} ON CONFLICT(upload_id) DO UPDATE SET {_AFRESH} WHERE state IN ('failed', 'partial')",
                row | {"received": _now()},
            )

    def _file(self, upload_id: str, name: str) -> Path:
        return self.folder / f"{upload_id}{ending_of(name)}"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.folder / "queue.db", timeout=30)) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.executescript(_TABLE)
            db.row_factory = sqlite3.Row
            with db:
                yield db


def _copy(content: BinaryIO, target: Path) -> tuple[str, int]:
    """Write what a stream gives to a new file, and return its SHA-256 and how many bytes it was."""
    told, size = sha256(), 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := content.read(_CHUNK):
            told.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return told.hexdigest(), size


def _upload(row: Mapping[str, Any] | sqlite3.Row) -> Upload:
    plain = {name: row[name] for name in _FIELDS}
    told: dict[str, Any] = plain | {name: json.loads(plain[name]) for name in _JSON}
    told |= {name: tuple(told[name]) for name in ("cases", "failures")}
    return Upload(**told)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
