"""`link`: leave this flow for another one."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.run import Run
from bot.engine.step import LinkFlow, Move, Step, Words


class Link(Step):
    """Goes on in another flow and does not come back.

    Example: `{id: to_menu, link: menu}`
    """

    link: Words

    def enter(self, run: Run) -> Move:
        return LinkFlow(self.link)

    def flows(self) -> Iterator[str]:
        yield self.link

    @property
    def leaves(self) -> bool:
        return True
