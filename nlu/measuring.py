"""The same features and heads as in the service, without Rasa around them: for measuring and tuning.

For report.py, tune.py and curve.py: learning from 10,000 sentences takes half a minute here.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Sequence, Tuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # spaCy wakes TensorFlow, which chatters

import numpy as np
import yaml
from sklearn.model_selection import GroupKFold

from nlu.components.danger import DangerClassifier, Judgement, Label
from nlu.components.lexicon import read_lexicon
from nlu.components.linear import LinearClassifier, kinds_of
from nlu.components.ngrams import Ngrams, Shape
from nlu.components.rewriting import rewrite
from nlu.components.spacy_pipeline import dutch_pipeline
from nlu.components.writing import Written, written
from nlu.contract import read_contract
from nlu.layout import Layout
from nlu.sentences import Sentence, read_sentences


@dataclass(frozen=True)
class Share:
    """So many out of so many, with the 95 % Wilson interval (Wilson, JASA 22, 1927)."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share (0-1); 0 where there is nothing to count."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> Tuple[float, float]:
        """Lower and upper 95 % bound."""
        if not self.total:
            return 0.0, 1.0
        z, n = 1.96, self.total
        middle = (self.value + z * z / (2 * n)) / (1 + z * z / n)
        spread = self.value * (1 - self.value) / n + z * z / (4 * n * n)
        half = z * math.sqrt(spread) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}-{high:.3f}] n={self.total}"


def share(right: Sequence[bool] | np.ndarray) -> Share:
    """The share of a list of yes and no."""
    return Share(int(np.sum(right)), len(right))


def sentences_of(layout: Layout) -> Tuple[Tuple[Sentence, ...], Tuple[Sentence, ...]]:
    """Trained and held-out sentences. Raises ValueError when one has a mistake (`nlu/check.py`)."""
    contract = read_contract(layout.contract)
    data, held_out = (read_sentences(f, contract) for f in (layout.data, layout.held_out))
    if data.mistakes or held_out.mistakes:
        raise ValueError("er staan fouten in de zinnen; zie: maatje nlu check")
    return data.sentences, held_out.sentences


def options_of(layout: Layout, component: str) -> Dict[str, Any]:
    """The options of one component in config.yml, so that measuring and service use the same."""
    pipeline = yaml.safe_load(layout.config.read_text(encoding="utf-8"))["pipeline"]
    return next(part for part in pipeline if part["name"].endswith("." + component))


def written_of(layout: Layout, texts: Sequence[str]) -> List[Written]:
    """What the features see of each text."""
    pipeline = dutch_pipeline(options_of(layout, "DutchSpacyNLP")["model"])
    lexicon = read_lexicon(layout.lexicon)
    rewritten = [rewrite(text) for text in texts]
    documents = pipeline.language.pipe(rewritten)
    return [
        written(text, [(word.idx, (word.lemma_ or word.text).lower()) for word in document
                       if word.text.strip()], lexicon)
        for text, document in zip(rewritten, documents)
    ]  # fmt: skip


@dataclass
class Answers:
    """What a model said of a list of sentences, in their order."""

    topics: Tuple[str, ...]
    topic_chances: np.ndarray
    acts: Tuple[str, ...]
    act_chances: np.ndarray
    judgements: List[Judgement]

    def topic(self, row: int) -> str:
        """The likeliest topic of one message."""
        return self.topics[int(self.topic_chances[row].argmax())]

    def act(self, row: int) -> str:
        """The likeliest act of one message."""
        return self.acts[int(self.act_chances[row].argmax())]


class Model:
    """Features and three heads, learned from some sentences."""

    def __init__(
        self, layout: Layout, written: Sequence[Written], sentences: Sequence[Sentence]
    ) -> None:
        """Learns at once."""
        self._ngrams = Ngrams(Shape.from_options(options_of(layout, "NgramFeaturizer")))
        rows = self._ngrams.fit(written).rows(written)
        authors = [s.author for s in sentences]
        first = np.array([n for n, s in enumerate(sentences) if s.teaches_topic], dtype=int)
        topics, acts = [sentences[n].topic for n in first], [s.act for s in sentences]
        self._topic = _classifier(layout, "TopicHead").fit(
            rows.whole[first], topics, [authors[n] for n in first]
        )
        self._act = _classifier(layout, "ActHead").fit(rows.whole, acts, authors)
        labels = [Label(s.risk, s.kinds, s.life_now, s.author) for s in sentences]
        self._risk = DangerClassifier.from_options(options_of(layout, "RiskHead"))
        self._risk.fit(rows, labels)

    def answers(self, written: Sequence[Written]) -> Answers:
        """What the heads say of new messages."""
        rows = self._ngrams.rows(written)
        return Answers(
            self._topic.labels, self._topic.probabilities(rows.whole),
            self._act.labels, self._act.probabilities(rows.whole), self._risk.judge(rows),
        )  # fmt: skip


def _classifier(layout: Layout, component: str) -> LinearClassifier:
    return LinearClassifier(kinds_of(options_of(layout, component)))


def by_author(authors: Sequence[str], folds: int) -> Iterator[Tuple[np.ndarray, np.ndarray]]:
    """Folds in which no author is both learned from and judged: new people write differently."""
    yield from GroupKFold(folds).split(np.zeros(len(authors)), groups=np.asarray(authors))
