"""One label out of many, with a usable confidence: the model inside the topic and act heads.

Pure scikit-learn, so that measuring.py measures exactly what the service uses.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Callable, Iterable, List, Mapping, Sequence, Tuple, TypeVar

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

SEED = 20240601  # fixed: the same sentences give the same model
FOLDS = 3
FEW = 8  # messages
# Where the SVM stops looking: three times faster than 1e-4; no probability differs by more than 0.006.
NEAR_ENOUGH = 0.1

Learned = LogisticRegression | LinearSVC | ComplementNB
Kinds = Sequence[Tuple[str, float]]
Job = TypeVar("Job")
Done = TypeVar("Done")


def side_by_side(work: Callable[[Job], Done], jobs: Iterable[Job]) -> List[Done]:
    """Does all jobs, one on each core: scikit-learn learns outside of Python's lock."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        return list(workers.map(work, jobs))


def linear_model(kind: str, strength: float) -> Learned:
    """`kind` is `logistic` or `svm` (`strength` is C) or `bayes` (`strength` smooths the counts).

    Rare labels weigh as much as common ones. `bayes`: complement naive Bayes (Rennie, ICML 2003).
    """
    if kind == "logistic":
        return LogisticRegression(
            C=strength, class_weight="balanced", solver="liblinear", dual=True, random_state=SEED
        )
    if kind == "svm":
        return LinearSVC(C=strength, class_weight="balanced", tol=NEAR_ENOUGH, random_state=SEED)
    if kind == "bayes":
        return ComplementNB(alpha=strength)
    raise ValueError(f"model moet 'logistic', 'svm' of 'bayes' zijn, niet '{kind}'")


def kinds_of(options: Mapping[str, Any]) -> List[Tuple[str, float]]:
    """The models that a head of config.yml puts together: an SVM, and naive Bayes beside it."""
    return [("svm", options["C"]), *(("bayes", strength) for strength in options["smoothing"])]


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


def product(rows: csr_matrix, weights: np.ndarray) -> np.ndarray:
    """`rows @ weights`; for a message alone without the bookkeeping of scipy, which takes longer."""
    if rows.shape[0] > FEW:
        return rows @ weights
    scores = np.zeros((rows.shape[0], *weights.shape[1:]), weights.dtype)
    for row in range(rows.shape[0]):
        mine = slice(rows.indptr[row], rows.indptr[row + 1])
        scores[row] = rows.data[mine] @ weights[rows.indices[mine]]
    return scores


@dataclass(frozen=True)
class Stack:
    """Several linear models as one matrix: one multiplication a message, however many models.

    The weights are in single precision, as the rows are, and row by row in memory, or every message
    would copy the whole matrix (3 ms).
    """

    weights: np.ndarray
    intercepts: np.ndarray

    @classmethod
    def of(cls, models: Sequence[Learned]) -> Stack:
        """The models side by side."""
        weights = np.vstack([_weights(model) for model in models]).T
        intercepts = np.concatenate([_intercepts(model) for model in models])
        return cls(np.ascontiguousarray(weights, dtype=np.float32), intercepts)

    def scores(self, rows: csr_matrix) -> np.ndarray:
        """One row a message, one column a label (or a yes-or-no model)."""
        return product(rows, self.weights) + self.intercepts

    def scaled(self, scale: Scale) -> Stack:
        """One model that gives at once what `scale` makes of these scores."""
        weights = np.ascontiguousarray(self.weights @ scale.weights, dtype=np.float32)
        return Stack(weights, scale.odds(self.intercepts))


def _weights(model: Learned) -> np.ndarray:
    if not isinstance(model, ComplementNB):
        return model.coef_
    # Only differences between the labels mean something in naive Bayes.
    return model.feature_log_prob_ - model.feature_log_prob_.mean(axis=0)


def _intercepts(model: Learned) -> np.ndarray:
    if not isinstance(model, ComplementNB):
        return model.intercept_
    return np.zeros(len(model.feature_log_prob_))


class Scale:
    """Makes probabilities of the scores of several models: logistic regression on those scores.

    Learned from scores for authors that the models did not know.
    """

    def __init__(self, scores: np.ndarray, labels: np.ndarray, strength: float = 1.0) -> None:
        """`strength` is C; the scores are brought to one size before it counts."""
        middle, spread = scores.mean(axis=0), scores.std(axis=0) + 1e-9
        model = LogisticRegression(C=strength, max_iter=500)
        model.fit((scores - middle) / spread, labels)
        self.weights = (model.coef_ / spread).T
        self.intercepts = model.intercept_ - middle @ self.weights

    def odds(self, scores: np.ndarray) -> np.ndarray:
        """Log odds: one column a label, or one column for yes and no."""
        return scores @ self.weights + self.intercepts


def both_sides(scores: np.ndarray) -> np.ndarray:
    """One column a label, also for two labels, where scikit-learn gives one column for both."""
    return np.hstack([-scores, scores]) if scores.shape[1] == 1 else scores


class LinearClassifier:
    """Linear models that decide together; how much each counts was measured on left-out authors."""

    def __init__(self, kinds: Kinds) -> None:
        """`kinds`: name and strength of each model, as `linear_model` takes them."""
        self._kinds = kinds
        self.labels: Tuple[str, ...] = ()

    def fit(
        self, rows: csr_matrix, labels: Sequence[str], authors: Sequence[str] = ()
    ) -> LinearClassifier:
        """Learns the labels."""
        names = np.asarray(labels)
        found, counts = np.unique(names, return_counts=True)
        self.labels = tuple(str(name) for name in found)
        folds = folds_of(names, authors) if min(counts) >= FOLDS else []
        everything = np.arange(len(names))
        stack, *parts = side_by_side(
            lambda chosen: self._learned(rows[chosen], names[chosen]),
            [everything, *(train for train, _ in folds)],
        )
        self._decides = (
            stack.scaled(_scale(rows, names, folds, parts)) if folds else self._first(stack)
        )
        return self

    def probabilities(self, rows: csr_matrix) -> np.ndarray:
        """One row a message, one column a label in the order of `labels`."""
        return softmax(both_sides(self._decides.scores(rows)))

    def _learned(self, rows: csr_matrix, names: np.ndarray) -> Stack:
        return Stack.of([linear_model(*kind).fit(rows, names) for kind in self._kinds])

    def _first(self, stack: Stack) -> Stack:
        """Too few sentences to leave some out: the first model decides."""
        columns = 1 if len(self.labels) == 2 else len(self.labels)
        weights = np.ascontiguousarray(stack.weights[:, :columns])
        return Stack(weights, stack.intercepts[:columns])


def _scale(
    rows: csr_matrix,
    names: np.ndarray,
    folds: Sequence[Tuple[np.ndarray, np.ndarray]],
    parts: Sequence[Stack],
) -> Scale:
    scores = np.zeros((len(names), len(parts[0].intercepts)))
    for (_, test), part in zip(folds, parts):
        scores[test] = part.scores(rows[test])
    return Scale(scores, names)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities out of log odds, row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
