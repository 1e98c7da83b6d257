"""`withdraw`: the young person no longer waits for somebody."""

from __future__ import annotations

from pydantic import Field

from bot.domain.turn import WithdrawRequest
from bot.engine.run import Run
from bot.engine.step import Move, Step
from bot.engine.steps.set_goal import Nothing


class Withdraw(Step):
    """Ends the waiting for a peer or a professional; a danger case stays.

    Example: `{id: stop_waiting, withdraw: {}}`
    """

    withdraw: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        run.ask_for(WithdrawRequest())
        run.remember(later_message="")  # nobody is left to read it
        return self.onward()
