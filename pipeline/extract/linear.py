"""A linear model over named features, in plain Python: one weight a feature and class.

A small model is kept as JSON, whose changes can be read; a large one as arrays, read ten times as fast.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from math import exp, fsum
from pathlib import Path

from pipeline.data import model_path, own_models

_SEPARATOR = "\0"


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of a logistic regression: `bias[k]` and `weights[feature][k]` belong to `labels[k]`."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]
    _single: dict[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        single = {name: row[0] for name, row in self.weights.items()} if len(self.labels) == 1 else {}
        object.__setattr__(self, "_single", single)

    def probabilities(self, features: Iterable[str], more: Sequence[float] = ()) -> dict[str, float]:
        """Return the probability of each label for an example that has these features, each counted once.

        `more` is what speaks for each label beside the features. A model of one label gives the probability
        of that label alone (two-class logistic regression).

        >>> LinearModel(("yes",), (0.0,), {"a": (2.0,)}).probabilities(["b"])
        {'yes': 0.5}
        """
        # The exact sum, rounded once, is the same in every order.
        if len(self.labels) == 1:
            total = fsum(chain(self.bias, more, filter(None, map(self._single.get, set(features)))))
            return {self.labels[0]: 1 / (1 + exp(-max(-30.0, min(30.0, total))))}
        rows = filter(None, map(self.weights.get, set(features)))
        totals = [fsum(column) for column in zip(self.bias, *([more] if more else ()), *rows, strict=True)]
        top = max(totals)
        odds = [exp(total - top) for total in totals]
        whole = sum(odds)
        return dict(zip(self.labels, [odd / whole for odd in odds], strict=True))


def load(name: str) -> LinearModel:
    """Return the model of a name that is in force, kept in `NAME/weights.npz` or `.json`; it is read once.

    Raises:
        FileNotFoundError: the installation lacks the model.
    """
    return _load(name, own_models())


@cache
def _load(name: str, own: str | None) -> LinearModel:
    return read_folder(model_path(name, own))


def read_folder(folder: Path) -> LinearModel:
    """Return the model kept in a folder, as `weights.npz` or `weights.json`."""
    arrays = folder / "weights.npz"
    return read_model(arrays if arrays.is_file() else folder / "weights.json")


def read_model(path: Path) -> LinearModel:
    """Return the model kept in the file `path`: arrays if its name ends in `.npz`, else JSON."""
    if path.suffix == ".npz":
        return _read_arrays(path)
    kept = json.loads(path.read_text(encoding="utf-8"))
    weights = {feature: tuple(row) for feature, row in kept["weights"].items()}
    return LinearModel(tuple(kept["labels"]), tuple(kept["bias"]), weights)


def write_model(path: Path, model: LinearModel) -> None:
    """Write what `read_model` reads: weights in thousandths, the bias in ten thousandths."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bias = [round(one, 4) for one in model.bias]
    rows = {name: [round(weight, 3) for weight in row] for name, row in model.weights.items()}
    if path.suffix == ".npz":
        _write_arrays(path, model.labels, bias, rows)
        return
    kept = {"labels": model.labels, "bias": bias, "weights": rows}
    path.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _read_arrays(path: Path) -> LinearModel:
    import numpy as np

    with np.load(path) as kept:
        labels, features = (_split(kept[name].tobytes()) for name in ("labels", "features"))
        bias, columns = kept["bias"].tolist(), (kept["thousandths"].T / 1000).tolist()
    # A whole number divided by a thousand is the float nearest to the decimal, as JSON gives it.
    return LinearModel(labels, tuple(bias), dict(zip(features, zip(*columns, strict=True), strict=True)))


def _write_arrays(
    path: Path, labels: Sequence[str], bias: Sequence[float], rows: Mapping[str, Sequence[float]]
) -> None:
    import numpy as np

    np.savez_compressed(
        path,
        labels=np.frombuffer(_SEPARATOR.join(labels).encode(), np.uint8),
        features=np.frombuffer(_SEPARATOR.join(rows).encode(), np.uint8),
        bias=np.array(bias),
        thousandths=np.rint(np.array([*rows.values()]).reshape(-1, len(labels)) * 1000).astype(np.int32),
    )


def _split(data: bytes) -> tuple[str, ...]:
    return tuple(data.decode().split(_SEPARATOR)) if data else ()
