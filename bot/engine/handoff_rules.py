"""`handoff.yml`: to whom a young person is brought, how urgent, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.domain.conversation import Conversation
from bot.domain.handoff import Urgency
from bot.domain.safety import RiskLevel
from bot.domain.volunteer import Role
from bot.engine.bridge_texts import BridgeTexts
from bot.engine.contact_rule import ContactRule
from bot.engine.emergency_rules import EmergencyId
from bot.engine.matching_rules import Matching
from bot.engine.run import Moment
from bot.engine.step import Model, Words, listed
from bot.engine.stories import PeerToo, StoryRules
from bot.engine.wishes import peers_for, peers_there

# What handoff.yml must say; each is one sentence or two that a young person reads.
SENTENCES = (
    "peer_offered",
    "peer_waiting",
    "professional_offered",
    "professional_waiting",
    "no_professional",
    "already_waiting",
    "outside_ages",
    "danger_open",
    "claimed_by_peer",
    "claimed_by_professional",
    "closed_by_staff",
    "closed_by_young",
    "taken_over",
    "withdrawn",
    "not_answered_yet",
    "not_answered_danger",
    "unanswered",
    "unanswered_ended",
    "someone_else",
    "reads_along",
    "reads_along_danger",
    "reads_along_ended",
    "joins_asked",
    "joins_danger",
    "joins",
    "joined_left",
    "no_professional_now",
    "pass_ask_professional",
    "pass_ask_peer",
    "pass_searching",
    "pass_refused",
    "pass_gone",
    "pass_nobody",
    "pass_professional_here",
    "pass_peer_here",
    "pass_newcomer_left",
    "pass_done",
    "asked_everybody",
    "asked_professional",
    "professional_instead",
    "wish_unmet",
    "not_known",
    "opens_now",
    "opens_late",
    "opens_from",
)


class When(Model):
    """When a rule holds; everything that is named must be true."""

    danger: Literal["urgent", "concern"] | None = None
    asked: Literal["peer", "professional"] | None = None
    ages: Literal["outside"] | None = None
    professionals: Literal["none"] | None = None

    def covers(self, other: When) -> bool:
        """Does this hold whenever `other` does? A rule behind it is then never reached."""
        mine, others = self.model_dump(exclude_none=True), other.model_dump(exclude_none=True)
        return mine.items() <= others.items()


class Rule(Model):
    """One rule: the first that holds decides. `to: nobody` ends in a kind sentence."""

    when: When
    to: Literal["peer", "professional", "nobody", "wait_for_peer"]
    say: Words | None = None


class Limits(Model):
    """All time limits (minutes unless the name says otherwise)."""

    largest_age_distance_to_minor_years: int = Field(ge=0)
    youngest_peer_years: int = Field(ge=18)
    tell_again_after_minutes: int = Field(ge=1)
    expires_after_hours: int = Field(ge=1)
    alarm_again_after_minutes: Annotated[tuple[int, ...], BeforeValidator(listed)]
    talks_per_volunteer: int = Field(ge=1)
    answer_within_minutes: Annotated[tuple[int, int], BeforeValidator(listed)]
    urgent_told_again_times: int = Field(ge=0)
    backup_answer_minutes: int = Field(ge=1)
    pass_answer_minutes: int = Field(ge=1)
    pass_together_minutes: int = Field(ge=1)
    offer_first_to: int = Field(ge=1)
    wider_after_minutes: int = Field(ge=1)
    to_professional_after_minutes: int = Field(ge=2)
    opening_agreed_within_hours: int = Field(ge=1, le=72)
    opening_read_again_hours: int = Field(ge=1, le=168)
    smallest_group_shown: int = Field(ge=5)
    proof_at_most_days: int = Field(ge=1)
    shift_reminder_minutes: int = Field(ge=1)
    shift_over_minutes: int = Field(ge=1)
    appointment_reminder_minutes: int = Field(ge=1)
    appointment_first_minutes: int = Field(ge=1)
    heavy_talk_minutes: int = Field(ge=1)
    debrief_answer_minutes: int = Field(ge=1)
    debrief_quiet_minutes: int = Field(ge=1)
    rest_minutes: int = Field(ge=1)
    same_peer_first_minutes: int = Field(ge=1)
    pair_days: int = Field(ge=7, le=90)
    invitation_hours: int = Field(ge=1, le=168)
    notes_per_talk: int = Field(ge=1, le=10)
    own_sentences: int = Field(ge=1, le=20)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules made of a wish. `to` is `None` when nobody can be asked."""

    to: Role | None
    urgency: Urgency
    sentence: str
    somebody_there: bool = False
    already_waiting: bool = False


