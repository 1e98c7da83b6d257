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

from nlu.components.linear import (
    FOLDS,
    Scale,
    Stack,
    folds_of,
    linear_model,
    product,
    side_by_side,
)
from nlu.components.ngrams import Rows

KIND_CONFIDENCE = 0.5
# Long messages hold more danger and more words that only sound like it: the length takes part.
LENGTHS = (3, 6, 10, 15, 20, 30, 45, 70)  # words
BANDS = len(LENGTHS) + 1
LENGTH_WEIGHT = 0.6  # so that it weighs like a few words
# What the scales weigh: danger and urgent by the SVM, the worst part, the length, danger times length,
# and naive Bayes. These are danger by the SVM and all that is made from it and the length.
OF_DANGER = (0, 2, 3, 4)
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
    """What was learned of danger: an SVM for danger and one for urgent; naive Bayes for the levels.

    The last rows of `svm` are the bands of length.
    """

    svm: Stack
    bayes: Stack | None

    def by_svm(self, rows: csr_matrix, words: np.ndarray) -> np.ndarray:
        """Danger and urgent."""
        weights, bands = np.split(self.svm.weights, [rows.shape[1]])
        return product(rows, weights) + self.svm.intercepts + _of_length(bands, words)


@dataclass(frozen=True)
class Judging:
    """Everything that was learned, in the form that a message needs: one multiplication.

    The columns of `whole`: danger by the SVM; all else that speaks for danger, and for urgent, as the
    scales count it; life now; the kinds. `alone` is the first column by itself, for the parts.
    `bands`: what the length adds to the first three. `scales`, for danger and for urgent: how much
    danger by the SVM counts, the worst part, the length, and danger times length.
    """

    whole: Stack
    alone: np.ndarray
    bands: np.ndarray
    scales: np.ndarray

    @classmethod
    def of(cls, learned: Models, inside: Stack, scales: Sequence[Scale]) -> Judging:
        """Puts the models and the two scales together."""
        size, svm = inside.weights.shape[0], learned.svm
        weights, intercepts = svm.weights, svm.intercepts
        if learned.bayes is not None:  # its levels have no bands of length
            bayes = np.vstack(
                [learned.bayes.weights, np.zeros((BANDS, len(learned.bayes.intercepts)))]
            )
            weights = np.hstack([weights, bayes])
            intercepts = np.concatenate([intercepts, learned.bayes.intercepts])
        counts = np.hstack([scale.weights for scale in scales])
        rest = [place for place in range(len(counts)) if place not in OF_DANGER]
        others = weights[:, 1:] @ counts[rest]
        offsets = intercepts[1:] @ counts[rest] + np.concatenate(
            [scale.intercepts for scale in scales]
        )
        first = np.hstack([weights[:, :1], others])
        columns = np.hstack([first[:size], inside.weights]).astype(np.float32)
        return cls(
            Stack(
                np.ascontiguousarray(columns),
                np.concatenate([intercepts[:1], offsets, inside.intercepts]),
            ),
            np.ascontiguousarray(columns[:, 0]), first[size:], counts[list(OF_DANGER)],
        )  # fmt: skip

    def __call__(self, rows: Rows) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log odds of danger and urgent; of life now and the kinds; the worst part of each message."""
        scores = self.whole.scores(rows.whole)
        scores[:, :3] += _of_length(self.bands, rows.words)
        danger, size = scores[:, 0], np.log1p(rows.words)
        parts = product(rows.parts, self.alone) + self.whole.intercepts[0]
        parts += _of_length(self.bands[:, 0], rows.part_words)
        worst, place = _worst(danger, parts, rows.owners)
        counted = np.stack([danger, worst, size, danger * size], axis=1) @ self.scales
        return scores[:, 1:3] + counted, scores[:, 3:], place


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
        rows_inside = rows.whole[danger]
        inside = Stack.of([clone(model).fit(rows_inside, np.asarray(truth)) for truth in truths])
        levels = danger.astype(int) + urgent
        enough = min(np.unique(levels, return_counts=True)[1]) >= FOLDS
        folds = folds_of(levels, [label.author for label in labels]) if enough else []
        everything = np.arange(len(labels))
        overall, *learned = side_by_side(
            lambda chosen: self._learned(rows.of(chosen), danger[chosen], urgent[chosen]),
            [everything, *(train for train, _ in folds)],
        )
        evidence = _evidence(overall, rows)
        for (_, test), models in zip(folds, learned):  # from models that saw nothing of the author
            evidence[test] = _evidence(models, rows.of(test))
        scales = [Scale(evidence, truth, SCALE_STRENGTH) for truth in (danger, urgent)]
        self._judging = Judging.of(overall, inside, scales)
        return self

    def judge(self, rows: Rows) -> List[Judgement]:
        """The full judgement of each message."""
        levels, inside, worst = self._judging(rows)
        levels, inside = expit(levels), expit(inside)
        danger, urgent = levels[:, 0], np.minimum(levels[:, 1], levels[:, 0])
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
        svm = Stack.of([is_danger, clone(model).fit(whole, urgent)])
        return Models(svm, Stack.of(bayes) if bayes else None)


def _evidence(learned: Models, rows: Rows) -> np.ndarray:
    """What speaks for danger: in the whole message, and in the worst of its sentences."""
    svm = learned.by_svm(rows.whole, rows.words)
    parts = learned.by_svm(rows.parts, rows.part_words)[:, 0]
    worst, _ = _worst(svm[:, 0], parts, rows.owners)
    size = np.log1p(rows.words)
    evidence = np.column_stack([svm, worst, size, svm[:, 0] * size])
    if learned.bayes is not None:
        evidence = np.hstack([evidence, learned.bayes.scores(rows.whole)])
    return evidence


def _worst(
    whole: np.ndarray, parts: np.ndarray, owners: np.ndarray
) -> Tuple[np.ndarray, np.ndarray]:
    """The score of the worst part of each message and its number; the message itself without parts."""
    worst, place = whole.copy(), np.full(len(whole), -1)
    if len(owners):
        begins = np.flatnonzero(np.diff(owners, prepend=-1))
        for owner, begin, end in zip(owners[begins], begins, [*begins[1:], len(owners)]):
            best = parts[begin:end].argmax()
            worst[owner], place[owner] = parts[begin + best], best
    return worst, place


def _of_length(bands: np.ndarray, words: np.ndarray) -> np.ndarray:
    """What the lengths add to the scores of rows that have no columns for length yet."""
    return LENGTH_WEIGHT * bands[np.digitize(words, LENGTHS)]


def _with_length(rows: csr_matrix, words: np.ndarray) -> csr_matrix:
    """The features with one more column for each band of length."""
    count = rows.shape[0]
    places = (np.arange(count), np.digitize(words, LENGTHS))
    bands = csr_matrix((np.full(count, LENGTH_WEIGHT), places), shape=(count, BANDS))
    return hstack([rows, bands], format="csr")
