"""Fit the linear model that tells the first paragraph of an article from the others.

    PYTHONPATH=. python scripts/train_leads.py FILE.jsonl[.xz]... [-o models/joints/leads.npz]

The first sentence of every second text, most of them without the dateline of an agency, against two later
ones. Logistic regression; only its weights are kept, as whole numbers. The seed is fixed.
"""

import argparse
import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from train_joints import texts

from pipeline.repair.leads import STEP, features

SEED, RAREST, STRENGTH, OTHERS, BARE = 1, 150, 0.1, 2, 0.6
_SENTENCE = re.compile("[^。！？]+[。！？]+[”’」』）)]*")
_DATELINE = re.compile(r"^.{0,40}?(?:消息[，,：]|讯[）)]?|电[）)]?|报道[，：]?)[）)，：]*")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, default=Path("models/joints/leads.npz"))
    given = parser.parse_args()
    rows = list(examples(given.files))
    names = [""] + [name for name, count in count_features(rows).most_common() if count >= RAREST]
    matrix, labels = vectors(rows, names), np.array([label for _, label in rows])
    held = np.arange(len(rows)) // (1 + OTHERS) % 10 == 0
    model = LogisticRegression(C=STRENGTH, max_iter=100).fit(matrix[~held], labels[~held])
    right = model.score(matrix[held], labels[held])
    print(f"{len(rows)} sentences, {len(names)} features, accuracy {right:.3f}")
    weights = np.clip(np.round(model.coef_[0] * STEP), -127, 127).astype(np.int8)
    weights[0] = np.clip(round(model.intercept_[0] * STEP), -127, 127)
    kept = np.frombuffer("\n".join(names).encode(), dtype=np.uint8)
    np.savez_compressed(given.output, features=kept, weights=weights)
    print(given.output.stat().st_size, hashlib.sha256(given.output.read_bytes()).hexdigest())


def examples(files: list[Path]) -> Iterator[tuple[set[str], int]]:
    """Yield the features of sentences, each with whether it is the first of its text."""
    chance = random.Random(SEED)
    for number, text in enumerate(texts(files)):
        sentences = _SENTENCE.findall(text)
        if number % 2 or len(sentences) < 3 + OTHERS:
            continue
        bare = _DATELINE.sub("", sentences[0]) if chance.random() < BARE else ""
        yield features(bare or sentences[0]), 1
        yield from ((features(other), 0) for other in chance.sample(sentences[2:], OTHERS))


def count_features(rows: Sequence[tuple[set[str], int]]) -> Counter[str]:
    """Return how many sentences have each feature, in order of its characters."""
    counts: Counter[str] = Counter()
    for names, _ in rows:
        counts.update(sorted(names))
    return counts


def vectors(rows: Sequence[tuple[set[str], int]], names: Sequence[str]) -> csr_matrix:
    """Return a row of ones and zeros for each sentence; the first column, the intercept's, is empty."""
    places = {name: place for place, name in enumerate(names)}
    found = [sorted(places[name] for name in row if name in places) for row, _ in rows]
    ends = np.cumsum([0, *map(len, found)])
    columns = np.concatenate([np.array(row, dtype=np.int64) for row in found])
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(names)))


if __name__ == "__main__":
    main()
