"""How fast Maatje may talk: Telegram's limits, kept before Telegram has to say so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.errors import DeliveryDelayed

OVERALL = 28.7  # messages a second: Telegram allows 30 in any second, on its own clock;
CATCH_UP = 1.2  # the part above one makes up for timers that ring late
PER_CHAT = 1.0  # messages a second to one person …
BURST = 3  # … after this many at once
PER_GROUP = 15 / 60  # messages a second to one group or channel: Telegram allows 20 in any minute …
GROUP_BURST = 5  # … of which this many at once

_MANY_CHATS = 1_000
_SLACK = 0.005  # seconds; a caller that waits exactly as asked is not sent away again


class Bucket:
    """Lets `burst` through at once and then `rate` a second. Reads no clock."""

    def __init__(self, rate: float, burst: float = 1) -> None:
        self._step, self._depth = 1 / rate, (burst - 1) / rate
        self._empty_until = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next one may go; 0 when it may go now."""
        seconds = self._empty_until - self._depth - now
        return seconds if seconds > _SLACK else 0.0

    def take(self, now: float) -> None:
        """Counts a message; one that there was no room for makes the next ones wait longer."""
        self._empty_until = max(self._empty_until, now) + self._step

    def close_for(self, now: float, seconds: float) -> None:
        """Nothing goes for `seconds`, and one at a time after that."""
        self._empty_until = max(self._empty_until, now + seconds + self._depth)

    def is_idle(self, now: float) -> bool:
        """True when it remembers nothing any more."""
        return self._empty_until <= now


class Limits:
    """One bucket for all and one for each chat.

    A chat that must wait is refused with `DeliveryDelayed` rather than waited for, so that it can
    never keep the place of another. Only the overall limit is waited for (35 ms each, in order).
    """

    def __init__(self, now: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._now, self._sleep = now, sleep
        self._overall = Bucket(OVERALL, CATCH_UP)
        self._row = asyncio.Lock()
        self._chats: dict[str, Bucket] = {}

    def check(self, chat: str) -> None:
        """Raises `DeliveryDelayed` when this chat has had enough for now."""
        if seconds := self._chat(chat).wait(self._now()):
            raise DeliveryDelayed(seconds)

    async def depart(self, chat: str) -> None:
        """Waits for the next place in the row of all messages, and counts one for this chat.

        Both are counted at the moment of leaving: whoever overslept leaves no room for a crowd.
        """
        async with self._row:
            while seconds := self._overall.wait(self._now()):
                await self._sleep(seconds)
            self._overall.take(self._now())
            self._chat(chat).take(self._now())

    def close_for(self, chat: str, seconds: float) -> None:
        """Telegram sent this chat away for so long."""
        self._chat(chat).close_for(self._now(), seconds)

    def _chat(self, chat: str) -> Bucket:
        if len(self._chats) > _MANY_CHATS:
            now = self._now()
            self._chats = {key: one for key, one in self._chats.items() if not one.is_idle(now)}
        group = chat.startswith(("-", "@"))
        bucket = Bucket(PER_GROUP, GROUP_BURST) if group else Bucket(PER_CHAT, BURST)
        return self._chats.setdefault(chat, bucket)
