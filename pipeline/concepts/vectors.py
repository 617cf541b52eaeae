"""Vectors of words and phrases: which words of everyday and of official Chinese stand in like surroundings.

A phrase is the weighted sum of the vectors of all known words that stand in it, whether or not they overlap,
so that nothing depends on a segmenter. Frequent words count less (Arora et al., 2017, "A simple but
tough-to-beat baseline for sentence embeddings").
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.data import data_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_LONGEST = 4


class Vectors:
    """Word vectors with the weight of each word: `words[i]` has row `i` of `vectors` and `weights[i]`."""

    def __init__(self, words: Sequence[str], vectors: "NDArray[np.int8]", scales: "Matrix") -> None:
        self._numbers = {word: number for number, word in enumerate(words)}
        self._vectors, self._scales = vectors, scales

    @property
    def dimensions(self) -> int:
        """How long a vector is."""
        return int(self._vectors.shape[1])

    def of(self, text: str) -> "Matrix":
        """Return the sum of the vectors of the known words in a text: zeros where there is none."""
        vector: Matrix = self.of_each([text])[0]
        return vector

    def of_each(self, texts: Sequence[str]) -> "Matrix":
        """Return a row for each text: the sum of the vectors of the known words in it."""
        return self.sums_of([self.numbers_of(text) for text in texts])

    def numbers_of(self, text: str) -> list[int]:
        """Return the numbers of the known words that stand in a text, one for each place."""
        return [number for number in map(self._numbers.get, _pieces(text)) if number is not None]

    def sums_of(self, told: Sequence[Sequence[int]]) -> "Matrix":
        """Return a row for each list of words, by their numbers: the sum of their vectors."""
        import numpy as np

        out = np.zeros((len(told), self.dimensions), np.float32)
        for row, numbers in enumerate(told):
            if numbers:
                out[row] = self._scales[numbers] @ self._vectors[numbers]
        return out


@cache
def own_vectors() -> Vectors:
    """Return the vectors that Tashan brings along; they are read once."""
    return read_vectors(data_path("models/concepts") / "vectors.npz")


def read_vectors(path: Path) -> Vectors:
    """Return the vectors of a file that `scripts/train_word_vectors.py` wrote."""
    import numpy as np

    with np.load(path) as kept:
        words = kept["words"].tobytes().decode().split("\n")
        return Vectors(words, kept["vectors"], kept["scales"].astype(np.float32))


def _pieces(text: str) -> list[str]:
    """Return every stretch of one to four characters.

    >>> _pieces("送水站")
    ['送', '送水', '送水站', '水', '水站', '站']
    """
    last = len(text)
    return [text[i:j] for i in range(last) for j in range(i + 1, min(i + _LONGEST, last) + 1)]
