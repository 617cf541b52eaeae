"""The library that is served: a connection that only reads for each request, which waits for no writer."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sqlite_utils import Database

_Told = TypeVar("_Told")
_REMEMBERED = 64


class Library:
    """A graph on disk; what was worked out of it is remembered until the file changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock, self._told = Lock(), dict[str, tuple[object, object]]()

    @contextmanager
    def reading(self) -> "Iterator[Database]":
        """Give a connection that only reads, as the graph is at this moment."""
        import kg

        with closing(kg.open_graph(self.path)) as db:
            yield db

    @contextmanager
    def writing(self) -> "Iterator[Database]":
        """Give a connection that may write; what others write is waited for."""
        import kg

        with closing(kg.open_graph(self.path, write=True)) as db:
            yield db

    def remembered(self, key: str, work: "Callable[[Database], _Told]") -> _Told:
        """Return what `work` makes of the graph, worked out again only after the graph has changed."""
        now = self._state()
        with self._lock:
            state, told = self._told.get(key, (None, None))
        if state != now:
            with self.reading() as db:
                told = work(db)
            with self._lock:
                self._told[key] = (now, told)
                while len(self._told) > _REMEMBERED:
                    self._told.pop(next(iter(self._told)))
        return told  # type: ignore[return-value]

    def _state(self) -> tuple[tuple[int, int], ...]:
        """Return what changes whenever anybody writes: time and size of the file and its write-ahead log.

        A log that is empty comes and goes with readers.
        """
        found = []
        for file in (self.path, self.path.with_name(self.path.name + "-wal")):
            with suppress(FileNotFoundError):
                found.append(file.stat())
        return tuple((stat.st_mtime_ns, stat.st_size) for stat in found if stat.st_size)
