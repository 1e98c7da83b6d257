"""`remember`: keep a value from a closed list."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine.run import Run
from bot.engine.step import Move, Step

# Every value that a flow may remember; anything else is a mistake of the author.
VALUES: dict[str, frozenset[str]] = {
    "region": frozenset({"nl", "be"}),
    "age_band": frozenset({"under_12", "12_15", "16_17", "18_24", "over_24"}),
    "asked_about_you": frozenset({"yes"}),
    "share_with": frozenset({"volunteer", "nobody"}),
    "check_in": frozenset({"tonight", "tomorrow", "in_three_days", "in_a_week", "never"}),
    "learning": frozenset({"yes", "no"}),
    "talk_rated": frozenset({"good", "so_so", "bad"}),
    "talk_helped": frozenset({"yes", "a_little", "no"}),
    "later_message": frozenset({"nothing"}),
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
