"""Group the words of unlabelled news by the words around them.

    PYTHONPATH=. python scripts/word_clusters.py FILE.jsonl[.xz]...

Positive pointwise mutual information of the two words before and behind, 100 dimensions by truncated SVD,
k-means on the unit sphere. Only words and numbers of clusters are kept: an aggregate, no text.
"""

import argparse
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from pipeline.nlp.tokenizer import cutter

WORDS, RAREST, AROUND, DIMENSIONS, SIZES, SEED = 60_000, 8, 3_000, 100, (64, 256, 1024), 0
OFFSETS = (1, -1, 2, -2)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, default=Path("models/names/clusters.npz"))
    given = parser.parse_args()
    texts = [words for path in given.files for words in cut(path)]
    counts = Counter(word for words in texts for word in words)
    vocabulary = [word for word, count in counts.most_common(WORDS) if count >= RAREST and "\n" not in word]
    vectors = embed(texts, vocabulary)
    groups = [
        MiniBatchKMeans(size, random_state=SEED, batch_size=4096, n_init=3, max_iter=60) for size in SIZES
    ]
    write(given.output, vocabulary, np.stack([group.fit_predict(vectors) for group in groups], axis=1))


def write(path: Path, words: list[str], clusters: np.ndarray) -> None:
    held = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(path, words=held, clusters=clusters.astype(np.uint16))


def cut(path: Path) -> Iterator[list[str]]:
    """Yield the words of each text of a JSON Lines file, digits as 0."""
    with lzma.open(path, "rt") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield [re.sub(r"\d", "0", word) for word, _ in cutter("rjieba")(json.loads(line)["text"])]


def embed(texts: list[list[str]], vocabulary: list[str]) -> np.ndarray:
    """Return a vector of unit length for each word of the vocabulary."""
    numbers = {word: number for number, word in enumerate(vocabulary)}
    shape = (len(vocabulary), AROUND * len(OFFSETS))
    total = csr_matrix(shape, dtype=np.float32)
    for first in range(0, len(texts), 5_000):
        row, column = pairs(texts[first : first + 5_000], numbers)
        total = total + csr_matrix((np.ones(len(row), dtype=np.float32), (row, column)), shape)
    joint = total.tocoo()
    words, around = np.asarray(total.sum(axis=1)).ravel(), np.asarray(total.sum(axis=0)).ravel()
    mutual = np.log(joint.data * total.sum() / (words[joint.row] * around[joint.col]))
    kept = mutual > 0
    positive = csr_matrix((mutual[kept], (joint.row[kept], joint.col[kept])), shape)
    return normalize(TruncatedSVD(DIMENSIONS, random_state=SEED, n_iter=4).fit_transform(positive))


def pairs(texts: list[list[str]], numbers: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return words and what stands around them, as rows and columns of the counts."""
    rows, columns = [], []
    for words in texts:
        held = np.array([numbers.get(word, -1) for word in words], dtype=np.int64)
        for block, offset in enumerate(OFFSETS):
            left, right = held[: len(held) - abs(offset)], held[abs(offset) :]
            word, near = (left, right) if offset > 0 else (right, left)
            seen = (word >= 0) & (near >= 0) & (near < AROUND)
            rows.append(word[seen])
            columns.append(near[seen] + block * AROUND)
    return np.concatenate(rows), np.concatenate(columns)


if __name__ == "__main__":
    main()
