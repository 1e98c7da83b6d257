"""The Rasa component around `rewrite`: the first of the pipeline."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.rewriting import rewrite, rewritten

# The message keys under which the rewritten text, and where each of its letters was typed, travel
# to the next components.
TYPED = "text_typed"
PLACES = "text_places"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TypedDutch(GraphComponent):
    """Puts the rewritten text beside the text; the text itself stays as it was typed."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TypedDutch:
        """Makes the component; there is nothing to train or to load."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Rewrites all training sentences; nobody asks where their letters were typed."""
        for message in training_data.training_examples:
            message.set(TYPED, rewrite(message.get(TEXT) or ""))
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Rewrites the incoming messages."""
        for message in messages:
            typed = rewritten(message.get(TEXT) or "")
            message.set(TYPED, typed.text)
            message.set(PLACES, typed.places)
        return messages
