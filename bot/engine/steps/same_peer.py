"""`same_peer`: the young person would like the same volunteer another time."""

from __future__ import annotations

from pydantic import Field

from bot.domain.turn import SamePeerAgain
from bot.engine.run import Run
from bot.engine.step import Move, Step
from bot.engine.steps.set_goal import Nothing


class SamePeer(Step):
    """Keeps the wish to go on with the same volunteer. A button that leads here is shown only right
    after a talk with one. Whether the volunteer wants it too is not told to either side alone.

    Example: `{id: again, same_peer: {}}`
    """

    same_peer: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        run.ask_for(SamePeerAgain())
        return self.onward()
