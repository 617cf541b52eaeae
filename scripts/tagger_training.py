"""Fit the tagger of names: conditional random fields by python-crfsuite (L-BFGS), turned into arrays."""

import math
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pycrfsuite

from kg.values import Span
from pipeline.extract.learned.crf import Crf
from pipeline.extract.learned.features import BITS

L1, L2, RAREST, SHORTEST, STEEPEST = 0.1, 0.3, 2, 4, 60.0


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text to learn from: the features of its characters, its sentences, its names."""

    keys: np.ndarray
    sentences: tuple[Span, ...]
    names: tuple[tuple[Span, str], ...]


def fit(texts: Sequence[Tagged], types: Sequence[str], rounds: int) -> Crf:
    """Return the model of the texts; the same texts give the same model."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for features, labels in _sequences(texts, types):
        trainer.append(features, labels)
    trainer.set_params(
        {
            "c1": L1,
            "c2": L2,
            "max_iterations": rounds,
            "feature.minfreq": RAREST,
            "feature.possible_transitions": True,
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "tagger.crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        return _arrays(tagger.info(), types)


def _sequences(texts: Sequence[Tagged], types: Sequence[str]) -> Iterator[tuple[list[list[str]], list[str]]]:
    hashes, place = np.unique(np.concatenate([text.keys.ravel() for text in texts]), return_inverse=True)
    words = np.array([format(one, "x") for one in hashes.tolist()], dtype=object)
    offset = 0
    for text in texts:
        features = words[place[offset : offset + text.keys.size]].reshape(text.keys.shape)
        offset += text.keys.size
        labels = _labels(len(text.keys), text.names, types)
        for span in text.sentences:
            told = labels[span.start : span.end]
            if told.any() or span.end - span.start >= SHORTEST:
                yield features[span.start : span.end].tolist(), [str(label) for label in told.tolist()]


def _labels(size: int, names: Iterable[tuple[Span, str]], types: Sequence[str]) -> np.ndarray:
    labels = np.zeros(size, dtype=int)
    for span, kind in names:
        labels[span.start : span.end] = 2 * types.index(kind) + 2
        labels[span.start] = 2 * types.index(kind) + 1
    return labels


def _arrays(info: "pycrfsuite._pycrfsuite.ParsedDump", types: Sequence[str]) -> Crf:
    """Return crfsuite's weights as arrays; a name never goes on after what is not its own type."""
    size = 2 * len(types) + 1
    hashes = sorted({int(feature, 16) for feature, _ in info.state_features})
    rows = np.zeros(1 << BITS, dtype=np.int32)
    rows[hashes] = np.arange(1, len(hashes) + 1)
    weights = np.zeros((len(hashes) + 1, size), dtype=np.float32)
    for (feature, label), weight in info.state_features.items():
        weights[rows[int(feature, 16)], int(label)] = weight
    moves = np.ones((size, size), dtype=np.float32)
    for (before, after), weight in info.transitions.items():
        moves[int(before), int(after)] = math.exp(max(-STEEPEST, min(STEEPEST, weight)))
    for inner in range(2, size, 2):
        moves[[label for label in range(size) if label not in (inner - 1, inner)], inner] = 0
    return Crf(tuple(types), rows, weights, moves)
