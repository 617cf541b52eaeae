"""A fourth judge of needs: what a sentence encoder of one's own says of a text and each concept.

The vectors of all that is told of the concepts give a linear discriminant, as those of words do in
`pipeline.concepts.profiles`. To encode the vocabulary takes a minute and is done once for an encoder and a
vocabulary; what it gave is kept in the user's cache (`$XDG_CACHE_HOME/tashan`, else `~/.cache/tashan`).
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.concepts.encoder import VARIABLE, Encode, model_of, read_encoder
from pipeline.concepts.profiles import Phrase, discriminate, near

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Dense:
    """An encoder, and the discriminant from its vectors onto the concepts: see `Profiles`."""

    encode: Encode
    middle: "Matrix"
    discriminant: "Matrix"

    def judge(self, texts: Sequence[str]) -> "Matrix":
        """Return a row for each text: how well each concept fits."""
        return near(self.encode(texts), self.middle, self.discriminant)


def encoder_in_use() -> Path | None:
    """Return the folder of the encoder that `TASHAN_ENCODER` names, if it names one."""
    told = os.environ.get(VARIABLE)
    return Path(told).resolve() if told else None


def dense(folder: Path, phrases: Sequence[Phrase], size: int) -> Dense:
    """Return the judge that an encoder makes of the phrases of `size` concepts, made or found in the cache.

    Raises:
        BadEncoder: the folder holds no encoder that can be used.
    """
    import numpy as np

    encode, path = read_encoder(folder), kept_at(folder, phrases)
    if not path.is_file():
        rows = encode([text for text, _ in phrases])
        middle = rows.mean(axis=0).astype(np.float32)
        told = discriminate(rows - middle, [own for _, own in phrases], size)
        _keep(path, middle, told)
        return Dense(encode, middle, told)
    with np.load(path) as kept:
        return Dense(encode, kept["middle"], kept["discriminant"])


def kept_at(folder: Path, phrases: Sequence[Phrase]) -> Path:
    """Return the file of the cache for an encoder and some phrases: another of either has another."""
    digest = sha256(repr(phrases).encode())
    model = model_of(folder)
    for one in [model] if model else sorted(path for path in folder.rglob("*") if path.is_file()):
        about = one.stat()
        digest.update(f"{one.resolve()} {about.st_size} {about.st_mtime_ns}".encode())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "tashan" / f"encoder-{digest.hexdigest()[:16]}.npz"


def _keep(path: Path, middle: "Matrix", discriminant: "Matrix") -> None:
    """Write what was made of an encoder; where that cannot be, it is made again the next time."""
    import numpy as np

    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.stem}.{os.getpid()}.npz")
        np.savez(beside, middle=middle, discriminant=discriminant)
        beside.replace(path)
