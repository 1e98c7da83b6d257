"""Who was away for weeks is welcomed; who sends the same odd message twice hears other words."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.conversation import Conversation

SEEN = "seen"  # remembered: the day of the last message, for the welcome
ODD = "odd"  # remembered: which odd kind of message was explained last
AFTER_DAYS = 10


def after_weeks(conversation: Conversation, now: datetime) -> bool:
    """Is this the first message after a long time?"""
    seen = conversation.remembered.get(SEEN, "")
    return bool(seen) and (now.date() - date.fromisoformat(seen)).days >= AFTER_DAYS


def seen_now(conversation: Conversation, now: datetime) -> Conversation:
    """The same conversation, with the day of this message."""
    today = now.date().isoformat()
    if conversation.remembered.get(SEEN) == today:
        return conversation
    return conversation.remembering(**{SEEN: today})


def odd_again(conversation: Conversation, name: str) -> tuple[Conversation, str]:
    """The conversation and the text for an odd message: other words when it was one of these just now."""
    again = conversation.remembered.get(ODD) == f"{name}.{conversation.turns}"
    known = conversation.remembering(**{ODD: f"{name}.{conversation.turns + 1}"})
    return known, f"{name}_again" if again else name
