"""`own_goal`: do something with a goal that is there."""

from __future__ import annotations

from typing import Literal

from bot.domain.goals import GoalInView, GoalState
from bot.domain.turn import ChangeGoal, MoveGoal, PlanCheckIn, SendGoalPicture
from bot.engine.own_goals import ASKED, CHOSEN, MAKING, forgotten, meant, wish_of
from bot.engine.run import Run
from bot.engine.step import END, GoTo, Move, Step

MOVES = {
    "pause": (GoalState.PAUSED, "goal_paused"),
    "resume": (GoalState.ACTIVE, "goal_resumed"),
    "reached": (GoalState.REACHED, "goal_reached"),
    "end": (GoalState.ENDED, "goal_ended"),
}


class OwnGoal(Step):
    """Changes, plans, pauses, resumes or ends the goal that was chosen (`of: chosen`) or that was asked
    about (`of: asked`), or sends a picture of it; `picture_all` is of all goals. A goal that is there no
    more is told kindly, and the flow ends.

    Example: `{id: rest, own_goal: pause}`
    """

    own_goal: Literal[
        "change", "plan", "pause", "resume", "reached", "end", "picture", "picture_all"
    ]
    of: Literal["chosen", "asked"] = "chosen"

    def enter(self, run: Run) -> Move:
        if self.own_goal == "picture_all":
            run.ask_for(SendGoalPicture())
            run.happened("goal_pictured")
            return self.onward()
        one = meant(run, ASKED if self.of == "asked" else CHOSEN)
        if one is None:
            run.say(run.flowbook.young("goal_gone"))
            return GoTo(END)
        self._do(run, one)
        return self.onward()

    def _do(self, run: Run, one: GoalInView) -> None:
        goal, known = one.goal.id, run.conversation.remembered
        if self.own_goal in MOVES:
            state, happened = MOVES[self.own_goal]
            run.ask_for(MoveGoal(goal, state))
            run.happened(happened)
        elif self.own_goal == "change":
            run.ask_for(ChangeGoal(goal, known.get("goal_step"), known.get("goal_when")))
            run.happened("goal_changed")
            run.change(remembered=forgotten(run.conversation, MAKING))
        elif self.own_goal == "plan":
            run.ask_for(PlanCheckIn(goal, wish_of(run.conversation)))
        else:
            run.ask_for(SendGoalPicture(goal))
            run.happened("goal_pictured")
