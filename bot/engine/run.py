"""A run gathers what one message causes, while steps are entered one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation
from bot.domain.events import Event, event
from bot.domain.messages import Button, Reply
from bot.domain.rota import Slot
from bot.domain.safety import Risk
from bot.domain.turn import Effect, StopLearning
from bot.domain.volunteer import Profile, Role
from bot.engine.learning import LEARNING, may_ask
from bot.engine.peer_note import judged

if TYPE_CHECKING:
    from bot.engine.flowbook import Flowbook

REMEMBERED = ("goal_step", "goal_when", "alias", "later_message", "note_for_peer")
OF_THE_MOMENT = ("place", "wait", "opens", "opens_professional", "appointment")
PLACEHOLDERS = (*REMEMBERED, *OF_THE_MOMENT)
# Figures without person: kept as an event and not remembered.
FIGURES = ("talk_rated", "talk_helped")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the engine may know of the world at this moment; gathered before the turn."""

    now: datetime
    professionals_on_duty: int = 0
    peers_on_duty: int = 0  # who may be asked, whatever the wishes are
    waiting_for: Role | None = None
    has_goal: bool = False
    in_relay: bool = False
    same_peer: bool = False  # the last talk was with a volunteer, and both may go on another time
    learning: bool = False  # the house learns, and nobody is with this person or asked for
    reported: bool = False  # a talk of this person was reported, by them or by who helped
    volunteer: str = "possible"  # may this person apply: `possible`, `later` or `known`
    words: str = ""  # what was typed, for the card of the professional when it shows danger
    peers: tuple[Profile, ...] = ()  # what they told of themselves, for the wishes
    place: int = 1  # in the queue; for who does not wait: the place that a new wish would get
    wait: str = "…"  # the rest as it stands in a sentence
    opens: str = "…"
    opens_professional: str = "…"
    appointment: str = ""  # empty without one
    moments: tuple[tuple[Slot, str], ...] = ()  # that can be chosen, with their words


@dataclass(slots=True)
class Run:
    """One turn in the making. Lives for one call of `advance` and is never stored."""

    flowbook: Flowbook
    conversation: Conversation
    moment: Moment
    new_risk: Risk = field(default_factory=Risk)
    replies: list[Reply] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def say(self, text: str, buttons: Sequence[Button] = ()) -> None:
        """Say a text; placeholders are filled from what is remembered."""
        self.replies.append(Reply(self.filled(text), tuple(buttons)))

    def say_one_of(self, variants: Sequence[str], buttons: Sequence[Button] = ()) -> None:
        """Say one of several variants; the next time another one."""
        self.say(variants[(self.conversation.turns - 1) % len(variants)], buttons)

    def filled(self, text: str) -> str:
        """The text with `{goal_step}` and the like filled in; unknown values become an ellipsis."""
        for name in OF_THE_MOMENT:
            text = text.replace("{" + name + "}", str(getattr(self.moment, name)) or "…")
        for name in REMEMBERED:
            text = text.replace("{" + name + "}", self.conversation.remembered.get(name, "…"))
        return text

    def button(self, label: str, index: int) -> Button:
        """A button of the question that is being asked now."""
        return Button(label, f"q{self.conversation.question}.{index}")

    def remember(self, **values: str) -> None:
        """Remember values for later steps. A yes to learning counts only where it may be asked; a no
        erases what was kept."""
        if values.get(LEARNING) == "yes" and not may_ask(self):
            values = {name: value for name, value in values.items() if name != LEARNING}
        if values.get(LEARNING) == "no":
            self.ask_for(StopLearning())
        if "talk_rated" in values:
            self.happened("talk_rated", values["talk_rated"])
        if "talk_helped" in values:
            self.happened("talk_helped", values["talk_helped"])
        values = {name: value for name, value in values.items() if name not in FIGURES}
        self.conversation = judged(self.conversation.remembering(**values), values)

    def happened(self, name: str, about: str = "") -> None:
        """Note an event."""
        self.events.append(event(name, about))

    def ask_for(self, effect: Effect) -> None:
        """Ask the services for something; it happens in the same transaction."""
        self.effects.append(effect)

    def at_moment(self, **fields: object) -> None:
        """What this turn changes in the world is so for the steps that follow."""
        self.moment = replace(self.moment, **fields)  # type: ignore[arg-type]

    def change(self, **fields: object) -> None:
        """Replace fields of the conversation."""
        self.conversation = replace(self.conversation, **fields)  # type: ignore[arg-type]
