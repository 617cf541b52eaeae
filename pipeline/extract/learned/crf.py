"""A linear-chain conditional random field over hashed features (Lafferty et al. 2001), in arrays.

Sentences of about one length are tagged together: each step of the forward and backward sums is one
product of matrices. The probability of a whole name is exact: what flows in, the name's own path, what
flows out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.values import Span
from pipeline.extract.learned.features import BITS

Floats = NDArray[np.float32]
_LONGEST, _BATCH = 256, 64


@dataclass(frozen=True, slots=True)
class Found:
    """A name that the model sees, and the probability that it is just that: these characters, this type."""

    type: str
    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Crf:
    """Labels are O first, then B and I of each type: `2 * k + 1` and `2 * k + 2`.

    `rows[h]` is the row of `weights` (features × labels) of the feature with hash h, 0 for unknown ones;
    `moves[a, b]` is the exponential of the weight of label b after label a.
    """

    types: tuple[str, ...]
    rows: NDArray[np.int32]
    weights: Floats
    moves: Floats

    def scores(self, features: NDArray[np.int64]) -> Floats:
        """Return the sum of the weights of each character's features for every label."""
        out = np.zeros((len(features), self.weights.shape[1]), dtype=np.float32)
        for column in range(features.shape[1]):
            rows = self.rows[features[:, column]]
            known = np.flatnonzero(rows)
            out[known] += self.weights[rows[known]]
        return out

    def find(
        self, features: NDArray[np.int64], sentences: Sequence[Span], *, least: float
    ) -> Iterator[Found]:
        """Yield the names of at least the probability `least`; those of unlike types or edges may overlap."""
        scores = self.scores(features)
        pieces = sorted(_pieces(sentences), key=lambda span: span.end - span.start)
        for first in range(0, len(pieces), _BATCH):
            yield from self._find_in(scores, pieces[first : first + _BATCH], least)

    def _find_in(self, scores: Floats, pieces: Sequence[Span], least: float) -> Iterator[Found]:
        likely, inward, outward = self._sums(scores, pieces)
        begins = (inward * outward)[:, :, 1::2]
        for place, sentence, kind in zip(*np.nonzero(begins > least), strict=True):
            begin, inner = 2 * kind + 1, 2 * kind + 2
            offset, size = pieces[sentence].start, pieces[sentence].end - pieces[sentence].start
            path = float(inward[place, sentence, begin])
            end = place + 1
            while path > 0:
                on = path * self.moves[begin if end == place + 1 else inner, inner]
                stay = on * likely[end, sentence, inner] if end < size else 0.0
                total = path * outward[end - 1, sentence, begin if end == place + 1 else inner]
                left = float(stay * outward[end, sentence, inner]) if end < size else 0.0
                if total - left >= least:
                    yield Found(
                        self.types[kind], Span(offset + int(place), offset + int(end)), float(total - left)
                    )
                if left < least:
                    break
                path = float(stay)
                end += 1

    def _sums(self, scores: Floats, pieces: Sequence[Span]) -> tuple[Floats, Floats, Floats]:
        """Return scaled potentials, forward and backward sums: place × sentence × label.

        Their scale makes forward times backward the label's probability, and lets a path be multiplied on.
        """
        longest, labels = max(span.end - span.start for span in pieces), scores.shape[1]
        likely = np.zeros((longest, len(pieces), labels), dtype=np.float32)
        held = np.zeros((longest, len(pieces), 1), dtype=bool)
        for number, span in enumerate(pieces):
            piece = scores[span.start : span.end]
            likely[: len(piece), number] = np.exp(piece - piece.max(axis=1, keepdims=True))
            held[: len(piece), number] = True
        likely[:, :, 0] += ~held[:, :, 0]
        inward, outward = np.empty_like(likely), np.empty_like(likely)
        inward[0] = likely[0] / likely[0].sum(axis=1, keepdims=True)
        for place in range(1, longest):
            step = (inward[place - 1] @ self.moves) * likely[place]
            scale = step.sum(axis=1, keepdims=True)
            inward[place] = step / scale
            likely[place] /= scale
        outward[-1] = 1
        for place in range(longest - 2, -1, -1):
            flow = (likely[place + 1] * outward[place + 1]) @ self.moves.T
            outward[place] = np.where(held[place + 1], flow, 1)
        return likely, inward, outward

    def write(self, path: Path) -> None:
        """Write the model to `path` (`.npz`): weights as half floats, zeros left out."""
        hashes = np.flatnonzero(self.rows)
        table = self.weights[self.rows[hashes]]
        feature, label = np.nonzero(table)
        np.savez_compressed(
            path, types=np.array(self.types), hashes=hashes.astype(np.uint32), moves=self.moves,
            feature=feature.astype(np.uint32),
            label=label.astype(np.uint8), weight=table[feature, label].astype(np.float16),
        )  # fmt: skip


def read(path: Path) -> Crf:
    """Return the model that `Crf.write` wrote."""
    with np.load(path) as kept:
        types, moves = tuple(map(str, kept["types"])), kept["moves"]
        rows = np.zeros(1 << BITS, dtype=np.int32)
        rows[kept["hashes"]] = np.arange(1, len(kept["hashes"]) + 1)
        weights = np.zeros((len(kept["hashes"]) + 1, len(moves)), dtype=np.float32)
        weights[kept["feature"].astype(np.int64) + 1, kept["label"]] = kept["weight"]
    return Crf(types, rows, weights, moves)


def _pieces(sentences: Sequence[Span]) -> Iterator[Span]:
    """Yield the sentences, those beyond reason in parts."""
    for span in sentences:
        for start in range(span.start, span.end, _LONGEST):
            yield Span(start, min(span.end, start + _LONGEST))
