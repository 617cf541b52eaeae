"""Train the model of measures: PYTHONPATH=. scripts/train_measures.py ANNOTATIONS ARTICLES.jsonl."""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from annotations import Example, examples, read_plain, read_texts
from sklearn.metrics import average_precision_score, brier_score_loss
from training import Row, Trainer

from kg.values import Span
from pipeline.extract.candidates import candidates
from pipeline.extract.deeds import features

# A clause of an article beside the field counts so much.
SHARED, STRENGTH, BESIDE = 0.6, 0.1, 0.3
DEED, OTHER = "deed", "Other"  # the model keeps the weights of the label that sorts last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/measures"))
    given = parser.parse_args()
    found = list(examples(given.annotations, given.articles))
    beside = frozenset((given.output / "beside.tsv").read_text(encoding="utf-8").split("\n"))
    weights = [BESIDE if example.id in beside else 1.0 for example in found]
    rows = [
        row for number, example in enumerate(found) for row in annotated(number, example, weights[number])
    ]
    trainer = Trainer([*rows, *judged(given.output / "judged.tsv", given.articles)], strength=STRENGTH)
    truth, names, guessed = trainer.cross_validate()
    report(truth == DEED, guessed[:, list(names).index(DEED)])
    print("sha256", trainer.write(given.output / "weights.npz"))


def annotated(number: int, example: Example, weight: float) -> Iterator[Row]:
    """Yield the candidates of an article: a deed is one that an annotator's clause mostly covers."""
    text = example.reading.article.text
    for candidate in candidates(example.reading):
        marked = any(shared(candidate.clause.span, measure.span) >= SHARED for measure in example.measures)
        yield Row(tuple(features(text, candidate)), DEED if marked else OTHER, number, weight)


def judged(path: Path, articles: Path) -> Iterator[Row]:
    """Yield the clauses that were judged one by one: article, start, end and whether it is a deed."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    texts, wanted = read_texts(articles), defaultdict(dict)
    for row in csv.DictReader(lines, delimiter="\t"):
        wanted[row["article"]][int(row["start"]), int(row["end"])] = row["deed"] == "yes"
    for article, answers in wanted.items():
        for candidate in candidates(read_plain(texts[article])):
            span = candidate.clause.span
            if (span.start, span.end) in answers:
                label = DEED if answers[span.start, span.end] else OTHER
                yield Row(tuple(features(texts[article], candidate)), label, None)


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
