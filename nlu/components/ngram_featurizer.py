"""The Rasa component around `Ngrams`: gives every message its row of weights."""

from __future__ import annotations

from typing import Any, Dict, List, Text

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
from nlu.components.ngrams import Ngrams, Shape
from nlu.components.typed_dutch import TYPED
from nlu.components.writing import Written, written

# How many words the message has, and of each of its parts: first letter, last letter, words.
WORDS = "text_words"
PARTS = "text_parts"
# The same as `Rows`, for a message that comes alone: the three heads need not make it again.
ROWS = "text_rows"
MODEL_FILE = "ngrams.pickle"


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
        self._ngrams.fit([written_message(message, self._lexicon) for message in messages])
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
        found = [written_message(message, self._lexicon) for message in messages]
        rows = self._ngrams.rows(found)
        if len(messages) == 1:
            messages[0].set(ROWS, rows)
        begins = np.searchsorted(rows.owners, np.arange(len(messages) + 1))
        for number, (message, whole) in enumerate(zip(messages, found)):
            mine = slice(begins[number], begins[number + 1])
            # Cutting rows out of a matrix costs time that a message alone need not pay.
            alone = len(messages) == 1
            self._add(message, FEATURE_TYPE_SEQUENCE, rows.parts if alone else rows.parts[mine])
            self._add(message, FEATURE_TYPE_SENTENCE, rows.whole if alone else rows.whole[number])
            message.set(WORDS, int(rows.words[number]))
            lengths = rows.part_words[mine].tolist()
            message.set(PARTS, [(*span, words) for span, words in zip(whole.spans, lengths)])
        return messages

    def _add(self, message: Message, kind: Text, matrix: csr_matrix) -> None:
        message.add_features(Features(matrix, kind, TEXT, self._name))
