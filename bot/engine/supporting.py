"""How the sharing of a goal with somebody whom the young person knows reads while it is prepared, and
the flows in which a goal is shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.domain.supporters import DEFAULT_CALLED, Hears
from bot.engine.own_goals import CHOSEN, meant
from bot.engine.showing import shown

if TYPE_CHECKING:
    from bot.engine.run import Run

CALLED, WORDS, HELP, HEARS = "support_called", "support_words", "support_help", "support_hears"
MAKING_LINK = (CALLED, WORDS, HELP, HEARS)
PLACES = ("support_called", "support_words", "support_preview", "chosen_step", "chosen_when")
NEWEST = "newest"  # stands for the goal that was made just before

# Where a goal is shared right after it was made, by the choice at "Met wie deel je het?" (`share_with`).
# A literal list: another way of sharing adds its flow here.
SHARE_FLOWS: dict[str, str] = {"supporter": "supporter_link"}


def support_words(run: Run) -> Mapping[str, str]:
    """What stands in the place of `{support_called}`, `{support_preview}` and the like."""
    rules, one = run.flowbook.supporters, meant(run)
    called = called_as(run)
    text = rules.say(
        "preview",
        called=called,
        explain=rules.supporter["explain"],
        view=rules.view(words_as(run), help_as(run), hears_as(run)),
    )
    return {
        CALLED: called,
        WORDS: words_as(run),
        "support_preview": text,
        "chosen_step": one.goal.step if one else "…",
        "chosen_when": one.goal.when if one else "…",
    }


def called_as(run: Run) -> str:
    """How the young person calls who will support."""
    return shown(run.conversation.remembered.get(CALLED, "")) or DEFAULT_CALLED


def words_as(run: Run) -> str:
    """The goal as it may be seen: the own words for it, or the step as it stands."""
    one = meant(run)
    words = shown(run.conversation.remembered.get(WORDS, ""))
    return words or (shown(one.goal.step) if one else "…")


def help_as(run: Run) -> str:
    """How to help: one of the list, or own words."""
    return shown(run.conversation.remembered.get(HELP, "")) or "wish"


def hears_as(run: Run) -> Hears:
    """What may be heard of check-ins; nothing, as long as nothing was chosen."""
    known = run.conversation.remembered.get(HEARS, "")
    return Hears(known) if known in tuple(Hears) else Hears.NOTHING


def choose_newest(run: Run) -> None:
    """The goal that was made just before this flow is the one that is shared."""
    if run.conversation.remembered.get(CHOSEN) == NEWEST and run.moment.goals:
        newest = max(run.moment.goals, key=lambda one: one.goal.created_at)
        run.remember(**{CHOSEN: newest.goal.id})
