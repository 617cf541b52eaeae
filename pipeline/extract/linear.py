"""A linear model over named features, in plain Python: one weight a feature and class, kept as JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import exp, fsum
from pathlib import Path

from pipeline.data import model_path, own_models


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of a logistic regression: `bias[k]` and `weights[feature][k]` belong to `labels[k]`."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]

    def probabilities(self, features: Iterable[str], more: Sequence[float] = ()) -> dict[str, float]:
        """Return the probability of each label for an example that has these features, each counted once.

        `more` is what speaks for each label beside the features. A model of one label gives the probability
        of that label alone (two-class logistic regression).

        >>> LinearModel(("yes",), (0.0,), {"a": (2.0,)}).probabilities(["b"])
        {'yes': 0.5}
        """
        rows = filter(None, map(self.weights.get, set(features)))
        # The exact sum, rounded once, is the same in every order.
        if len(self.labels) == 1:
            total = fsum(chain(self.bias, more, chain.from_iterable(rows)))
            return {self.labels[0]: 1 / (1 + exp(-max(-30.0, min(30.0, total))))}
        totals = [fsum(column) for column in zip(self.bias, *([more] if more else ()), *rows, strict=True)]
        top = max(totals)
        odds = [exp(total - top) for total in totals]
        whole = sum(odds)
        return dict(zip(self.labels, [odd / whole for odd in odds], strict=True))


def load(name: str) -> LinearModel:
    """Return the model of a name that is in force, kept in `NAME/weights.json`; it is read once.

    Raises:
        FileNotFoundError: the installation lacks the model.
    """
    return _load(name, own_models())


@cache
def _load(name: str, own: str | None) -> LinearModel:
    return read_model(model_path(name, own) / "weights.json")


def read_model(path: Path) -> LinearModel:
    """Return the model kept in the file `path`."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    weights = {feature: tuple(row) for feature, row in kept["weights"].items()}
    return LinearModel(tuple(kept["labels"]), tuple(kept["bias"]), weights)
