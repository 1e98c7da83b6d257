"""Tips that fit what somebody told: which come next, and whether there are any left."""

from __future__ import annotations

from bot.domain.conversation import Position
from bot.engine.run import Run

TIP = "tip"  # the flow that tells them
IDEA = "idea"  # and its step
SHOWN = "situations"  # remembered: the situations that the talk showed, the newest last
WRONG = "situations_wrong"  # remembered: those that somebody said were not so: no tips for these
TOLD = "tips_told"  # remembered: the tips that were told, as `situation.place`
GUESSED = "tip_guessed"  # remembered: a situation that is likely enough for a tip, and not to be said back
MORE_IDEAS = (
    "more_ideas"  # remembered: where the flow below has ideas of its own, as `flow.step step`
)
MOST_REMEMBERED = 40


def next_tip(run: Run) -> tuple[str, str] | None:
    """Name and words of the next tip: of what was told last first, each once."""
    told = run.conversation.remembered.get(TOLD, "").split()
    wrong = run.conversation.remembered.get(WRONG, "").split()
    guessed = run.conversation.remembered.get(GUESSED, "").split()
    for name in (*guessed, *reversed(run.conversation.remembered.get(SHOWN, "").split())):
        situation = None if name in wrong else run.flowbook.situations.get(name)
        for place, text in enumerate((situation.tips or ()) if situation else ()):
            if f"{name}.{place}" not in told:
                return f"{name}.{place}", text
    return None


def tip_of(run: Run, situation: str) -> str | None:
    """The next tip of this situation, which now counts as told."""
    told = run.conversation.remembered.get(TOLD, "").split()
    one = run.flowbook.situations.get(situation)
    for place, text in enumerate((one.tips or ()) if one else ()):
        if f"{situation}.{place}" not in told:
            run.remember(**{TOLD: " ".join([*told, f"{situation}.{place}"][-MOST_REMEMBERED:])})
            return text
    return None


def tell_tip(run: Run) -> bool:
    """Says the next tip; was there one?"""
    found = next_tip(run)
    if found is None:
        return False
    name, text = found
    told = run.conversation.remembered.get(TOLD, "").split()
    run.remember(**{TOLD: " ".join([*told, name][-MOST_REMEMBERED:])})
    run.say(text)
    return True


def goes_to_more_ideas(run: Run) -> bool:
    """Leads the talk below to the ideas of its own flow, where it has any that were asked for."""
    stack = run.conversation.stack
    ideas, _, pressed_at = run.conversation.remembered.get(MORE_IDEAS, "").partition(" ")
    flow, _, step = ideas.partition(".")
    if len(stack) < 2 or stack[-2] != Position(flow, pressed_at):
        return False  # they came by another way
    if run.flowbook.step_or_none(flow, step) is None:
        return False
    run.remember(**{MORE_IDEAS: ""})
    run.change(stack=(*stack[:-2], Position(flow, step), stack[-1]))
    return True
