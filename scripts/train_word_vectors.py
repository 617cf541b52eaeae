"""Make the word vectors of needs and practices from unlabelled news.

    PYTHONPATH=. python scripts/train_word_vectors.py FILE.jsonl[.xz]... [-o models/concepts/vectors.npz]

Two views of a word, 200 dimensions each by truncated SVD: positive pointwise mutual information with the
words within five places (contexts smoothed by the power 0.75), and TF-IDF over stretches of 60 words (latent
semantic analysis). Their concatenation is rotated to its first principal axes and kept as whole numbers of
eight bits, with one scale a word that also holds its weight, lower for frequent words. No text is kept.
"""

import argparse
import hashlib
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rjieba
from scipy.sparse import coo_matrix, csr_matrix, diags
from sklearn.utils.extmath import randomized_svd

WORDS, DIMENSIONS, RAREST, CONTEXTS, AROUND, STRETCH = 25_000, 160, 15, 20_000, 5, 60
VIEW, SMOOTH, FREQUENT, SEED, BLOCK = 200, 0.75, 1e-3, 0, 5_000_000
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
STOPS = frozenset("。！？；\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, default=Path("models/concepts/vectors.npz"))
    given = parser.parse_args()
    numbers, counts = read_numbers(given.files)
    words = [word for word, count in counts.most_common() if count >= RAREST]
    places = {word: place for place, word in enumerate(words)}
    # The numbers follow first sight; the places, how often a word stands.
    order = np.array([places.get(word, -1) for word in counts] + [-1], dtype=np.int32)
    running = order[numbers]
    views = np.hstack([unit(near(running, len(words))), unit(topics(running, len(words)))])[:WORDS]
    often = np.array([counts[word] for word in words[:WORDS]])
    write(given.output, words[:WORDS], rotate(views, often), weights(often, counts.total()))


def read_numbers(files: list[Path]) -> tuple[np.ndarray, Counter[str]]:
    """Return the running words as numbers in order of first sight (-1 between sentences), and counts."""
    counts: Counter[str] = Counter()
    numbers: dict[str, int] = {}
    rows = []
    for text in texts(files):
        cut = [word for word in rjieba.cut(text) if word in STOPS or CHINESE.fullmatch(word)]
        counts.update(word for word in cut if word not in STOPS)
        row = [-1 if word in STOPS else numbers.setdefault(word, len(numbers)) for word in cut]
        rows.append(np.array([*row, -1], dtype=np.int32))
    return np.concatenate(rows), counts


def texts(files: list[Path]) -> Iterator[str]:
    for path in files:
        with lzma.open(path, "rt") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def near(running: np.ndarray, size: int) -> np.ndarray:
    """Return vectors of the words that stand around each word."""
    contexts = min(CONTEXTS, size)
    counts = csr_matrix((size, contexts), dtype=np.float32)
    for apart in range(1, AROUND + 1):
        for start in range(0, len(running) - apart, BLOCK):
            left = running[start : start + BLOCK]
            right = running[start + apart : start + apart + BLOCK]
            left = left[: len(right)]
            for one, other in ((left, right), (right, left)):
                counts = counts + pairs(one, other, (size, contexts), 1 - (apart - 1) / (AROUND + 1))
    found = counts.tocoo()
    share = np.asarray(counts.sum(axis=0)).ravel() ** SMOOTH
    own = np.asarray(counts.sum(axis=1)).ravel()
    told = np.log(found.data / (own[found.row] * (share / share.sum())[found.col]))
    kept = told > 0
    shape = (size, contexts)
    return embed(csr_matrix((told[kept].astype(np.float32), (found.row[kept], found.col[kept])), shape=shape))


def pairs(one: np.ndarray, other: np.ndarray, shape: tuple[int, int], weight: float) -> csr_matrix:
    held = (one >= 0) & (other >= 0) & (other < shape[1])
    values = np.full(held.sum(), weight, dtype=np.float32)
    return coo_matrix((values, (one[held], other[held])), shape=shape).tocsr()


def topics(running: np.ndarray, size: int) -> np.ndarray:
    """Return vectors of the stretches of text in which each word stands."""
    stretches = np.arange(len(running)) // STRETCH
    held = running >= 0
    ones = np.ones(held.sum(), dtype=np.float32)
    shape = (size, int(stretches[-1]) + 1)
    counts = coo_matrix((ones, (running[held], stretches[held])), shape=shape).tocsr()
    counts.data = 1 + np.log(counts.data)
    rare = np.log(shape[1] / np.maximum(np.diff(counts.indptr), 1))
    weighted = (diags(rare) @ counts).tocsc()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=0)).ravel())
    return embed((weighted @ diags(1 / np.maximum(lengths, 1e-6))).tocsr().astype(np.float32))


def embed(matrix: csr_matrix) -> np.ndarray:
    view = min(VIEW, min(matrix.shape) - 1)
    left, values, _ = randomized_svd(matrix, n_components=view, n_iter=3, random_state=SEED)
    return left * np.sqrt(values)


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def rotate(views: np.ndarray, often: np.ndarray) -> np.ndarray:
    """Return the views along their first principal axes, words counted by the root of their frequency."""
    centred = views - views.mean(axis=0)
    counted = centred * np.minimum(np.sqrt(often) / np.sqrt(often).mean(), 3)[:, None]
    _, axes = np.linalg.eigh(counted.T @ counted)
    return centred @ axes[:, ::-1][:, :DIMENSIONS]


def weights(often: np.ndarray, total: int) -> np.ndarray:
    return FREQUENT / (FREQUENT + often / total)


def write(path: Path, words: list[str], vectors: np.ndarray, weight: np.ndarray) -> None:
    scale = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    held = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    rounded = np.round(vectors / scale[:, None]).astype(np.int8)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, words=held, vectors=rounded, scales=(scale * weight).astype(np.float32))
    print(len(words), "words", path.stat().st_size, "bytes", hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
