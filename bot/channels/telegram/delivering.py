"""Sends replies through Telegram and says in our own words why it did not work."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.connecting import seconds_to_wait
from bot.channels.telegram.limiting import Limits
from bot.domain.messages import Button, Reply
from bot.errors import (
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryImpossible,
    DeliveryRefused,
    MaatjeError,
)

LONGEST_TEXT = 4096  # UTF-16 units: the smallest way in which Telegram can be counting
_NARROW = 14  # characters of a label that fits twice on one row
_GONE = ("chat not found", "user not found", "peer_id_invalid", "chat_id_invalid")

_log = logging.getLogger(__name__)


class TelegramSender:
    """A `Sender`. Safe to call at the same time for different people, one at a time for one.

    A reply that needs more messages than one goes on where it stopped when it is tried again.
    """

    def __init__(
        self,
        bot: telegram.Bot,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`now` counts seconds for the limits; `sleep` waits for the overall one."""
        self._bot = bot
        self._limits = Limits(now, sleep)
        self._halfway: dict[str, tuple[int, int]] = {}  # address: which reply (hash), parts sent

    async def send(self, address: str, reply: Reply) -> None:
        """Raises `DeliveryRefused`, `DeliveryDelayed` or `DeliveryFailed`, and nothing else."""
        parts = split(reply.text)
        begun, sent = self._halfway.get(address, (0, 0))
        sent = sent if begun == hash(reply) else 0
        self._limits.check(address)
        for text in parts[sent:-1]:
            await self._say(address, text, None)
            sent += 1
            self._halfway[address] = (hash(reply), sent)
        await self._say(address, parts[-1], keyboard(reply.buttons))
        self._halfway.pop(address, None)

    async def _say(self, chat: str, text: str, buttons: InlineKeyboardMarkup | None) -> None:
        """One message. Raises as `send` does, without Telegram's words: they may hold ours."""
        problem = await self._attempt(chat, text, buttons)
        if buttons and isinstance(problem, BadRequest) and not _is_gone(problem):
            # The words matter more than the buttons, and every button can be typed.
            _log.error("Telegram weigerde een bericht met knoppen; het gaat nu zonder knoppen")
            problem = await self._attempt(chat, text, None)
        if problem is None:
            return
        if isinstance(problem, RetryAfter):
            self._limits.close_for(chat, seconds_to_wait(problem))
        if _is_gone(problem):
            self._halfway.pop(chat, None)
        raise _in_our_words(problem)

    async def _attempt(
        self, chat: str, text: str, buttons: InlineKeyboardMarkup | None
    ) -> TelegramError | None:
        """Sends, and returns what went wrong."""
        await self._limits.depart(chat)
        try:
            await self._bot.send_message(
                chat,
                text,
                reply_markup=buttons,
                protect_content=False,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TelegramError as error:
            return error
        except Exception as error:
            # The library turns all that happens before an answer into a TelegramError. So this is
            # an answer that says 'sent' in a shape it cannot read: once more would be twice.
            _log.error("Telegram: antwoord niet leesbaar (%s)", type(error).__name__)
        return None


def _is_gone(problem: TelegramError) -> bool:
    """True when this person cannot be reached any more."""
    if isinstance(problem, BadRequest):
        return any(words in problem.message.lower() for words in _GONE)
    if isinstance(problem, Forbidden):  # a proxy in between can say 403 too, in other words
        return problem.message.lower().startswith("forbidden:")
    return isinstance(problem, ChatMigrated)


def _in_our_words(problem: TelegramError) -> MaatjeError:
    if isinstance(problem, RetryAfter):
        return DeliveryDelayed(seconds_to_wait(problem))
    if _is_gone(problem):
        return DeliveryRefused(type(problem).__name__)
    if isinstance(problem, BadRequest):  # it will be as bad the next time
        return DeliveryImpossible(type(problem).__name__)
    return DeliveryFailed(type(problem).__name__)


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """One button on a row, or two when both labels are short."""
    rows: list[list[Button]] = []
    for button in buttons:
        last = rows[-1] if rows else []
        if len(last) == 1 and all(len(one.label) <= _NARROW for one in (last[0], button)):
            last.append(button)
        else:
            rows.append([button])
    drawn = [
        [InlineKeyboardButton(one.label, callback_data=one.key) for one in row] for row in rows
    ]
    return InlineKeyboardMarkup(drawn) if drawn else None


def split(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """Pieces of at most `limit`, cut between paragraphs, else lines, else words."""
    parts = []
    while _length(text) > limit:
        piece = _longest_start(text, limit)
        cut = _place_to_cut(piece)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in (*parts, text) if part.strip()] or [text]


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _longest_start(text: str, limit: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")


def _place_to_cut(piece: str) -> int:
    """Not before the middle: a short first line would make many messages."""
    places = (piece.rfind(mark, len(piece) // 2) for mark in ("\n\n", "\n", " "))
    return next((place for place in places if place > 0), len(piece))
