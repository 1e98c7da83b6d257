"""`group`: the round of a Telegram group, prepared in private."""

from __future__ import annotations

from typing import Literal

from bot.domain.ids import GroupNumber
from bot.domain.turn import JoinGroup, KeepOffGroup, PostInGroup
from bot.engine.groups import ABOUT_ROUND, GROUP, WORDS, goal_fits, line
from bot.engine.own_goals import forgotten, meant
from bot.engine.run import Run
from bot.engine.step import Move, Step


class Group(Step):
    """`join`: this person takes part in the rounds of the group whose link they opened. `begin`: forgets
    what was prepared before. `goal`: the chosen goal may stand there as it was written; a button to it is
    only there when the rules let that through. `post`: the line that was shown may stand in the next round.
    `nothing`: nothing may, also not what was allowed before.

    Which group it is, and that nothing goes there that was not shown before, cannot be changed from a flow.
    Example: `{id: post, group: post, next: END}`
    """

    group: Literal["join", "begin", "goal", "post", "nothing"]

    def enter(self, run: Run) -> Move:
        number = GroupNumber(int(run.conversation.remembered.get(GROUP) or 0))
        one = meant(run)
        if self.group == "join":
            run.ask_for(JoinGroup(number))
        elif self.group == "goal" and one is not None:
            run.remember(**{WORDS: one.goal.step})
        elif self.group == "begin":
            run.change(remembered=forgotten(run.conversation, ABOUT_ROUND))
        elif self.group == "nothing":
            run.ask_for(KeepOffGroup(number))
        elif self.group == "post":
            run.ask_for(PostInGroup(number, line(run)))
            run.change(remembered=forgotten(run.conversation, ABOUT_ROUND))
        return self.onward()

    def is_open(self, run: Run) -> bool:
        """A goal that the rules keep from the group is not offered."""
        return self.group != "goal" or goal_fits(run)
