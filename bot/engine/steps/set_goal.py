"""`set_goal`: keep the goal that was made in the steps before."""

from __future__ import annotations

from pydantic import Field

from bot.domain.turn import SetGoal as SetGoalEffect
from bot.engine.run import Run
from bot.engine.step import Model, Move, Step


class Nothing(Model):
    """`{}`: the step needs no more."""


class SetGoal(Step):
    """Keeps the remembered `goal_step` and `goal_when` as a goal and plans the check-in.

    Example: `{id: keep, set_goal: {}}`
    """

    set_goal: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        known = run.conversation.remembered
        confidence = known.get("confidence")
        run.ask_for(
            SetGoalEffect(
                step=known.get("goal_step", "…"),
                when=known.get("goal_when", "…"),
                shared_with=known.get("share_with", "nobody"),
                check_in=known.get("check_in", "never"),
                confidence=int(confidence) if confidence else None,
            )
        )
        run.happened("goal_set")
        return self.onward()
