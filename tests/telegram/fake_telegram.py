"""Telegram's side of the line without the network: chats, the queue of updates, clock and faults.

`FakeBotApi` (fake_bot_api.py) puts HTTP in front of it. All ids are invented.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.fake_group import FakeGroup, GroupState
from tests.telegram.fake_user import FakeUser, Seen

MESSAGE_LIFE = 86_400.0  # seconds that an unfetched message is kept
PRESS_LIFE = 150.0  # seconds that an unfetched press is kept

Json = dict[str, Any]


class ApiError(Exception):
    """An answer with ok = false."""

    def __init__(
        self, code: int, description: str, retry_after: int | None = None, moved_to: int = 0
    ) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after
        self.moved_to = moved_to


@dataclass
class Pending:
    """An update that the bot has not acknowledged."""

    update: Json
    born: float
    again: bool = False  # a repeat, which comes whatever was acknowledged
    handed: bool = False

    def is_below(self, offset: int) -> bool:
        """True when this offset acknowledges it."""
        return self.update["update_id"] < offset and (self.handed or not self.again)

    @property
    def life(self) -> float:
        return PRESS_LIFE if "callback_query" in self.update else MESSAGE_LIFE


@dataclass
class Fault:
    """Something that goes wrong `times` times. `after`: the method has done its work by then."""

    method: str
    times: int
    chat: int | None = None
    error: ApiError | None = None
    after: bool = False

    def hits(self, method: str, params: Json) -> bool:
        """True once for each time that is left."""
        same_chat = self.chat is None or str(self.chat) == str(params.get("chat_id"))
        if self.times < 1 or method != self.method or not same_chat:
            return False
        self.times -= 1
        return True


@dataclass
class FakeTelegram:
    """One bot and the people who talk with it."""

    token: str = "1001:FAKE-token-of-nobody"
    delay: float = 0.0  # seconds before every answer but getUpdates
    enforces_limits: bool = False  # answer 429 as Telegram would
    webhook: str = ""
    failures: list[str] = field(default_factory=list)  # what a real bot may never do
    calls: list[tuple[str, Json]] = field(default_factory=list)
    expired: list[Json] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)  # ids of callback queries
    commands: dict[str, str] = field(default_factory=dict)
    floods_seen: int = 0
    allowed: list[str] | None = None
    presses: dict[str, float] = field(default_factory=dict)  # id: when
    screens: dict[int, list[Seen]] = field(default_factory=dict)
    too_old: set[int] = field(default_factory=set)  # messages of more than 48 hours ago
    sent_at: list[tuple[float, int]] = field(default_factory=list)  # (monotonic, chat)
    history: dict[int, list[Json]] = field(default_factory=dict)  # updates of each chat
    blocked: set[int] = field(default_factory=set)
    in_groups: dict[int, list[float]] = field(default_factory=dict)  # when, by `now()`
    groups: dict[int, GroupState] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    closing: bool = False
    newest_poll: int = 0
    skew: float = 0.0
    lock: threading.RLock = field(default_factory=threading.RLock)
    message_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    next_update_id: int = 500_001
    _sleepers: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = field(default_factory=list)

    # people and time ------------------------------------------------------------------------

    def user(self, chat_id: int) -> FakeUser:
        """Somebody with the app. Known to the bot after their first message."""
        return FakeUser(self, chat_id)

    def group(self, chat_id: int, title: str = "Klas 3B") -> FakeGroup:
        """A group; the bot is not in it yet."""
        return FakeGroup(self, chat_id, title)

    def now(self) -> float:
        """Unix time, moved by `advance`."""
        return time.time() + self.skew

    def advance(self, seconds: float) -> None:
        """Lets time pass: unfetched presses and messages get old."""
        self.skew += seconds

    def message(self, chat_id: int, number: int) -> Json | None:
        """A message that somebody sent in their own chat with the bot."""
        sent = (one["message"] for one in self.history.get(chat_id, ()) if "message" in one)
        return next((one for one in sent if one["message_id"] == number), None)

    def has_message(self, chat_id: int, number: int) -> bool:
        """Is there such a message in this chat, of the bot or of the person?"""
        of_bot = any(seen.message_id == number for seen in self.screens.get(chat_id, ()))
        return of_bot or self.message(chat_id, number) is not None

    def in_group(self, chat_id: int, text: str) -> None:
        """Somebody says something in a group that the bot is in."""
        person = {"id": 9001, "is_bot": False, "first_name": "Groepslid"}
        chat = {"id": chat_id, "type": "group", "title": "Klas 2B"}
        message = {"message_id": next(self.message_ids), "date": int(self.now())}
        self.adds({"message": message | {"chat": chat, "from": person, "text": text}})

    async def until(self, holds: Callable[[], object], within: float = 5.0) -> None:
        """Waits until something is so. Raises AssertionError after `within` seconds."""
        end = time.monotonic() + within
        while not holds():
            assert time.monotonic() < end, f"did not happen within {within:g} s"
            await asyncio.sleep(0.01)

    # faults -----------------------------------------------------------------------------------

    def floods(
        self, times: int, retry_after: int, chat: int | None = None, method: str = "sendMessage"
    ) -> None:
        """The next calls get 429."""
        text = f"Too Many Requests: retry after {retry_after}"
        self.faults.append(Fault(method, times, chat, ApiError(429, text, retry_after)))

    def breaks(self, times: int, method: str = "sendMessage", code: int = 500) -> None:
        """The next calls get a server error."""
        self.faults.append(Fault(method, times, error=ApiError(code, "Internal Server Error")))

    def refuses(self, description: str, times: int = 1, code: int = 400) -> None:
        """The next messages are refused for this reason."""
        self.faults.append(Fault("sendMessage", times, error=ApiError(code, description)))

    def hangs_up(self, times: int, method: str = "sendMessage") -> None:
        """The next calls are carried out, but the connection breaks before the answer."""
        self.faults.append(Fault(method, times, after=True))

    def fault(self, method: str, params: Json, *, after: bool) -> Fault | None:
        """The fault that hits this call, if any."""
        with self.lock:
            for fault in self.faults:
                if fault.after == after and fault.hits(method, params):
                    return fault
        return None

    # the queue --------------------------------------------------------------------------------

    def adds(self, content: Json) -> Json:
        """Puts an update in the queue, when the bot asked for its kind."""
        with self.lock:
            update = {"update_id": self.next_update_id} | content
            self.next_update_id += 1
            kind = next(iter(content))
            if self.allowed is None or kind in self.allowed:
                self.queue(update)
        return update

    def queue(self, update: Json, *, again: bool = False) -> None:
        """Puts an update at the end of the queue, as a new delivery."""
        with self.lock:
            self.pending.append(Pending(update, self.now(), again))
        self.wake()

    def confirm(self, offset: int) -> None:
        """Forgets what is below `offset`; a negative one keeps only the last ones."""
        with self.lock:
            if offset < 0:
                self.pending = self.pending[offset:]
            else:
                self.pending = [one for one in self.pending if not one.is_below(offset)]

    def batch(self, limit: int, offset: int) -> list[Json]:
        """The oldest updates from `offset` on that are still alive."""
        with self.lock:
            old = [one for one in self.pending if self.now() - one.born > one.life]
            self.expired += [one.update for one in old]
            self.pending = [one for one in self.pending if one not in old]
            chosen = [one for one in self.pending if not one.is_below(offset)][:limit]
            for one in chosen:
                one.handed = True
            return [one.update for one in chosen]

    def wake(self) -> None:
        """Long polls look again."""
        with self.lock:
            sleepers, self._sleepers = self._sleepers, []
        for loop, event in sleepers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def bell(self) -> asyncio.Event:
        """Rings at the next change. Ask before looking, or a change in between goes unheard."""
        event = asyncio.Event()
        with self.lock:
            self._sleepers.append((asyncio.get_running_loop(), event))
        return event