class HandoffRules(Model):
    """The file as a whole."""

    rules: Annotated[tuple[Rule, ...], BeforeValidator(listed), Field(min_length=1)]
    limits: Limits
    contact: ContactRule
    matching: Matching
    queue_words: Annotated[tuple[Words, ...], BeforeValidator(listed)] = ()
    bridge: BridgeTexts
    emergency_id: EmergencyId
    stories: StoryRules = StoryRules()
    peer_too: PeerToo = PeerToo()
    say: Mapping[str, Words]

    def say_for(self, decision: Decision) -> str:
        """The sentence that goes with a decision."""
        return self.say[decision.sentence]

    def decide(self, wish: Role, conversation: Conversation, moment: Moment) -> Decision:
        """To whom this wish leads now. Danger that is open always goes to a professional, whatever
        the file says (rules of care)."""
        rule = next((r for r in self.rules if _holds(r.when, wish, conversation, moment)), None)
        to = rule.to if rule else "professional"
        if not conversation.danger.peer_allowed:
            return _to_professional(conversation, moment, wish)
        if to in ("peer", "wait_for_peer") and conversation.outside_ages:
            to = "nobody"
        if to == "nobody":
            sentence = rule.say if rule and rule.say else "outside_ages"
            return Decision(None, Urgency.NORMAL, sentence)
        if to == "professional":
            return _to_professional(conversation, moment, wish)
        return _to_peer(conversation, moment)


def _holds(when: When, wish: Role, conversation: Conversation, moment: Moment) -> bool:
    level = conversation.danger.level
    asked = "peer" if wish is Role.VOLUNTEER else "professional"
    return all(
        (
            when.danger is None or level.value == when.danger,
            when.asked is None or when.asked == asked,
            when.ages is None or conversation.outside_ages,
            when.professionals is None or moment.professionals_on_duty == 0,
        )
    )


def _to_professional(conversation: Conversation, moment: Moment, wish: Role) -> Decision:
    urgency = {RiskLevel.URGENT: Urgency.URGENT, RiskLevel.CONCERN: Urgency.CONCERN}.get(
        conversation.danger.level, Urgency.NORMAL
    )
    there = moment.professionals_on_duty > 0
    if moment.waiting_for is Role.PROFESSIONAL and urgency is Urgency.NORMAL:
        return Decision(Role.PROFESSIONAL, urgency, "already_waiting", there, True)
    if wish is Role.VOLUNTEER and there:
        return Decision(Role.PROFESSIONAL, urgency, "danger_open", there)
    sentence = "professional_offered" if there else "professional_waiting"
    return Decision(Role.PROFESSIONAL, urgency, sentence, there)


def _to_peer(conversation: Conversation, moment: Moment) -> Decision:
    if moment.waiting_for is Role.VOLUNTEER:
        return Decision(Role.VOLUNTEER, Urgency.NORMAL, "already_waiting", False, True)
    if moment.professionals_on_duty == 0:
        return Decision(Role.VOLUNTEER, Urgency.NORMAL, "no_professional")
    there = peers_for(conversation, moment) > 0
    away = "wish_unmet" if peers_there(conversation, moment) else "peer_waiting"
    return Decision(Role.VOLUNTEER, Urgency.NORMAL, "peer_offered" if there else away, there)
