"""The Bot API methods of the fake, as strict as Telegram and stricter where a bot can be sloppy."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram.fake_group import IN
from tests.telegram.fake_telegram import PRESS_LIFE, ApiError, FakeTelegram, Json
from tests.telegram.fake_user import Seen

BOT = {
    "id": 1001,
    "is_bot": True,
    "first_name": "Maatje",
    "username": "maatje_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
CONFLICT = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
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
    _may_write(world, chat)
    _need(bool(text.strip()), "Bad Request: message text is empty")
    _need(len(text.encode("utf-16-le")) <= 2 * 4096, "Bad Request: message is too long")
    rows = _keyboard(params.get("reply_markup"))
    with world.lock:
        answers = _answered(world, chat, params.get("reply_parameters"))
        _keep_to_limits(world, chat)
        seen = Seen(text, *_drawn(rows), next(world.message_ids), answers)
        world.screens[chat].append(seen)
        world.sent_at.append((time.monotonic(), chat))
    return _message(world, chat, seen, rows)


def _may_write(world: FakeTelegram, chat: int) -> None:
    """Is there such a chat, and may the bot write there?"""
    group = world.groups.get(chat)
    if group is not None and group.moved_to:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, text, moved_to=group.moved_to)
    if group is not None and group.bot not in IN:
        raise ApiError(403, f"Forbidden: bot was kicked from the {group.kind} chat")
    _need(chat in world.screens, "Bad Request: chat not found")
    if chat in world.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")


async def get_chat_member(world: FakeTelegram, params: Json) -> Json:
    """Of somebody who was never in the group Telegram says nothing."""
    chat, person = int(params.get("chat_id", 0)), int(params.get("user_id", 0))
    _may_write(world, chat)
    group = world.groups.get(chat)
    _need(group is not None, "Bad Request: method is available for groups only")
    assert group is not None
    _need(person in group.members, "Bad Request: user not found")
    status, name = group.members[person]
    first, _, last = name.partition(" ")
    user: Json = {"id": person, "is_bot": False, "first_name": first}
    member: Json = {"status": status, "user": user | ({"last_name": last} if last else {})}
    if status == "creator":
        member["is_anonymous"] = False
    if status == "kicked":
        member["until_date"] = 0
    return member


def _drawn(rows: list[list[Json]]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    labels = tuple(tuple(button["text"] for button in row) for row in rows)
    return labels, tuple(button["callback_data"] for row in rows for button in row)


def _answered(world: FakeTelegram, chat: int, given: Any) -> int:
    """The message that is replied to; 0 when it is gone and the reply may go without."""
    if given is None:
        return 0
    wish = _parsed(given, dict)
    _need(set(wish) <= {"message_id", "allow_sending_without_reply"}, "Bad Request: reply")
    if world.has_message(chat, wish["message_id"]):
        return int(wish["message_id"])
    _need(wish.get("allow_sending_without_reply"), "Bad Request: message to be replied not found")
    return 0


def _message(world: FakeTelegram, chat: int, seen: Seen, rows: list[list[Json]]) -> Json:
    return {
        "message_id": seen.message_id,
        "date": int(world.now()),
        "text": seen.text,
        "from": BOT,
        "chat": _chat_of(world, chat),
    } | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})


def _chat_of(world: FakeTelegram, chat: int) -> Json:
    group = world.groups.get(chat)
    if group is None:
        return {"id": chat, "type": "private", "first_name": "Kanarie"}
    return {"id": chat, "type": group.kind, "title": group.title}


async def edit_message_text(world: FakeTelegram, params: Json) -> Json:
    """Only the bot's own messages; in a private chat without a limit in time."""
    chat, text = int(params.get("chat_id", 0)), str(params.get("text", ""))
    _may_write(world, chat)
    _need(bool(text.strip()), "Bad Request: message text is empty")
    _need(len(text.encode("utf-16-le")) <= 2 * 4096, "Bad Request: message is too long")
    rows = _keyboard(params.get("reply_markup"))
    with world.lock:
        screen, number = world.screens[chat], int(params.get("message_id", 0))
        place = next((n for n, seen in enumerate(screen) if seen.message_id == number), None)
        own = world.has_message(chat, number)
        _need(place is not None or not own, "Bad Request: message can't be edited")
        _need(place is not None, "Bad Request: message to edit not found")
        assert place is not None
        old = screen[place]
        new = Seen(text, *_drawn(rows), number, old.answers, edited=True)
        same = (old.text, old.rows, old.keys) == (new.text, new.rows, new.keys)
        _need(not same, NOT_MODIFIED)
        _keep_to_limits(world, chat)
        screen[place] = new
        world.sent_at.append((time.monotonic(), chat))
    return _message(world, chat, new, rows) | {"edit_date": int(world.now())}


async def delete_message(world: FakeTelegram, params: Json) -> bool:
    """Only the bot's own messages, and only those of the last 48 hours."""
    chat, number = int(params.get("chat_id", 0)), int(params.get("message_id", 0))
    _need(chat in world.screens, "Bad Request: chat not found")
    with world.lock:
        screen = world.screens[chat]
        seen = next((one for one in screen if one.message_id == number), None)
        _need(seen is not None, "Bad Request: message to delete not found")
        assert seen is not None
        _need(number not in world.too_old, "Bad Request: message can't be deleted for everyone")
        screen.remove(seen)
    return True


