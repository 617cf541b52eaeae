"""Where the straight line runs: in this process, or in worker processes that can be killed."""

from pipeline.engines.limits import Limits
from pipeline.engines.local import run_here, run_in_workers, start_server

__all__ = ["Limits", "run_here", "run_in_workers", "start_server"]
