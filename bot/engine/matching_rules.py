"""`handoff.yml`, `matching`: what counts in choosing a volunteer, and the words for it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.domain.matching import Weights
from bot.engine.matching import plain, without_accents
from bot.engine.step import Model, Words, listed

HEAVIEST = 100
Weight = Annotated[int, Field(ge=0, le=HEAVIEST)]
WordList = Annotated[tuple[Words, ...], BeforeValidator(listed)]


class MatchingWeights(Model):
    """How much each reason counts: 0 is not at all."""

    own_experience: Weight
    topic: Weight
    form: Weight
    age_nearness: Weight
    region: Weight
    language: Weight
    school_type: Weight
    load_fairness: Weight
    waiting: Weight


class KnownTopic(Model):
    """A topic as volunteers choose it. `lived` ends "weet zelf hoe het is …"."""

    topic: Words
    name: Words
    lived: Words
    also: WordList = ()


class Matching(Model):
    """The part as a whole."""

    weights: MatchingWeights
    topics: Annotated[tuple[KnownTopic, ...], BeforeValidator(listed), Field(min_length=1)]
    languages: Annotated[tuple[Words, ...], BeforeValidator(listed), Field(min_length=1)]

    @property
    def as_weights(self) -> Weights:
        """The weights as the domain knows them."""
        return Weights(**self.weights.model_dump())

    def lived(self, topic: str | None) -> str:
        """The end of "weet zelf hoe het is …"."""
        return next((one.lived for one in self.topics if one.topic == topic), "om dit mee te maken")

    def topic_in(self, text: str) -> str:
        """The topic that one of the other words names, or nothing."""
        said = plain(text)
        return next((one.topic for one in self.topics if said in map(plain, one.also)), "")

    def language_in(self, text: str) -> str:
        """The language that is named in a text, or nothing."""
        said = f" {without_accents(plain(text))} "
        known = {one: without_accents(plain(one)) for one in self.languages}
        return next((one for one, name in known.items() if f" {name} " in said), "")
