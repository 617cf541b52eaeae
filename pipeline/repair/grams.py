"""A character language model of news: how likely characters are behind others.

Interpolated n-grams of up to four characters with absolute discounting (H. Ney, U. Essen and R. Kneser, On
structuring probabilistic dependences in stochastic language modelling, 1994), of which the frequent are kept,
with backoff weights that make up for the rest. scripts/train_joints.py counts them; models/joints tells more.
"""

from dataclasses import dataclass
from functools import cache
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.data import data_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 12
"""The bits that a character's number takes in the key of an n-gram."""

STEP = 16.0
"""How many steps of a byte make a natural logarithm of one."""

HEAD = "grams.npz"
"""The file with the known characters, and how many n-grams of each length there are."""

COLUMNS = ("keys.npy", "chances.npy", "backoffs.npy")
"""The files of what `Level` holds, all lengths behind one another."""

UNKNOWN = 0
"""The number of every character that the model does not know."""


def normal(char: str) -> str:
    """Return the character that stands for `char` in the model: 0 for digits, a for Latin letters.

    >>> normal("7"), normal("B"), normal("工")
    ('0', 'a', '工')
    """
    if char.isdecimal():
        return "0"
    return "a" if char.isascii() and char.isalpha() else char


@dataclass(frozen=True, slots=True)
class Level:
    """The n-grams of one length: sorted keys, and logarithms in steps of a byte.

    `chances` are those of the last character, `backoffs` the weights of what is shorter behind them.
    """

    keys: "NDArray[np.int64]"
    chances: "NDArray[np.uint8]"
    backoffs: "NDArray[np.int8]"

    def find(self, key: int) -> int | None:
        """Return the place of an n-gram, if it was kept."""
        place = int(self.keys.searchsorted(key))
        return place if place < len(self.keys) and int(self.keys[place]) == key else None


class Grams:
    """The model: `numbers` are those of known characters, `levels` n-grams by length, the shortest first."""

    def __init__(self, characters: str, levels: tuple[Level, ...]) -> None:
        self._numbers = {char: number for number, char in enumerate(characters)}
        self._levels = levels

    def chance(self, before: str, text: str) -> float:
        """Return the natural logarithm of the probability that `text` stands behind `before`."""
        line = [self._number(char) for char in before[1 - len(self._levels) :] + text]
        return sum(self._chance(line, at) for at in range(len(line) - len(text), len(line)))

    def _number(self, char: str) -> int:
        return self._numbers.get(normal(char), UNKNOWN)

    def _chance(self, line: list[int], at: int) -> float:
        total = 0
        for length in range(min(len(self._levels), at + 1), 0, -1):
            context = _key(line[at - length + 1 : at])
            level = self._levels[length - 1]
            place = level.find(context << BITS | line[at])
            if place is not None:
                return (total - int(level.chances[place])) / STEP
            if length > 1:
                shorter = self._levels[length - 2]
                behind = shorter.find(context)
                total += int(shorter.backoffs[behind]) if behind is not None else 0
        return (total - 255) / STEP


def _key(numbers: list[int]) -> int:
    key = 0
    for number in numbers:
        key = key << BITS | number
    return key


@cache
def grams() -> Grams:
    """Return the shipped model, made once.

    Raises:
        FileNotFoundError: the installation lacks it.
    """
    return read_grams(data_path("models/joints"))


def read_grams(folder: Path) -> Grams:
    """Return the model kept in `folder`; its n-grams stay in their files, few pages of which are asked."""
    import numpy as np

    with np.load(folder / HEAD) as kept:
        characters, sizes = bytes(kept["characters"]).decode("utf-8"), kept["sizes"]
    columns = [np.asarray(np.load(folder / name, mmap_mode="r")) for name in COLUMNS]
    levels = zip(*(np.split(column, np.cumsum(sizes)[:-1]) for column in columns), strict=True)
    return Grams(characters, tuple(starmap(Level, levels)))
