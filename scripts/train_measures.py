"""Train the model of measures: PYTHONPATH=. scripts/train_measures.py ANNOTATIONS ARTICLES.jsonl."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from annotations import Example, examples
from sklearn.metrics import average_precision_score, brier_score_loss
from training import Trainer

from kg.values import Span
from pipeline.extract.candidates import candidates
from pipeline.extract.deeds import features

SHARED = 0.6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/measures"))
    given = parser.parse_args()
    found = examples(given.annotations, given.articles)
    trainer = Trainer(
        (row for number, example in enumerate(found) for row in rows(number, example)), strength=0.1
    )
    names, guessed = trainer.cross_validate()
    report(trainer.labels == "deed", guessed[:, list(names).index("deed")])
    print("sha256", trainer.write(given.output / "weights.json"))


def rows(number: int, example: Example) -> Iterator[tuple[list[str], str, int]]:
    """Yield each candidate of an article: its features, `deed` or `Other` and the article's number."""
    text = example.reading.article.text
    for candidate in candidates(example.reading):
        marked = any(shared(candidate.clause.span, measure.span) >= SHARED for measure in example.measures)
        yield list(features(text, candidate)), "deed" if marked else "Other", number


def shared(one: Span, other: Span) -> float:
    """Return the characters that two spans share, as a part of the shorter one."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / min(one.end - one.start, other.end - other.start)


def report(truth: np.ndarray, guessed: np.ndarray) -> None:
    print(f"candidates {len(truth)}, deeds {int(truth.sum())}")
    print(f"average precision {average_precision_score(truth, guessed):.3f}")
    print(f"Brier score {brier_score_loss(truth, guessed):.3f}")
    for threshold in (0.1, 0.2, 0.3, 0.5, 0.7, 0.9):
        chosen = guessed >= threshold
        right = (chosen & truth).sum()
        print(f"at {threshold}: precision {right / chosen.sum():.3f}, recall {right / truth.sum():.3f}")


if __name__ == "__main__":
    main()
