"""Stores a turn: everything that it caused, in the transaction of the message."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.turn import (
    AnswerCheckIn,
    Effect,
    ForgetMe,
    NotUnderstood,
    RequestHandoff,
    SamePeerAgain,
    SetGoal,
    StopLearning,
    Turn,
    WithdrawRequest,
)
from bot.services import aftercare, checking_in, forgetting, handing_off, learning
from bot.services.house import House
from bot.services.ports import UnitOfWork


async def store(house: House, tx: UnitOfWork, turn: Turn) -> Conversation:
    """Stores state, replies, events and effects. Nothing is sent before the commit."""
    now = house.clock.now()
    person = turn.conversation.person
    await tx.outbox.add(person, turn.replies, now)
    await tx.events.add(turn.events, now)
    if any(isinstance(effect, ForgetMe) for effect in turn.effects):
        await forgetting.forget(house, tx, turn.conversation)
        return turn.conversation
    saved = await tx.conversations.save(turn.conversation, now)
    for effect in turn.effects:
        await _apply(house, tx, saved, effect)
    return saved


async def _apply(house: House, tx: UnitOfWork, conversation: Conversation, effect: Effect) -> None:
    if isinstance(effect, RequestHandoff):
        await handing_off.request(house, tx, conversation, effect)
        if effect.kinds:  # what was said shortly before danger is not for learning
            await tx.unclear.delete_of(conversation.person)
    elif isinstance(effect, SetGoal):
        await checking_in.set_goal(house, tx, conversation, effect)
    elif isinstance(effect, AnswerCheckIn):
        await checking_in.answer(house, tx, conversation, effect)
    elif isinstance(effect, WithdrawRequest):
        await handing_off.withdraw(house, tx, conversation.person)
    elif isinstance(effect, NotUnderstood):
        await learning.keep(house, tx, conversation, effect)
    elif isinstance(effect, SamePeerAgain):
        await aftercare.young_wants(house, tx, conversation)
    elif isinstance(effect, StopLearning):
        await tx.unclear.delete_of(conversation.person)
