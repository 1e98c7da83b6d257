"""`tip`: something small that may help, fitting what was told."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.run import Run
from bot.engine.step import GoTo, Model, Move, Step, Words
from bot.engine.tips import tell_tip


class Left(Model):
    """`none_left`: the step for when every tip was told."""

    none_left: Words


class Tip(Step):
    """Says the next tip of the situations that somebody told of (`situations/`), each once.

    Example: `{id: idea, tip: {none_left: no_more}, next: helps}`
    """

    tip: Left

    def enter(self, run: Run) -> Move:
        return self.onward() if tell_tip(run) else GoTo(self.tip.none_left)

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        yield self.tip.none_left
