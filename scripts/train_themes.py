"""Train the model of themes: PYTHONPATH=. scripts/train_themes.py ANNOTATIONS ARTICLES.jsonl."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from annotations import Example, examples
from sklearn.metrics import classification_report
from training import Trainer

from pipeline.extract.themes import features


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/themes"))
    given = parser.parse_args()
    found = examples(given.annotations, given.articles)
    trainer = Trainer(
        (row for number, example in enumerate(found) for row in rows(number, example)), strength=0.3
    )
    names, guessed = trainer.cross_validate()
    report(trainer.labels, np.array(names)[guessed.argmax(axis=1)])
    print("sha256", trainer.write(given.output / "weights.json"))


def rows(number: int, example: Example) -> Iterator[tuple[list[str], str, int]]:
    """Yield each annotated measure of an article: its features, its theme and the article's number."""
    text = example.reading.article.text
    for measure in example.measures:
        context = example.reading.sentence(measure.span).of(text)
        yield list(features(measure.span.of(text), context)), measure.theme, number


def report(truth: np.ndarray, guessed: np.ndarray) -> None:
    print(classification_report(truth, guessed, digits=3, zero_division=0))


if __name__ == "__main__":
    main()
