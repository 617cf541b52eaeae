"""Measure the tagger on CLUENER2020: PYTHONPATH=. scripts/benchmark_cluener.py FOLDER (train.json, dev.json).

Trained on the train set only, scored on dev: exact spans and types. It states no licence: nothing is kept.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from annotations import read_plain
from tagger_training import Tagged, fit

from kg.values import Span
from pipeline.data import data_path
from pipeline.extract.learned import MODEL, read_clusters
from pipeline.extract.learned.crf import Crf
from pipeline.extract.learned.features import Clusters, keys
from pipeline.extract.learned.judge import LEAST
from pipeline.extract.mentions import mentions

TYPES = (
    "address", "book", "company", "game", "government", "movie", "name", "organization", "position", "scene",
)  # fmt: skip
ROUNDS = 60
Named = tuple[str, tuple[tuple[Span, str], ...]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    clusters = read_clusters(data_path(MODEL) / "clusters.npz")
    tagger = fit([tagged(row, clusters) for row in read(given.folder / "train.json")], TYPES, given.rounds)
    counts = score(tagger, [tagged(row, clusters) for row in read(given.folder / "dev.json")])
    print("| type | P | R | F1 | names |\n| --- | --- | --- | --- | --- |")
    for kind in (*TYPES, "all"):
        right, told, gold = (counts[kind, what] for what in ("right", "told", "gold"))
        figures = right / max(1, told), right / max(1, gold), 2 * right / max(1, told + gold)
        print(f"| {kind} | {figures[0]:.3f} | {figures[1]:.3f} | {figures[2]:.3f} | {gold} |")


def read(path: Path) -> Iterator[Named]:
    """Yield the sentences with their names."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = row["label"].items()
        places = ((kind, place) for kind, names in labels for found in names.values() for place in found)
        yield row["text"], tuple((Span(first, last + 1), kind) for kind, (first, last) in places)


def tagged(row: Named, clusters: Clusters) -> Tagged:
    """Return a sentence with its features; it is one sentence whatever its marks."""
    text, names = row
    reading = read_plain(text)
    seen = keys(text, reading.words, mentions(reading.article, reading.words), clusters)
    return Tagged(seen, (Span(0, len(text)),), names)


def score(tagger: Crf, texts: list[Tagged]) -> Counter[tuple[str, str]]:
    """Count right, told and annotated names by type and for all."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        told, gold = set(chosen(tagger, text)), set(text.names)
        for what, names in (("told", told), ("gold", gold), ("right", told & gold)):
            for _, kind in names:
                counts[kind, what] += 1
                counts["all", what] += 1
    return counts


def chosen(tagger: Crf, text: Tagged) -> Iterator[tuple[Span, str]]:
    """Yield the likeliest names that do not overlap."""
    taken = np.zeros(len(text.keys), dtype=bool)
    found = tagger.find(text.keys, text.sentences, least=LEAST)
    for one in sorted(found, key=lambda one: -one.probability):
        if not taken[one.span.start : one.span.end].any():
            taken[one.span.start : one.span.end] = True
            yield one.span, one.type


if __name__ == "__main__":
    main()
