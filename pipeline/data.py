"""Where the files that are not code lie: in a checkout beside the packages, else under share/tashan.

Models of one's own, as `tashan train` makes them, lie in the folder that TASHAN_MODELS names, which worker
processes inherit.
"""

import os
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MODELS = "TASHAN_MODELS"

_ROOT = Path(__file__).resolve().parent.parent


def data_path(name: str) -> Path:
    """Return the folder or file `name` (as `corpus/demo`) of the checkout or of the installation.

    Raises:
        FileNotFoundError: the installation lacks it.
    """
    places = [_ROOT, _ROOT / "share/tashan", Path(sysconfig.get_path("data")) / "share/tashan"]
    places.append(Path(sys.prefix) / "share/tashan")
    for place in places:
        if (place / name).exists():
            return place / name
    raise FileNotFoundError(
        f"{name} is not part of this installation; looked in {', '.join(map(str, places))}"
    )


def model_path(name: str, own: str | None) -> Path:
    """Return the folder of a model: one's own in the folder `own`, if it is there, else the shipped one.

    Raises:
        FileNotFoundError: the installation lacks it.
    """
    mine = Path(own) / name if own else None
    return mine if mine and mine.is_dir() else data_path(f"models/{name}")


def own_models() -> str | None:
    """Return the folder of one's own models that is in force, or none."""
    return os.environ.get(MODELS) or None


@contextmanager
def models_in(folder: Path | None) -> Iterator[None]:
    """Put one's own models of a folder in force, or only the shipped ones, until the end of the block."""
    before = os.environ.get(MODELS)
    os.environ[MODELS] = str(folder.absolute()) if folder else ""
    try:
        yield
    finally:
        if before is None:
            del os.environ[MODELS]
        else:
            os.environ[MODELS] = before
