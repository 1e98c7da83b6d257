"""One label out of many, with a usable confidence: the model inside the topic and act heads.

Pure scikit-learn, so that measuring.py measures exactly what the service uses.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Iterable, List, Mapping, Sequence, Tuple, TypeVar

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

SEED = 20240601  # fixed: the same sentences give the same model
FOLDS = 3
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


class Stack:
    """Several linear models as one matrix: one multiplication a message, however many models."""

    def __init__(self, models: Sequence[Learned]) -> None:
        weights = np.vstack([_weights(model) for model in models]).T
        # In this order in memory, or every message would copy the whole matrix (3 ms).
        # In single precision, as the rows are: half the memory.
        self.weights = np.ascontiguousarray(weights, dtype=np.float32)
        self.intercepts = np.concatenate([_intercepts(model) for model in models])

    def scores(self, rows: csr_matrix) -> np.ndarray:
        """One row a message, one column a label (or a yes-or-no model)."""
        return rows @ self.weights + self.intercepts


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
        self._weights = (model.coef_ / spread).T
        self._intercepts = model.intercept_ - middle @ self._weights

    def odds(self, scores: np.ndarray) -> np.ndarray:
        """Log odds: one column a label, or one column for yes and no."""
        return scores @ self._weights + self._intercepts


def both_sides(scores: np.ndarray) -> np.ndarray:
    """One column a label, also for two labels, where scikit-learn gives one column for both."""
    return np.hstack([-scores, scores]) if scores.shape[1] == 1 else scores


class LinearClassifier:
    """Linear models that decide together; how much each counts was measured on left-out authors."""

    def __init__(self, kinds: Kinds) -> None:
        """`kinds`: name and strength of each model, as `linear_model` takes them."""
        self._kinds = kinds
        self._scale: Scale | None = None
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
        self._stack, *parts = side_by_side(
            lambda chosen: self._learned(rows[chosen], names[chosen]),
            [everything, *(train for train, _ in folds)],
        )
        if folds:
            scores = np.zeros((len(names), len(self._stack.intercepts)))
            for (_, test), part in zip(folds, parts):
                scores[test] = part.scores(rows[test])
            self._scale = Scale(scores, names)
        return self

    def probabilities(self, rows: csr_matrix) -> np.ndarray:
        """One row a message, one column a label in the order of `labels`."""
        scores = self._stack.scores(rows)
        if self._scale is None:  # too few sentences to leave some out: the first model decides
            scores = scores[:, : 1 if len(self.labels) == 2 else len(self.labels)]
            return softmax(both_sides(scores), axis=1)
        return softmax(both_sides(self._scale.odds(scores)), axis=1)

    def _learned(self, rows: csr_matrix, names: np.ndarray) -> Stack:
        return Stack([linear_model(*kind).fit(rows, names) for kind in self._kinds])
