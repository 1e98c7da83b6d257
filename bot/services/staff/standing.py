"""May this young person become a volunteer now? Help for themselves comes first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.conversation import Conversation
from bot.domain.handoff import OPEN, Handoff
from bot.services.ports import UnitOfWork


async def standing(tx: UnitOfWork, conversation: Conversation, kept: Sequence[Handoff]) -> str:
    """May this young person apply: `possible`, `known` (did so already) or `later`? `kept`: every case
    of them that is still kept."""
    if await tx.volunteers.get(conversation.person) is not None:
        return "known"
    return "later" if _something_first(conversation, kept) else "possible"


async def must_wait(tx: UnitOfWork, conversation: Conversation) -> bool:
    """Is there something for the young person themselves: somebody asked for or talked with, or
    danger, now or within the 30 days that such a case is kept? Helping others comes after it."""
    return _something_first(conversation, await tx.handoffs.kept_of(conversation.person))


def _something_first(conversation: Conversation, kept: Sequence[Handoff]) -> bool:
    mine = any(case.state in OPEN or case.is_danger for case in kept)
    return mine or not conversation.danger.peer_allowed
