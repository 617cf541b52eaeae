"""What happens inside a worker process: it is prepared once, then takes one file after another."""

import gc
import os
import resource
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.limits import Limits
from pipeline.lexicon.classes import remembered

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.nlp import Segmenter
    from pipeline.report import Result

_YIELDING = 10
_AUTOGROUP, _TRIES = Path("/proc/self/autogroup"), 5
_SETTINGS = "TASHAN_"
_ready: dict[str, "Language"] = {}  # by segmenter; a worker forks from a process that has loaded one
_loaded: dict[str, "Language"] = {}
_repairing: dict[str, bool] = {}
_FIRST = "工会办班\n\n今年，江东市总工会为职工举办技能培训班12期，培训1200人次。\n"


def prepare(
    segmenter: "Segmenter",
    limits: Limits,
    repair: bool = True,
    settings: Mapping[str, str] | None = None,
    *,
    in_main_thread: bool = True,
) -> None:
    """Load the pipeline, keep one thread a process, yield to others, and bound the memory.

    `settings` are those of the caller's environment that are Tashan's. Ctrl-C is left to the parent.
    """
    import threadpoolctl

    if in_main_thread:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        yield_to_others()
    if settings is not None and settings != settings_here():
        _ready.clear()
        for name in settings_here():
            del os.environ[name]
        os.environ.update(settings)
    _loaded["nlp"] = load(segmenter)
    _repairing["repair"] = repair
    threadpoolctl.threadpool_limits(1)
    most = limits.megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def yield_to_others(*, apart: bool = True) -> None:
    """Let those who search or read pages meanwhile go first, also where they do so from another terminal.

    Linux weighs the processes of a session against each other and the sessions as equals, unless one is made
    to yield as a whole (sched(7), autogroup): so this process gets one of its own, unless it leads one. What
    a terminal interrupts stays in its session: not `apart`, only what leads a session has that yield.
    """
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, max(mine, _YIELDING))
    if apart:
        with suppress(PermissionError):  # it leads one, or is a job of a shell, whose session stays as it is
            os.setsid()
    if os.getsid(0) != os.getpid():
        return
    with suppress(OSError):  # another kernel, or one that weighs no sessions
        for _ in range(_TRIES):
            with suppress(BlockingIOError):  # only ten a second are taken
                _AUTOGROUP.write_text(str(_YIELDING))
                break
            time.sleep(0.15)


def settings_here() -> dict[str, str]:
    """Return the variables of the environment by which a user chooses models, vocabulary and the like."""
    return {name: value for name, value in os.environ.items() if name.startswith(_SETTINGS)}


def load(segmenter: "Segmenter") -> "Language":
    """Return the pipeline with all that it reads at first use, so that no file's time is spent on that."""
    if segmenter not in _ready:
        with _uncollected(), remembered():
            import pipeline.nlp
            from kg.values import Source
            from pipeline.read.plain import read_plain
            from pipeline.run import extract

            nlp = pipeline.nlp.load(segmenter)
            list(extract(read_plain(Source("", "", "text/plain"), _FIRST.encode()), nlp))
        keep_loaded()
        _ready[segmenter] = nlp
    return _ready[segmenter]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be looked for while much is made that stays."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_loaded() -> None:
    """Let the garbage collector pass over what is loaded: a million objects that live as long as we do.

    Else it looks at all of them again and again, a tenth of the time that reading takes.
    """
    gc.freeze()


def is_prepared() -> bool:
    """Tell whether this process has loaded the pipeline."""
    return "nlp" in _loaded


def work_together(paths: tuple[Path, ...]) -> "list[Result]":
    """Return the results of files among which articles go on, in a process that `prepare` made ready."""
    from pipeline.run import run_together

    return run_together(paths, _loaded["nlp"], **_repairing)


def work(path: Path) -> "Result":
    """Return the result of one file, in a process that `prepare` made ready."""
    from pipeline.run import run_file

    return run_file(path, _loaded["nlp"], **_repairing)
