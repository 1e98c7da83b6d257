"""The connection with Telegram, and loggers that keep quiet about it.

python-telegram-bot puts the token into its `repr`, into an exception and (through httpx) into
request logs, and message texts into its debug and parse logs. `QuietBot` and `quiet_loggers`
take both away.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import telegram
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.errors import OperatorError

_PUBLIC_API = "https://api.telegram.org"
_TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")
_TOKEN_IN_TEXT = re.compile(r"\d+:[A-Za-z0-9_-]{8,}")
_LIBRARIES = ("telegram", "httpx", "httpcore")
_BELOW_LIBRARIES = tuple(f"{name}." for name in _LIBRARIES)


class QuietRequest(HTTPXRequest):
    """HTTP without the log line that prints a broken answer, messages and all."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. Raises TelegramError without its text."""
        answer = None
        with suppress(ValueError):  # raised below: so the broken text does not travel as context
            answer = json.loads(payload.decode("utf-8", "replace"))
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


class QuietBot(telegram.Bot):
    """`telegram.Bot` that never shows its token, and can hand out updates unparsed."""

    def __repr__(self) -> str:
        return "QuietBot[token hidden]"

    async def initialize(self) -> None:
        """Opens the connections and asks Telegram who we are. Raises TelegramError."""
        try:
            return await super().initialize()
        except InvalidToken:
            pass
        raise InvalidToken  # not from there: that text and its context hold the token

    async def updates(
        self, offset: int | None, limit: int, timeout: int, kinds: Sequence[str]
    ) -> Sequence[dict[str, Any]]:
        """getUpdates as Telegram sent it, at most `timeout` seconds later. Raises TelegramError.

        `Bot.get_updates` makes objects: one update that it cannot read costs the whole batch, and
        it logs that batch.
        """
        question = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": kinds}
        answer = await self._post("getUpdates", question, read_timeout=timeout + 10)
        if not isinstance(answer, list):
            raise TelegramError("Invalid server response")
        return [update for update in answer if isinstance(update, dict)]


def make_bot(token: str, api: str | None = None) -> QuietBot:
    """A bot for `token` at Telegram, or at the Bot API server whose base URL is `api`.

    No network is used yet. Raises OperatorError when the token cannot be one.
    """
    token = token.strip()
    if not _TOKEN_SHAPE.fullmatch(token):
        raise OperatorError(
            "Dit lijkt geen token van Telegram. Een token ziet eruit als 123456:ABC-def… en komt "
            "van @BotFather; zet het in MAATJE_TELEGRAM_TOKEN."
        )
    base = (api or _PUBLIC_API).rstrip("/")
    return QuietBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=_request(64, own_server=bool(api)),
        get_updates_request=_request(2, own_server=bool(api)),
    )


def _request(connections: int, *, own_server: bool) -> QuietRequest:
    """An HTTP client; a server of our own is reached directly, not through a proxy."""
    return QuietRequest(
        connection_pool_size=connections,
        connect_timeout=5,
        read_timeout=10,
        write_timeout=10,
        pool_timeout=10,
        httpx_kwargs={"trust_env": not own_server},
    )


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram wants us to be silent; python-telegram-bot is changing the type."""
    wait: int | timedelta = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def quiet_loggers() -> None:
    """Lets the libraries speak from WARNING up only, and without the values in their lines.

    A handler at the top of each library, not a filter: filters do not see the records of child
    loggers, and children can be made later. It stands nearer than the root's handlers, so they
    get the record as it leaves it.
    """
    for name in _LIBRARIES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        if not any(isinstance(handler, _Censor) for handler in logger.handlers):
            logger.addHandler(_Censor())
    for name, child in list(logging.root.manager.loggerDict.items()):
        if name.startswith(_BELOW_LIBRARIES) and isinstance(child, logging.Logger):
            child.setLevel(logging.NOTSET)


class _Censor(logging.Handler):
    """Writes nothing; leaves of a record its template, and of an exception its class."""

    def emit(self, record: logging.LogRecord) -> None:
        words = str(record.msg)
        if record.exc_info and record.exc_info[0]:
            words += f" ({record.exc_info[0].__name__})"
        record.msg = _TOKEN_IN_TEXT.sub("<token>", words)
        record.args = ()
        record.exc_info = record.exc_text = record.stack_info = None
