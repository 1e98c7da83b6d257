"""What somebody does with a message (greets, thanks, wants a peer ...): the extra key `act`."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.head import Head, authors_of, label_of, rows_of
from nlu.components.linear import LinearClassifier, kinds_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActHead(Head):
    """Answers with the likeliest act and how sure it is."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`C`: how closely the SVM follows the sentences; `smoothing`: one naive Bayes for each."""
        return {"C": 0.3, "smoothing": [0.03, 1.0]}

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the acts from the metadata beside the sentences."""
        messages = training_data.intent_examples
        self._model = LinearClassifier(kinds_of(self._config))
        labels = [label_of(message, "act") for message in messages]
        self._model.fit(rows_of(messages).whole, labels, authors_of(messages))
        self.persist()
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets `act`."""
        for message, chances in zip(messages, self._model.probabilities(rows_of(messages).whole)):
            best = int(chances.argmax())
            act = {"name": self._model.labels[best], "confidence": float(chances[best])}
            message.set("act", act, add_to_output=True)
        return messages
