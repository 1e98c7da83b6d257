"""Stores a turn: everything that it caused, in the transaction of the message."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.turn import (
    AddToReport,
    AnswerCheckIn,
    Apply,
    CancelAppointment,
    Effect,
    ForgetMe,
    MakeAppointment,
    NotUnderstood,
    RequestHandoff,
    SamePeerAgain,
    SetGoal,
    StopLearning,
    Turn,
    WithdrawRequest,
)
from bot.services import checking_in, forgetting, learning
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.reports import reporting
from bot.services.staff import applying
from bot.services.talking import aftercare
from bot.services.waiting import appointing


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
    """What a turn asked for. Each kind of effect has one use case."""
    match effect:
        case RequestHandoff():
            await handing_off.request(house, tx, conversation, effect)
            if effect.kinds:  # what was said shortly before danger is not for learning
                await tx.unclear.delete_of(conversation.person)
        case SetGoal():
            await checking_in.set_goal(house, tx, conversation, effect)
        case AnswerCheckIn():
            await checking_in.answer(house, tx, conversation, effect)
        case WithdrawRequest():
            await handing_off.withdraw(house, tx, conversation.person)
        case MakeAppointment():
            await appointing.make(house, tx, conversation, effect)
        case CancelAppointment():
            await appointing.cancel(house, tx, conversation.person)
        case _:
            await _apply_beside_help(house, tx, conversation, effect)


async def _apply_beside_help(
    house: House, tx: UnitOfWork, conversation: Conversation, effect: Effect
) -> None:
    """What is not about being helped: learning, reports, becoming a volunteer."""
    match effect:
        case NotUnderstood():
            await learning.keep(house, tx, conversation, effect)
        case StopLearning():
            await tx.unclear.delete_of(conversation.person)
        case AddToReport():
            await reporting.add(house, tx, conversation.person, effect)
        case SamePeerAgain():
            await aftercare.young_wants(house, tx, conversation)
        case Apply():
            await applying.file(house, tx, conversation, effect)
