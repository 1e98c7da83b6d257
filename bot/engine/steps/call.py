"""`call`: run another flow and come back."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.run import Run
from bot.engine.step import END, CallFlow, Move, Step, Words


class Call(Step):
    """Runs another flow, then goes on here.

    Example: `{id: about, call: about_you}`
    """

    call: Words

    def enter(self, run: Run) -> Move:
        return CallFlow(self.call, self.next or END)

    def flows(self) -> Iterator[str]:
        yield self.call
