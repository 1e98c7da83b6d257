"""`tip`: something small that may help, fitting what was told."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.run import Run
from bot.engine.step import END, GoTo, Model, Move, Step, Words
from bot.engine.tips import goes_to_more_ideas, tell_tip


class Left(Model):
    """`none_left`: the step for when every tip was told."""

    none_left: Words


class Tip(Step):
    """Says the next tip of the situations that somebody told of (`situations/`), each once. When all were
    told, who came by a button of another flow for ideas goes on to the ideas of that flow.

    Example: `{id: idea, tip: {none_left: no_more}, next: helps}`
    """

    tip: Left

    def enter(self, run: Run) -> Move:
        if tell_tip(run):
            return self.onward()
        return GoTo(END) if goes_to_more_ideas(run) else GoTo(self.tip.none_left)

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        yield self.tip.none_left
