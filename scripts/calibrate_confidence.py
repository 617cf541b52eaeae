"""Set the scale of the confidence of indicators on gold facts, and print how reliable it is.

    tashan extract corpus/demo -o told.jsonl
    PYTHONPATH=. python scripts/calibrate_confidence.py corpus/gold/demo.yaml told.jsonl            # prints
    PYTHONPATH=. python scripts/calibrate_confidence.py corpus/gold/demo.yaml told.jsonl --write    # scales

Annotators name one phrase where several would do, so the model that ranks (`train_indicators.py`) is too shy;
gold facts accept every wording. Two numbers (Platt 1999) move its odds, and leave its order as it is.
"""

import argparse
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from pipeline.evaluate import Gold, Record, read_gold
from pipeline.evaluate.facts import right_indicators
from pipeline.evaluate.pairing import pair
from pipeline.extract.linear import LinearModel, read_model, write_model

MODEL = Path("models/indicators/confidence/weights.json")
EDGES, FOLDS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01), 5
LEAST, MOST = 0.0501, 0.989


def judged(gold: list[Gold], told: list[Record]) -> Iterator[tuple[int, float, bool]]:
    """Yield for each told indicator its article, its confidence, and whether every gold field is right."""
    for number, (article, record) in enumerate(pair(gold, told)[0]):
        for indicator, right in right_indicators(article, record or {}):
            yield number, float(indicator["confidence"]), right


def logits(sure: np.ndarray) -> np.ndarray:
    """Return log odds, one column, of probabilities that the model keeps within bounds."""
    kept = np.clip(sure, LEAST, MOST)
    return np.log(kept / (1 - kept))[:, None]


def scale(sure: np.ndarray, right: np.ndarray) -> LogisticRegression:
    """Fit the two numbers that turn log odds into the odds found."""
    return LogisticRegression(C=1e5).fit(logits(sure), right)


def held_out(articles: np.ndarray, sure: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return each confidence as scaled without its article."""
    found = np.zeros(len(sure))
    for fold in range(FOLDS):
        out = articles % FOLDS == fold
        found[out] = scale(sure[~out], right[~out]).predict_proba(logits(sure[out]))[:, 1]
    return found


def reliability(sure: np.ndarray, right: np.ndarray) -> Iterator[str]:
    """Yield a line for each bin: how many, how sure on average, how many of them right."""
    for low, high in pairwise(EDGES):
        chosen = (sure >= low) & (sure < high)
        if chosen.any():
            mean, share = sure[chosen].mean(), right[chosen].mean()
            yield f"{low:.1f}  n {chosen.sum():4d}  sure {mean:.2f}  right {share:.3f}"


def rescale(path: Path, by: LogisticRegression) -> None:
    """Write the model again with its odds moved."""
    kept = read_model(path)
    slope, shift = np.ravel(by.coef_).item(), np.ravel(by.intercept_).item()
    weights = {name: tuple(one * slope for one in row) for name, row in kept.weights.items()}
    write_model(path, LinearModel(kept.labels, tuple(one * slope + shift for one in kept.bias), weights))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("told", type=Path)
    parser.add_argument("--write", action="store_true", help="scale the model, do not only print")
    given = parser.parse_args()
    told = [json.loads(line) for line in given.told.read_text(encoding="utf-8").splitlines()]
    articles, sure, right = map(np.array, zip(*judged(read_gold(given.gold), told), strict=True))
    print("as it is", *reliability(sure, right), sep="\n")
    print("scaled on other articles", *reliability(held_out(articles, sure, right), right), sep="\n")
    if given.write:
        rescale(MODEL, scale(sure, right))


if __name__ == "__main__":
    main()
