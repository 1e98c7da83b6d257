"""What can stand in a goal: a few words, with no danger in them and no way to reach somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.supporters import LONGEST_CALLED
from bot.engine.redacting import helplines_in, points_elsewhere

if TYPE_CHECKING:
    from bot.engine.run import Run
    from bot.engine.step import Answer

SUPPORT_TEXTS = ("support_called", "support_words", "support_help")
OF_A_GOAL = ("goal_step", "goal_when", "goal_obstacle", "goal_answer")
GOAL_TEXTS = (*OF_A_GOAL, *SUPPORT_TEXTS)
LONGEST = 200  # characters: what somebody takes in at a glance
SHORTER = {"support_called": LONGEST_CALLED}


def held_from_goal(run: Run, answer: Answer, collect: str = "") -> str | None:
    """What to say when these words are not kept in a goal; `None` when they can be. Nothing of them is
    cut off: they still stand in the chat."""
    if answer.meaning.risk.signs:
        return run.flowbook.young("goal_danger")
    helplines = helplines_in(one.line for one in run.flowbook.referrals.services)
    if points_elsewhere(answer.text, helplines):
        return run.flowbook.young("goal_contact")
    if collect in OF_A_GOAL and answer.text.rstrip().endswith("?"):
        return run.flowbook.young("goal_question")
    longest = SHORTER.get(collect, LONGEST)
    if len(answer.text.strip()) > longest:
        name = "support_long" if collect in SUPPORT_TEXTS else "goal_long"
        return run.flowbook.young(name).replace("{limit}", str(longest))
    return None
