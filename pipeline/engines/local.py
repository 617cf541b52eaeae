"""One machine: files go to worker processes and come back in their order.

A worker that crashes, hangs or takes too much memory is ended with its file, and another takes its place.
At most `_AHEAD` files a worker are under way, so memory does not grow with the folder.
"""

import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from pipeline.engines.limits import Limits, cores
from pipeline.engines.pages import join_pages
from pipeline.engines.worker import keep_loaded, prepare, settings_here, work, work_together
from pipeline.report import Failure, Result

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool
    from spacy.language import Language

    from pipeline.nlp import Segmenter

_AHEAD = 4
# Seconds between two looks of a pool at its workers: it ends two or three looks after its last file.
_LOOK = 0.03


def run_here(
    items: Iterable[Path | Failure], segmenter: "Segmenter", *, repair: bool = True
) -> Iterator[Result]:
    """Yield the result of each file, in order, all read by this process; nothing protects it from a file."""
    import pipeline.nlp
    from pipeline.run import run_together

    loaded: list[Language] = []  # by the first file: a run over unchanged files then ends at once

    def read() -> Iterator[Result]:
        for item in items:
            if isinstance(item, Failure):
                yield Result(item.path, failure=item)
            elif loaded:
                yield _read_here(item, loaded[0], repair=repair)
            else:
                loaded.append(pipeline.nlp.load(segmenter))
                result = _read_here(item, loaded[0], repair=repair)
                keep_loaded()
                yield result

    yield from join_pages(read(), lambda paths: run_together(paths, loaded[0], repair=repair))


def _read_here(path: Path, nlp: "Language", *, repair: bool) -> Result:
    from pipeline.run import run_file

    try:
        return run_file(path, nlp, repair=repair)
    except MemoryError:
        return _lost(path, "needs more memory than there is")


def run_in_workers(
    items: Iterable[Path | Failure], segmenter: "Segmenter", *, workers: int | None = None,
    limits: Limits | None = None, repair: bool = True,
) -> Iterator[Result]:  # fmt: skip
    """Yield the result of each file, in order, read by `workers` processes (as many as cores, if None).

    No more processes start than there are files.
    """
    limits, items = limits or Limits(), iter(items)
    for item in items:
        if isinstance(item, Failure):  # nothing to read so far: no worker yet
            yield Result(item.path, failure=item)
            continue
        first = (item, *islice(items, (workers or cores()) - 1))
        start_server()
        with _pool(len(first), (segmenter, limits, repair)) as pool:
            try:
                with _interrupted_later():  # a worker that is just being made would be lost, and say so
                    _ = pool.active  # to ask starts it
                read = _in_order(pool, chain(first, items), len(first) * _AHEAD, limits)
                yield from join_pages(read, partial(_together, pool, limits))
            except BaseException:  # an interrupt, or a caller that wants no more
                pool.stop()  # type: ignore[no-untyped-call]
                raise


def start_server() -> None:
    """Let the process that workers fork from load the pipeline meanwhile: work is then at hand the sooner."""
    _server()
    if not _in_main_thread():
        ensure_running()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # which the new process inherits
    ensure_running()
    signal.signal(signal.SIGINT, before)


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Let Ctrl-C wait until this is done, where it would interrupt it."""
    if not _in_main_thread():
        yield
        return
    seen: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda *one: seen.append(one))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if seen and callable(before):
        before(*seen[0])


def _in_main_thread() -> bool:
    """Tell whether this is the thread that signals reach, and that alone may say what they do."""
    return threading.current_thread() is threading.main_thread()


def _pool(workers: int, prepared: tuple["Segmenter", Limits, bool]) -> "ProcessPool":
    from pebble import CONSTS, ProcessPool

    CONSTS.sleep_unit = _LOOK
    return ProcessPool(
        max_workers=workers, initializer=prepare, initargs=(*prepared, settings_here()), context=_server()
    )


def _server() -> ForkServerContext:
    """Return where workers come from: a copy of this process, with its threads, may hang."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["pipeline.engines.warm"])
    return context


def _in_order(
    pool: "ProcessPool", items: Iterable[Path | Failure], most: int, limits: Limits
) -> Iterator[Result]:
    waiting: deque[Result | tuple[Path, ProcessFuture[Result]]] = deque()
    for item in items:
        if isinstance(item, Failure):
            waiting.append(Result(item.path, failure=item))
        else:
            waiting.append((item, pool.schedule(work, (item,), timeout=limits.seconds)))
        if len(waiting) >= most:
            yield _ended(waiting.popleft(), limits)
    while waiting:
        yield _ended(waiting.popleft(), limits)


def _together(pool: "ProcessPool", limits: Limits, paths: tuple[Path, ...]) -> list[Result]:
    """Return the results of files that are read together; where that fails, a failure for each."""
    from pebble import ProcessExpired

    allowed = limits.seconds * len(paths)
    try:
        found: list[Result] = pool.schedule(work_together, (paths,), timeout=allowed).result()
    except (TimeoutError, MemoryError, ProcessExpired):
        return [_lost(path, "cannot be read together with the other pages") for path in paths]
    return found


def _ended(asked: "Result | tuple[Path, ProcessFuture[Result]]", limits: Limits) -> Result:
    from pebble import ProcessExpired

    if isinstance(asked, Result):
        return asked
    path, future = asked
    try:
        result: Result = future.result()
    except TimeoutError:
        _sweep()
        return _lost(path, f"took more than the limit of {limits.seconds:g} seconds")
    except MemoryError:
        return _lost(path, f"needs more memory than the limit of {limits.megabytes:,} MB")
    except ProcessExpired as error:
        _sweep()
        return _lost(path, f"ended its worker ({_ending(error.exitcode)}), maybe out of memory")
    return result


def _sweep() -> None:
    """Remove what a worker that was killed left behind."""
    from pipeline.read.converting import sweep

    sweep()


def _lost(path: Path, reason: str) -> Result:
    from pipeline.read.refusal import shown

    return Result(shown(path), failure=Failure(shown(path), "read", reason))


def _ending(code: int) -> str:
    """Return what an exit code means: a signal's name where it was one.

    >>> _ending(-9), _ending(3)
    ('SIGKILL', 'exit code 3')
    """
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"
