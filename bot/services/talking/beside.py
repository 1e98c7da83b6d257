"""A professional beside a talk of a young person and a volunteer: helping the volunteer in private,
reading along, or talking along. The young person and the volunteer hear it when it begins and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.beside import Beside, BesideMode
from bot.domain.events import event
from bot.domain.handoff import Handoff, HandoffState, Reason, Urgency
from bot.domain.ids import HandoffId, PersonId, new_id
from bot.domain.messages import Button
from bot.domain.volunteer import Role, StaffMember
from bot.errors import HandoffNotAllowed
from bot.services.handoff import cards, handing_off, room, talks
from bot.services.house import House
from bot.services.ports import TimerKind, UnitOfWork
from bot.services.shared import parties
from bot.services.talking import debriefing

FOR_PROFESSIONAL = {
    BesideMode.ANSWERS: "beside_answers",
    BesideMode.READS: "beside_reads",
    BesideMode.JOINS: "beside_joins",
}
FOR_VOLUNTEER = {
    BesideMode.ANSWERS: "volunteer_answers",
    BesideMode.READS: "volunteer_reads",
    BesideMode.JOINS: "volunteer_joins",
}


async def may_come(tx: UnitOfWork, member: StaffMember, talk: Handoff) -> bool:
    """May this professional come beside this talk? Only when the volunteer asked, or when there may
    be danger: nobody reads along out of curiosity."""
    if member.role is not Role.PROFESSIONAL or member.person == talk.person:
        return False
    there = talk.beside is not None and talk.beside.person == member.person
    return room.is_peer_talk(talk) and (
        there or talk.backup_asked or await room.in_danger(tx, talk)
    )


async def come(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, mode: BesideMode
) -> str | None:
    """`member` comes beside the talk, or nearer than before. Returns the name of the sentence that
    says why it could not be, or `None` when everybody who must know was told."""
    refusal = await _refusal(tx, member, talk, mode)
    if refusal:
        return refusal
    now, before = house.clock.now(), talk.beside
    after = replace(talk, beside=Beside(member.person, mode, now))
    try:
        await tx.handoffs.save(talk, after)
    except HandoffNotAllowed:
        return "beside_taken"
    if before is not None and before.person != member.person:
        await _replaced(house, tx, talk, before)
    await tx.timers.delete(TimerKind.BACKUP, talk.id)
    await tx.events.add([event("beside_begun", mode.value)], now)
    await tx.staff.save(replace(member, current=talk.id), now)
    await debriefing.goes_to_a_talk(house, tx, member.person)
    await _tell_all(house, tx, member, after, before)
    return None


async def _refusal(
    tx: UnitOfWork, member: StaffMember, talk: Handoff, mode: BesideMode
) -> str | None:
    if member.role is not Role.PROFESSIONAL or member.person == talk.person:
        return "claim_not_yours"
    if not room.is_peer_talk(talk):
        return "claim_ended"
    if not await may_come(tx, member, talk):
        return "beside_not_asked"
    if talk.passing is not None and talk.passing.newcomer == member.person:
        return "beside_already"
    if talk.beside is None:
        return None
    if talk.beside.person == member.person:
        return "beside_already" if mode.rank <= talk.beside.mode.rank else None
    gives_way = talk.beside.mode is BesideMode.ANSWERS and mode is not BesideMode.ANSWERS
    return None if gives_way else "beside_taken"


async def _replaced(house: House, tx: UnitOfWork, talk: Handoff, before: Beside) -> None:
    """Who only answered in private gives way to who comes nearer."""
    text = house.flowbook().staff("beside_replaced", alias=talk.alias)
    await room.tell(house, tx, before.person, text)
    await room.forget_current(house, tx, before.person, talk)


async def _tell_all(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, before: Beside | None
) -> None:
    """The young person first: they know who reads before anything is read."""
    assert talk.beside is not None
    mode, flowbook = talk.beside.mode, house.flowbook()
    danger = await room.in_danger(tx, talk)
    peer = await room.alias_of(tx, talk.staff)
    if mode is not BesideMode.ANSWERS:
        name = _young_name(talk, mode, danger=danger)
        stop = Button(flowbook.young("end_talk_button"), talks.END_TALK)
        await _tell_young(house, tx, talk, name, stop, alias=member.alias, peer=peer)
    if talk.staff is not None:
        text = flowbook.staff(FOR_VOLUNTEER[mode], staff=member.alias, alias=talk.alias)
        await room.tell(house, tx, talk.staff, text)
    conversation = await tx.conversations.get(talk.person)
    facts = cards.facts(house, talk, conversation)
    text = flowbook.staff(FOR_PROFESSIONAL[mode], **facts, staff=peer)
    already_read = before is not None and before.mode is BesideMode.READS
    if mode is not BesideMode.ANSWERS and not already_read:
        text += cards.written(house, await talks.earlier_lines(tx, talk.person))
    await room.tell(house, tx, member.person, text)


async def _tell_young(
    house: House, tx: UnitOfWork, talk: Handoff, name: str, *buttons: Button, **values: str
) -> None:
    """Everybody whose lines are read from now on, in a talk of more than two as well."""
    for one in (talk, *await parties.listeners(tx, talk)):
        await room.tell_young(house, tx, one, name, *buttons, **values)


def _young_name(talk: Handoff, mode: BesideMode, *, danger: bool) -> str:
    if mode is BesideMode.READS:
        return "reads_along_danger" if danger else "reads_along"
    return "joins_danger" if danger else "joins_asked" if talk.backup_asked else "joins"


async def leave(house: House, tx: UnitOfWork, person: PersonId, talk: Handoff) -> None:
    """The professional beside the talk goes; the talk itself goes on. Urgent danger that they held in
    hand by talking along is offered to all again at once."""
    if talk.beside is None or talk.beside.person != person:
        return
    mode, flowbook = talk.beside.mode, house.flowbook()
    alone = replace(talk, beside=None, backup_asked=False)
    await tx.handoffs.save(talk, alone)
    who = await room.alias_of(tx, person)
    if mode is not BesideMode.ANSWERS:
        name = "joined_left" if mode is BesideMode.JOINS else "reads_along_ended"
        await _tell_young(house, tx, talk, name, alias=who)
    if talk.staff is not None:
        text = flowbook.staff("volunteer_alone", staff=who, alias=talk.alias)
        await room.tell(house, tx, talk.staff, text)
    await room.tell(house, tx, person, flowbook.staff("beside_left", alias=talk.alias))
    await room.forget_current(house, tx, person, talk)
    if mode is BesideMode.JOINS:
        await _offer_again(house, tx, talk)


async def _offer_again(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    conversation = await tx.conversations.get(talk.person)
    for case in await handing_off.waiting_danger(tx, talk.person):
        if case.urgency is Urgency.URGENT:
            await handing_off.offer(house, tx, case, conversation)


async def take_over(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, *, warm: bool = False
) -> str | None:
    """The professional takes the talk itself. A danger case that waits is what they take; otherwise a
    case is made for it. Returns the name of the sentence that says why it could not be."""
    if not warm and not await may_come(tx, member, talk):
        return "claim_ended" if not room.is_peer_talk(talk) else "beside_not_asked"
    waiting = await handing_off.waiting_danger(tx, talk.person)
    case = waiting[0] if waiting else await _case_for(house, tx, talk, Role.PROFESSIONAL)
    if case.state is HandoffState.REQUESTED:
        offered = case.moved(HandoffState.OFFERED, house.clock.now(), reason=Reason.OFFERED)
        await tx.handoffs.save(case, offered)
        case = offered
    return await talks.claim(house, tx, member, case, warm=warm)


async def case_after(house: House, tx: UnitOfWork, talk: Handoff, form: str | None) -> Handoff:
    """The case of the volunteer who comes after the one of `talk`."""
    return await _case_for(house, tx, talk, Role.VOLUNTEER, form or talk.form_alone)


async def _case_for(
    house: House, tx: UnitOfWork, talk: Handoff, to: Role, form: str | None = None
) -> Handoff:
    """A new case for the same young person under the same alias: the staff in this talk know them by
    it already, and two names for one person would only confuse."""
    now = house.clock.now()
    case = Handoff(
        HandoffId(new_id()),
        talk.person,
        talk.alias,
        to,
        Urgency.NORMAL,
        now,
        now,
        HandoffState.OFFERED,
        form,
        talk.topic,
    )
    await tx.handoffs.add(case)
    await tx.events.add([event("handoff_requested", to.value)], now)
    return case


async def in_hand(house: House, tx: UnitOfWork, case: Handoff) -> bool:
    """Does a professional talk along with this young person and give signs of life? Only then an
    alarm is quiet for a while: reading along is not enough, and neither is joining and saying nothing."""
    talk = await room.running_with_volunteer(tx, case.person)
    if talk is None or talk.beside is None or talk.beside.mode is not BesideMode.JOINS:
        return False
    silent = house.flowbook().handoff.limits.answer_within_minutes[1]
    return house.clock.now() - talk.beside.at < timedelta(minutes=silent)


async def somebody_reads(tx: UnitOfWork, case: Handoff) -> bool:
    """Does a professional see this danger, though nobody has taken it?"""
    talk = await room.running_with_volunteer(tx, case.person)
    return (
        talk is not None and talk.beside is not None and talk.beside.mode is not BesideMode.ANSWERS
    )


async def talks_along(tx: UnitOfWork, member: StaffMember, case: Handoff) -> bool:
    """Does this professional talk along with the young person of this case?"""
    talk = await room.running_with_volunteer(tx, case.person)
    return (
        talk is not None
        and talk.beside is not None
        and talk.beside == Beside(member.person, BesideMode.JOINS, talk.beside.at)
    )
