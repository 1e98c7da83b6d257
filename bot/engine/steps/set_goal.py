"""`set_goal`: keep the goal that was made in the steps before."""

from __future__ import annotations

from pydantic import Field

from bot.domain.turn import SetGoal as SetGoalEffect
from bot.engine.own_goals import MAKING, forgotten, wish_of
from bot.engine.run import Run
from bot.engine.step import Model, Move, Step
from bot.engine.steps.share_on import SHARED_WITH


class Nothing(Model):
    """`{}`: the step needs no more."""


class SetGoal(Step):
    """Keeps the remembered `goal_step` and `goal_when` as a goal and plans the check-in.

    Example: `{id: keep, set_goal: {}}`
    """

    set_goal: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        known = run.conversation.remembered
        confidence, topic = known.get("confidence"), known.get("topic", "none")
        run.ask_for(
            SetGoalEffect(
                step=known.get("goal_step", "…"),
                when=known.get("goal_when", "…"),
                shared_with=known.get("share_with", "nobody"),
                check_in=wish_of(run.conversation),
                confidence=int(confidence) if confidence else None,
                obstacle=known.get("goal_obstacle", ""),
                answer=known.get("goal_answer", ""),
                topic=topic,
            )
        )
        run.happened("goal_set", topic)
        run.change(remembered=forgotten(run.conversation, MAKING))
        run.remember(**{SHARED_WITH: known.get("share_with", "")})
        return self.onward()
