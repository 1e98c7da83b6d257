"""What can stand in a goal: a few words, with no danger in them and no way to reach somebody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.supporters import LONGEST_CALLED
from bot.engine.groups import held_from_group
from bot.engine.matching import plain
from bot.engine.redacting import helplines_in, points_elsewhere

if TYPE_CHECKING:
    from bot.engine.run import Run
    from bot.engine.step import Answer

_NO_GOAL = re.compile(r"\b(?:geen|niet echt een|niks met een) doel\b")  # that is no step of one
SUPPORT_TEXTS = ("support_called", "support_words", "support_help")
GROUP_TEXTS = ("group_words",)
OF_A_GOAL = ("goal_step", "goal_when", "goal_obstacle", "goal_answer")
GOAL_TEXTS = (*OF_A_GOAL, *SUPPORT_TEXTS, *GROUP_TEXTS)
LONGEST = 200  # characters: what somebody takes in at a glance
SHORTER = {"support_called": LONGEST_CALLED}


def held_from_goal(run: Run, answer: Answer, collect: str = "") -> str | None:
    """What to say when these words are not kept in a goal; `None` when they can be. Nothing of them is
    cut off: they still stand in the chat."""
    if answer.meaning.risk.signs:
        in_group = collect in GROUP_TEXTS
        return (
            run.flowbook.groups.say("danger_open")
            if in_group
            else run.flowbook.young("goal_danger")
        )
    if collect in GROUP_TEXTS and (held := held_from_group(run, answer.text)):
        return held
    helplines = helplines_in(one.line for one in run.flowbook.referrals.services)
    if points_elsewhere(answer.text, helplines):
        return run.flowbook.young("goal_contact")
    if collect in OF_A_GOAL and _NO_GOAL.search(plain(answer.text)):
        return run.flowbook.young("goal_not_wanted")
    if collect in OF_A_GOAL and answer.text.rstrip().endswith("?"):
        return run.flowbook.young("goal_question")
    longest = SHORTER.get(collect, LONGEST)
    if len(answer.text.strip()) > longest:
        name = "goal_long" if collect in OF_A_GOAL else "support_long"
        return run.flowbook.young(name).replace("{limit}", str(longest))
    return None
