"""What is told in a message (`flows/situations/`): the extra key `situations`."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.head import Head, authors_of, label_of, rows_of
from nlu.components.situations import (
    Lesson,
    SituationClassifier,
    Strengths,
    read_for_situations,
)

LONGEST = 30  # words; the bot says nothing back to a longer story, which tells many things
CLEAR = 0.5  # an act that the bot follows too
LIKELY = 0.2  # what is less likely is not worth sending


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SituationHead(Head):
    """Answers with the likeliest situations for each topic that a talk may be about."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """See `Strengths`."""
        return {"C": 1.0, "fewest": 8, "others": 1500, "least": 0.03}

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the harmless short sentences: one without a situation tells none that we know."""
        messages = training_data.intent_examples
        rows, authors = rows_of(messages).whole, authors_of(messages)
        chosen = [n for n, message in enumerate(messages) if _teaches(message)]
        lessons = [
            Lesson(
                label_of(messages[n], "talk", messages[n].get(INTENT)),
                label_of(messages[n], "situation", ""),
                authors[n],
                label_of(messages[n], "act", ""),
            )
            for n in chosen
        ]
        read = read_for_situations(lessons)
        chosen, lessons = [chosen[n] for n in read], [lessons[n] for n in read]
        names = ("C", "fewest", "others", "least")
        self._model = SituationClassifier(Strengths(**{name: self._config[name] for name in names}))
        self._model.fit(rows[np.array(chosen, dtype=int)], lessons)
        self.persist()
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets `situations`."""
        acts = [_clear_act(message) for message in messages]
        for message, found in zip(messages, self._model.seen(rows_of(messages).whole, acts)):
            likely = [
                {"name": one.situation, "topic": one.topic, "confidence": one.confidence}
                for one in found
                if one.confidence >= LIKELY
            ]
            message.set("situations", likely, add_to_output=True)
        return messages


def _clear_act(message: Message) -> str:
    """What `ActHead` said, where it was sure enough; nothing in a pipeline without it."""
    act = message.get("act") or {}
    return act["name"] if act.get("confidence", 0) >= CLEAR else ""


def _teaches(message: Message) -> bool:
    return label_of(message, "risk") == "none" and len((message.get(TEXT) or "").split()) <= LONGEST
