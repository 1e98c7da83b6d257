"""What young people tell (`flows/situations/`), seen in words that no pattern knows.

Pure scikit-learn, so that measuring.py measures exactly what the service uses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Set, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from nlu.components.linear import FOLDS, NEAR_ENOUGH, SEED, side_by_side

NOTHING = ""  # no situation fits
COMMON = 3  # sentences: a rarer feature says nothing of a situation
PER_TOPIC = 3  # what is told and what is asked about it are often two situations of one topic
READ = 0.1  # an author with a smaller share of sentences with a situation was not read for them
RARE_ACT = 0.05  # an act with a smaller share of the sentences of a situation does not belong to it


@dataclass(frozen=True)
class Lesson:
    """What a training sentence teaches: what is told in it, or nothing that has a situation."""

    topic: str
    situation: str
    author: str
    act: str = ""


@dataclass(frozen=True)
class Seen:
    """What a message may tell in a talk about this topic, and how likely (0-1)."""

    topic: str
    situation: str
    confidence: float


@dataclass(frozen=True)
class Strengths:
    """`C`: how closely the SVM follows the sentences. `fewest`: sentences that a situation needs.
    `others`: sentences of other topics from which each topic learns what is none of its own. `least`:
    weights below it are left out, or twelve topics would fill the memory."""

    C: float = 1.0
    fewest: int = 8
    others: int = 1500
    least: float = 0.03


@dataclass(frozen=True)
class Learned:
    """The situations of one topic: one row a feature, one column a situation."""

    names: Tuple[str, ...]
    weights: csr_matrix
    intercepts: np.ndarray


def read_for_situations(lessons: Sequence[Lesson]) -> List[int]:
    """The places of the lessons that teach something of situations. Where hardly any sentence of an author
    carries one, nobody looked for them: that they tell nothing would be untrue."""
    every = Counter(lesson.author for lesson in lessons)
    labelled = Counter(lesson.author for lesson in lessons if lesson.situation)
    return [
        place
        for place, lesson in enumerate(lessons)
        if lesson.situation or labelled[lesson.author] >= READ * every[lesson.author]
    ]


def acts_of(lessons: Sequence[Lesson]) -> Dict[str, Set[str]]:
    """For each act the situations that are told with it: who tells of a step that was taken ("ik heb mijn
    excuses gemaakt") does not tell the trouble that it was about."""
    counts = Counter(lesson.situation for lesson in lessons)
    pairs = Counter((lesson.act, lesson.situation) for lesson in lessons)
    found: Dict[str, Set[str]] = {}
    for (act, situation), times in pairs.items():
        if times >= RARE_ACT * counts[situation]:
            found.setdefault(act, set()).add(situation)
    return found


class SituationClassifier:
    """For each topic: an SVM for each situation against the others, against what fits none, and against
    sentences of other topics. How sure it is was measured on left-out authors."""

    def __init__(self, strengths: Strengths) -> None:
        """An untrained one."""
        self._strengths = strengths
        self._topics: Tuple[Tuple[str, Tuple[str, ...]], ...] = ()
        self._told_with: Dict[str, np.ndarray] = {}

    def fit(self, rows: csr_matrix, lessons: Sequence[Lesson]) -> SituationClassifier:
        """Learns the situations; without any sentence that tells one it sees nothing."""
        authors = [lesson.author for lesson in lessons]
        topics = sorted({lesson.topic for lesson in lessons if lesson.situation})
        folds = []
        if topics and len(set(authors)) >= FOLDS:
            folds = list(GroupKFold(FOLDS).split(np.zeros(len(authors)), groups=authors))
        everything = np.arange(len(lessons))
        chosen = [everything, *(train for train, _ in folds)]
        jobs = [(topic, some) for some in chosen for topic in topics]
        common = np.bincount(rows.indices, minlength=rows.shape[1]) >= COMMON
        narrow = rows[:, np.flatnonzero(common)]
        made = side_by_side(lambda job: self._learned(narrow, lessons, *job), jobs)
        parts = [
            {topic: one for topic, one in zip(topics, made[first:]) if one is not None}
            for first in range(0, len(jobs), len(topics) or 1)
        ]
        slope, begin = _odds(narrow, lessons, [test for _, test in folds], parts[1:])
        self._keep(parts[0] if parts else {}, np.flatnonzero(common), rows.shape[1], slope, begin)
        names = [name for _, some in self._topics for name in some]
        for act, situations in acts_of(lessons).items():
            self._told_with[act] = np.array([name in situations for name in names], dtype=bool)
        return self

    def seen(self, rows: csr_matrix, acts: Sequence[str] = ()) -> List[List[Seen]]:
        """For each message the likeliest situations of each topic, the surest first. `acts`: what each
        message does, where that is clear; what is never told so is left out."""
        found: List[List[Seen]] = [[] for _ in range(rows.shape[0])]
        if not self._topics:
            return found
        odds = (rows @ self._weights).toarray() + self._intercepts
        for place, act in enumerate(acts):
            if act in self._told_with:
                odds[place, ~self._told_with[act]] = -np.inf
        first = 0
        for topic, names in self._topics:
            own = odds[:, first : first + len(names)]
            first += len(names)
            likeliest = np.argsort(-own, axis=1)[:, :PER_TOPIC]
            for place, several in enumerate(likeliest):
                for one in several[np.isfinite(own[place, several])]:
                    sure = float(1 / (1 + np.exp(-own[place, one])))
                    found[place].append(Seen(topic, names[one], sure))
        return [sorted(one, key=lambda seen: -seen.confidence) for one in found]

    def _learned(
        self, rows: csr_matrix, lessons: Sequence[Lesson], topic: str, chosen: np.ndarray
    ) -> Learned | None:
        own = np.array([n for n in chosen if lessons[n].topic == topic], dtype=int)
        others = np.array([n for n in chosen if lessons[n].topic != topic], dtype=int)
        some = np.random.default_rng(SEED).permutation(others)[: self._strengths.others]
        told = [lessons[n].situation for n in own]
        counts = Counter(told)
        enough = [one if counts[one] >= self._strengths.fewest else NOTHING for one in told]
        labels = np.array([*enough, *(NOTHING for _ in some)])
        if len(set(labels)) < 3:  # nothing to tell one from another
            return None
        model = LinearSVC(C=self._strengths.C, tol=NEAR_ENOUGH, random_state=SEED)
        model.fit(rows[np.concatenate([own, some])], labels)
        kept = np.flatnonzero(model.classes_ != NOTHING)
        weights = model.coef_[kept].T
        weights[np.abs(weights) < self._strengths.least] = 0
        names = tuple(str(name) for name in model.classes_[kept])
        return Learned(names, csr_matrix(weights, dtype=np.float32), model.intercept_[kept])

    def _keep(
        self,
        learned: Mapping[str, Learned],
        columns: np.ndarray,
        width: int,
        slope: float,
        begin: float,
    ) -> None:
        """All topics as one matrix over all features, that gives log odds at once."""
        self._topics = tuple((topic, one.names) for topic, one in learned.items())
        if not self._topics:
            return
        together = hstack([one.weights for one in learned.values()]).tocoo()
        shape = (width, together.shape[1])
        data = (together.data * slope).astype(np.float32)
        self._weights = csr_matrix((data, (columns[together.row], together.col)), shape=shape)
        intercepts = np.concatenate([one.intercepts for one in learned.values()])
        self._intercepts = intercepts * slope + begin


def _odds(
    rows: csr_matrix,
    lessons: Sequence[Lesson],
    tests: Sequence[np.ndarray],
    parts: Sequence[Mapping[str, Learned]],
) -> Tuple[float, float]:
    """How likely the best situation of a score is the right one: slope and begin of log odds, one line
    for all topics."""
    scores: List[float] = []
    right: List[bool] = []
    for test, part in zip(tests, parts):
        by_topic: Dict[str, List[int]] = {}
        for n in test:
            by_topic.setdefault(lessons[n].topic, []).append(n)
        for topic, learned in part.items():
            own = by_topic.get(topic, [])
            found = (rows[own] @ learned.weights).toarray() + learned.intercepts
            best = found.argmax(axis=1)
            scores += found.max(axis=1).tolist()
            right += [learned.names[b] == lessons[n].situation for b, n in zip(best, own)]
    if len(set(right)) < 2:
        return 1.0, 0.0
    model = LogisticRegression().fit(np.array(scores)[:, None], right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])
