"""Where the files that are not code lie: in a checkout beside the packages, else under share/tashan."""

import sys
import sysconfig
from pathlib import Path

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
