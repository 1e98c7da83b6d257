"""`share_on`: after a goal was made, go on with sharing it as was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from bot.engine.own_goals import CHOSEN
from bot.engine.run import Run
from bot.engine.step import LinkFlow, Model, Move, Step
from bot.engine.supporting import NEWEST, SHARE_FLOWS

SHARED_WITH = "shared_now"  # with whom the goal is shared that was made just before


class Nothing(Model):
    """`{}`: the step needs no more."""


class ShareOn(Step):
    """Opens the flow that belongs to the choice of with whom to share the new goal; without one the flow
    goes on.

    Example: `{id: share_next, share_on: {}, next: END}`
    """

    share_on: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        flow = SHARE_FLOWS.get(run.conversation.remembered.get(SHARED_WITH, ""))
        if flow is None:
            return self.onward()
        run.remember(**{CHOSEN: NEWEST, SHARED_WITH: ""})
        return LinkFlow(flow)

    def flows(self) -> Iterator[str]:
        yield from SHARE_FLOWS.values()
