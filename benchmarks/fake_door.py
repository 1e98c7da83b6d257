"""Telegram as a benchmark needs it: a fake `Bot` that keeps Telegram's limits and answers in 50 ms."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import telegram
from telegram import InlineKeyboardMarkup
from telegram.error import RetryAfter

from bot.services.ports import Clock

ANSWERS_AFTER = 0.05  # seconds: there and back
A_SECOND = 30  # messages to all together
BURST = 4  # messages to one person within BURST_TIME
BURST_TIME = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that arrived. `buttons`: label and key."""

    chat: str
    text: str
    at: datetime
    buttons: tuple[tuple[str, str], ...]


class FakeTelegram:
    """What arrived, and how often somebody went too fast."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: deque[datetime] = deque()
        self._chats: dict[str, deque[datetime]] = {}
        self.sent: list[Sent] = []
        self.refused = 0
        self.under_way = 0  # calls that are not answered yet
        self.bot = cast(telegram.Bot, self)

    async def send_message(
        self, chat: str, text: str, reply_markup: InlineKeyboardMarkup | None = None, **_: Any
    ) -> None:
        """Raises `RetryAfter` beyond the limits."""
        self.under_way += 1
        try:
            await asyncio.sleep(ANSWERS_AFTER / 2)
            self._arrives(chat)
            rows = reply_markup.inline_keyboard if reply_markup else ()
            buttons = tuple((one.text, str(one.callback_data)) for row in rows for one in row)
            self.sent.append(Sent(chat, text, self._clock.now(), buttons))
            await asyncio.sleep(ANSWERS_AFTER / 2)
        finally:
            self.under_way -= 1

    def _arrives(self, chat: str) -> None:
        now = self._clock.now()
        mine = self._chats.setdefault(chat, deque())
        for known, span in ((self._last, timedelta(seconds=1)), (mine, BURST_TIME)):
            while known and now - known[0] >= span:
                known.popleft()
        if len(self._last) >= A_SECOND or len(mine) >= BURST:
            self.refused += 1
            raise RetryAfter(1)
        self._last.append(now)
        mine.append(now)
