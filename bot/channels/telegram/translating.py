"""What Telegram delivers, made small before it is stored and made into `Content` after.

Two pure steps. `raw_update` keeps of an update only what Maatje needs later: names, usernames, languages,
phone numbers, file ids, hidden links and forward origins never reach the database; the numbers of the
message, of the one it answers and of its album do. Of a group nothing is kept of what people write there:
that a command came (the code of a command that links, and by whom), that Maatje was taken out, and that the
group has another address. `translate` reads such a stored payload back. From there on nobody knows about
Telegram.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.domain.messages import (
    Command,
    Content,
    GroupSign,
    InGroup,
    Left,
    Place,
    Press,
    Returned,
    Text,
    Unsupported,
    UnsupportedKind,
)
from bot.services.ports import RawUpdate

CHANNEL = "telegram"

# In this order: an animation also carries a document, a venue also a location.
_MEDIA = {
    "photo": UnsupportedKind.PHOTO,
    "animation": UnsupportedKind.VIDEO,
    "video": UnsupportedKind.VIDEO,
    "video_note": UnsupportedKind.VIDEO_NOTE,
    "voice": UnsupportedKind.VOICE,
    "audio": UnsupportedKind.AUDIO,
    "sticker": UnsupportedKind.STICKER,
    "document": UnsupportedKind.FILE,
    "contact": UnsupportedKind.CONTACT,
    "venue": UnsupportedKind.LOCATION,
    "location": UnsupportedKind.LOCATION,
    "poll": UnsupportedKind.POLL,
    "dice": UnsupportedKind.DICE,
    "game": UnsupportedKind.GAME,
}

# Notices of the app itself: nobody said anything, so nobody gets an answer.
_NOTICES = frozenset(
    {
        "pinned_message",
        "message_auto_delete_timer_changed",
        "write_access_allowed",
        "chat_background_set",
    }
)

GROUPS = ("group", "supergroup")
LINKING = "start"  # the command that links a group, as Telegram sends it behind `?startgroup=`
LONGEST_CODE = 64  # characters; what a link can carry
OUT = ("left", "kicked")  # how Telegram says that somebody is not in a group

_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(.*)", re.DOTALL)

_Json = Mapping[str, Any]
_Small = dict[str, str | bool]


def raw_update(update: _Json) -> RawUpdate | None:
    """What to store of an update, or None when it is not for us (what people write in a group, a channel, a
    kind unknown to us).

    Raises KeyError, TypeError, ValueError or AttributeError when Telegram sends another shape
    than it promises.
    """
    found = _in_group(update) or _chat_and_content(update)
    if found is None or found[0]["type"] not in (
        "private",
        *(GROUPS if "sign" in found[1] else ()),
    ):
        return None
    chat, content = found
    payload = json.dumps(content, ensure_ascii=False)
    return RawUpdate(CHANNEL, str(int(update["update_id"])), str(int(chat["id"])), payload)


def _chat_and_content(update: _Json) -> tuple[_Json, _Small] | None:
    """Who it concerns and the few words to keep of it."""
    content: _Small | None = None
    if message := update.get("message"):
        content = _of_message(message)
    elif message := update.get("edited_message"):
        content = _of_edit(message)
    elif press := update.get("callback_query"):
        message, content = press.get("message"), _of_press(press)
    elif message := update.get("my_chat_member"):
        content = _of_membership(message)
    return (message["chat"], content) if message and content else None


def _in_group(update: _Json) -> tuple[_Json, _Small] | None:
    """What Maatje may know of a group; never a word of what is said there."""
    change, message = update.get("my_chat_member"), update.get("message")
    about = change or message
    if not about or about["chat"]["type"] not in GROUPS:
        return None
    sign: _Small | None = None
    if change:
        sign = {"sign": GroupSign.GONE.value} if _is_out(change["new_chat_member"]) else None
    elif "migrate_to_chat_id" in about:
        sign = {"sign": GroupSign.MOVED.value, "to": str(int(about["migrate_to_chat_id"]))}
    elif "text" in about:
        sign = _of_group_text(about)
    return (about["chat"], sign) if sign else None


def _is_out(member: _Json) -> bool:
    """Is Maatje not in the group (any more)?"""
    status = member["status"]
    return status in OUT or (status == "restricted" and member.get("is_member") is False)


def _of_group_text(message: _Json) -> _Small | None:
    """That there was a command. Of one that links also the code, and who typed it; an administrator without
    a name of their own is nobody."""
    found = _COMMAND.fullmatch(_clean(message["text"]).strip())
    if not found:
        return None
    sign: _Small = {"sign": GroupSign.COMMAND.value}
    code, by = found[2].strip(), message.get("from")
    if found[1].lower() != LINKING or not code or "sender_chat" in message or not by:
        return sign
    return sign | {"code": code[:LONGEST_CODE], "by": str(int(by["id"]))}


def _of_message(message: _Json) -> _Small | None:
    if "text" in message:
        return {"kind": "text", "text": _clean(message["text"])} | _place(message)
    if _NOTICES & message.keys():
        return None
    what = next((name for name in _MEDIA if name in message), "other")
    words = (message["sticker"].get("emoji") if what == "sticker" else message.get("caption")) or ""
    return {"kind": "unsupported", "what": what, "caption": _clean(words)} | _place(message)


def _of_edit(message: _Json) -> _Small | None:
    """An edit counts when there are words in it: a live location is 'edited' every few seconds."""
    if not (message.get("text") or message.get("caption")):
        return None
    content = _of_message(message)
    return content | {"edited": True} if content else None


def _place(message: _Json) -> _Small:
    """The numbers that edits and replies need. Telegram counts messages per bot and person: nobody is
    found by them."""
    answered = message.get("reply_to_message") or {}
    found = {
        "id": message.get("message_id"),
        "answers": answered.get("message_id"),
        "album": message.get("media_group_id"),
    }
    return {name: str(number) for name, number in found.items() if number is not None}


def _of_press(press: _Json) -> _Small | None:
    return {"kind": "press", "key": _clean(press["data"])} if "data" in press else None


def _of_membership(change: _Json) -> _Small | None:
    """In a private chat: the person blocked or unblocked Maatje."""
    kinds = {"kicked": "left", "member": "returned"}
    kind = kinds.get(change["new_chat_member"]["status"])
    return {"kind": kind} if kind else None


def _clean(words: str) -> str:
    """Without half characters and null bytes: no database stores those."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def translate(payload: str) -> Content:
    """The message in a stored payload; what cannot be read is an unsupported message."""
    try:
        stored = json.loads(payload)
    except ValueError:
        stored = None
    match stored:
        case {"kind": "text", "text": str(text), "edited": True}:
            return Text(_said(text), edited=True, place=_placed(stored))
        case {"kind": "text", "text": str(text)}:
            return _command_or_text(text, _placed(stored))
        case {"kind": "press", "key": str(key)}:
            return Press(key)
        case {"sign": str(sign)} if sign in tuple(GroupSign):
            said = stored.get("to") or stored.get("code") or ""
            return InGroup(GroupSign(sign), str(said), str(stored.get("by", "")))
        case {"kind": "left"}:
            return Left()
        case {"kind": "returned"}:
            return Returned()
        case {"kind": "unsupported", "what": str(what), "caption": str(caption)}:
            kind, edited = _MEDIA.get(what, UnsupportedKind.OTHER), stored.get("edited") is True
            return Unsupported(kind, caption, edited, _placed(stored))
    return Unsupported(UnsupportedKind.OTHER)


def _placed(stored: _Json) -> Place:
    return Place(*(str(stored.get(name, "")) for name in ("id", "answers", "album")))


def _command_or_text(text: str, place: Place) -> Command | Text:
    found = _COMMAND.fullmatch(text.strip())
    if not found:
        return Text(_said(text), place=place)
    return Command(found[1].lower(), found[2].strip())


def _said(text: str) -> str:
    return text if text.strip() else ""
