"""Words that stop, whatever the language service thinks."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.engine.danger_names import PREFIX
from bot.engine.matching import plain

STOP_WORDS = frozenset(
    {"stop", "stop maar", "stop nu", "hou op", "stop alsjeblieft", "stop aub", "stop please"}
)
# After a danger sign Maatje stays; these words let somebody go all the same.
LEAVING_WORDS = STOP_WORDS | {
    "doei",
    "dag",
    "later",
    "laat me met rust",
    "laat me",
    "ga weg",
    "bye",
}


def is_stop(conversation: Conversation, text: str) -> bool:
    """Does this mean stop? Only these very words: "ik wil stoppen" may be about a school or a team."""
    position = conversation.position
    after_danger = position is not None and position.flow.startswith(PREFIX)
    return plain(text) in (LEAVING_WORDS if after_danger else STOP_WORDS)
