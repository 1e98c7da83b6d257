"""Talking it over: a private line between a volunteer and a professional on duty, after a talk. Words pass as
they are, by alias, and are not kept. Whoever goes to a young person ends it: talks and alarms go first."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.debrief import Debrief
from bot.domain.handoff import Handoff
from bot.domain.ids import DebriefId, PersonId, new_id
from bot.domain.messages import Button, Text, Unsupported
from bot.domain.volunteer import Role, StaffMember
from bot.engine.showing import shown
from bot.services.handoff import handing_off, room
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork

ASK, TAKE, END = "debrief", "dbtake", "dbend"
RUNS = 1  # `Timer.repeats` once somebody took it


def button(house: House) -> Button:
    """Under the end of a talk: "Even napraten met een beroepskracht"."""
    return Button(house.flowbook().staff("debrief_button"), ASK)


async def buttons_after(house: House, tx: UnitOfWork, talk: Handoff) -> tuple[Button, ...]:
    """The button under the end of this talk; none while its volunteer still has a young person."""
    if talk.to is not Role.VOLUNTEER or talk.staff is None:
        return ()
    going_on = [one for one in await room.talks_of(tx, talk.staff) if one.id != talk.id]
    return () if going_on else (button(house),)


async def asked(house: House, tx: UnitOfWork, member: StaffMember, _: str = "") -> None:
    """The button, or `/napraten`: the professionals on duty hear it, by alias. Nobody there: the
    coordinators do."""
    refusal = await _refusal(tx, member)
    if refusal:
        await _say(house, tx, member.person, refusal)
        return
    flowbook, now = house.flowbook(), house.clock.now()
    there = [p for p in await tx.staff.on_duty(Role.PROFESSIONAL) if p.person != member.person]
    if not there:
        await handing_off.tell_coordinators(house, tx, "talk_it_over_asked", alias=member.alias)
        await _say(house, tx, member.person, "talk_it_over_coordinator")
        return
    debrief = Debrief(DebriefId(new_id()), member.person, now)
    await tx.debriefs.add(debrief)
    minutes = flowbook.handoff.limits.debrief_answer_minutes
    await _set_clock(tx, debrief, now + timedelta(minutes=minutes), 0)
    take = Button(flowbook.staff("debrief_take_button"), f"{TAKE}.{debrief.id}")
    for one in there:
        text = flowbook.staff("debrief_card", alias=member.alias)
        await room.tell(house, tx, one.person, text, take)
    await _say(house, tx, member.person, "debrief_asked", minutes=str(minutes))


async def _refusal(tx: UnitOfWork, member: StaffMember) -> str:
    if member.role is not Role.VOLUNTEER:
        return "debrief_volunteers"
    if await tx.debriefs.of(member.person) is not None:
        return "debrief_known"
    if await room.talks_of(tx, member.person):
        return "debrief_after"
    if await tx.handoffs.last_ended_with(member.person) is not None:
        return ""
    known = await tx.volunteers.get(member.person)  # the talk itself may be erased
    return "" if known is not None and known.talks else "debrief_after"


async def taken(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A professional takes it: first come, first served. Not in the middle of a talk."""
    debrief = await tx.debriefs.get(DebriefId(ref))
    refusal = await _cannot_take(tx, member, debrief)
    now = house.clock.now()
    if debrief is None or refusal:
        await _say(house, tx, member.person, refusal or "debrief_gone")
        return
    after = debrief.taken(member.person, now)
    if not await tx.debriefs.save(debrief, after):
        await _say(house, tx, member.person, "debrief_gone")
        return
    await _practice_stops(house, tx, debrief.volunteer, "practice_stopped_debrief")
    minutes = house.flowbook().handoff.limits.debrief_quiet_minutes
    await _set_clock(tx, after, now + timedelta(minutes=minutes), RUNS)
    stop = Button(house.flowbook().staff("debrief_end_button"), f"{END}.{debrief.id}")
    for reader, other in ((debrief.volunteer, member.person), (member.person, debrief.volunteer)):
        who = await room.alias_of(tx, other)
        name = "debrief_begun" if reader == debrief.volunteer else "debrief_begun_professional"
        await room.tell(house, tx, reader, house.flowbook().staff(name, alias=who), stop)


async def _cannot_take(tx: UnitOfWork, member: StaffMember, debrief: Debrief | None) -> str:
    if member.role is not Role.PROFESSIONAL:
        return "claim_not_yours"
    if debrief is None or debrief.professional is not None:
        return "debrief_gone"
    if await room.talks_of(tx, debrief.volunteer):  # their words are for a young person now
        return "debrief_gone"
    busy = await tx.debriefs.of(member.person) or await room.talks_of(tx, member.person)
    return "debrief_busy" if busy else ""


