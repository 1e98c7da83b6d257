"""Keeps what Maatje did not understand: only of who said yes, redacted first, never near danger."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.safety import RiskLevel
from bot.domain.turn import NotUnderstood
from bot.engine.redacting import helplines_in, redact
from bot.services.house import House
from bot.services.ports import UnitOfWork

MOST_KEPT = 500  # characters; a longer story tells too much of somebody


async def keep(
    house: House, tx: UnitOfWork, conversation: Conversation, unclear: NotUnderstood
) -> None:
    """Keeps these words for the readers, if everything allows it; else nothing happens."""
    if not (house.learning and conversation.learning and conversation.old_enough_to_learn):
        return
    if conversation.danger.level is not RiskLevel.NONE:
        return
    if len(unclear.words) > MOST_KEPT or await tx.handoffs.open_of(conversation.person):
        return
    helplines = helplines_in(one.line for one in house.flowbook().referrals.services)
    text = redact(unclear.words, unclear.entities, helplines)
    await tx.unclear.add(conversation.person, text, house.clock.now())
