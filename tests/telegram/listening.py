"""A poller that fills an inbox of the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from bot.channels.telegram.connecting import QuietBot
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.translating import translate
from bot.domain.messages import Text
from bot.services.ports import RawUpdate


class Inbox:
    """Stores each delivery once, as the table does; fails as often as it is told to."""

    def __init__(self) -> None:
        self.rows: dict[str, RawUpdate] = {}
        self.deliveries = 0
        self.failures = 0

    async def receive(self, rows: Sequence[RawUpdate]) -> None:
        self.deliveries += len(rows)
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        for row in rows:
            self.rows.setdefault(row.delivery_id, row)

    @property
    def texts(self) -> list[str]:
        contents = (translate(row.payload) for row in self.rows.values())
        return [content.text for content in contents if isinstance(content, Text)]


@asynccontextmanager
async def polling(bot: QuietBot, inbox: Inbox) -> AsyncIterator[Poller]:
    poller = Poller(bot, inbox.receive, timeout=1, pauses=(0.05, 0.1))
    task = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
