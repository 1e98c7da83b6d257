"""Sends replies through Telegram and says in our own words why it did not work."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import telegram
from telegram import (
    ChatMember,
    ChatMemberRestricted,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    MessageId,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.connecting import seconds_to_wait
from bot.channels.telegram.limiting import Limits
from bot.domain.messages import Button, Document, Reply
from bot.errors import (
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryImpossible,
    DeliveryMoved,
    DeliveryRefused,
    MaatjeError,
)

LONGEST_TEXT = 4096  # UTF-16 units: the smallest way in which Telegram can be counting
LONGEST_CAPTION = 1024  # the same, under a file
_NARROW = 14  # characters of a label that fits twice on one row
_NOT_MODIFIED = "message is not modified"
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
        # address: which reply (hash), and the messages that it is already
        self._halfway: dict[str, tuple[int, tuple[str, ...]]] = {}

    async def send(self, address: str, reply: Reply) -> Sequence[str]:
        """Returns the numbers of the messages that it became, as far as Telegram told them.

        Raises `DeliveryRefused`, `DeliveryMoved`, `DeliveryDelayed`, `DeliveryFailed` or
        `DeliveryImpossible`, and nothing else.
        """
        self._limits.check(address)
        if reply.spot.signed:
            lines = await self._signed(address, reply.spot.signed)
            if not lines:
                return ()
            reply = replace(reply, text="\n".join([reply.text, *lines]))
        if reply.spot.removes:
            await self._remove(address, reply)
            return ()
        if reply.spot.clears:
            await self._clear(address, reply.spot.clears)
        if reply.spot.original is not None and await self._copy(address, *reply.spot.original):
            return ()
        if reply.spot.changes and await self._change(address, reply):
            return reply.spot.changes
        return await self._new(address, reply)

    async def _signed(self, chat: str, lines: Sequence[tuple[str, str]]) -> list[str]:
        """The lines with the Telegram name of who wrote them, as everybody in this chat sees it. Asked now
        and kept nowhere. Who is not in the chat has no line there."""
        signed: list[str] = []
        for address, line in lines:
            name = await self._name_in(chat, address)
            if name:
                signed.append(f"{name}: {line}")
        return signed

    async def _name_in(self, chat: str, address: str) -> str:
        """How somebody is called in this chat; empty when they are not in it, or when Telegram does not say.
        Raises as `send` does when Telegram cannot be asked now."""
        try:
            member = await self._bot.get_chat_member(chat, int(address))
        except BadRequest as problem:
            if _is_gone(problem) and "chat" in problem.message.lower():
                raise _in_our_words(problem) from None
            return ""
        except TelegramError as problem:
            self._raise_if(chat, problem)
            return ""
        out = member.status in (ChatMember.LEFT, ChatMember.BANNED)
        out = out or (isinstance(member, ChatMemberRestricted) and not member.is_member)
        return "" if out else " ".join(member.user.full_name.split())

    async def _new(self, address: str, reply: Reply) -> tuple[str, ...]:
        file, parts = reply.document, _parts(reply)
        begun, sent = self._halfway.get(address, (0, ()))
        sent = sent if begun == hash(reply) else ()
        for number, text in enumerate(parts[len(sent) :], len(sent)):
            last = number == len(parts) - 1
            buttons = keyboard(reply.buttons) if last else None
            if file is not None and number == 0:
                sent += await self._hand(address, file, text, buttons)
            else:
                sent += await self._say(address, text, buttons, "" if number else reply.spot.under)
            self._halfway[address] = (hash(reply), sent)
        self._halfway.pop(address, None)
        return tuple(number for number in sent if number)

    async def _change(self, chat: str, reply: Reply) -> bool:
        """Puts the text in the place of the old one. False when that cannot be: the message is gone,
        or the text needs more or fewer messages than before."""
        parts = split(reply.text)
        if len(parts) != len(reply.spot.changes):
            return False
        for number, text in zip(reply.spot.changes, parts, strict=True):
            buttons = keyboard(reply.buttons) if text is parts[-1] else None
            problem = await self._attempt(chat, self._edit(chat, number, text, buttons))
            if isinstance(problem, BadRequest) and not _is_gone(problem):
                if (
                    _NOT_MODIFIED in problem.message.lower()
                ):  # it is there: sent twice after a crash
                    continue
                return False
            self._raise_if(chat, problem)
        return True

    async def _remove(self, chat: str, reply: Reply) -> None:
        """Deletes messages. What Telegram does not delete (any more: after 48 hours) gets the text of
        the reply in its place; what is gone already is well."""
        for number in reply.spot.removes:
            problem = await self._attempt(chat, self._delete(chat, number))
            if isinstance(problem, BadRequest) and not _is_gone(problem):
                problem = await self._attempt(chat, self._edit(chat, number, reply.text, None))
                if isinstance(problem, BadRequest) and _is_done(problem):
                    continue
            self._raise_if(chat, problem)

    async def _clear(self, chat: str, messages: Sequence[str]) -> None:
        """Deletes messages in one call (100 at most); Telegram passes over what is gone already, so once
        more does no harm. One that it refuses must not keep the others: then each goes by itself."""
        numbers = [int(number) for number in messages]

        async def clear() -> bool:
            return await self._bot.delete_messages(chat, numbers)

        problem = await self._attempt(chat, clear)
        if not isinstance(problem, BadRequest) or _is_gone(problem):
            self._raise_if(chat, problem)
            return
        for number in messages:
            problem = await self._attempt(chat, self._delete(chat, number))
            if not isinstance(problem, BadRequest) or _is_gone(problem):
                self._raise_if(chat, problem)

    def _delete(self, chat: str, number: str) -> Callable[[], Awaitable[bool]]:
        return lambda: self._bot.delete_message(chat, int(number))

    async def _copy(self, chat: str, origin: str, message: str) -> bool:
        """Copies a message without saying where it comes from, and without its words: those pass
        through Maatje. False when it is not there any more."""

        async def copy() -> MessageId:
            return await self._bot.copy_message(chat, origin, int(message), caption="")

        problem = await self._attempt(chat, copy)
        if isinstance(problem, BadRequest) and not _is_gone(problem):
            return False
        self._raise_if(chat, problem)
        return True

    async def _say(
        self, chat: str, text: str, buttons: InlineKeyboardMarkup | None, under: str
    ) -> tuple[str]:
        """One message; returns its number, empty when Telegram's answer cannot be read. Raises as
        `send` does, without Telegram's words: they may hold ours."""
        told: list[str] = []
        problem = await self._attempt(chat, self._message(chat, text, buttons, under), told)
        if buttons and isinstance(problem, BadRequest) and not _is_gone(problem):
            # The words matter more than the buttons, and every button can be typed.
            _log.error("Telegram weigerde een bericht met knoppen; het gaat nu zonder knoppen")
            problem = await self._attempt(chat, self._message(chat, text, None, under), told)
        self._raise_if(chat, problem)
        return (told[0] if told else "",)

    async def _hand(
        self, chat: str, file: Document, caption: str, buttons: InlineKeyboardMarkup | None
    ) -> tuple[str]:
        """A file with its words under it; a picture can be looked at in the chat. As `_say`."""

        async def send() -> Message:
            content = InputFile(file.content, filename=file.name)
            if file.is_picture:
                return await self._bot.send_photo(
                    chat, content, caption=caption or None, reply_markup=buttons
                )
            return await self._bot.send_document(
                chat, content, caption=caption or None, reply_markup=buttons
            )

        told: list[str] = []
        self._raise_if(chat, await self._attempt(chat, send, told))
        return (told[0] if told else "",)

    def _raise_if(self, chat: str, problem: TelegramError | None) -> None:
        if problem is None:
            return
        if isinstance(problem, RetryAfter):
            self._limits.close_for(chat, seconds_to_wait(problem))
        if _is_gone(problem):
            self._halfway.pop(chat, None)
        raise _in_our_words(problem)

    def _message(
        self, chat: str, text: str, buttons: InlineKeyboardMarkup | None, under: str
    ) -> Callable[[], Awaitable[Message]]:
        answer = ReplyParameters(int(under), allow_sending_without_reply=True) if under else None
        return lambda: self._bot.send_message(
            chat,
            text,
            reply_markup=buttons,
            protect_content=False,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_parameters=answer,
        )

    def _edit(
        self, chat: str, number: str, text: str, buttons: InlineKeyboardMarkup | None
    ) -> Callable[[], Awaitable[Message | bool]]:
        return lambda: self._bot.edit_message_text(
            text,
            chat,
            int(number),
            reply_markup=buttons,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _attempt(
        self,
        chat: str,
        call: Callable[[], Awaitable[object]],
        told: list[str] | None = None,
    ) -> TelegramError | None:
        """Asks Telegram, and returns what went wrong; `told` gets the number of the message."""
        await self._limits.depart(chat)
        try:
            answer = await call()
        except TelegramError as error:
            return error
        except Exception as error:
            # The library turns all that happens before an answer into a TelegramError. So this is
            # an answer that says 'sent' in a shape it cannot read: once more would be twice.
            _log.error("Telegram: antwoord niet leesbaar (%s)", type(error).__name__)
            return None
        if told is not None and isinstance(answer, Message):
            told.append(str(answer.message_id))
        return None


def _is_done(problem: BadRequest) -> bool:
    """True when there is nothing left to take away: it says so already, or it is not there."""
    words = problem.message.lower()
    return _NOT_MODIFIED in words or "message to edit not found" in words


def _is_gone(problem: TelegramError) -> bool:
    """True when this person cannot be reached any more."""
    if isinstance(problem, BadRequest):
        return any(words in problem.message.lower() for words in _GONE)
    if isinstance(problem, Forbidden):  # a proxy in between can say 403 too, in other words
        return problem.message.lower().startswith("forbidden:")
    return False


def _in_our_words(problem: TelegramError) -> MaatjeError:
    if isinstance(problem, RetryAfter):
        return DeliveryDelayed(seconds_to_wait(problem))
    if isinstance(problem, ChatMigrated):
        return DeliveryMoved(str(problem.new_chat_id))
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


def _parts(reply: Reply) -> list[str]:
    """The words of each message that a reply becomes; of a file those that stand under it come first,
    empty when they are too long for that and follow by themselves."""
    if reply.document is None:
        return split(reply.text)
    fits = _length(reply.text) <= LONGEST_CAPTION
    return [reply.text] if fits else ["", *split(reply.text)]


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