async def delete_messages(world: FakeTelegram, params: Json) -> bool:
    """Up to 100 at once; what is not there is passed over, what may not be deleted refuses the call."""
    chat, numbers = int(params.get("chat_id", 0)), _parsed(params.get("message_ids"), list)
    _may_write(world, chat)
    _need(1 <= len(numbers) <= 100, "Bad Request: message identifiers are not specified")
    with world.lock:
        _need(not world.too_old & {*numbers}, "Bad Request: message can't be deleted for everyone")
        screen = world.screens[chat]
        screen[:] = [one for one in screen if one.message_id not in numbers]
    return True


async def copy_message(world: FakeTelegram, params: Json) -> Json:
    """A message of another chat without a link to it: no name of who sent it."""
    chat, origin = int(params.get("chat_id", 0)), int(params.get("from_chat_id", 0))
    _need(chat in world.screens and origin in world.screens, "Bad Request: chat not found")
    if chat in world.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    with world.lock:
        original = world.message(origin, int(params.get("message_id", 0)))
        _need(original is not None, "Bad Request: message to copy not found")
        assert original is not None
        _keep_to_limits(world, chat)
        kind = next((k for k in ("voice", "location", "photo", "text") if k in original), "other")
        caption = params.get("caption", original.get("caption", ""))
        seen = Seen(f"[{kind}]{caption}", message_id=next(world.message_ids))
        world.screens[chat].append(seen)
        world.sent_at.append((time.monotonic(), chat))
    return {"message_id": seen.message_id}


async def send_document(world: FakeTelegram, params: Json) -> Json:
    """A file that comes with the call itself; at most 50 MB."""
    return _file(world, params, "document", 50_000_000)


async def send_photo(world: FakeTelegram, params: Json) -> Json:
    """A picture that comes with the call itself; at most 10 MB, PNG or JPEG."""
    content = _upload(params, "photo")[1]
    _need(content[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0"), "Bad Request: IMAGE_PROCESS_FAILED")
    return _file(world, params, "photo", 10_000_000)


def _file(world: FakeTelegram, params: Json, kind: str, limit: int) -> Json:
    chat = int(params.get("chat_id", 0))
    _may_write(world, chat)
    name, content = _upload(params, kind)
    _need(bool(content), "Bad Request: file must be non-empty")
    _need(len(content) <= limit, "Request Entity Too Large")
    caption = str(params.get("caption", ""))
    too_long = "Bad Request: message caption is too long"
    _need(len(caption.encode("utf-16-le")) <= 2 * 1024, too_long)
    rows = _keyboard(params.get("reply_markup"))
    with world.lock:
        _keep_to_limits(world, chat)
        number = next(world.message_ids)
        seen = Seen(caption, *_drawn(rows), number, file=(kind, name, content))
        world.screens[chat].append(seen)
        world.sent_at.append((time.monotonic(), chat))
    sent: Json = {"file_id": f"f{number}", "file_unique_id": f"u{number}"}
    shown = [{**sent, "width": 1, "height": 1}] if kind == "photo" else {**sent, "file_name": name}
    message = _message(world, chat, seen, rows)
    del message["text"]
    return message | {kind: shown} | ({"caption": caption} if caption else {})


def _upload(params: Json, kind: str) -> tuple[str, bytes]:
    """The file of a call: either in the field itself, or in the part that the field points at."""
    given = params.get(kind)
    if isinstance(given, str) and given.startswith("attach://"):
        given = params.get(given.removeprefix("attach://"))
    _need(isinstance(given, tuple), f"Bad Request: there is no {kind} in the request")
    assert isinstance(given, tuple)
    return given


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
    """30 in any second; in one chat 3 at once and then one a second; in a group 20 in any minute. The minute
    of a group is kept on the clock that `advance` moves: nobody waits a minute in a test."""
    if not world.enforces_limits:
        return
    if chat in world.groups:
        _keep_to_a_minute(world, chat)
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


def _keep_to_a_minute(world: FakeTelegram, chat: int) -> None:
    sent, now = world.in_groups.setdefault(chat, []), world.now()
    if len([at for at in sent if at > now - 60]) >= 20:
        world.floods_seen += 1
        raise ApiError(429, "Too Many Requests: retry after 10", 10)
    sent.append(now)


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
                "reply_parameters",
            }
        ),
    ),
    "editMessageText": (
        edit_message_text,
        frozenset({"chat_id", "message_id", "text", "reply_markup", "link_preview_options"}),
    ),
    "deleteMessage": (delete_message, frozenset({"chat_id", "message_id"})),
    "deleteMessages": (delete_messages, frozenset({"chat_id", "message_ids"})),
    "copyMessage": (
        copy_message,
        frozenset({"chat_id", "from_chat_id", "message_id", "caption"}),
    ),
    "sendDocument": (
        send_document,
        frozenset({"chat_id", "document", "caption", "reply_markup"}),
    ),
    "sendPhoto": (send_photo, frozenset({"chat_id", "photo", "caption", "reply_markup"})),
    "getChatMember": (get_chat_member, frozenset({"chat_id", "user_id"})),
    "answerCallbackQuery": (answer_callback_query, frozenset({"callback_query_id"})),
    "deleteWebhook": (delete_webhook, frozenset({"drop_pending_updates"})),
    "setMyCommands": (set_my_commands, frozenset({"commands"})),
    "setMyDescription": (set_my_description, frozenset({"description"})),
}
