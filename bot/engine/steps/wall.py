"""`wall`: the wall of young people: read it, write a message or a question, or see one's own."""

from __future__ import annotations

from typing import Literal

from bot.domain.turn import ShowMyWall, ShowWall
from bot.engine.run import Run
from bot.engine.step import CallFlow, Move, Step
from bot.engine.wall import WALL_WRITE, begin


class Wall(Step):
    """Shows the newest posts (`read`), the own ones (`mine`), or asks for a `message` or `question`.

    Who reads it, the preview and the danger rules cannot be changed from `flows/`.
    Example: `{id: read, wall: read, next: END}`
    """

    wall: Literal["read", "message", "question", "mine"]

    def enter(self, run: Run) -> Move:
        if self.wall == "read":
            run.ask_for(ShowWall())
        elif self.wall == "mine":
            run.ask_for(ShowMyWall())
        else:
            run.conversation = begin(run.conversation, self.wall)
            return CallFlow(WALL_WRITE, self.next or "END")
        return self.onward()
