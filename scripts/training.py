"""Fit a linear model on named features and write it, with figures by cross-validation."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.extract.linear import LinearModel, write_model

SEED, FOLDS, RAREST, SMALLEST = 20231001, 5, 2, 0.0195


@dataclass(frozen=True, slots=True)
class Row:
    """An example: its features, its label, the article it comes from, and how much it counts.

    A row of no article (None) helps to fit, and is never used to measure.
    """

    features: tuple[str, ...]
    label: str
    article: int | None
    weight: float = 1.0


class Trainer:
    """Logistic regression over the features of rows; `balance` (0 to 1) lifts the rare labels."""

    def __init__(self, rows: Iterable[Row], *, strength: float, balance: float = 0.0) -> None:
        self.rows = tuple(rows)
        self.vectorizer = DictVectorizer(sparse=True)
        matrix = self.vectorizer.fit_transform([dict.fromkeys(row.features, 1.0) for row in self.rows])
        self.kept = np.flatnonzero(np.asarray((matrix > 0).sum(axis=0)).ravel() >= RAREST)
        self.matrix = matrix.tocsr()[:, self.kept]
        self.labels = np.array([row.label for row in self.rows])
        self.strength, self.balance = strength, balance

    def _fit(self, chosen: np.ndarray) -> LogisticRegression:
        labels = self.labels[chosen]
        counts = Counter(labels)
        lift = {label: (len(labels) / count) ** self.balance for label, count in counts.items()}
        weights = [self.rows[index].weight * lift[self.rows[index].label] for index in chosen]
        weights = np.array(weights) * len(weights) / sum(weights)
        model = LogisticRegression(C=self.strength, max_iter=2000, random_state=SEED)
        return model.fit(self.matrix[chosen], labels, sample_weight=weights)

    def cross_validate(self) -> tuple[np.ndarray, Sequence[str], np.ndarray]:
        """Return truth, names of labels, and probabilities by models that never saw the row's article."""
        measured = np.array([index for index, row in enumerate(self.rows) if row.article is not None])
        helping = np.array([index for index, row in enumerate(self.rows) if row.article is None], dtype=int)
        groups = [self.rows[index].article for index in measured]
        names = np.unique(self.labels)
        guessed = np.zeros((len(measured), len(names)))
        for train, test in GroupKFold(FOLDS).split(measured, groups=groups):
            model = self._fit(np.concatenate([measured[train], helping]))
            columns = np.searchsorted(names, model.classes_)
            guessed[np.ix_(test, columns)] = model.predict_proba(self.matrix[measured[test]])
        return self.labels[measured], list(names), guessed

    def write(self, path: Path) -> str:
        """Fit on everything, write the weights to `path` and return the file's SHA-256."""
        model = self._fit(np.arange(len(self.rows)))
        two = len(model.classes_) == 2
        labels = [str(model.classes_[-1])] if two else [str(label) for label in model.classes_]
        names = self.vectorizer.get_feature_names_out()[self.kept]
        weights = {
            str(name): tuple(round(float(weight), 3) for weight in column)
            for name, column in zip(names, model.coef_.T, strict=True)
            if np.abs(column).max() >= SMALLEST
        }
        write_model(path, LinearModel(tuple(labels), tuple(map(float, model.intercept_)), weights))
        return hashlib.sha256(path.read_bytes()).hexdigest()
