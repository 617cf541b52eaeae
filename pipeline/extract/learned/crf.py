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

from kg.frozen import quick
from kg.values import Span
from pipeline.extract.learned.features import BITS

Floats = NDArray[np.float32]
# Potentials are at most 1 and moves below 1,000: so many steps stay far within what a float can hold.
_LONGEST, _BATCH, _RESCALED = 256, 64, 4


@quick
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
        rows = self.rows.take(features.T)
        out: Floats = self.weights.take(rows[0], axis=0)
        held = np.empty_like(out)
        for column in rows[1:]:
            # Without checks it writes into `held` at once: five times as fast as an index.
            self.weights.take(column, axis=0, out=held, mode="clip")
            out += held
        return out

    def find(
        self, features: NDArray[np.int64], sentences: Sequence[Span], *, least: float
    ) -> Iterator[Found]:
        """Yield the names of at least the probability `least`; those of unlike types or edges may overlap."""
        scores = self.scores(features)
        pieces = sorted(_pieces(sentences), key=lambda span: span.start - span.end)
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
        `pieces` come longest first, so that those which reach a place are the first so many.
        """
        starts, sizes = np.array([(span.start, span.end - span.start) for span in pieces]).T
        reach = (len(sizes) - np.searchsorted(sizes[::-1], np.arange(sizes[0]), side="right")).tolist()
        likely = _potentials(scores, starts, sizes)
        inward, outward = np.zeros_like(likely), np.zeros_like(likely)
        inward[0] = likely[0] / likely[0].sum(axis=1, keepdims=True)
        every = np.ones((len(self.moves), 1), dtype=np.float32)
        for place in range(1, len(likely)):
            held = reach[place]
            step, here = inward[place, :held], likely[place, :held]
            # The method takes a third of the time of `np.matmul` for so small a product.
            inward[place - 1, :held].dot(self.moves, step)
            step *= here
            if place % _RESCALED == 0:
                scale = step.dot(every)
                step /= scale
                here /= scale
        ends = sizes - 1, np.arange(len(sizes))
        outward[ends] = 1 / inward[ends].sum(axis=1, keepdims=True)
        back = np.ascontiguousarray(self.moves.T)
        for place in range(len(likely) - 1, 0, -1):
            held = reach[place]
            (likely[place, :held] * outward[place, :held]).dot(back, outward[place - 1, :held])
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


def _potentials(scores: Floats, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Floats:
    """Return the exponentials of the scores of pieces, the likeliest label's 1: place × piece × label."""
    places = np.arange(sizes[0])[:, None]
    out: Floats = scores[np.minimum(starts + places, len(scores) - 1)]  # of these pieces, not of all
    out -= out.max(axis=2, keepdims=True)
    np.exp(out, out=out)
    out[places >= sizes] = 0
    return out
