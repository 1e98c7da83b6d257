"""`goal_ideas.yml`: small steps to choose from, by topic, and how many goals somebody can have."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.engine.step import Model, Words, listed

OTHER_TOPIC = "none"  # where nothing is known of the topic
FEWEST = 6  # ideas of a topic
LONGEST_IDEA = 40  # characters: an idea is a button


class TopicIdeas(Model):
    """Small steps that fit a topic; each is a button, and becomes the step when it is chosen."""

    topic: Words
    steps: Annotated[
        tuple[Words, ...], BeforeValidator(listed), Field(min_length=FEWEST, max_length=30)
    ]


class GoalIdeas(Model):
    """`most_goals`: so many that run or rest, of one young person. `sure_from`: below this number (of
    10) Maatje offers to make the step smaller."""

    most_goals: int = Field(ge=1, le=10)
    sure_from: int = Field(ge=2, le=10)
    ideas: Annotated[tuple[TopicIdeas, ...], BeforeValidator(listed), Field(min_length=1)]

    def of(self, topic: str) -> tuple[str, ...]:
        """The ideas of this topic, or those for whatever it is about."""
        by_topic = {one.topic: one.steps for one in self.ideas}
        return by_topic.get(topic) or by_topic.get(OTHER_TOPIC, ())
