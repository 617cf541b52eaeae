"""What every test may use: the shared material, where there is any, and one spaCy pipeline for all."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
# Most tests read a file or two: in this process, without the seconds that a worker takes to start.
os.environ.setdefault("TASHAN_WORKERS", "0")
# As many processes as cores run tests: more threads in each would only wait for one another.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
# Laws are about what is true, not about how busy the machine is; and a change is judged by the same examples
# wherever it is judged. `make test-long` looks at fresh ones.
settings.register_profile(
    "tashan", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("fresh", settings.get_profile("tashan"), derandomize=False)
settings.load_profile("tashan")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of seeds and gold facts; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared beside the repository (seeds, gold facts, scorer)")
    return SHARED


@pytest.fixture(scope="session")
def nlp():
    import pipeline.nlp

    return pipeline.nlp.load()
