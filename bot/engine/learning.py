"""When Maatje may ask to learn from messages that it did not understand: apart from all help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.safety import RiskLevel

if TYPE_CHECKING:
    from bot.engine.run import Run

LEARNING = "learning"  # the flow that asks, and what it remembers
# Flows in which nobody is being helped; anywhere else the question waits for another time.
_APART = frozenset({LEARNING, "who_reads", "menu"})


def may_ask(run: Run) -> bool:
    """May this person be asked now? Only who told to be 16 or older, where the house learns, and never
    during danger, during a talk with a human, while waiting for one, or inside a flow that helps."""
    conversation = run.conversation
    return (
        run.moment.learning
        and conversation.old_enough_to_learn
        and conversation.danger.level is RiskLevel.NONE
        and all(position.flow in _APART for position in conversation.stack)
    )


def may_be_shown(run: Run) -> bool:
    """May a button lead to the question? For who said yes always: that is the way to say no."""
    return run.conversation.learning or may_ask(run)


def standing(run: Run) -> set[str]:
    """The values of the condition `learning` that are true now."""
    return {
        "yes" if run.conversation.learning else "no",
        "possible" if may_ask(run) else "impossible",
    }
