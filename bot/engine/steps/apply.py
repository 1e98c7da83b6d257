"""`apply`: hand in an application to become a volunteer."""

from __future__ import annotations

from pydantic import Field

from bot.domain.turn import Apply as ApplyEffect
from bot.engine.run import Run
from bot.engine.step import Model, Move, Step

PREFIX = "volunteer_"


class Nothing(Model):
    """`{}`: the step needs no more."""


class Apply(Step):
    """Hands in what was asked in the steps before, and forgets it here.

    Example: `{id: file, apply: {}}`
    """

    apply: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        known = run.conversation.remembered
        run.ask_for(
            ApplyEffect(
                known.get("volunteer_age", "16_17"),  # not told: as the youngest
                known.get("volunteer_why", ""),
                known.get("volunteer_topic", "none"),
                run.conversation.region,
                known.get("volunteer_hours", "unknown"),
            )
        )
        run.change(remembered={k: v for k, v in known.items() if not k.startswith(PREFIX)})
        return self.onward()
