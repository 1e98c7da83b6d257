"""Messages without words that flows could use: pictures, stickers, emoji, changed messages."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import Text, Unsupported, UnsupportedKind
from bot.domain.turn import Turn
from bot.services import coming_back
from bot.services.talking import not_passed
from bot.services.young.heard import Heard

ODD_KINDS = {
    UnsupportedKind.OTHER: "other_kind",
    UnsupportedKind.POLL: "other_kind",
    UnsupportedKind.DICE: "other_kind",
    UnsupportedKind.GAME: "other_kind",
    UnsupportedKind.VIDEO_NOTE: "video",
    UnsupportedKind.AUDIO: "file",
}


async def answered(heard: Heard) -> Turn | None:
    """What is said of such a message; `None` when it is none."""
    if isinstance(heard.content, Unsupported):
        return await _no_text(heard, heard.content)
    if not isinstance(heard.content, Text):
        return None
    if heard.content.edited:
        return heard.tells("edited")
    if not heard.words:
        return _in_other_words(heard, "nothing_said")
    if not any(sign.isalnum() for sign in heard.words):
        return _in_other_words(heard, "only_emoji")
    return None


async def _no_text(heard: Heard, content: Unsupported) -> Turn | None:
    """A picture with words under it: the picture is explained, the words are answered."""
    if not await not_passed.first_of_album(heard.house, heard.tx, heard.person, content):
        return None if heard.words else Turn(heard.conversation)
    if content.kind is UnsupportedKind.STICKER:
        return _in_other_words(heard, "sticker")
    text = heard.young(ODD_KINDS.get(content.kind, content.kind.value))
    nothing_told = Turn(heard.conversation)
    text += not_passed.picture_help(heard.flowbook, content, nothing_told, heard.meaning.risk)
    return heard.led_by(text, heard.goes_on()) if content.caption else heard.says(text)


def _in_other_words(heard: Heard, name: str) -> Turn:
    """What is said of such a message; twice in a row in other words."""
    conversation, name = coming_back.odd_again(heard.conversation, name)
    return replace(heard, conversation=conversation).tells(name)
