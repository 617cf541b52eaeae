"""Learning from what people judged: models moved from those that were shipped, kept beside them.

Each model is measured on reviewed facts that it did not see, case by case, before it counts. `write_models`
writes a draft, `put_in_force` replaces what is used by it, `swap` takes that back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pipeline.data import data_path
from pipeline.extract.linear import LinearModel, read_folder
from pipeline.train.folders import beside, put_in_force, swap, write_models
from pipeline.train.lessons import lessons
from pipeline.train.refit import Example, mean_loss, refit

__all__ = [
    "NAMES", "Trained", "beside", "lessons", "put_in_force", "swap", "train", "write_models",
]  # fmt: skip

NAMES = ("measures", "themes", "indicators/selection", "indicators/confidence")
_FOLDS, _FEWEST, _FEWEST_CASES = 5, 10, 2


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of one model: its examples, and its mean log loss on unseen reviewed facts, lower is better.

    `model` is null where there was too little to learn from, or where what was learnt does not help.
    """

    name: str
    examples: int
    cases: int
    before: float | None
    after: float | None
    model: LinearModel | None

    def to_record(self) -> dict[str, object]:
        """Return all but the weights, as a JSON object."""
        told: dict[str, object] = {"name": self.name, "examples": self.examples, "cases": self.cases}
        return told | {"before": self.before, "after": self.after, "learnt": self.model is not None}


def train(found: Mapping[str, Sequence[Example]]) -> tuple[Trained, ...]:
    """Return what each model learns from its examples, from the shipped one on, whatever is in force now."""
    return tuple(_train(name, found.get(name, ())) for name in NAMES)


def _train(name: str, examples: Sequence[Example]) -> Trained:
    shipped = read_folder(data_path(f"models/{name}"))
    cases = len({example.case_id for example in examples})
    if len(examples) < _FEWEST or cases < _FEWEST_CASES:
        return Trained(name, len(examples), cases, None, None, None)
    before, after = mean_loss(shipped, examples), _unseen_loss(shipped, examples)
    model = refit(shipped, examples) if after < before else None
    return Trained(name, len(examples), cases, round(before, 4), round(after, 4), model)


def _unseen_loss(shipped: LinearModel, examples: Sequence[Example]) -> float:
    """Return the mean log loss on each part of the cases of a model that learnt from the others."""
    total = 0.0
    for part in range(_FOLDS):
        held = [example for example in examples if _part(example.case_id) == part]
        seen = [example for example in examples if _part(example.case_id) != part]
        total += mean_loss(refit(shipped, seen), held) * len(held)
    return total / len(examples)


def _part(case_id: str) -> int:
    return int(sha256(case_id.encode()).hexdigest(), 16) % _FOLDS
