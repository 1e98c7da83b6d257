"""What came in, where it may lead, and what both rooms of leading ask about the open question."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.interpretation import Interpretation
from bot.engine.danger_names import PREFIX
from bot.engine.everyday import EVERYDAY
from bot.engine.run import Run
from bot.engine.step import Move
from bot.engine.steps.ask import Ask

WHO_READS = "who_reads"
MENU, OTHER = "menu", "other"
ABOUT_YOU = "about_you"  # country and age
GOODBYE = "goodbye"  # whoever says it is asked nothing any more
WHILE_WAITING = "while_waiting"  # in place of the menu, for who waits for somebody
SWITCH_WORDS, SWITCH_CONFIDENCE = 4, 0.6  # a shorter or vaguer answer never changes the subject


@dataclass(frozen=True, slots=True)
class Said:
    """What came in: typed words, or the key of a pressed button."""

    meaning: Interpretation = field(default_factory=Interpretation)
    text: str = ""
    press: str | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Open this flow from its beginning, forgetting where the talk was."""

    flow: str
    step: str = ""  # a later step to begin at
    first: str = ""  # a flow that comes before it


Destination = Move | Open | None


def at(run: Run, flow: str) -> bool:
    """Is the open question one of this flow?"""
    position = run.conversation.position
    return position is not None and position.flow == flow


def in_menu(run: Run) -> bool:
    """Is the menu open, or an everyday flow, where any words may begin a talk?"""
    return any(at(run, flow) for flow in (MENU, WHILE_WAITING, *EVERYDAY))


def about_danger(run: Run) -> bool:
    """Is the open question about danger?"""
    position = run.conversation.position
    return position is not None and position.flow.startswith(PREFIX)


def is_a_text(run: Run) -> bool:
    """Is a text being written, for the wall? What it says is then offered, not followed."""
    position = run.conversation.position
    step = position and run.flowbook.step_or_none(position.flow, position.step)
    return isinstance(step, Ask) and step.takes_own_words


def clear_subject(run: Run, said: Said) -> Open | None:
    """The flow of another topic, where these words are plainly about it."""
    topic = said.meaning.clear_topic()
    enough = len(said.text.split()) >= SWITCH_WORDS
    if topic is None or not enough or said.meaning.topic.confidence < SWITCH_CONFIDENCE:
        return None
    flow = run.flowbook.opened_by_topic(topic)
    position = run.conversation.position
    return Open(flow) if flow and position and position.flow != flow else None
