"""The Flowbook: everything in `flows/`, read and checked, frozen for one edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.engine.circle_rules import CircleRules
from bot.engine.danger import DangerTexts
from bot.engine.flow import Flow
from bot.engine.goal_ideas import GoalIdeas
from bot.engine.group_rules import GroupRules
from bot.engine.handoff_rules import HandoffRules
from bot.engine.matching import plain
from bot.engine.practice import Practice
from bot.engine.referral import Referrals
from bot.engine.roles import Roles
from bot.engine.sentences import Sentences
from bot.engine.situations import NONE_KNOWN, Situations
from bot.engine.step import Step
from bot.engine.stories import ExampleStory
from bot.engine.supporter_rules import SupporterRules
from bot.engine.texts import WITH_PROTOCOL, Texts
from bot.engine.training import Module
from bot.engine.wall_rules import WallRules


@dataclass(frozen=True, slots=True)
class Flowbook:
    """One edition of the conversations."""

    flows: Mapping[str, Flow]
    referrals: Referrals
    danger: DangerTexts
    handoff: HandoffRules
    roles: Roles
    texts: Texts
    sentences: Sentences
    wall: WallRules
    goal_ideas: GoalIdeas
    supporters: SupporterRules
    circles: CircleRules
    groups: GroupRules
    training: tuple[Module, ...] = ()
    practices: tuple[Practice, ...] = ()
    situations: Situations = NONE_KNOWN
    examples: tuple[ExampleStory, ...] = ()  # invented stories: for tests and the demo only
    watch: Callable[[str, str], None] | None = None  # is told which step of which flow is entered

    def step_or_none(self, flow: str, step: str) -> Step | None:
        """A step, or `None` when an operator has taken it away meanwhile."""
        found = self.flows.get(flow)
        return found.step(step) if found else None

    def first_of(self, flow: str) -> str | None:
        """The first step of a flow, or `None` when there is no such flow."""
        found = self.flows.get(flow)
        return found.first if found else None

    def opened_by_topic(self, topic: str) -> str | None:
        """The flow that a topic opens."""
        return next((f.name for f in self.flows.values() if topic in f.topics), None)

    def opened_by_act(self, act: str) -> str | None:
        """The flow that an act opens."""
        return next((f.name for f in self.flows.values() if act in f.acts), None)

    def opened_by_words(self, text: str) -> str | None:
        """The flow that these very words open: its title, or one of its own `words`."""
        said = plain(text)
        return next(
            (
                flow.name
                for flow in self.flows.values()
                if said and said in (plain(flow.title), *map(plain, flow.words))
            ),
            None,
        )

    def module(self, name: str) -> Module | None:
        """A module of the training, or `None` when there is no such one."""
        return next((m for m in self.training if m.module == name), None)

    def practice(self, name: str) -> Practice | None:
        """A practice talk, or `None` when there is no such one."""
        return next((p for p in self.practices if p.practice == name), None)

    def young(self, name: str) -> str:
        """A sentence for young people. What is said up front of who may know what says so too when the
        Telegram id can be opened."""
        if name in WITH_PROTOCOL and self.handoff.emergency_id.is_on:
            name = f"{name}_protocol"
        return self.texts.young[name]

    def staff(self, name: str, **values: object) -> str:
        """A sentence for staff, filled in."""
        text = self.texts.staff[name]
        for key, value in values.items():
            text = text.replace("{" + key + "}", str(value))
        return text
