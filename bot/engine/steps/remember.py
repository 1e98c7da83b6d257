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
    "note_ok": frozenset({"yes", "no"}),
    "check_in_result": frozenset({"done", "partly", "not_done", "later", "stop"}),
}


class Remember(Step):
    """Keeps values for later steps.

    Example: `{id: mark, remember: {asked_about_you: "yes"}}`
    """

    remember: Mapping[str, str]

    def enter(self, run: Run) -> Move:
        run.remember(**self.remember)
        return self.onward()
