"""One label out of many, with a usable confidence: the model inside the topic and act heads.

Pure scikit-learn, so that measuring.py measures exactly what the service uses.
"""

from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.svm import LinearSVC

SEED = 20240601  # fixed: the same sentences give the same model
FOLDS = 3


def linear_model(kind: str, strength: float) -> LogisticRegression | LinearSVC:
    """`kind` is `logistic` or `svm`; `strength` is C. Rare labels weigh as much as common ones."""
    if kind == "logistic":
        return LogisticRegression(
            C=strength, class_weight="balanced", solver="liblinear", dual=True, random_state=SEED
        )
    if kind == "svm":
        return LinearSVC(C=strength, class_weight="balanced", random_state=SEED)
    raise ValueError(f"classifier moet 'logistic' of 'svm' zijn, niet '{kind}'")


def folds_of(
    labels: Sequence[object], authors: Sequence[str]
) -> List[Tuple[np.ndarray, np.ndarray]]:
    """Training and test rows of each fold, every label spread evenly.

    No author is in both: who writes to the service was never learned from, and a confidence that
    is measured on known authors is too high. Where a label would be missing from a training part (one
    author wrote all of it), the authors are mixed after all.
    """
    names, nothing = np.asarray(labels), np.zeros(len(labels))
    if len(set(authors)) >= FOLDS:
        by_author = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
        folds = list(by_author.split(nothing, names, groups=authors))
        if all(len(np.unique(names[train])) == len(np.unique(names)) for train, _ in folds):
            return folds
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(splitter.split(nothing, names))


class Stack:
    """Several linear models as one matrix: one multiplication a message, however many models."""

    def __init__(self, models: Sequence[LogisticRegression | LinearSVC]) -> None:
        weights = np.vstack([model.coef_ for model in models]).T
        # In this order in memory, or every message would copy the whole matrix (3 ms).
        self.weights = np.ascontiguousarray(weights)
        self.intercepts = np.concatenate([model.intercept_ for model in models])

    def scores(self, rows: csr_matrix) -> np.ndarray:
        """One row a message, one column a label (or a yes-or-no model)."""
        return rows @ self.weights + self.intercepts


def both_sides(scores: np.ndarray) -> np.ndarray:
    """One column a label, also for two labels, where scikit-learn gives one column for both."""
    return np.hstack([-scores, scores]) if scores.shape[1] == 1 else scores


class LinearClassifier:
    """A linear model whose scores are made into probabilities with one measured temperature."""

    def __init__(self, kind: str, strength: float) -> None:
        self._kind = kind
        self._strength = strength
        self._temperature = 1.0
        self.labels: Tuple[str, ...] = ()

    def fit(
        self, rows: csr_matrix, labels: Sequence[str], authors: Sequence[str] = ()
    ) -> LinearClassifier:
        """Learns the labels; the temperature comes from authors that were left out."""
        names = np.asarray(labels)
        self._temperature = self._measured_temperature(rows, names, authors)
        model = linear_model(self._kind, self._strength).fit(rows, names)
        self._stack = Stack([model])
        self.labels = tuple(str(name) for name in model.classes_)
        return self

    def probabilities(self, rows: csr_matrix) -> np.ndarray:
        """One row a message, one column a label in the order of `labels`."""
        return softmax(both_sides(self._stack.scores(rows)) * self._temperature, axis=1)

    def _measured_temperature(
        self, rows: csr_matrix, names: np.ndarray, authors: Sequence[str]
    ) -> float:
        if min(np.unique(names, return_counts=True)[1]) < FOLDS:
            return 1.0  # too few sentences to leave some out
        classes, truth = np.unique(names, return_inverse=True)
        scores = np.zeros((len(names), len(classes)))
        for train, test in folds_of(names, authors):
            model = linear_model(self._kind, self._strength).fit(rows[train], names[train])
            scores[test] = both_sides(Stack([model]).scores(rows[test]))

        def surprise(temperature: float) -> float:
            return -log_softmax(scores * temperature, axis=1)[np.arange(len(truth)), truth].mean()

        return float(minimize_scalar(surprise, bounds=(0.05, 20.0), method="bounded").x)
