"""`refer`: name the one best service."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import model_validator

from bot.engine.run import Run
from bot.engine.step import Model, Move, Step, Words


class Referral(Model):
    """A service by id, or the best one for a topic."""

    topic: Words | None = None
    service: Words | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Referral:
        if (self.topic is None) == (self.service is None):
            raise ValueError("kies topic of service")
        return self


class Refer(Step):
    """Names one service that fits the topic, region and age; with an unknown region one for each.

    Example: `{id: line, refer: {topic: bullying}, say: Je kunt er ook met iemand over praten.}`
    """

    refer: Referral
    say: Words | None = None

    def enter(self, run: Run) -> Move:
        found = run.flowbook.referrals.for_refer(
            self.refer.topic, self.refer.service, run.conversation.region, run.conversation.age_band
        )
        lines = [service.line for service in found]
        if lines:
            run.say("\n".join([self.say, "", *lines] if self.say else lines))
        return self.onward()

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if self.say:
            yield ("say",), self.say