async def take_first(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """`/napraten ALIAS` of a professional: the typed equivalent of the button."""
    for one in await tx.staff.all():
        named = one.alias.casefold() == alias.strip().casefold()
        debrief = await tx.debriefs.of(one.person) if named else None
        if debrief is not None:
            await taken(house, tx, member, debrief.id)
            return
    await _say(house, tx, member.person, "debrief_gone" if alias.strip() else "debrief_how")


async def command(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """`/napraten`: a volunteer asks, a professional takes."""
    act = take_first if member.role is Role.PROFESSIONAL else asked
    await act(house, tx, member, alias)


async def passed(
    house: House, tx: UnitOfWork, member: StaffMember, content: Text | Unsupported
) -> bool:
    """Was this, typed outside of a talk, for the other end of the line?"""
    debrief = await tx.debriefs.of(member.person)
    other = debrief.other(member.person) if debrief is not None else None
    if debrief is None or other is None:
        return False
    text = shown(content.text if isinstance(content, Text) else content.caption)
    if not text:
        await _say(house, tx, member.person, "debrief_words_only")
        return True
    await tx.debriefs.save(debrief, debrief.heard(house.clock.now()))
    await _say(house, tx, other, "debrief_line", alias=member.alias, text=text)
    return True


async def ended(house: House, tx: UnitOfWork, member: StaffMember, _: str = "") -> bool:
    """One of the two stops: the button, or `/klaar` outside of a talk. False: there was nothing."""
    debrief = await tx.debriefs.of(member.person)
    if debrief is None:
        return False
    await _close(house, tx, debrief, "debrief_ended")
    return True


async def pressed_end(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """The button under the begin."""
    if not await ended(house, tx, member):
        await _say(house, tx, member.person, "debrief_gone")


async def goes_to_a_talk(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """This helper goes to a young person: that goes first, and both hear that the line ends. A practice
    talk ends too: from now on what is typed is for somebody real."""
    await _practice_stops(house, tx, person, "practice_stopped_talk")
    debrief = await tx.debriefs.of(person)
    if debrief is not None:
        await _close(house, tx, debrief, "debrief_interrupted")


async def _practice_stops(house: House, tx: UnitOfWork, person: PersonId, name: str) -> None:
    """Words meant for a human must never be taken for practice, nor the other way round."""
    if await tx.practices.get(person) is not None:
        await tx.practices.delete(person)
        await _say(house, tx, person, name)


async def runs(tx: UnitOfWork, person: PersonId) -> bool:
    """Is there somebody at the other end of the line of this member now?"""
    debrief = await tx.debriefs.of(person)
    return debrief is not None and debrief.professional is not None


async def left(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Somebody blocked Maatje or leaves: the other one is not left talking to nobody."""
    debrief = await tx.debriefs.of(person)
    if debrief is not None:
        await _close(house, tx, debrief, "debrief_ended")


async def ring(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Nobody took it in time, or it has been quiet for long."""
    debrief = await tx.debriefs.get(DebriefId(timer.ref))
    if debrief is None:
        return
    limits = house.flowbook().handoff.limits
    if debrief.professional is None:
        await tx.debriefs.delete(debrief.id)
        who = await room.alias_of(tx, debrief.volunteer)
        await _say(house, tx, debrief.volunteer, "debrief_nobody")
        await handing_off.tell_coordinators(house, tx, "talk_it_over_asked", alias=who)
        return
    due = debrief.at + timedelta(minutes=limits.debrief_quiet_minutes)
    if house.clock.now() < due:
        await _set_clock(tx, debrief, due, timer.repeats + 1)
        return
    await _close(house, tx, debrief, "debrief_ended")


async def _set_clock(tx: UnitOfWork, debrief: Debrief, due: datetime, repeats: int) -> None:
    timer = Timer(TimerKind.DEBRIEF, debrief.id, due, debrief.volunteer, repeats)
    await tx.timers.set(timer)


async def _close(house: House, tx: UnitOfWork, debrief: Debrief, name: str) -> None:
    await tx.debriefs.delete(debrief.id)
    await tx.timers.delete(TimerKind.DEBRIEF, debrief.id)
    for person in (debrief.volunteer, debrief.professional):
        if person is not None and await tx.staff.get(person) is not None:
            await _say(house, tx, person, name)


async def _say(house: House, tx: UnitOfWork, person: PersonId, name: str, **values: str) -> None:
    await room.tell(house, tx, person, house.flowbook().staff(name, **values))
