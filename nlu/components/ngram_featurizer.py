"""The Rasa component around `Ngrams`: gives every message its row of weights."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.ngrams import Ngrams, Written
from nlu.components.typed_dutch import TYPED


def written(message: Message) -> Written:
    """What the tokenizer and `TypedDutch` left in the message."""
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    text = message.get(TYPED) or (message.get(TEXT) or "").lower()
    return Written(text, tuple((token.lemma or token.text).lower() for token in tokens))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Word and character n-grams of a message, shared by the heads for topic, act and risk."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Shortest and longest n-gram, for words (lemmas) and for characters."""
        return {"words": [1, 2], "characters": [2, 5]}

    @classmethod
    def required_components(cls) -> List[type]:
        """A tokenizer must come first: the words come from it."""
        return [Tokenizer]

    def __init__(
        self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, ngrams: Ngrams
    ) -> None:
        """`storage` and `resource` say where Rasa keeps what was learned."""
        self._name = str(config.get("alias") or "NgramFeaturizer")
        self._storage = storage
        self._resource = resource
        self._ngrams = ngrams

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Makes an untrained featurizer."""
        ngrams = Ngrams(tuple(config["words"]), tuple(config["characters"]))
        return cls(config, model_storage, resource, ngrams)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the n-grams of the sentences and keeps them."""
        self._ngrams.fit([written(message) for message in training_data.intent_examples])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._ngrams, folder / "ngrams.joblib")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """Loads a trained one; serve.py has checked the model's sha256 before this unpickles."""
        with model_storage.read_from(resource) as folder:
            ngrams = joblib.load(folder / "ngrams.joblib")
        return cls(config, model_storage, resource, ngrams)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Gives every training sentence its features."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Gives the incoming messages their features."""
        if not messages:
            return messages
        rows = self._ngrams.transform([written(message) for message in messages])
        for number, message in enumerate(messages):
            row = rows[number]
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages
