"""`remember`: keep a value from a closed list."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.rhythm import TERMS
from bot.engine.run import Run
from bot.engine.step import Move, Step
from bot.engine.wishes import ANY, PROVINCES

# Every value that a flow may remember; anything else is a mistake of the author.
VALUES: dict[str, frozenset[str]] = {
    "region": frozenset({"nl", "be"}),
    "age_band": frozenset({"under_12", "12_15", "16_17", "18_24", "over_24", "unknown"}),
    "asked_about_you": frozenset({"yes", "no"}),
    "share_with": frozenset({"volunteer", "supporter", "circle", "nobody"}),
    "check_in": frozenset({"tonight", "tomorrow", "in_three_days", "in_a_week", "never"}),
    "check_in_every": frozenset({"once", "day", "week"}),
    "check_in_term": frozenset(TERMS),
    "goal_made_smaller": frozenset({"yes"}),
    "goal_obstacle": frozenset({"nothing"}),
    "goal_answer": frozenset({"nothing"}),
    "goal_step": frozenset({"nothing"}),
    "goal_when": frozenset({"nothing"}),
    "ideas_shown": frozenset({"nothing"}),
    "asked_wishes": frozenset({"yes"}),
    "topic": frozenset({"none"}),  # the others come from `starts_with` of a flow
    "peer_gender": frozenset({"girl", "boy", ANY}),
    "not_province": frozenset({*PROVINCES, ANY}),
    "school_type": frozenset(
        {"vmbo", "havo_vwo", "practical", "aso", "tso", "bso", "mbo", "higher"}
    ),
    "learning": frozenset({"yes", "no"}),
    "volunteer_age": frozenset({"16_17", "18_up"}),
    "volunteer_topic": frozenset(
        {
            "bullying",
            "fear_of_failure",
            "debt",
            "study_choice",
            "new_school",
            "homework",
            "conflict",
            "loneliness",
            "offending",
            "care",
            "other",
            "none",
        }
    ),
    "volunteer_hours": frozenset({"1_2", "3_4", "5_up", "unknown"}),
    "talk_rated": frozenset({"good", "so_so", "bad"}),
    "talk_helped": frozenset({"yes", "a_little", "no"}),
    "later_message": frozenset({"nothing"}),
    "shared_news": frozenset({"nothing"}),
    "note_ok": frozenset({"yes", "no"}),
    "support_called": frozenset({"nothing"}),
    "support_words": frozenset({"nothing"}),
    "support_help": frozenset({"ask", "wish", "join", "nothing"}),
    "group_result": frozenset({"done", "partly", "not_done"}),
    "group_words": frozenset({"nothing"}),
    "support_hears": frozenset({"nothing", "done", "done_partly"}),
    "check_in_result": frozenset({"done", "partly", "not_done", "later", "stop"}),
}


NOTHING = "nothing"  # what was remembered goes


class Remember(Step):
    """Keeps values for later steps.

    Example: `{id: mark, remember: {asked_about_you: "yes"}}`
    """

    remember: Mapping[str, str]

    def enter(self, run: Run) -> Move:
        given = {name: "" if value == NOTHING else value for name, value in self.remember.items()}
        run.remember(**given)
        return self.onward()
