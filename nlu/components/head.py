"""What the three heads share as Rasa components: reading features, keeping and loading a model."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from nlu.components.keeping import keep, read_kept
from nlu.components.ngram_featurizer import PLACE, NgramFeaturizer
from nlu.components.ngrams import Rows

MODEL_FILE = "head.pickle"


def rows_of(messages: List[Message]) -> Rows:
    """The features that `NgramFeaturizer` gave the messages and their parts."""
    places = [message.get(PLACE) for message in messages]
    rows, numbers = places[0].rows, [place.number for place in places]
    if any(place.rows is not rows for place in places) or numbers != sorted(set(numbers)):
        return Rows.together([place.rows.of(np.array([place.number])) for place in places])
    # Made together and in their order: all of them, or some.
    return rows if len(numbers) == len(rows.words) else rows.of(np.array(numbers))


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
