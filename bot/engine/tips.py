"""Tips that fit what somebody told: which come next, and whether there are any left."""

from __future__ import annotations

from bot.engine.run import Run

TIP = "tip"  # the flow that tells them
IDEA = "idea"  # and its step
SHOWN = "situations"  # remembered: the situations that the talk showed, the newest last
TOLD = "tips_told"  # remembered: the tips that were told, as `situation.place`
MOST_REMEMBERED = 40


def next_tip(run: Run) -> tuple[str, str] | None:
    """Name and words of the next tip: of what was told last first, each once."""
    told = run.conversation.remembered.get(TOLD, "").split()
    for name in reversed(run.conversation.remembered.get(SHOWN, "").split()):
        situation = run.flowbook.situations.get(name)
        for place, text in enumerate((situation.tips or ()) if situation else ()):
            if f"{name}.{place}" not in told:
                return f"{name}.{place}", text
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
