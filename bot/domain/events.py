"""What happened, in the past tense, without words of people: figures are made from these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """`name` is one of `NAMES`; `about` is a flow, a role, a kind or a figure, never a text or an id."""

    name: str
    about: str = ""


NAMES = (
    "flow_started",
    "flow_ended",
    "flow_failed",
    "not_understood",
    "danger_seen",
    "danger_raised",
    "danger_denied",
    "danger_cleared",
    "handoff_requested",
    "handoff_offered",
    "handoff_claimed",
    "handoff_closed",
    "handoff_escalated",
    "handoff_expired",
    "handoff_withdrawn",
    "handoff_unanswered",
    "talk_reported",
    "contact_refused",
    "backup_asked",
    "beside_begun",
    "talk_passed_on",
    "kind_opened",
    "kind_closed",
    "wait_ended",
    "talk_begun",
    "handoff_missed",
    "danger_card_asked",
    "danger_taken",
    "report_closed",
    "goal_set",
    "goal_shared",
    "goal_reduced",
    "goal_changed",
    "goal_paused",
    "goal_resumed",
    "goal_reached",
    "goal_ended",
    "goal_pictured",
    "check_in_asked",
    "check_in_answered",
    "check_in_missed",
    "forgotten",
    "person_left",
    "not_admitted",
    "volunteer_moved",
    "handoff_waited",
    "talk_rated",
    "talk_helped",
    "appointment_chosen",
    "appointment_cancelled",
    "appointment_reached",
    "outcome_given",
    "shared_invited",
    "shared_opened",
    "shared_agreed",
    "shared_ended",
    "pair_agreed",
    "debrief_asked",
    "debrief_answered",
    "bridge_begun",
    "bridge_finished",
    "care_helped",
    "care_hindered",
    "wall_posted",
    "wall_kept_off",
    "wall_judged",
    "wall_waited",
    "wall_withdrawn",
    "wall_reported",
    "wall_thanked",
    "story_told",
    "story_answered",
    "story_moved",
    "peer_too_asked",
    "support_invited",
    "support_opened",
    "support_begun",
    "support_ended",
    "support_cheered",
    "support_refused",
    "next_day_planned",
    "next_day_asked",
    "chat_hidden",
    "circle_made",
    "circle_moved",
    "circle_joined",
    "circle_left",
    "circle_removed",
    "circle_kept_off",
    "circle_round_begun",
    "circle_cheered",
    "group_linked",
    "group_closed",
    "group_joined",
    "group_left",
    "group_allowed",
    "group_posted",
)


def event(name: str, about: str = "") -> Event:
    """An event of a known name. Raises `ValueError` for any other: what is not listed is not kept."""
    if name not in NAMES:
        raise ValueError(f"unknown event {name}")
    return Event(name, about)
