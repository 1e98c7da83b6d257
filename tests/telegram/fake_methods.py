"""The Bot API methods of the fake, as strict as Telegram and stricter where a bot can be sloppy."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram.fake_telegram import PRESS_LIFE, ApiError, FakeTelegram, Json
from tests.telegram.fake_user import Seen

BOT = {
    "id": 1001,
    "is_bot": True,
    "first_name": "Maatje",
    "username": "maatje_test_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
CONFLICT = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)


async def get_me(world: FakeTelegram, params: Json) -> Json:
    return BOT


async def get_updates(world: FakeTelegram, params: Json) -> list[Json]:
    """Long poll. A new one ends the old one with 409, as Telegram does."""
    if world.webhook:
        raise ApiError(409, WEBHOOK_ACTIVE)
    if "allowed_updates" in params:
        world.allowed = _parsed(params["allowed_updates"], list) or None
    limit = int(params.get("limit", 100))
    _need(1 <= limit <= 100, "Bad Request: limit must be 1-100")
    world.newest_poll += 1
    mine = world.newest_poll
    world.wake()
    offset = int(params.get("offset", 0))
    world.confirm(offset)
    end = time.monotonic() + min(int(params.get("timeout", 0)), 50)
    while True:
        bell = world.bell()
        if world.newest_poll != mine:
            raise ApiError(409, CONFLICT)
        batch = world.batch(limit, offset)
        left = end - time.monotonic()
        if batch or left <= 0 or world.closing:
            return batch
        try:
            await asyncio.wait_for(bell.wait(), left)
        except TimeoutError:
            continue


async def send_message(world: FakeTelegram, params: Json) -> Json:
    chat, text = int(params.get("chat_id", 0)), str(params.get("text", ""))
    _need(chat in world.screens, "Bad Request: chat not found")
    if chat in world.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    _need(bool(text.strip()), "Bad Request: message text is empty")
    _need(len(text.encode("utf-16-le")) <= 2 * 4096, "Bad Request: message is too long")
    rows = _keyboard(params.get("reply_markup"))
    with world.lock:
        _keep_to_limits(world, chat)
        labels = tuple(tuple(button["text"] for button in row) for row in rows)
        keys = tuple(button["callback_data"] for row in rows for button in row)
        seen = Seen(text, labels, keys, next(world.message_ids))
        world.screens[chat].append(seen)
        world.sent_at.append((time.monotonic(), chat))
    return {
        "message_id": seen.message_id,
        "date": int(world.now()),
        "text": text,
        "from": BOT,
        "chat": {"id": chat, "type": "private", "first_name": "Kanarie"},
    } | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})


def _keyboard(markup: Any) -> list[list[Json]]:
    if markup is None:
        return []
    found = _parsed(markup, dict)
    _need(set(found) == {"inline_keyboard"}, "Bad Request: only inline keyboards are used")
    rows: list[list[Json]] = found["inline_keyboard"]
    _need(bool(rows) and all(rows), "Bad Request: inline keyboard expected")
    for button in (button for row in rows for button in row):
        _need(set(button) == {"text", "callback_data"}, "Bad Request: BUTTON_TYPE_INVALID")
        _need(bool(button["text"].strip()), "Bad Request: inline button text must be non-empty")
        size = len(button["callback_data"].encode())
        _need(1 <= size <= 64, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def _keep_to_limits(world: FakeTelegram, chat: int) -> None:
    """30 in any second; in one chat 3 at once and then one a second."""
    if not world.enforces_limits:
        return
    now = time.monotonic()
    overall = [at for at, _ in world.sent_at if at > now - 1]
    room = 3.0
    last = None
    for at in (at for at, to in world.sent_at if to == chat):
        room = min(3.0, room + (at - last if last else 0)) - 1
        last = at
    room = min(3.0, room + (now - last if last else 0))
    if len(overall) >= 30 or room < 0.98:
        world.floods_seen += 1
        raise ApiError(429, "Too Many Requests: retry after 1", 1)


async def answer_callback_query(world: FakeTelegram, params: Json) -> bool:
    query = str(params.get("callback_query_id", ""))
    asked = world.presses.get(query)
    too_late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    _need(asked is not None and world.now() - asked <= PRESS_LIFE, too_late)
    world.answered.append(query)
    return True


async def delete_webhook(world: FakeTelegram, params: Json) -> bool:
    world.webhook = ""
    if str(params.get("drop_pending_updates", "")).lower() == "true":
        world.failures.append("deleteWebhook dropped the messages that were waiting")
        world.pending.clear()
    return True


async def set_my_commands(world: FakeTelegram, params: Json) -> bool:
    commands = _parsed(params.get("commands"), list)
    for one in commands:
        _need(re.fullmatch("[a-z0-9_]{1,32}", one["command"]), "Bad Request: BOT_COMMAND_INVALID")
        said = one["description"]
        _need(1 <= len(said) <= 256, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands = {one["command"]: one["description"] for one in commands}
    return True


async def set_my_description(world: FakeTelegram, params: Json) -> bool:
    _need(len(str(params.get("description", ""))) <= 512, "Bad Request: description is too long")
    return True


def _parsed(value: Any, kind: type) -> Any:
    """Complex parameters come as JSON in a form field."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    _need(isinstance(found, kind), "Bad Request: can't parse parameter as JSON")
    return found


def _need(holds: object, otherwise: str) -> None:
    if not holds:
        raise ApiError(400, otherwise)


Method = Callable[[FakeTelegram, Json], Awaitable[Any]]

# What the fake knows, with the parameters that a call may have. Anything else fails the test.
METHODS: dict[str, tuple[Method, frozenset[str]]] = {
    "getMe": (get_me, frozenset()),
    "getUpdates": (get_updates, frozenset({"offset", "limit", "timeout", "allowed_updates"})),
    "sendMessage": (
        send_message,
        frozenset(
            {
                "chat_id",
                "text",
                "reply_markup",
                "link_preview_options",
                "protect_content",
            }
        ),
    ),
    "answerCallbackQuery": (answer_callback_query, frozenset({"callback_query_id"})),
    "deleteWebhook": (delete_webhook, frozenset({"drop_pending_updates"})),
    "setMyCommands": (set_my_commands, frozenset({"commands"})),
    "setMyDescription": (set_my_description, frozenset({"description"})),
}
