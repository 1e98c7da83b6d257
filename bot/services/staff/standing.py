"""May this young person become a volunteer now? Help for themselves comes first."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.services.ports import UnitOfWork


async def standing(tx: UnitOfWork, conversation: Conversation) -> str:
    """May this young person apply: `possible`, `known` (did so already) or `later`?"""
    if await tx.volunteers.get(conversation.person) is not None:
        return "known"
    return "later" if await must_wait(tx, conversation) else "possible"


async def must_wait(tx: UnitOfWork, conversation: Conversation) -> bool:
    """Is there something for the young person themselves: somebody asked for or talked with, or
    danger, now or within the 30 days that such a case is kept? Helping others comes after it."""
    person = conversation.person
    return (
        not conversation.danger.peer_allowed
        or bool(await tx.handoffs.open_of(person))
        or await tx.handoffs.had_danger(person)
    )
