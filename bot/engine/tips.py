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
    guessed, shown = _remembered(run, GUESSED), _remembered(run, SHOWN)
    found = (_untold(run, name) for name in (*guessed, *reversed(shown)))
    return next((tip for tip in found if tip), None)


def tip_of(run: Run, situation: str) -> str | None:
    """The next tip of this situation, which now counts as told."""
    return _now_told(run, _untold(run, situation))


def tell_tip(run: Run) -> bool:
    """Says the next tip; was there one?"""
    text = _now_told(run, next_tip(run))
    if text is None:
        return False
    run.say(text)
    return True


def _untold(run: Run, situation: str) -> tuple[str, str] | None:
    """Name and words of its first tip that was not told yet; of what was not so there is none."""
    if situation in _remembered(run, WRONG):
        return None
    one, told = run.flowbook.situations.get(situation), _remembered(run, TOLD)
    tips = enumerate((one.tips or ()) if one else ())
    named = ((f"{situation}.{place}", text) for place, text in tips)
    return next((tip for tip in named if tip[0] not in told), None)


def _now_told(run: Run, tip: tuple[str, str] | None) -> str | None:
    """The words of this tip, which now counts as told."""
    if tip is None:
        return None
    name, text = tip
    run.remember(**{TOLD: " ".join([*_remembered(run, TOLD), name][-MOST_REMEMBERED:])})
    return text


def _remembered(run: Run, key: str) -> list[str]:
    return run.conversation.remembered.get(key, "").split()


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
