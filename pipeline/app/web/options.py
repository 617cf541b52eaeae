"""What the server may be told: which library, who may come in, and how much anyone may ask."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.app.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """How a library is served.

    `hosts` are the names by which browsers may call it (every name, if empty). `accounts` is the file of who
    may come in; without it everyone who reaches the server is its owner. `rate` is how many requests a second
    one address may make for long (0: any number), `body` how many bytes a request may send, `upload` how many
    to a page that takes files, `patience` how many seconds sending may take, and some more for a large file.
    `reading` says how uploaded files are read; without it they only wait. `searchers` is how many processes
    search beside the one that serves (0: it searches itself).
    """

    db_path: Path
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    accounts: Path | None = None
    rate: float = 0.0
    body: int = 1_000_000
    upload: int = 64_000_000
    patience: float = 120.0
    sql_milliseconds: int = 1000
    reading: Settings | None = None
    searchers: int = 0
