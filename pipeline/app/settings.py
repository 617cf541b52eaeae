"""Settings: what a user may choose for every run, by option or by environment variable."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.nlp import Segmenter


@dataclass(frozen=True, slots=True)
class Settings:
    """`segmenter` (TASHAN_SEGMENTER): rjieba, or jieba as the slower reference."""

    segmenter: "Segmenter" = "rjieba"


@cache
def extractor() -> str:
    """Return the name of this extractor: the version and a hash of its code and lexicons.

    A document is read again when the name under which it was stored is another.
    """
    digest = sha256()
    for path in sorted(_sources(files("pipeline")), key=str):
        digest.update(path.read_bytes())
    return f"tashan {version('tashan')}+{digest.hexdigest()[:12]}"


def _sources(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for path in folder.iterdir():
        if path.is_dir() and path.name not in {"app", "__pycache__"}:
            found += _sources(path)
        elif path.name.endswith((".py", ".tsv")):
            found.append(path)
    return found
