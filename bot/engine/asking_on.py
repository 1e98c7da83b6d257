"""The question of a good listener after what somebody told: the own questions of a situation (`asks` in
`flows/situations/`), in place of a general one.

The first comes when the situation is said back, the second when more is told that Maatje knows nothing of.
Why: docs/decisions/2026-11-23-asking-on.md.
"""

from __future__ import annotations

from bot.engine.run import Run
from bot.engine.tips import WRONG

LAST_HEARD = "last_heard"  # remembered: the situation that was said back last, and its turn
ASKED_ON = "asked_on"  # remembered: the questions that were asked, as `situation.place`
ASKED_HERE = (
    "asked_here"  # remembered: the step that goes on asking, how often it did, and when last
)
STANDS = "asked_stands"  # remembered: the question that stands at a step, as `flow.step=name`
MOST_REMEMBERED = 60
MOST_HERE = 2  # questions of situations at one step, before the flow goes on
FRESH = 3  # turns: what was heard longer ago is not what the talk is about


def hears(run: Run, situation: str) -> None:
    """Remembers what was said back now: the next question is about it."""
    run.remember(**{LAST_HEARD: f"{situation}:{run.conversation.turns}"})


def next_question(run: Run) -> tuple[str, str] | None:
    """Name and words of the question that fits what was told last, each once in a talk."""
    name, _, turn = run.conversation.remembered.get(LAST_HEARD, "").partition(":")
    if not turn or run.conversation.turns - int(turn) > FRESH:
        return None
    situation = run.flowbook.situations.get(name)
    asked = run.conversation.remembered.get(ASKED_ON, "").split()
    for place, text in enumerate((situation.asks or ()) if situation else ()):
        if f"{name}.{place}" not in asked:
            return f"{name}.{place}", text
    return None


def question_for(run: Run) -> str | None:
    """The words of the next question, which now counts as asked."""
    return _now_asked(run, next_question(run))


def _now_asked(run: Run, found: tuple[str, str] | None) -> str | None:
    if found is None:
        return None
    name, text = found
    asked = run.conversation.remembered.get(ASKED_ON, "").split()
    run.remember(**{ASKED_ON: " ".join([*asked, name][-MOST_REMEMBERED:])})
    return text


def question_at(run: Run, step: str) -> str | None:
    """The question to ask at this step now: the one that stands there, when nothing new was told, or the
    next."""
    position = run.conversation.position
    place = f"{position.flow}.{step}" if position else step
    where, _, name = run.conversation.remembered.get(STANDS, "").partition("=")
    if where == place and not run.said_back and (standing := _named(run, name)):
        return standing
    found = next_question(run)
    run.remember(**{STANDS: f"{place}={found[0]}" if found else ""})
    return _now_asked(run, found)


def _named(run: Run, name: str) -> str | None:
    situation, _, place = name.rpartition(".")
    one = run.flowbook.situations.get(situation)
    asks = (one.asks or ()) if one else ()
    return asks[int(place)] if place.isdigit() and int(place) < len(asks) else None


def forgets_what_was_heard(run: Run) -> None:
    """A talk that begins without words of theirs has nothing to ask on about."""
    if run.conversation.remembered.get(LAST_HEARD):
        run.remember(**{LAST_HEARD: "", STANDS: ""})


def drops_last_heard(run: Run) -> None:
    """What was said back last was not so: nothing is asked on about it, and no tip is given for it."""
    name = run.conversation.remembered.get(LAST_HEARD, "").partition(":")[0]
    if name:
        wrong = run.conversation.remembered.get(WRONG, "").split()
        run.remember(**{WRONG: " ".join([*wrong, name][-MOST_REMEMBERED:])})
        forgets_what_was_heard(run)


def stays_to_ask(run: Run, flow: str, step: str) -> bool:
    """Does the talk stay at this open question for a question of its own? A few times; then it goes on."""
    if next_question(run) is None:
        return False
    place, turns = f"{flow}.{step}", run.conversation.turns
    here, _, rest = run.conversation.remembered.get(ASKED_HERE, "").partition(":")
    times, _, turn = rest.partition(":")
    fresh = here == place and turn.isdigit() and turns - int(turn) <= FRESH
    count = int(times) if fresh and times.isdigit() else 0
    if count >= MOST_HERE:
        return False
    run.remember(**{ASKED_HERE: f"{place}:{count + 1}:{turns}"})
    return True
