"""`texts.yml`: every sentence of Maatje that stands in no flow, for young people and for staff."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine.step import Model, Words

# The closed list. A missing one is a mistake; so is one that is not listed.
FOR_YOUNG = (
    "intro",
    "still_unclear",
    "which_topic",
    "something_else",
    "who_reads_button",
    "old_button",
    "old_button_in_talk",
    "unknown_command",
    "nothing_said",
    "too_long",
    "only_emoji",
    "photo",
    "video",
    "voice",
    "sticker",
    "file",
    "contact",
    "location",
    "other_kind",
    "edited",
    "stopped",
    "learning_stopped",
    "flow_failed",
    "nlu_away",
    "not_admitted",
    "forget_ask",
    "forget_ask_danger",
    "forget_yes",
    "forget_no",
    "forgotten",
    "not_forgotten",
    "step_gone",
    "talk_started_hint",
    "end_talk_button",
    "relay_not_passed",
    "welcome_back",
)
FOR_STAFF = (
    "registered",
    "code_wrong",
    "offer_peer",
    "offer_professional",
    "card_urgent",
    "card_concern",
    "claim_button",
    "clear_button",
    "claimed",
    "already_claimed",
    "claim_full",
    "claim_ended",
    "line",
    "line_danger",
    "talk_closed",
    "talk_closed_by_young",
    "no_talk",
    "on_duty",
    "off_duty",
    "help",
    "unknown_command",
    "cleared",
    "taken_over",
    "not_passed",
    "answer_to_button",
    "now_talking_to",
    "shared_goal",
    "no_professional_alarm",
    "claim_not_yours",
    "young_left",
    "edited_line",
    "old_button",
    "age_distance",
    "forgotten_by_young",
    "note",
    "forget_staff_ask",
    "written",
    "cause",
    "clear_claim_first",
    "clear_sure",
    "clear_sure_button",
    "alarm_not_taken",
    "which_alias",
    "forgotten_staff",
)


class Texts(Model):
    """Sentences by name."""

    young: Mapping[str, Words]
    staff: Mapping[str, Words]
