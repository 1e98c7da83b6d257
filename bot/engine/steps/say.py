"""`say`: Maatje says something."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.run import Run
from bot.engine.step import Move, Step, Variants


class Say(Step):
    """Says a text, or one of several variants, and goes on.

    With `unless_heard` it is left out when Maatje just said back what it heard (`situations/`).
    Example: `{id: hello, say: Fijn dat je schrijft.}`
    """

    say: Variants
    unless_heard: bool = False

    def enter(self, run: Run) -> Move:
        if not (self.unless_heard and run.said_back):
            run.say_one_of(self.say)
        return self.onward()

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for i, text in enumerate(self.say):
            yield ("say", i), text
