"""A run gathers what one message causes, while steps are entered one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation
from bot.domain.events import Event, event
from bot.domain.goals import GoalInView, GoalState
from bot.domain.messages import Button, Reply
from bot.domain.rota import Slot
from bot.domain.safety import Risk
from bot.domain.story import Tellable
from bot.domain.turn import Effect, StopLearning
from bot.domain.volunteer import Profile, Role
from bot.engine.by_age import for_age
from bot.engine.groups import PLACES as OF_GROUPS
from bot.engine.groups import group_places
from bot.engine.learning import LEARNING, may_ask
from bot.engine.own_goals import goal_words
from bot.engine.peer_note import judged
from bot.engine.regional import in_region
from bot.engine.supporting import PLACES as OF_SUPPORT
from bot.engine.supporting import support_words

if TYPE_CHECKING:
    from bot.engine.flowbook import Flowbook

REMEMBERED = (
    "goal_step",
    "goal_when",
    "goal_obstacle",
    "goal_answer",
    "asked_step",
    "confidence",
    "alias",
    "later_message",
    "note_for_peer",
)
OF_THE_MOMENT = ("place", "wait", "opens", "opens_professional", "appointment")
OF_GOALS = ("goals", "chosen_goal", "check_in_moment", "most_goals")
PLACEHOLDERS = (*REMEMBERED, *OF_THE_MOMENT, *OF_GOALS, *OF_SUPPORT, *OF_GROUPS)
_NAMED = re.compile(r"\{(\w+)\}")
# Figures without person: kept as an event and not remembered.
FIGURES = ("talk_rated", "talk_helped", "goal_made_smaller")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the engine may know of the world at this moment; gathered before the turn."""

    now: datetime
    professionals_on_duty: int = 0
    peers_on_duty: int = 0  # who may be asked, whatever the wishes are
    waiting_for: Role | None = None  # for somebody of their own; `shared` tells of the rest
    goals: tuple[GoalInView, ...] = ()  # that run or rest, the oldest first
    in_relay: bool = False
    same_peer: bool = False  # the last talk was with a volunteer, and both may go on another time
    learning: bool = False  # the house learns, and nobody is with this person or asked for
    reported: bool = False  # a talk of this person was reported, by them or by who helped
    volunteer: str = "possible"  # may this person apply: `possible`, `later` or `known`
    shared: str = "none"  # a talk of more than two: `none`, `inviting`, `opened`, `asked`, `agreed`
    shared_words: bool = False  # another young person read words of this one
    words: str = ""  # what was typed, for the card of the professional when it shows danger
    peers: tuple[Profile, ...] = ()  # what they told of themselves, for the wishes
    young_peers: tuple[Profile, ...] = ()  # of 16 and 17: only for the forms that are theirs
    last_peer: int | None = None  # place in `peers` of who helped last, if they are there
    place: int = 1  # in the queue; for who does not wait: the place that a new wish would get
    wait: str = "…"  # the rest as it stands in a sentence
    opens: str = "…"
    opens_professional: str = "…"
    appointment: str = ""  # empty without one
    moments: tuple[tuple[Slot, str], ...] = ()  # that can be chosen, with their words
    stories: tuple[Tellable, ...] = ()  # of experience, that may be told now
    wall_left: int = 1  # how many posts this person may still write for the wall today

    @property
    def has_goal(self) -> bool:
        """Is there a goal that runs?"""
        return any(one.goal.state is GoalState.ACTIVE for one in self.goals)


def _put(text: str, name: str, value: str) -> str:
    """The text with this value in its place, with a capital where it begins a sentence."""
    placeholder = "{" + name + "}"
    text = text.replace("? " + placeholder, "? " + value[:1].upper() + value[1:])
    return text.replace(placeholder, value)


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
    heard_in_danger: str = ""  # said in place of the general words of who stays
    lead: str = ""  # stands above the next question about danger
    below: str = ""  # stands under it
    answered: bool = False  # was a question of theirs answered in this turn?
    asks_next: str = ""  # what is asked after that answer
    said_back: bool = False  # was said in this turn what somebody told, or an answer to it?

    def say(self, text: str, buttons: Sequence[Button] = ()) -> None:
        """Say a text; placeholders are filled from what is remembered."""
        self.replies.append(Reply(self.filled(text), tuple(buttons)))

    def say_one_of(self, variants: Sequence[str], buttons: Sequence[Button] = ()) -> None:
        """Say one of several variants; the next time another one."""
        self.say(variants[(self.conversation.turns - 1) % len(variants)], buttons)

    def filled(self, text: str) -> str:
        """The text with `{goal_step}` and the like filled in; unknown values become an ellipsis. What
        people typed is put in as it stands. Of a pair `{vmbo|b-stroom}` the word of their region is
        said."""
        text = in_region(text, self.conversation.region)
        text = for_age(text, self.conversation.age_band, self.flowbook.young("somebody_trusted"))
        named = set(_NAMED.findall(text))
        if not named & {*PLACEHOLDERS}:
            return text
        words = {name: str(getattr(self.moment, name)) or "…" for name in OF_THE_MOMENT}
        words |= {name: self.conversation.remembered.get(name, "…") for name in REMEMBERED}
        if named & {*OF_GOALS}:
            words |= goal_words(self)
        if named & {*OF_SUPPORT}:
            words |= support_words(self)
        if named & {*OF_GROUPS}:
            words |= group_places(self)
        for name in OF_THE_MOMENT:
            text = _put(text, name, words.pop(name))
        return _NAMED.sub(lambda found: words.get(found[1], found[0]), text)

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
        if "goal_made_smaller" in values:
            self.happened("goal_reduced")
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
