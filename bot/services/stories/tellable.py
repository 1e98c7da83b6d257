"""Which stories may be told now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.story import Tellable
from bot.engine.stories import ExampleStory
from bot.services.ports import UnitOfWork


async def tellable(tx: UnitOfWork, examples: Sequence[ExampleStory]) -> tuple[Tellable, ...]:
    """The approved stories, except of who rests after a report; and, in the demo, the invented ones."""
    return (*await tx.stories.tellable(), *(one.tellable for one in examples))
