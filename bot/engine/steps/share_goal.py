"""`share_goal`: share the goal that was chosen, or stop sharing it."""

from __future__ import annotations

from typing import Literal

from bot.domain.supporters import ShareTo
from bot.domain.turn import ShareGoal as ShareGoalEffect
from bot.engine.own_goals import forgotten, meant
from bot.engine.run import Run
from bot.engine.step import END, GoTo, Move, Step
from bot.engine.supporting import (
    MAKING_LINK,
    called_as,
    choose_newest,
    hears_as,
    help_as,
    words_as,
)


class ShareGoal(Step):
    """`begin` looks up the goal; `link` makes a link for somebody whom the young person knows, with the
    words that were shown before; `volunteer` and `nobody` change who sees the goal. A goal that is there
    no more is told kindly, and the flow ends.

    Example: `{id: make, share_goal: link, next: END}`
    """

    share_goal: Literal["begin", "link", "volunteer", "nobody"]

    def enter(self, run: Run) -> Move:
        choose_newest(run)
        one = meant(run)
        if one is None:
            run.say(run.flowbook.young("goal_gone"))
            return GoTo(END)
        if self.share_goal == "begin":
            return self.onward()
        to = ShareTo(self.share_goal)
        if to is ShareTo.LINK:
            run.ask_for(
                ShareGoalEffect(
                    one.goal.id, to, called_as(run), words_as(run), help_as(run), hears_as(run)
                )
            )
            run.change(remembered=forgotten(run.conversation, MAKING_LINK))
        else:
            run.ask_for(ShareGoalEffect(one.goal.id, to))
        return self.onward()
