"""The profiles of Tashan's own vocabulary, kept so that a command need not make them."""

from dataclasses import fields
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pipeline.concepts.profiles import Profiles
from pipeline.data import data_path

Purpose = Literal["needs", "measures"]
_TEXT = "grams"


@cache
def own_profiles(purpose: Purpose) -> Profiles:
    """Return the kept profiles for needs or for measures; they are read once."""
    return read_profiles(data_path("models/concepts") / f"{purpose}.npz")


def write_profiles(path: Path, profiles: Profiles) -> None:
    """Write profiles to a file, with half the precision, and the fingerprint of the vocabulary."""
    import numpy as np

    grams = np.frombuffer("\0".join(profiles.grams).encode(), np.uint8)
    halves = {
        name: getattr(profiles, name).astype(np.float16) for name in ("shares", "rarities", "regression")
    }
    np.savez_compressed(
        path, size=profiles.size, grams=grams, bounds=profiles.bounds, owners=profiles.owners,
        middle=profiles.middle, vocabulary=fingerprint(), **halves,
    )  # fmt: skip


def read_profiles(path: Path) -> Profiles:
    """Return the profiles of a file that `write_profiles` wrote."""
    import numpy as np

    with np.load(path) as kept:
        grams = kept[_TEXT].tobytes().decode().split("\0")
        held = {field.name: kept[field.name] for field in fields(Profiles)}
    exact = {name: held[name].astype(np.float32) for name in ("shares", "rarities", "middle", "regression")}
    numbers = {gram: number for number, gram in enumerate(grams)}
    return Profiles(**held | exact | {"size": int(held["size"]), "grams": numbers})


def fingerprint() -> str:
    """Return a hash of the tables of the vocabulary: kept profiles are of the vocabulary that has theirs."""
    digest = sha256()
    for name in ("practices", "needs"):
        digest.update(files("pipeline.lexicon").joinpath(f"{name}.tsv").read_bytes())
    return digest.hexdigest()
