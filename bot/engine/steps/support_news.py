"""`support_news`: what there is to hear of who supports a goal."""

from __future__ import annotations

from typing import Literal

from bot.domain.turn import TellSupportNews
from bot.engine.run import Run
from bot.engine.step import Move, Step


class SupportNews(Step):
    """Shows the cheers and the rest (`show`), or lets them wait (`later`).

    Example: `{id: show, support_news: show, next: END}`
    """

    support_news: Literal["show", "later"]

    def enter(self, run: Run) -> Move:
        run.ask_for(TellSupportNews(later=self.support_news == "later"))
        return self.onward()
