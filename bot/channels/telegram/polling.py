"""Long polling that acknowledges an update only after it has been stored.

The next `getUpdates` is the acknowledgement, so the offset moves when `receive` has returned. What
goes wrong here never ends the loop; only a token that Telegram does not know does.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from telegram import BotCommand
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.connecting import QuietBot, seconds_to_wait
from bot.channels.telegram.translating import raw_update
from bot.errors import OperatorError
from bot.services.ports import RawUpdate

Receive = Callable[[Sequence[RawUpdate]], Awaitable[object]]

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
COMMANDS = (
    BotCommand("menu", "Laat zien wat Maatje kan"),
    BotCommand("stop", "Stop met dit gesprek"),
    BotCommand("iemandanders", "Vraag iemand anders"),
    BotCommand("meld", "Er ging iets niet goed in een gesprek"),
    BotCommand("wachtrij", "Je plek in de rij, als je wacht"),
    BotCommand("muur", "Lees en schrijf op de muur, zonder je naam"),
    BotCommand("mijnmuur", "Wat jij op de muur schreef, en intrekken"),
    BotCommand("wieleestdit", "Wie leest dit? En wat wordt bewaard?"),
    BotCommand("vergeetmij", "Wis alles wat Maatje van je bewaart"),
)
UNKNOWN_TOKEN = (
    "Telegram kent dit token niet. Kijk bij @BotFather of het nog geldt en zet het juiste in "
    "MAATJE_TELEGRAM_TOKEN (en kijk naar MAATJE_TELEGRAM_API als je die gebruikt)."
)

_BATCH = 100  # updates in one answer; the most that Telegram gives
_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds, after one failure, two in a row, …
_LONGEST_WAIT = 300.0  # seconds that we obey a 'retry after'
_BREATH = 0.2  # seconds between empty answers of a server that does not wait

_log = logging.getLogger(__name__)


class Poller:
    """Fetches updates and gives them to `receive`, which returns when they are stored.

    `last_ok` is when Telegram last answered and everything was stored: for `maatje status`.
    """

    def __init__(
        self,
        bot: QuietBot,
        receive: Receive,
        *,
        timeout: int = 25,
        pauses: Sequence[float] = _PAUSES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`timeout`: seconds that Telegram may keep a question open; `pauses`: see `_PAUSES`."""
        self.last_ok: datetime | None = None
        self._bot, self._receive, self._now = bot, receive, now
        self._timeout, self._pauses = timeout, pauses
        self._offset: int | None = None
        self._failures = 0
        self._webhook_gone = self._menu_shown = False
        self._answers: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Polls until cancelled. Raises OperatorError when Telegram does not know the token."""
        try:
            while True:
                await self._try_once()
        finally:
            for answer in self._answers:
                answer.cancel()
            await asyncio.gather(*self._answers, return_exceptions=True)

    async def _try_once(self) -> None:
        try:
            await self._once()
        except InvalidToken as error:
            if self.last_ok is None or "unauthorized" in str(error).lower():
                raise OperatorError(UNKNOWN_TOKEN) from None
            await self._pause(error)  # a 404 of a server that worked before: it restarts
        except Exception as error:  # one bad answer or a full disk must not end the door
            await self._pause(error)

    async def _once(self) -> None:
        await self._prepare()
        asked = asyncio.get_running_loop().time()
        batch = await self._bot.updates(self._offset, _BATCH, self._timeout, KINDS)
        if batch:
            await self._store(batch)
        # An empty answer: all is acknowledged. Without an offset we also see updates that come
        # with lower ids, as Telegram starts at a random one after a quiet week.
        ids = [update["update_id"] for update in batch if isinstance(update.get("update_id"), int)]
        self._offset = max(ids) + 1 if ids else None
        self._went_well()
        if not ids and asyncio.get_running_loop().time() - asked < _BREATH:
            await asyncio.sleep(_BREATH)

    async def _prepare(self) -> None:
        """Before the first question: the token is right, no webhook is in our way."""
        if not self._webhook_gone:
            await self._bot.initialize()
            await self._bot.delete_webhook(drop_pending_updates=False)
            self._webhook_gone = True
        if not self._menu_shown:
            self._menu_shown = True
            self._in_background(partial(self._bot.set_my_commands, COMMANDS))

    async def _store(self, batch: Sequence[dict[str, Any]]) -> None:
        rows = [row for update in batch if (row := _readable(update))]
        if rows:
            await self._receive(rows)
        for update in batch:
            press = update.get("callback_query")
            if isinstance(press, dict) and "id" in press:
                self._in_background(partial(self._bot.answer_callback_query, str(press["id"])))

    def _in_background(self, call: Callable[[], Awaitable[object]]) -> None:
        """For what may fail: nobody waits for it and nothing depends on it."""
        task = asyncio.create_task(_best_effort(call))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    def _went_well(self) -> None:
        if self._failures:
            _log.info("Telegram: ophalen lukt weer")
        self._failures = 0
        self.last_ok = self._now()

    async def _pause(self, error: Exception) -> None:
        """Waits longer after every failure; the log gets the kind of error, never its text."""
        self._failures += 1
        seconds = self._pauses[min(self._failures, len(self._pauses)) - 1]
        if isinstance(error, RetryAfter):
            seconds = min(seconds_to_wait(error), _LONGEST_WAIT)
        _log.warning(
            "Telegram: %s (%s); nieuwe poging over %g s",
            _reason(error),
            type(error).__name__,
            seconds,
        )
        if isinstance(error, Conflict):
            self._webhook_gone = False  # a webhook also answers 409
        await asyncio.sleep(seconds)


def _readable(update: dict[str, Any]) -> RawUpdate | None:
    """None for what is not for us or cannot be read: skipped, so that the rest goes on."""
    try:
        return raw_update(update)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        _log.error("Telegram: onleesbaar bericht overgeslagen (%s)", type(error).__name__)
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, Conflict):
        return "een ander programma haalt met hetzelfde token berichten op"
    if isinstance(error, RetryAfter):
        return "Telegram vraagt om even te wachten"
    if isinstance(error, TelegramError):
        return "ophalen lukt niet"
    return "opslaan lukt niet; de berichten blijven bij Telegram staan"


async def _best_effort(call: Callable[[], Awaitable[object]]) -> None:
    try:
        await call()
    except Exception as error:
        _log.info("Telegram: bijzaak niet gelukt (%s)", type(error).__name__)
