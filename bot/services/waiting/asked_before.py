"""What Maatje asked by itself and got no answer to: a newer question of the same kind takes its place, so
that nobody is asked "past het nu?" twice for one thing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.domain.conversation import Conversation

ABOUT_A_WISH = frozenset({"appointment", "appointment_missed", "still_waiting"})


def overtaken(conversation: Conversation, flows: Collection[str]) -> Conversation:
    """The conversation without what these flows still wait to hear."""
    left = tuple(place for place in conversation.stack if place.flow not in flows)
    return replace(conversation, stack=left)
