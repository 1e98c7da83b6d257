"""`/vergeetmij`: erases a young person at once, table by table."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import OPEN, HandoffState, Reason
from bot.domain.ids import HandoffId
from bot.domain.messages import Reply
from bot.domain.retention import OPEN_DANGER_LIMIT
from bot.services.handoff import releasing, room
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.waiting import appointing


async def forget(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """Erases everything. A running talk ends. Two exceptions, told before: of an open danger case it stays
    known for 72 hours at most that there was one (kinds and times, no words), and a reported talk stays
    sealed, without a link to this person."""
    person, now = conversation.person, house.clock.now()
    kept = await _close_cases(house, tx, conversation)
    await appointing.cancel(house, tx, person)
    await tx.conversations.delete(person)
    await tx.goals.delete_of(person)
    await tx.unclear.delete_of(person)
    await tx.volunteers.delete(person)
    await tx.timers.delete_of(person)
    await tx.inbox.delete_of(person)
    await tx.outbox.delete_of(person)
    await tx.handoffs.delete_of(person, keep=kept)
    await tx.reports.forget(person)
    await tx.invitations.dismiss(person)
    await tx.outbox.add_farewell(person, Reply(house.flowbook().young("forgotten")), now)
    await tx.people.farewell(person)
    await tx.events.add([event("forgotten")], now)
    for case in kept:
        await tx.timers.set(Timer(TimerKind.ERASE, case, now + OPEN_DANGER_LIMIT, person))


async def _close_cases(
    house: House, tx: UnitOfWork, conversation: Conversation
) -> frozenset[HandoffId]:
    """Ends every case; returns the danger cases that were open and are kept for a while."""
    now, kept = house.clock.now(), set()
    cases = await tx.handoffs.open_of(conversation.person)
    for case in cases:
        if case.is_danger:
            kept.add(case.id)
            await tx.handoffs.delete_lines(case.id)
            await tx.notes.delete_of_talk(case.id)
            await tx.bridges.delete(case.id)
        if case.state is HandoffState.ACTIVE:
            await tx.handoffs.save(
                case, case.moved(HandoffState.CLOSED, now, reason=Reason.FORGOTTEN)
            )
            if case.staff:
                text = house.flowbook().staff("forgotten_by_young", alias=case.alias)
                await tx.outbox.add(case.staff, [Reply(text)], now)
            await room.emptied(house, tx, case, "forgotten_by_young")
        elif case.state in OPEN:
            await tx.handoffs.save(
                case, case.moved(HandoffState.WITHDRAWN, now, reason=Reason.FORGOTTEN)
            )
    for case in cases:  # when nothing of this person waits any more
        await releasing.release(house, tx, case)
    return frozenset(kept)


async def erase_kept(tx: UnitOfWork, timer: Timer) -> None:
    """The 72 hours are over: the kept danger case goes too. What the same person began since stays."""
    if timer.person is not None:
        since = await tx.handoffs.open_of(timer.person)
        await tx.handoffs.delete_of(timer.person, keep=frozenset(case.id for case in since))
