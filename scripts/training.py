"""Fit a linear model on named features and write it as JSON with figures by cross-validation."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

SEED, FOLDS, RAREST, SMALLEST = 20231001, 5, 3, 0.012


class Trainer:
    """Examples as feature lists, a label each, and the article each comes from."""

    def __init__(self, rows: Iterable[tuple[Iterable[str], str, int]], *, strength: float) -> None:
        features, labels, groups = zip(*rows, strict=True)
        self.vectorizer = DictVectorizer(sparse=True)
        matrix = self.vectorizer.fit_transform([dict.fromkeys(row, 1.0) for row in features])
        self.kept = np.flatnonzero(np.asarray((matrix > 0).sum(axis=0)).ravel() >= RAREST)
        self.matrix, self.labels, self.groups = matrix[:, self.kept], np.array(labels), np.array(groups)
        self.strength = strength

    def _model(self) -> LogisticRegression:
        return LogisticRegression(C=self.strength, max_iter=2000, random_state=SEED)

    def cross_validate(self) -> tuple[Sequence[str], np.ndarray]:
        """Return the labels' names and each example's probabilities, by a model that never saw its article."""
        names = np.unique(self.labels)
        guessed = np.zeros((len(self.labels), len(names)))
        for train, test in GroupKFold(FOLDS).split(self.matrix, self.labels, self.groups):
            model = self._model().fit(self.matrix[train], self.labels[train])
            columns = np.searchsorted(names, model.classes_)
            guessed[np.ix_(test, columns)] = model.predict_proba(self.matrix[test])
        return list(names), guessed

    def write(self, path: Path) -> str:
        """Fit on everything, write the weights to `path` and return the file's SHA-256."""
        model = self._model().fit(self.matrix, self.labels)
        two = len(model.classes_) == 2
        labels = [str(model.classes_[-1])] if two else [str(label) for label in model.classes_]
        names = self.vectorizer.get_feature_names_out()[self.kept]
        rows = {
            str(name): [round(float(weight), 3) for weight in column]
            for name, column in zip(names, model.coef_.T, strict=True)
            if np.abs(column).max() >= SMALLEST
        }
        kept = {"labels": labels, "bias": [round(float(b), 4) for b in model.intercept_], "weights": rows}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        return hashlib.sha256(path.read_bytes()).hexdigest()
