"""`cancel_appointment`: the young person's appointment is off."""

from __future__ import annotations

from pydantic import Field

from bot.domain.turn import CancelAppointment
from bot.engine.run import Run
from bot.engine.step import Move, Step
from bot.engine.steps.set_goal import Nothing


class Cancel(Step):
    """Takes the appointment away; who would have come hears it.

    Example: `{id: cancel, cancel_appointment: {}}`
    """

    cancel_appointment: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        run.ask_for(CancelAppointment())
        run.happened("appointment_cancelled")
        run.at_moment(appointment="")
        return self.onward()
