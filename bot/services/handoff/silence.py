"""A helper took a talk and says nothing: nobody is left talking to a wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.events import event
from bot.domain.handoff import Handoff, HandoffState, Reason, Urgency
from bot.domain.ids import HandoffId
from bot.domain.messages import Button, Reply
from bot.services.handoff import handing_off, room, talks
from bot.services.house import House
from bot.services.ports import Timer, UnitOfWork
from bot.services.shared import parties

SOMEONE_ELSE = "someone_else"


async def unanswered(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The clock of `services/handoff/answering.py` ran out: first a reminder, then somebody else."""
    talk = await tx.handoffs.get(HandoffId(timer.ref))
    if talk is None or talk.state is not HandoffState.ACTIVE or talk.staff is None:
        return
    if timer.repeats == 0:
        await _remind(house, tx, talk)
        first, second = house.flowbook().handoff.limits.answer_within_minutes
        due = house.clock.now() + timedelta(minutes=max(1, second - first))
        await tx.timers.set(replace(timer, due_at=due, repeats=1))
        return
    await tx.events.add([event("handoff_unanswered", talk.to.value)], house.clock.now())
    if talk.urgency is Urgency.URGENT:
        await _find_another(house, tx, talk)
    else:
        await _let_choose(house, tx, talk)


async def _remind(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    now, flowbook = house.clock.now(), house.flowbook()
    assert talk.staff is not None
    minutes = flowbook.handoff.limits.answer_within_minutes[0]
    reminder = flowbook.staff("answer_please", alias=talk.alias, minutes=minutes)
    await tx.outbox.add(talk.staff, [Reply(reminder)], now)
    urgent = talk.urgency is Urgency.URGENT
    await _tell_young(house, tx, talk, "not_answered_danger" if urgent else "not_answered_yet")


async def _let_choose(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    """The young person decides: wait, somebody else, or stop. The coordinator hears of it."""
    flowbook = house.flowbook()
    if await parties.talk_of(tx, talk) is not None:  # another mediator cannot come into this talk
        peer = await room.alias_of(tx, talk.staff)
        stop = Button(flowbook.young("end_talk_button"), talks.END_TALK)
        await room.tell(
            house, tx, talk.person, room.young(house, "shared_unanswered", alias=peer), stop
        )
        await _tell_coordinators(house, tx, talk, "shared_not_answered")
        return
    buttons = (
        Button(flowbook.young("someone_else_button"), SOMEONE_ELSE),
        Button(flowbook.young("end_talk_button"), talks.END_TALK),
    )
    await _tell_young(house, tx, talk, "unanswered", buttons)
    await _tell_coordinators(house, tx, talk)


async def _find_another(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    """Urgent danger waits for no choice: the case goes to the others, with its alarm."""
    assert talk.staff is not None
    member = await tx.staff.get(talk.staff)
    if member is not None:  # who does not answer is not there; they come back with one word
        await tx.staff.save(replace(member, on_duty=False), house.clock.now())
    await talks.end_by_staff(
        house,
        tx,
        talk,
        reason=Reason.UNANSWERED,
        told_staff="talk_unanswered",
        told_young="unanswered_ended",
    )
    await handing_off.request_again(house, tx, talk)
    await _tell_coordinators(house, tx, talk)


async def _tell_young(
    house: House, tx: UnitOfWork, talk: Handoff, name: str, buttons: tuple[Button, ...] = ()
) -> None:
    member = await tx.staff.get(talk.staff) if talk.staff else None
    alias = member.alias if member is not None else "je maatje"
    text = house.flowbook().handoff.say[name].replace("{alias}", alias)
    await tx.outbox.add(talk.person, [Reply(text, buttons)], house.clock.now())


async def _tell_coordinators(
    house: House, tx: UnitOfWork, talk: Handoff, name: str = "talk_not_answered"
) -> None:
    member = await tx.staff.get(talk.staff) if talk.staff else None
    minutes = house.flowbook().handoff.limits.answer_within_minutes[1]
    name = "urgent_unanswered" if talk.urgency is Urgency.URGENT else name
    staff = member.alias if member is not None else "?"
    await handing_off.tell_coordinators(
        house, tx, name, alias=talk.alias, staff=staff, minutes=minutes
    )
