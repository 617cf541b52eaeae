"""What happens inside a worker process: it is prepared once, then takes one file after another."""

import gc
import os
import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from kg.values import Document, Source
from pipeline.engines.limits import Limits
from pipeline.report import Result

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.nlp import Segmenter

_YIELDING = 10
_loaded: dict[str, "Language"] = {}
_repairing: dict[str, bool] = {}
_FIRST = "工会办班\n\n今年，江东市总工会为职工举办技能培训班12期，培训1200人次。\n"


def prepare(
    segmenter: "Segmenter",
    limits: Limits,
    repair: bool = True,
    *,
    in_main_thread: bool = True,
) -> None:
    """Load the pipeline, keep one thread a process, yield to others, and bound the memory.

    Ctrl-C is left to the parent.
    """
    import threadpoolctl

    import pipeline.nlp
    from pipeline.run import extract

    if in_main_thread:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.nice(_YIELDING)  # to those who search or read pages meanwhile
    _loaded["nlp"] = pipeline.nlp.load(segmenter)
    _repairing["repair"] = repair
    # Models and lexicons are read at first use: now, so that no file's time is spent on them.
    list(extract(Document(Source("", "", "text/plain"), _FIRST), _loaded["nlp"]))
    keep_loaded()
    threadpoolctl.threadpool_limits(1)
    most = limits.megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def keep_loaded() -> None:
    """Let the garbage collector pass over what is loaded: a million objects that live as long as we do.

    Else it looks at all of them again and again, a tenth of the time that reading takes.
    """
    gc.freeze()


def is_prepared() -> bool:
    """Tell whether this process has loaded the pipeline."""
    return "nlp" in _loaded


def work(path: Path) -> Result:
    """Return the result of one file, in a process that `prepare` made ready."""
    from pipeline.run import run_file

    return run_file(path, _loaded["nlp"], **_repairing)
