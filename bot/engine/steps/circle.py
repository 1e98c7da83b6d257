"""`circle`: writing with others: find a circle, or share a goal with the own one."""

from __future__ import annotations

from typing import Literal

from bot.domain.turn import ShowCircles
from bot.engine.run import Run
from bot.engine.step import Move, Step

CIRCLE = "circle"  # remembered: the number of the circle that somebody is in


class Circle(Step):
    """Shows the circles that fit, or the own one (`find`); or shares the goal that is being made with the
    own circle (`share`), offered only to who is in one.

    What a circle is, its rules and who may be in it cannot be changed from a flow.
    Example: `{id: together, circle: find, next: END}`
    """

    circle: Literal["find", "share"]

    def enter(self, run: Run) -> Move:
        if self.circle == "find":
            run.ask_for(ShowCircles())
        elif self.is_open(run):
            run.remember(share_with="circle")
            run.say(run.flowbook.circles.say("share"))
        else:
            run.remember(share_with="nobody")
        return self.onward()

    def is_open(self, run: Run) -> bool:
        """Joining needs an age and no danger; sharing needs a circle."""
        if self.circle == "share":
            return bool(run.conversation.remembered.get(CIRCLE))
        return run.conversation.peer_possible
