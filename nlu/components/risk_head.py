"""Signs of danger in a message: the extra key `risk`, beside the tripwire in the bot."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.danger import DangerClassifier, Judgement, Label
from nlu.components.head import Head, label_of, rows_of
from nlu.components.ngram_featurizer import PLACE
from nlu.components.typed_dutch import PLACES


def label_from(message: Message) -> Label:
    """The danger labels beside a training sentence."""
    return Label(
        level=label_of(message, "risk"),
        kinds=tuple(label_of(message, "kinds", ())),
        life_now=bool(label_of(message, "life_now", False)),
        author=str(label_of(message, "author", "")),
    )


def cause_of(message: Message, judgement: Judgement) -> Text:
    """The words, as they were typed, that speak most for danger; the whole when it is short."""
    text: Text = message.get(TEXT) or ""
    places, spans = message.get(PLACES), message.get(PLACE).spans
    if not 0 <= judgement.part < len(spans) or not places:
        return text
    start, end = spans[judgement.part]
    return text[places[start] : places[end - 1] + 1]


def answer(judgement: Judgement, cause: Text) -> Dict[Text, Any]:
    """The judgement as it stands in the answer; `confidence`: that it is danger, or calm.

    `words`: what caused it, for the professional who reads the card; empty when it is calm.
    """
    calm, danger = judgement.level == "none", judgement.chances.danger
    return {
        "level": judgement.level,
        "kinds": list(judgement.kinds),
        "confidence": 1 - danger if calm else danger,
        "life_now": judgement.life_now,
        "words": "" if calm else cause,
    }


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RiskHead(Head):
    """Answers with level, kinds, confidence and whether life is in danger now."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The thresholds are probabilities; nlu/tune.py finds them."""
        return {
            "C": 0.3,
            "smoothing": [0.03, 1.0],
            "kinds_C": 10.0,
            "threshold": 0.2,
            "urgent_weight": 1.0,
            "urgent_threshold": 0.7,
            "life_threshold": 0.3,
        }

    def train(self, training_data: TrainingData) -> Resource:
        """Learns danger from the metadata beside the sentences."""
        messages = training_data.intent_examples
        self._model = DangerClassifier.from_options(self._config)
        self._model.fit(rows_of(messages), [label_from(message) for message in messages])
        self.persist()
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets `risk`."""
        for message, judgement in zip(messages, self._model.judge(rows_of(messages))):
            cause = cause_of(message, judgement)
            message.set("risk", answer(judgement, cause), add_to_output=True)
        return messages
