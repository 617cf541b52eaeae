"""How likely a paragraph begins an article: a linear model of the characters of its first words."""

from functools import cache

from pipeline.data import data_path
from pipeline.repair.grams import normal

SHOWN = 40
"""Characters of a paragraph that the model looks at."""

STEP = 32.0
"""How many steps of a byte make one of a logarithm of odds."""


def features(text: str) -> set[str]:
    """Return what the model sees of a paragraph: pairs of characters, and how the text begins after a ^.

    >>> sorted(features("夜校办"))
    ['^夜', '^夜校', '^夜校办', '夜校', '校办']
    """
    shown = "".join(map(normal, text[:SHOWN]))
    pairs = {shown[at : at + 2] for at in range(len(shown) - 1)}
    return pairs | {f"^{shown[:length]}" for length in range(1, min(3, len(shown)) + 1)}


def lead(text: str) -> float:
    """Return the logarithm of the odds that `text` begins an article, which of three sentences one did."""
    weights = _weights()
    return (weights[""] + sum(weights.get(feature, 0) for feature in features(text))) / STEP


@cache
def _weights() -> dict[str, int]:
    import numpy as np

    with np.load(data_path("models/joints") / "leads.npz") as kept:
        names = bytes(kept["features"]).decode("utf-8").split("\n")
        return dict(zip(names, kept["weights"].tolist(), strict=True))
