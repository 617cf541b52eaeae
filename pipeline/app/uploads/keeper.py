"""The keeper: starts a clerk whenever uploads wait, and ends it with the server."""

import logging
import sqlite3
import subprocess
from dataclasses import replace
from threading import Event, Thread

from pipeline.app.settings import Settings
from pipeline.app.uploads.tray import Tray
from pipeline.engines.limits import cores

_log = logging.getLogger(__name__)
_EVERY = 30.0  # seconds after which it looks by itself: another server may have left something
_SLOWEST = 60.0  # seconds before a clerk that failed is started again, at most
_PATIENCE = 20.0  # seconds that a clerk may take to end


class Keeper:
    """Looks after the tray of a library, from `start` to `stop`."""

    def __init__(self, tray: Tray, settings: Settings) -> None:
        self._tray, self._settings = tray, settings
        self._stopping = Event()
        self._thread = Thread(target=self._look_after, name="uploads", daemon=True)

    def start(self) -> None:
        """Begin, with what an earlier server left."""
        self._thread.start()

    def stop(self) -> None:
        """End the clerk, whose file waits again, and return when it has ended."""
        self._stopping.set()
        self._tray.bell.set()
        self._thread.join()

    def _look_after(self) -> None:
        delay = 1.0
        while not self._stopping.is_set():
            self._tray.bell.clear()
            try:
                failed = bool(self._tray.pending()) and self._run_clerk() != 0
            except (OSError, sqlite3.Error) as error:  # no process or no disk to be had: perhaps later
                _log.warning("uploads wait: %s", error)
                failed = True
            delay = min(_SLOWEST, delay * 2) if failed else 1.0
            if failed:
                self._stopping.wait(delay)
            else:
                self._tray.bell.wait(_EVERY)

    def _run_clerk(self) -> int:
        """Start a clerk and return its exit status; when the server ends, the clerk ends before."""
        from pipeline.app.uploads.clerk import command

        words = command(self._tray.db_path, self._settings)
        with subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True) as clerk:  # noqa: S603
            while clerk.poll() is None and not self._stopping.is_set():
                _wait(clerk, 0.2)
            if clerk.poll() is None:
                clerk.terminate()
                if not _wait(clerk, _PATIENCE):
                    clerk.kill()
            return clerk.wait()


def _wait(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Wait for a process, and tell whether it has ended."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def one_core_left(settings: Settings) -> Settings:
    """Return the settings with a core left to the pages, unless a number of processes was asked for."""
    return replace(settings, workers=max(1, cores() - 1)) if settings.workers is None else settings
