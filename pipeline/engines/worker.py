"""What happens inside a worker process: it is prepared once, then takes one file after another."""

import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.limits import Limits
from pipeline.report import Result

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.nlp import Segmenter

_loaded: dict[str, "Language"] = {}


def prepare(segmenter: "Segmenter", limits: Limits) -> None:
    """Load the pipeline, keep one thread a process, leave Ctrl-C to the parent and bound the memory."""
    import threadpoolctl

    import pipeline.nlp

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _loaded["nlp"] = pipeline.nlp.load(segmenter)
    threadpoolctl.threadpool_limits(1)
    most = limits.megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def work(path: Path) -> Result:
    """Return the result of one file, in a process that `prepare` made ready."""
    from pipeline.run import run_file

    return run_file(path, _loaded["nlp"])
