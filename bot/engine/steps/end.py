"""`end`: the flow is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.engine.run import Run
from bot.engine.step import END, GoTo, Move, Step, Variants


class End(Step):
    """Ends the flow, with a last sentence if there is one.

    Example: `{id: bye, end: true, say: Je kunt altijd weer schrijven.}`
    """

    end: Literal[True]
    say: Variants | None = None

    def enter(self, run: Run) -> Move:
        if self.say:
            run.say_one_of(self.say)
        return GoTo(END)

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for i, text in enumerate(self.say or ()):
            yield ("say", i), text

    @property
    def leaves(self) -> bool:
        return True
