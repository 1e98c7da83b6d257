"""Who asks what to do gets a tip that fits what they told, typed or by a button; another one when it is
turned down."""

from __future__ import annotations

from bot.engine.matching import plain
from bot.engine.run import Run
from bot.engine.said import Said, is_a_text
from bot.engine.saying_back import (
    MOST_REMEMBERED,
    found_in,
    in_a_talk,
    says_back,
    shown,
    topics_of,
)
from bot.engine.situations import Situation
from bot.engine.step import CallFlow, GoTo
from bot.engine.steps.ask import Ask
from bot.engine.steps.measure import Measure
from bot.engine.tips import GUESSED, IDEA, MORE_IDEAS, SHOWN, TIP, next_tip
from bot.engine.wants_steps import OWN_STEPS, asks_what_to_do, turns_down

BARE_CRY = 8  # words of "wat moet ik nu doen" with nothing of its own in it


def tip_for_words(run: Run, step: Ask | Measure, said: Said) -> CallFlow | GoTo | None:
    """Who asks what to do hears a tip that fits what they told, now or before; unless the question has an
    answer of its own."""
    position = run.conversation.position
    if position is None or run.new_risk.signs or not in_a_talk(run):
        return None
    in_danger = bool(said.meaning.risk.signs) or not run.conversation.danger.peer_allowed
    if position.flow == TIP and turns_down(said.text) and not in_danger and next_tip(run):
        run.say(run.flowbook.young("tip_turned_down"))
        return GoTo(IDEA)
    if not asks_what_to_do(said.text) or is_a_text(run):
        return None
    if position.flow == TIP:  # "en wat doe ik tijdens de toets": the next one
        says_back(run, said)
        return GoTo(IDEA) if next_tip(run) else None
    found = found_in(run, said, topics_of(run, said))
    if any(one.answer for one in found):
        return None
    about, guessed = found, ""
    if len(said.text.split()) > BARE_CRY and not any(one.tips for one in found):
        maybe = said.meaning.maybe_in(topics_of(run, said))
        about = run.flowbook.situations.named(maybe, said.text, topics_of(run, said))
        guessed = next((one.id for one in about if one.tips), "")
        if not guessed:
            return None  # it is about something else than what was told before
    says_back(run, said)
    run.remember(**{GUESSED: guessed})
    if not guessed:
        _tips_about(run, about)
    run.remember(**{MORE_IDEAS: ""})
    following = step.next if isinstance(step, Ask) and step.next else position.step
    return CallFlow(TIP, following) if next_tip(run) else None


def _tips_about(run: Run, about: tuple[Situation, ...]) -> None:
    """The next tip is one of the likeliest of these that has any."""
    first = next((one.id for one in about if one.tips), None)
    if first is not None:
        told = [name for name in shown(run) if name != first]
        run.remember(**{SHOWN: " ".join([*told, first][-MOST_REMEMBERED:])})


def tip_for_press(run: Run, step: Ask | Measure, index: int) -> CallFlow | None:
    """A button for own steps leads to a tip that fits, as long as there is one; then the talk goes on where
    it was, or where the button leads when more ideas are asked for."""
    position = run.conversation.position
    if position is None or not isinstance(step, Ask) or not in_a_talk(run):
        return None
    choice = step.choices[index] if index < len(step.choices) else None
    asks = choice is not None and OWN_STEPS in map(plain, choice.also)
    if choice is None or not asks or next_tip(run) is None:
        return None
    run.remember(**{MORE_IDEAS: f"{position.flow}.{choice.next} {position.step}"})
    return CallFlow(TIP, position.step)
