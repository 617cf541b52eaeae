"""What one file may cost before its worker is ended."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` by the clock for one file, `megabytes` of data for the process that reads it."""

    seconds: float = 600.0
    megabytes: int = 4096


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
