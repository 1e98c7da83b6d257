"""How the round of a Telegram group reads while it is prepared in private."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.engine.own_goals import meant
from bot.engine.redacting import helplines_in
from bot.engine.showing import shown

if TYPE_CHECKING:
    from bot.engine.run import Run

# Under these names is remembered which group is meant, and what may stand there.
GROUP, TITLE, WHEN = "group", "group_title", "group_moment"
WORDS, RESULT = "group_words", "group_result"
ABOUT_ROUND = (WORDS, RESULT)
PLACES = (TITLE, WHEN, "group_line")
INVITED_FLOW, ASKS_FLOW, ROUND_FLOW = "group_invited", "group_asks", "group_round"


def group_places(run: Run) -> Mapping[str, str]:
    """What stands in the place of `{group_title}`, `{group_moment}` and `{group_line}`."""
    known = run.conversation.remembered
    return {TITLE: known.get(TITLE, "…"), WHEN: known.get(WHEN, "…"), "group_line": line(run)}


def line(run: Run) -> str:
    """The very line that will stand in the group, behind the Telegram name."""
    words, result = (shown(run.conversation.remembered.get(name, "")) for name in ABOUT_ROUND)
    return run.flowbook.groups.line(" ".join(words.split()), result)


def held_from_group(run: Run, text: str) -> str | None:
    """What to say when these words do not go to a group; `None` when they can. The contact rule, as between a
    young person and a peer, and no unkind words."""
    helplines = helplines_in(one.line for one in run.flowbook.referrals.services)
    if run.flowbook.handoff.contact.holds_back(text, helplines):
        return run.flowbook.groups.say("held")
    if run.flowbook.supporters.is_unkind(text):
        return run.flowbook.groups.say("held_unkind")
    return None


def goal_fits(run: Run) -> bool:
    """Can the chosen goal stand in the group as it was written?"""
    one = meant(run)
    return one is not None and held_from_group(run, one.goal.step) is None
