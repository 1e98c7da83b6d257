"""Is somebody in danger, how badly, of what kind, and now? The model inside the risk head.

Pure scikit-learn, so that evaluate.py measures exactly what the service uses. Recall comes first
in what is seen: a low threshold says concern, and only stricter ones say urgent and life_now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Mapping, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression

from nlu.components.linear import FOLDS, Stack, folds_of, linear_model

KIND_CONFIDENCE = 0.5


@dataclass(frozen=True)
class Label:
    """What a person wrote beside a training sentence."""

    level: str
    kinds: Tuple[str, ...]
    life_now: bool


@dataclass(frozen=True)
class Limits:
    """From which probability a message is danger, is urgent, and is about life right now."""

    danger: float
    urgent: float
    life: float


@dataclass(frozen=True)
class Chances:
    """The probability that a message is danger, is urgent, and is about life right now."""

    danger: float
    urgent: float
    life: float


@dataclass(frozen=True)
class Judgement:
    """What the head says of a message, and the probabilities behind it."""

    level: str
    kinds: Tuple[str, ...]
    life_now: bool
    chances: Chances


class DangerClassifier:
    """Linear models on the same features: danger, urgent, life now, and the kinds."""

    def __init__(self, strength: float, halfway: float, limits: Limits) -> None:
        """`halfway`: with this many known n-grams a message counts for half of its evidence."""
        self._strength = strength
        self._halfway = halfway
        self._limits = limits

    @classmethod
    def from_options(cls, options: Mapping[str, float]) -> DangerClassifier:
        """Made from the options of the risk head in config.yml."""
        names = ("threshold", "urgent_threshold", "life_threshold")
        return cls(options["C"], options["halfway"], Limits(*(options[name] for name in names)))

    def fit(self, rows: csr_matrix, labels: Sequence[Label]) -> DangerClassifier:
        """Learns from all sentences what danger is, and from the dangerous ones the rest."""
        danger = np.array([label.level != "none" for label in labels])
        urgent = np.array([label.level == "urgent" for label in labels])
        found = [label for label in labels if label.level != "none"]
        self.kinds = tuple(sorted({kind for label in found for kind in label.kinds}))
        truths = [[label.life_now for label in found]]
        truths += [[kind in label.kinds for label in found] for kind in self.kinds]
        self._longest = int(np.diff(rows.indptr).max())
        self._overall = self._stack(rows, [danger, urgent])
        self._inside = self._stack(rows[danger], truths)
        evidence = self._left_out_evidence(rows, danger, urgent)
        self._danger_scale = LogisticRegression(C=1e6).fit(evidence, danger)
        self._urgent_scale = LogisticRegression(C=1e6).fit(evidence, urgent)
        return self

    def judge(self, rows: csr_matrix) -> List[Judgement]:
        """The full judgement of each message."""
        evidence = self._evidence(self._overall, rows)
        danger = self._danger_scale.predict_proba(evidence)[:, 1]
        urgent = self._urgent_scale.predict_proba(evidence)[:, 1]
        inside = expit(self._inside.scores(rows))
        chances = np.stack([danger, urgent, danger * inside[:, 0]], axis=1).tolist()
        return [self._judgement(Chances(*row), kinds) for row, kinds in zip(chances, inside[:, 1:])]

    def _judgement(self, chances: Chances, kinds: np.ndarray) -> Judgement:
        if chances.danger < self._limits.danger:
            return Judgement("none", (), False, chances)
        urgent = chances.urgent >= self._limits.urgent
        life_now = urgent and chances.life >= self._limits.life
        likely = kinds >= min(KIND_CONFIDENCE, kinds.max())  # at least the likeliest one
        names = tuple(kind for kind, yes in zip(self.kinds, likely) if yes)
        return Judgement("urgent" if urgent else "concern", names, life_now, chances)

    def _stack(self, rows: csr_matrix, truths: Sequence[Sequence[bool] | np.ndarray]) -> Stack:
        model = linear_model("logistic", self._strength)
        return Stack([clone(model).fit(rows, np.asarray(truth)) for truth in truths])

    def _evidence(self, overall: Stack, rows: csr_matrix) -> np.ndarray:
        """What speaks for danger in each message, and how much of the message is known.

        Two words can weigh as much as two hundred, because rows have length one; so the evidence
        is shrunk by the number of known n-grams, and the scale learns what length adds.
        """
        # Both views together miss fewer urgent messages than either alone (README, figures).
        nothing = overall.scores(csr_matrix((1, rows.shape[1])))
        known = np.minimum(np.diff(rows.indptr), self._longest)
        trust = known / np.maximum(known + self._halfway, 1)
        score = (nothing + (overall.scores(rows) - nothing) * trust[:, None]).sum(axis=1)
        size = np.log1p(known)
        return np.stack([score, size, score * size], axis=1)

    def _left_out_evidence(
        self, rows: csr_matrix, danger: np.ndarray, urgent: np.ndarray
    ) -> np.ndarray:
        """The evidence for each sentence, from models that did not see that sentence."""
        levels = danger.astype(int) + urgent
        if min(np.unique(levels, return_counts=True)[1]) < FOLDS:
            return self._evidence(self._overall, rows)
        evidence = np.zeros((len(levels), 3))
        for train, test in folds_of(levels):
            part = self._stack(rows[train], [danger[train], urgent[train]])
            evidence[test] = self._evidence(part, rows[test])
        return evidence
