"""Is somebody in danger, how badly, of what kind, and now? The model inside the risk head.

Pure scikit-learn, so that the report measures exactly what the service uses. Recall comes first
in what is seen: a low threshold says concern, and only stricter ones say urgent and life_now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Mapping, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.special import expit
from sklearn.base import clone

from nlu.components.linear import FOLDS, Scale, Stack, folds_of, linear_model, side_by_side
from nlu.components.ngrams import Rows

KIND_CONFIDENCE = 0.5
# Long messages hold more danger and more words that only sound like it: the length takes part.
LENGTHS = (3, 6, 10, 15, 20, 30, 45, 70)  # words
LENGTH_WEIGHT = 0.6  # so that it weighs like a few words
SCALE_STRENGTH = 10.0  # C: few scores, many sentences


@dataclass(frozen=True)
class Label:
    """What a person wrote beside a training sentence, and who wrote the sentence."""

    level: str
    kinds: Tuple[str, ...]
    life_now: bool
    author: str = ""


@dataclass(frozen=True)
class Limits:
    """From which probability a message is danger, is urgent, and is about life right now.

    `weight`: how much worse it is to miss an urgent message than to miss a concern.
    """

    danger: float
    weight: float
    urgent: float
    life: float


@dataclass(frozen=True)
class Chances:
    """The probability that a message is danger, is urgent, and is about life right now."""

    danger: float
    urgent: float
    life: float

    def seen(self, weight: float) -> float:
        """What is compared with the threshold: an urgent message counts `weight` times more."""
        return (self.danger + weight * self.urgent) / (1 + weight)


@dataclass(frozen=True)
class Judgement:
    """What the head says of a message, and the probabilities behind it.

    `part`: the number of the sentence that speaks most for danger, -1 for the message as a whole.
    """

    level: str
    kinds: Tuple[str, ...]
    life_now: bool
    chances: Chances
    part: int = -1


@dataclass(frozen=True)
class Models:
    """What was learned of danger: an SVM for danger and one for urgent; naive Bayes for the levels."""

    svm: Stack
    bayes: Stack | None


class DangerClassifier:
    """Linear models on the same features: danger, urgent, life now, and the kinds."""

    def __init__(
        self, strength: float, smoothing: Sequence[float], inside: float, limits: Limits
    ) -> None:
        """`strength` and `inside`: C of the models for danger, and of those for its kinds.

        `smoothing`: of the naive Bayes models beside the first.
        """
        self._strength = strength
        self._smoothing = smoothing
        self._inside_strength = inside
        self.limits = limits

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> DangerClassifier:
        """Made from the options of the risk head in config.yml."""
        names = ("threshold", "urgent_weight", "urgent_threshold", "life_threshold")
        limits = Limits(*(options[name] for name in names))
        return cls(options["C"], options["smoothing"], options["kinds_C"], limits)

    def fit(self, rows: Rows, labels: Sequence[Label]) -> DangerClassifier:
        """Learns from all sentences what danger is, and from the dangerous ones the rest."""
        danger = np.array([label.level != "none" for label in labels])
        urgent = np.array([label.level == "urgent" for label in labels])
        found = [label for label in labels if label.level != "none"]
        self.kinds = tuple(sorted({kind for label in found for kind in label.kinds}))
        truths = [[label.life_now for label in found]]
        truths += [[kind in label.kinds for label in found] for kind in self.kinds]
        model = linear_model("logistic", self._inside_strength)
        inside = rows.whole[danger]
        self._inside = Stack([clone(model).fit(inside, np.asarray(truth)) for truth in truths])
        levels = danger.astype(int) + urgent
        enough = min(np.unique(levels, return_counts=True)[1]) >= FOLDS
        folds = folds_of(levels, [label.author for label in labels]) if enough else []
        everything = np.arange(len(labels))
        self._overall, *learned = side_by_side(
            lambda chosen: self._learned(rows.of(chosen), danger[chosen], urgent[chosen]),
            [everything, *(train for train, _ in folds)],
        )
        evidence = self._evidence(self._overall, rows)[0]
        for (_, test), models in zip(folds, learned):  # from models that saw nothing of the author
            evidence[test] = self._evidence(models, rows.of(test))[0]
        self._danger_scale = Scale(evidence, danger, SCALE_STRENGTH)
        self._urgent_scale = Scale(evidence, urgent, SCALE_STRENGTH)
        return self

    def judge(self, rows: Rows) -> List[Judgement]:
        """The full judgement of each message."""
        evidence, worst = self._evidence(self._overall, rows)
        danger = expit(self._danger_scale.odds(evidence)[:, 0])
        urgent = np.minimum(expit(self._urgent_scale.odds(evidence)[:, 0]), danger)
        inside = expit(self._inside.scores(rows.whole))
        chances = np.stack([danger, urgent, urgent * inside[:, 0]], axis=1).tolist()
        return [
            self._judgement(Chances(*row), kinds, int(part))
            for row, kinds, part in zip(chances, inside[:, 1:], worst)
        ]

    def _judgement(self, chances: Chances, kinds: np.ndarray, part: int) -> Judgement:
        if chances.seen(self.limits.weight) < self.limits.danger:
            return Judgement("none", (), False, chances, part)
        urgent = chances.urgent >= self.limits.urgent
        life_now = urgent and chances.life >= self.limits.life
        likely = kinds >= min(KIND_CONFIDENCE, kinds.max())  # at least the likeliest one
        names = tuple(kind for kind, yes in zip(self.kinds, likely) if yes)
        return Judgement("urgent" if urgent else "concern", names, life_now, chances, part)

    def _learned(self, rows: Rows, danger: np.ndarray, urgent: np.ndarray) -> Models:
        """Danger and urgent; every sentence of a harmless message is harmless by itself too."""
        model = linear_model("svm", self._strength)
        calm = np.flatnonzero(~danger[rows.owners])
        whole = _with_length(rows.whole, rows.words)
        calm_parts = _with_length(rows.parts[calm], rows.part_words[calm])
        both = vstack([whole, calm_parts], format="csr")
        harmless = np.zeros(len(calm), dtype=bool)
        is_danger = clone(model).fit(both, np.concatenate([danger, harmless]))
        levels = danger.astype(int) + urgent
        bayes = [linear_model("bayes", x).fit(rows.whole, levels) for x in self._smoothing]
        svm = Stack([is_danger, clone(model).fit(whole, urgent)])
        return Models(svm, Stack(bayes) if bayes else None)

    def _evidence(self, learned: Models, rows: Rows) -> Tuple[np.ndarray, np.ndarray]:
        """What speaks for danger: in the whole message, and in the worst of its sentences."""
        whole = _scores(learned.svm, rows.whole, rows.words)
        worst, place = whole[:, 0].copy(), np.full(len(whole), -1)
        if len(rows.owners):
            parts = _scores(learned.svm, rows.parts, rows.part_words)[:, 0]
            first = np.searchsorted(rows.owners, rows.owners)  # where the parts of a message begin
            for owner in np.unique(rows.owners):
                mine = np.flatnonzero(rows.owners == owner)
                best = mine[parts[mine].argmax()]
                worst[owner], place[owner] = parts[best], best - first[best]
        size = np.log1p(rows.words)
        evidence = np.stack([*whole.T, worst, size, whole[:, 0] * size], axis=1)
        if learned.bayes is not None:
            evidence = np.hstack([evidence, learned.bayes.scores(rows.whole)])
        return evidence, place


def _scores(learned: Stack, rows: csr_matrix, words: np.ndarray) -> np.ndarray:
    """The scores of rows whose columns for length are not there yet: those weights are added."""
    bands = learned.weights[-(len(LENGTHS) + 1) :]
    inside = rows @ learned.weights[: rows.shape[1]]
    return inside + LENGTH_WEIGHT * bands[np.digitize(words, LENGTHS)] + learned.intercepts


def _with_length(rows: csr_matrix, words: np.ndarray) -> csr_matrix:
    """The features with one more column for each band of length."""
    count = rows.shape[0]
    places = (np.arange(count), np.digitize(words, LENGTHS))
    bands = csr_matrix((np.full(count, LENGTH_WEIGHT), places), shape=(count, len(LENGTHS) + 1))
    return hstack([rows, bands], format="csr")
