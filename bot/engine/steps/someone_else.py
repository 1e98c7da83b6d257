"""`someone_else`: the young person would rather not talk with the same helper again."""

from __future__ import annotations

from pydantic import Field

from bot.domain.turn import NotAgain
from bot.engine.run import Run
from bot.engine.step import Move, Step
from bot.engine.steps.set_goal import Nothing


class SomeoneElse(Step):
    """Keeps that these two are not brought together again; the other side does not hear of it. Danger
    goes to whoever is there all the same. Ask for the next helper yourself.

    Example: `{id: part, someone_else: {}}`
    """

    someone_else: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        run.ask_for(NotAgain())
        last, peers = run.moment.last_peer, run.moment.peers
        if last is not None:  # so that nobody is told that they were asked who may not come
            left = (*peers[:last], *peers[last + 1 :])
            run.at_moment(peers=left, peers_on_duty=len(left), last_peer=None)
        return self.onward()
