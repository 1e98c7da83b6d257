"""The Rasa component around `Ngrams`: gives every message its row of weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Text, Tuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from nlu.components.keeping import keep, read_kept
from nlu.components.lexicon import Lexicon, read_lexicon
from nlu.components.ngrams import Ngrams, Rows, Shape
from nlu.components.parting import Span
from nlu.components.typed_dutch import TYPED
from nlu.components.writing import Written, written

# The message keys under which travel: where the features of the message are; and during training what
# the features are made of, so that it is made once.
PLACE = "text_rows"
WRITTEN = "text_written"
MODEL_FILE = "ngrams.pickle"


@dataclass(frozen=True)
class Place:
    """Where the features of a message are: which of the shared rows; `spans`: where its parts stand."""

    rows: Rows
    number: int
    spans: Tuple[Span, ...]


class RowFeatures(Features):
    """Rasa's features of one message, cut out of the shared rows when somebody asks for them.

    Our heads take the rows as they are: cutting them for 27,000 messages took longer than learning.
    """

    def __init__(self, place: Place, kind: Text, origin: Text) -> None:
        """`kind`: of the message as a whole (sentence), or of its parts (sequence)."""
        self._place = place
        self.type, self.attribute, self.origin = kind, TEXT, origin
        self._cached_fingerprint = None

    @property
    def features(self) -> csr_matrix:
        """The rows of this message."""
        rows, number = self._place.rows, self._place.number
        if self.type == FEATURE_TYPE_SENTENCE:
            return rows.whole[number]
        begin, end = np.searchsorted(rows.owners, [number, number + 1])
        return rows.parts[begin:end]


def written_message(message: Message, lexicon: Lexicon) -> Written:
    """What the tokenizer and `TypedDutch` left in the message, with the classes of its words."""
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    text = message.get(TYPED) or (message.get(TEXT) or "").lower()
    lemmas = [(token.start, (token.lemma or token.text).lower()) for token in tokens]
    return written(text, lemmas, lexicon)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Word and character n-grams of a message, shared by the heads for topic, act and risk."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Shortest and longest n-gram (lemmas, characters), pairs of words, and the lexicon."""
        return {"words": [1, 2], "characters": [2, 5], "apart": 5, "classes": True}

    @classmethod
    def required_components(cls) -> List[type]:
        """A tokenizer must come first: the words come from it."""
        return [Tokenizer]

    def __init__(
        self,
        config: Dict[Text, Any],
        storage: ModelStorage,
        resource: Resource,
        ngrams: Ngrams,
        lexicon: Lexicon,
    ) -> None:
        """`storage` and `resource` say where Rasa keeps what was learned."""
        self._name = str(config.get("alias") or "NgramFeaturizer")
        self._storage = storage
        self._resource = resource
        self._ngrams = ngrams
        self._lexicon = lexicon

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Makes an untrained featurizer."""
        ngrams = Ngrams(Shape.from_options(config))
        return cls(config, model_storage, resource, ngrams, read_lexicon())

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the n-grams of the sentences and keeps them."""
        messages = training_data.intent_examples
        found = [written_message(message, self._lexicon) for message in messages]
        self._ngrams.fit(found)
        for message, one in zip(messages, found):
            message.set(WRITTEN, one)
        with self._storage.write_to(self._resource) as folder:
            keep((self._ngrams, self._lexicon), folder / MODEL_FILE)
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
            ngrams, lexicon = read_kept(folder / MODEL_FILE)
        return cls(config, model_storage, resource, ngrams, lexicon)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Gives every training sentence its features."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Gives the incoming messages their features."""
        if not messages:
            return messages
        found = [message.get(WRITTEN) or written_message(message, self._lexicon)
                 for message in messages]  # fmt: skip
        rows = self._ngrams.rows(found)
        for number, (message, one) in enumerate(zip(messages, found)):
            message.data.pop(WRITTEN, None)
            place = Place(rows, number, one.spans)
            message.set(PLACE, place)
            message.add_features(RowFeatures(place, FEATURE_TYPE_SEQUENCE, self._name))
            message.add_features(RowFeatures(place, FEATURE_TYPE_SENTENCE, self._name))
        return messages
