"""Rasa's SpacyNLP, with the fallback to blank Dutch where the trained model cannot be had."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from nlu.components.spacy_pipeline import dutch_pipeline
from nlu.components.typed_dutch import TYPED


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.MODEL_LOADER,
        DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
    ],
    is_trainable=False,
    model_from="DutchSpacyNLP",
)
class DutchSpacyNLP(SpacyNLP):
    """Gives every message a spaCy document of its rewritten text (`TypedDutch` comes before it)."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`model`: a spaCy package or folder; without it the fallback is used."""
        return {"model": "nl_core_news_sm", "case_sensitive": False}

    @staticmethod
    def load_model(spacy_model_name: Text) -> SpacyModel:
        """Loads the pipeline or its fallback; the name tells Rasa's cache which one it was."""
        pipeline = dutch_pipeline(spacy_model_name)
        return SpacyModel(model=pipeline.language, model_name=pipeline.name)

    @staticmethod
    def ensure_proper_language_model(nlp: Optional[Language]) -> None:
        """Accepts a blank pipeline too: the stock check refuses whatever has no folder."""
        if nlp is None:
            raise ValueError("Er is geen spaCy-pijplijn.")

    def process_training_data(self, training_data: TrainingData, model: SpacyModel) -> TrainingData:
        """Makes the documents of all training sentences."""
        self.process(training_data.training_examples, model)
        return training_data

    def process(self, messages: List[Message], model: SpacyModel) -> List[Message]:
        """Makes the document of each message; text without any word gets an empty one."""
        texts = [message.get(TYPED) or (message.get(TEXT) or "").lower() for message in messages]
        for message, document in zip(messages, model.model.pipe(texts)):
            message.set(SPACY_DOCS[TEXT], document)
        return messages
