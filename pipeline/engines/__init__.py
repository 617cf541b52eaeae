"""Where the straight line runs: in this process, or in worker processes that can be killed."""

from pipeline.engines.limits import Limits
from pipeline.engines.local import run_here, run_in_workers, start_server
from pipeline.engines.worker import yield_to_others

__all__ = ["Limits", "run_here", "run_in_workers", "start_server", "yield_to_others"]
