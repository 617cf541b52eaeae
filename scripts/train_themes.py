"""Train the model of themes: PYTHONPATH=. scripts/train_themes.py ANNOTATIONS ARTICLES.jsonl."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from annotations import Example, examples
from sklearn.metrics import classification_report
from training import Row, Trainer

from pipeline.concepts import own_vocabulary
from pipeline.extract.themes import features

STRENGTH, BALANCE, WEIGHT_OF_A_WORDING = 0.3, 0.5, 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/themes"))
    given = parser.parse_args()
    found = examples(given.annotations, given.articles)
    rows = [row for number, example in enumerate(found) for row in annotated(number, example)]
    trainer = Trainer([*rows, *vocabulary()], strength=STRENGTH, balance=BALANCE)
    truth, names, guessed = trainer.cross_validate()
    report(truth, np.array(names)[guessed.argmax(axis=1)])
    print("sha256", trainer.write(given.output / "weights.npz"))


def annotated(number: int, example: Example) -> Iterator[Row]:
    """Yield the annotated measures of an article."""
    text = example.reading.article.text
    for measure in example.measures:
        context = example.reading.sentence(measure.span).of(text)
        yield Row(tuple(features(measure.span.of(text), context)), measure.theme, number)


def vocabulary() -> Iterator[Row]:
    """Yield the wordings of the vocabulary of practices, each under its practice's theme."""
    for entry in own_vocabulary().entries:
        concept = entry.concept
        for wording in (*entry.names, *entry.wordings, concept.definition or "", *entry.needs):
            yield Row(tuple(features(wording)), str(concept.theme), None, WEIGHT_OF_A_WORDING)


def report(truth: np.ndarray, guessed: np.ndarray) -> None:
    print(classification_report(truth, guessed, digits=3, zero_division=0))


if __name__ == "__main__":
    main()
