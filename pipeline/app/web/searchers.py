"""Processes that answer what takes long beside the one that serves, so that a search keeps nobody waiting.

What the server remembers of its readers stays in one process; these only read the library.
"""

import gc
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Lock, Thread
from typing import Any, TypeVar

from kg.errors import TashanError
from pipeline.app.web.asked import Asked
from pipeline.app.web.finding import find
from pipeline.app.web.library import Library

_Told = TypeVar("_Told")
_ANY = "职工"  # a word that is in every library
_OWN: list[Library] = []  # of a process that answers: its library


class Searchers:
    """Some processes that each hold the library open; one that dies is replaced."""

    def __init__(self, path: Path, count: int) -> None:
        self._path, self._count = path, count
        self._lock, self._pool = Lock(), self._started()

    def ask(self, question: Callable[..., _Told], *given: object) -> _Told:
        """Return what a question, a function of a module, makes of the library and what is given.

        Raises:
            BrokenProcessPool: it ended the process that answered it, twice.
            TashanError: what the question raises.
        """
        pool = self._pool
        try:
            told: _Told = pool.submit(_answer, question, given).result()
        except BrokenProcessPool:
            told = self._replaced(pool).submit(_answer, question, given).result()
        return told

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            self._count, mp_context=get_context("spawn"), initializer=_begin, initargs=(self._path,)
        )
        pool.submit(int)  # so that they start now, not with the first reader
        return pool

    def _replaced(self, broken: ProcessPoolExecutor) -> ProcessPoolExecutor:
        """Return new processes for broken ones, the same for all who saw them break."""
        with self._lock:
            if self._pool is broken:
                self._pool = self._started()
            return self._pool


def _begin(path: Path) -> None:
    """Open the library in a process that answers, and search it once, so that all that takes is loaded.

    The process lives as long as the server and no longer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    Thread(target=_end_with_server, daemon=True).start()
    _OWN.append(Library(path))
    with suppress(TashanError):  # whoever asks is told
        _answer(find, (Asked.model_validate({"q": _ANY}), _ANY))
    gc.freeze()  # what is loaded stays: to look it over for garbage makes one question in a hundred wait


def _end_with_server() -> None:
    if (server := parent_process()) is not None:
        server.join()
        os._exit(0)


def _answer(question: Callable[..., Any], given: tuple[object, ...]) -> Any:  # noqa: ANN401
    with _OWN[0].reading() as db:
        return question(db, *given)
