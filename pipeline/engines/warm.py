"""What every worker forks from: to import this module is to load the pipeline, once for all of them.

The fork server imports it and nothing else does: it sets the environment of its process. What it loads is
shared by the workers as long as none writes to it, and one that takes the place of another starts at once.
"""

import gc
import os
from contextlib import suppress

gc.disable()
# One thread a process; and a process that forks should have no other.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

from pipeline.engines.worker import load  # noqa: E402  # numpy reads the environment when it is imported

# Whatever is wrong with models or lexicons, a worker meets it too, where it can be told to the user.
with suppress(Exception):
    load("rjieba")
gc.enable()
