"""`/vergeetmij`: erases a young person at once, table by table."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.aftercare import is_heavy
from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import OPEN, Handoff, HandoffState, Reason
from bot.domain.ids import HandoffId, PersonId
from bot.domain.messages import Reply
from bot.domain.retention import OPEN_DANGER_LIMIT
from bot.domain.safety import Risk
from bot.domain.volunteer import Role
from bot.engine.danger import services_lines
from bot.services.circles import leaving as circle_leaving
from bot.services.emergency import erasing
from bot.services.groups import joining as group_joining
from bot.services.handoff import handing_off, releasing, room
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.shared import inviting, parties, parting
from bot.services.supporters import ending as support_ends
from bot.services.talking import debriefing
from bot.services.understanding import words_of
from bot.services.waiting import appointing
from bot.services.wall import own


async def forget(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """Erases everything. A running talk ends. Three exceptions, told before: of an open danger case it
    stays known for 72 hours at most that there was one (kinds and times, no words); a reported talk stays
    sealed, without a link to this person; and what another young person read in a talk of more than two
    stays with that one until their term, by alias."""
    person, now = conversation.person, house.clock.now()
    last = await _danger_in_unread(house, tx, conversation)
    await inviting.leaves(house, tx, person, Reason.FORGOTTEN)
    kept = await _close_cases(house, tx, conversation)
    await appointing.cancel(house, tx, person)
    await parties.leave_lines(tx, person)
    await tx.shared.forget(person)
    await tx.crossings.forget(person)
    await tx.conversations.delete(person)
    await support_ends.everything_of(house, tx, person)
    await tx.goals.delete_of(person)
    await own.withdraw_all(house, tx, person)
    await circle_leaving.forget(house, tx, person)
    await group_joining.left_all(tx, person)
    await tx.unclear.delete_of(person)
    await tx.volunteers.delete(person)
    await tx.stories.delete_of(person)
    await tx.timers.delete_of(person)
    await tx.inbox.delete_of(person)
    await tx.outbox.delete_of(person)
    await tx.shown.delete_of(person)
    await tx.outbox.add(person, last, now)
    await tx.handoffs.delete_of(person, keep=kept)
    await tx.reports.forget(person)
    await tx.pairs.delete_of(person)
    await erasing.erased(house, tx, person)
    await tx.invitations.dismiss(person)
    await tx.outbox.add_farewell(person, Reply(house.flowbook().young("forgotten")), now)
    await tx.people.farewell(person)
    await tx.events.add([event("forgotten")], now)
    for case in kept:
        await tx.timers.set(Timer(TimerKind.ERASE, case, now + OPEN_DANGER_LIMIT, person))


async def _danger_in_unread(
    house: House, tx: UnitOfWork, conversation: Conversation
) -> list[Reply]:
    """What was sent just before or after the erasing was confirmed goes unread, but not unlooked at: the
    tripwire reads it, and danger brings the services in the farewell. Nothing of it is kept, and no card is
    made: nobody could reach this person any more."""
    risk = Risk()
    for row in await tx.inbox.waiting_of(conversation.person):
        content = house.translators[row.channel](row.payload)
        risk = risk.union(house.look(words_of(content)))
    if not risk.signs:
        return []
    seen = [event("danger_seen", f"{s.kind.value}:{s.level.value}") for s in risk.signs]
    await tx.events.add(seen, house.clock.now())
    flowbook = house.flowbook()
    told = flowbook.young("forgotten_danger")
    return [Reply(f"{told}\n\n{services_lines(flowbook, conversation, risk)}")]


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
                await _tell_helper(house, tx, case, case.staff)
            await room.emptied(house, tx, case, "forgotten_by_young")
            await parting.one_left(house, tx, case)
        elif case.state in OPEN:
            for other in await parting.wait_over(house, tx, case, Reason.FORGOTTEN):
                await handing_off.end_waiting(
                    house, tx, other, HandoffState.WITHDRAWN, Reason.OTHER_LEFT
                )
            await tx.handoffs.save(
                case, case.moved(HandoffState.WITHDRAWN, now, reason=Reason.FORGOTTEN)
            )
    for case in cases:  # when nothing of this person waits any more
        await releasing.release(house, tx, case)
    return frozenset(kept)


async def _tell_helper(house: House, tx: UnitOfWork, case: Handoff, staff: PersonId) -> None:
    """Nothing of the talk is left to ask about; how to talk it over, and a kind word after a heavy one."""
    flowbook, now = house.flowbook(), house.clock.now()
    text = flowbook.staff("forgotten_by_young", alias=case.alias)
    over = case.moved(HandoffState.CLOSED, now, reason=Reason.FORGOTTEN)
    longest = timedelta(minutes=flowbook.handoff.limits.heavy_talk_minutes)
    if case.to is Role.VOLUNTEER and is_heavy(over, case.changed_at, longest):
        text += f" {flowbook.staff('forgotten_heavy')}"
    await room.tell(house, tx, staff, text, *await debriefing.buttons_after(house, tx, case))


async def erase_kept(tx: UnitOfWork, timer: Timer) -> None:
    """The 72 hours are over: the kept danger case goes too. What the same person began since stays."""
    if timer.person is not None:
        since = await tx.handoffs.open_of(timer.person)
        await tx.handoffs.delete_of(timer.person, keep=frozenset(case.id for case in since))
