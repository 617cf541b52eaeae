"""The library that is served: connections that only read and wait for no writer, lent to each request.

A connection that stays open knows what it has counted before, which is most of what a search costs.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread, local
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import finalize

if TYPE_CHECKING:
    from sqlite_utils import Database

_log = logging.getLogger(__name__)
_Told = TypeVar("_Told")
_REMEMBERED = 64
_LONG, _SPARED = 0.3, 20  # seconds of work that are not spent anew before twenty times as many have gone
_OLDEST = 120.0  # seconds that what took long is told beyond that, while it is worked out anew
_AT_ONCE = 4  # more would only share the same processor, and each holds a cache


@dataclass(frozen=True, slots=True)
class _Known:
    """What was worked out of a state of the graph, until when it is told as it is, whether it took long."""

    state: object
    until: float
    told: Any
    slow: bool


class Library:
    """A graph on disk; what was worked out of it is remembered until the file changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock, self._told, self._under_way = Lock(), dict[str, _Known](), set[str]()
        self._turns, self._own = BoundedSemaphore(_AT_ONCE), local()
        self._idle = deque["tuple[object, Database]"]()
        finalize(self, _close, self._idle)

    @contextmanager
    def reading(self) -> "Iterator[Database]":
        """Give a connection that only reads, as the graph is at this moment; one that failed is not kept.

        Within it a thread gets the same one again, for to wait for another could be to wait for itself.
        """
        if (lent := getattr(self._own, "db", None)) is not None:
            yield lent
            return
        with self._turns:
            file, db = self._lent()
            self._own.db = db
            try:
                yield db
            except BaseException:
                db.close()
                raise
            finally:
                self._own.db = None
            self._idle.append((file, db))

    def ask(self, question: "Callable[..., _Told]", *given: object) -> _Told:
        """Return what a question, a function of a module, makes of a connection and what is given."""
        with self.reading() as db:
            return question(db, *given)

    def close(self) -> None:
        """Close the connections that nobody has."""
        _close(self._idle)

    def _lent(self) -> "tuple[object, Database]":
        """Return a connection to the file that now lies there, and which file that is."""
        import kg

        file = _identity(self.path)
        with suppress(IndexError):
            while True:
                known, db = self._idle.pop()
                if known == file:
                    return file, db
                db.close()
        return file, kg.open_graph(self.path, any_thread=True)

    @contextmanager
    def writing(self) -> "Iterator[Database]":
        """Give a connection that may write; what others write is waited for."""
        import kg

        with closing(kg.open_graph(self.path, write=True)) as db:
            yield db

    def remembered(self, key: str, work: "Callable[[Database], _Told]") -> _Told:
        """Return what `work` makes of the graph, worked out again only after the graph has changed.

        What takes long is told a while longer: it is worked out anew beside the readers, and none waits.
        """
        now = self._state()
        with self._lock:
            known = self._told.get(key)
            if known is not None and (known.state == now or monotonic() < known.until):
                return known.told  # type: ignore[no-any-return]
            beside = known is not None and known.slow and monotonic() < known.until + _OLDEST
            begin = beside and key not in self._under_way
            if begin:
                self._under_way.add(key)
        if known is None or not beside:
            return self._worked_out(key, work, now)
        if begin:
            Thread(target=self._work_beside, args=(key, work, now), daemon=True).start()
        return known.told  # type: ignore[no-any-return]

    def _work_beside(self, key: str, work: "Callable[[Database], object]", state: object) -> None:
        try:
            self._worked_out(key, work, state)
        except Exception:  # whoever asks when it is too old is told
            _log.warning("cannot work out %s anew", key, exc_info=True)
        finally:
            with self._lock:
                self._under_way.discard(key)

    def _worked_out(self, key: str, work: "Callable[[Database], _Told]", state: object) -> _Told:
        began = monotonic()
        with self.reading() as db:
            told = work(db)
        took = monotonic() - began
        with self._lock:
            spared = _SPARED * took if took > _LONG else 0.0
            self._told[key] = _Known(state, monotonic() + spared, told, slow=took > _LONG)
            while len(self._told) > _REMEMBERED:
                self._told.pop(next(iter(self._told)))
        return told

    def _state(self) -> tuple[tuple[int, int], ...]:
        """Return what changes whenever anybody writes: time and size of the file and its write-ahead log.

        A log that is empty comes and goes with readers.
        """
        found = []
        for file in (self.path, self.path.with_name(self.path.name + "-wal")):
            with suppress(FileNotFoundError):
                found.append(file.stat())
        return tuple((stat.st_mtime_ns, stat.st_size) for stat in found if stat.st_size)


def _identity(path: Path) -> object:
    """Return which file lies at a path, so that another one in its place is noticed."""
    with suppress(OSError):
        stat = path.stat()
        return stat.st_dev, stat.st_ino
    return None


def _close(idle: "deque[tuple[object, Database]]") -> None:
    while idle:
        idle.pop()[1].close()
