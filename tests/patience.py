"""How tests wait: for what they wait for, and no longer; the limit is there for what never comes."""

import time
from collections.abc import Callable

PATIENCE = 600.0  # seconds, for a machine that is slow and busy with other things


def until(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.02)
