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
_HALVED = ("shares", "rarities", "lifts", "unsaid", "discriminant", "common")


@cache
def own_profiles(purpose: Purpose) -> Profiles:
    """Return the kept profiles for needs or for measures; they are read once."""
    return read_profiles(data_path("models/concepts") / f"{purpose}.npz")


def write_profiles(path: Path, profiles: Profiles) -> None:
    """Write profiles to a file, with half the precision, and the fingerprint of the vocabulary."""
    import numpy as np

    grams = np.frombuffer("\0".join(profiles.grams).encode(), np.uint8)
    halves = {name: getattr(profiles, name).astype(np.float16) for name in _HALVED}
    whole = {
        name: getattr(profiles, name)
        for name in ("size", "bounds", "owners", "words", "said", "sayers", "middle")
    }
    np.savez_compressed(path, grams=grams, vocabulary=fingerprint(), **whole, **halves)


def read_profiles(path: Path) -> Profiles:
    """Return the profiles of a file that `write_profiles` wrote."""
    import numpy as np

    with np.load(path) as kept:
        grams = kept[_TEXT].tobytes().decode().split("\0")
        held = {field.name: kept[field.name] for field in fields(Profiles)}
    exact = {name: held[name].astype(np.float32) for name in _HALVED}
    numbers = {gram: number for number, gram in enumerate(grams)}
    return Profiles(**held | exact | {"size": int(held["size"]), "grams": numbers})


def fingerprint() -> str:
    """Return a hash of the tables of the vocabulary: kept profiles are of the vocabulary that has theirs."""
    digest = sha256()
    for name in ("practices", "needs"):
        digest.update(files("pipeline.lexicon").joinpath(f"{name}.tsv").read_bytes())
    return digest.hexdigest()
