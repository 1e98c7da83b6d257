"""What the three heads share as Rasa components: reading features, keeping and loading a model."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import vstack

from nlu.components.keeping import keep, read_kept
from nlu.components.ngram_featurizer import PARTS, ROWS, WORDS, NgramFeaturizer
from nlu.components.ngrams import Rows

MODEL_FILE = "head.pickle"


def rows_of(messages: List[Message]) -> Rows:
    """The features that `NgramFeaturizer` gave the messages and their parts."""
    if len(messages) == 1 and isinstance(messages[0].get(ROWS), Rows):
        return messages[0].get(ROWS)
    features = [message.get_sparse_features(TEXT) for message in messages]
    parts = [message.get(PARTS, []) for message in messages]
    return Rows(
        vstack([whole.features for _, whole in features], format="csr"),
        np.array([message.get(WORDS, 0) for message in messages], dtype=int),
        vstack([sequence.features for sequence, _ in features], format="csr"),
        np.array([part[2] for found in parts for part in found], dtype=int),
        np.repeat(np.arange(len(messages)), [len(found) for found in parts]),
    )


def authors_of(messages: List[Message]) -> List[Text]:
    """Who wrote each training sentence."""
    return [str(label_of(message, "author", "")) for message in messages]


def label_of(message: Message, key: str, default: Any = None) -> Any:
    """A label from the metadata beside a training sentence."""
    return message.get("metadata", {}).get("example", {}).get(key, default)


class Head(GraphComponent):
    """A trained model on the shared features; the subclasses say what it learns and answers."""

    @classmethod
    def required_components(cls) -> List[type]:
        """The features must be made first."""
        return [NgramFeaturizer]

    def __init__(
        self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, model: Any = None
    ) -> None:
        """`storage` and `resource` say where Rasa keeps the model."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Head:
        """Makes an untrained head."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Head:
        """Loads a trained head; serve.py has checked the model's sha256 before this unpickles."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, read_kept(folder / MODEL_FILE))

    def persist(self) -> None:
        """Keeps the trained model in Rasa's storage."""
        with self._storage.write_to(self._resource) as folder:
            keep(self._model, folder / MODEL_FILE)
