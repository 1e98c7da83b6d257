"""`/rooster`: who helps says when they will be there; the clock reminds, and asks at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import rota
from bot.domain.ids import ShiftId, new_id
from bot.domain.messages import Button, Reply
from bot.domain.rota import WEEK, ZONE, Shift, Slot
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.waiting import appointment_time
from bot.services.waiting.opening_hours import opening

STAY, GO = "stay", "go"
MOST_SHIFTS = 30  # of one person
MOST_LINES = 60  # of the coordinator's view; a message of Telegram holds 4,096 characters
HELPERS = {Role.VOLUNTEER: "maatje", Role.PROFESSIONAL: "beroepskracht"}
AWAY = ("weg ", "wis ", "verwijder ")
AFTER_OVER = timedelta(hours=12)  # what a standstill made later than this is not done any more


# --- the command -----------------------------------------------------------------------------------


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/rooster`, `/rooster ma 16-18`, `/rooster 24-11 14:00-16:00`, `/rooster weg ma 16-18`."""
    said = " ".join(argument.casefold().split())
    if member.role not in HELPERS:
        await _say(house, tx, member, **await _everybody(house, tx))
    elif not said:
        await _say(house, tx, member, **await _own(house, tx, member))
    elif said.startswith(AWAY):
        await _take_away(house, tx, member, said.partition(" ")[2])
    else:
        await _add(house, tx, member, said)


async def _add(house: House, tx: UnitOfWork, member: StaffMember, said: str) -> None:
    now = house.clock.now()
    hours = rota.hours_in(said, now.astimezone(ZONE).date())
    own = await tx.rota.of(member.person)
    if hours is None:
        await _say(house, tx, member, "rota_unclear")
        return
    words = rota.hours_words(hours)
    shift = Shift(ShiftId(new_id()), member.person, hours)
    if any(known.hours == hours for known in own):
        await _say(house, tx, member, "rota_known", shift=words)
    elif len(own) >= MOST_SHIFTS or not rota.slots([shift], now, now + timedelta(days=367)):
        await _say(house, tx, member, "rota_unclear")
    else:
        await tx.rota.add(shift)
        await _plan(house, tx, shift, now)
        name = "rota_added_once" if hours.day is not None else "rota_added"
        await _say(house, tx, member, name, shift=words)


async def _take_away(house: House, tx: UnitOfWork, member: StaffMember, said: str) -> None:
    hours = rota.hours_in(said, house.clock.now().astimezone(ZONE).date())
    own = await tx.rota.of(member.person)
    found = next((shift for shift in own if shift.hours == hours), None)
    if found is None:
        await _say(house, tx, member, "rota_not_found")
        return
    await remove(house, tx, found)
    await _say(house, tx, member, "rota_removed", shift=rota.hours_words(found.hours))


async def remove(house: House, tx: UnitOfWork, shift: Shift) -> None:
    """A shift goes; a young person with an appointment in it is told and can choose again."""
    await tx.rota.delete(shift.id)
    await tx.timers.delete(TimerKind.SHIFT, shift.id)
    for appointment in await tx.appointments.in_shift(shift.id):
        await appointment_time.fell_through(house, tx, appointment)


async def forget(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """Who leaves Maatje stands on no rota any more."""
    for shift in await tx.rota.of(member.person):
        await remove(house, tx, shift)


async def _own(house: House, tx: UnitOfWork, member: StaffMember) -> dict[str, str]:
    shifts = sorted(
        await tx.rota.of(member.person),
        key=lambda s: (s.hours.day is not None, s.hours.weekday or 0, str(s.hours.day)),
    )
    if not shifts:
        return {"name": "rota_empty"}
    weekly = {True: "", False: " (elke week)"}
    lines = [f"- {rota.hours_words(s.hours)}{weekly[s.hours.day is not None]}" for s in shifts]
    return {"name": "rota_own", "lines": "\n".join(lines)}


async def _everybody(house: House, tx: UnitOfWork) -> dict[str, str]:
    """The coming seven days by alias, and when volunteers have no professional behind them."""
    now = house.clock.now()
    week = await opening(tx, now)
    names = {one.person: f"{one.alias} ({HELPERS[one.role]})" for one in week.members
             if one.role in HELPERS}  # fmt: skip
    every = sorted([*week.volunteers, *week.professionals])
    if not every:
        return {"name": "rota_nobody"}
    lines = [f"- {_span(slot.begins, slot.ends, now)}: {names[slot.person]}" for slot in every]
    open_hours = rota.gaps(week.volunteers, week.professionals)
    missing = [f"- {_span(begins, ends, now)}" for begins, ends in open_hours]
    return {
        "name": "rota_gaps" if missing else "rota_everybody",
        "lines": "\n".join(lines[:MOST_LINES]),
        "gaps": "\n".join(missing[:MOST_LINES]),
    }


def _span(begins: datetime, ends: datetime, now: datetime) -> str:
    return f"{rota.day_words(begins, now)} {rota.clock_words(begins)}-{rota.clock_words(ends)}"


# --- the clock -------------------------------------------------------------------------------------


async def _plan(house: House, tx: UnitOfWork, shift: Shift, after: datetime) -> None:
    """Sets the timer for the next thing that the clock has to say about this shift."""
    coming = [
        at
        for slot in rota.slots([shift], after - WEEK, after + timedelta(days=367))
        for at in _calls(house, slot)
        if at > after
    ]
    if coming:
        await tx.timers.set(Timer(TimerKind.SHIFT, shift.id, min(coming), shift.person))


def _calls(house: House, slot: Slot) -> tuple[datetime, datetime, datetime, datetime]:
    limits = house.flowbook().handoff.limits
    reminder = timedelta(minutes=limits.shift_reminder_minutes)
    over = timedelta(minutes=limits.shift_over_minutes)
    return slot.begins - reminder, slot.begins, slot.ends, slot.ends + over


async def ring(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """A moment of a shift: soon, now, at its end, or over. The clock puts nobody on duty."""
    shift, now = await tx.rota.get(ShiftId(timer.ref)), house.clock.now()
    member = await tx.staff.get(shift.person) if shift is not None else None
    if shift is None or member is None:
        return
    await _plan(house, tx, shift, now)
    for slot in rota.slots([shift], now - timedelta(days=1), now + WEEK):
        soon, begins, ends, over = _calls(house, slot)
        if soon <= now < begins and not member.on_duty:
            await _say(house, tx, member, "shift_soon", time=rota.clock_words(slot.begins))
        elif begins <= now < ends and not member.on_duty:
            await _say(house, tx, member, "shift_begins")
        elif ends <= now < over:
            await _ended(house, tx, member, now)
        elif over <= now < over + AFTER_OVER:
            await _over(house, tx, member, shift, now)


async def _ended(house: House, tx: UnitOfWork, member: StaffMember, now: datetime) -> None:
    if not member.on_duty or await _in_another(tx, member, now):
        return
    flowbook = house.flowbook()
    buttons = (
        Button(flowbook.staff("shift_go_button"), GO),
        Button(flowbook.staff("shift_stay_button"), STAY),
    )
    minutes = flowbook.handoff.limits.shift_over_minutes
    text = flowbook.staff("shift_ends", minutes=minutes)
    await tx.outbox.add(member.person, [Reply(text, buttons)], now)


async def _over(
    house: House, tx: UnitOfWork, member: StaffMember, shift: Shift, now: datetime
) -> None:
    """Nobody reacted: off duty, told so; a talk that runs is left alone and looked at again."""
    if not member.on_duty or await _in_another(tx, member, now):
        return
    if await tx.handoffs.active_with(member.person):
        again = timedelta(minutes=house.flowbook().handoff.limits.shift_over_minutes)
        await tx.timers.set(Timer(TimerKind.SHIFT, shift.id, now + again, shift.person))
        return
    await tx.staff.save(replace(member, on_duty=False), now)
    await _say(house, tx, member, "shift_over")
    await _tell_when_the_last(house, tx, member)


async def _tell_when_the_last(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """Talks with volunteers go on without a professional behind them: the coordinator must know."""
    if member.role is not Role.PROFESSIONAL or await tx.staff.on_duty(Role.PROFESSIONAL):
        return
    volunteers = [one for one in await tx.staff.all() if one.role is Role.VOLUNTEER]
    talks = sum([len(await tx.handoffs.active_with(one.person)) for one in volunteers])
    if talks:
        await handing_off.tell_coordinators(house, tx, "last_professional_left", talks=talks)


async def _in_another(tx: UnitOfWork, member: StaffMember, now: datetime) -> bool:
    """Does this member have another shift now?"""
    shifts: Sequence[Shift] = await tx.rota.of(member.person)
    return bool(rota.slots(shifts, now, now + timedelta(seconds=1)))


async def stays(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """Somebody reacted at the end of a shift: the clock does not take them off duty."""
    now = house.clock.now()
    for shift in await tx.rota.of(member.person):
        for slot in rota.slots([shift], now - timedelta(days=1), now):
            over = _calls(house, slot)[3]
            if slot.ends <= now < over + AFTER_OVER:
                await tx.timers.delete(TimerKind.SHIFT, shift.id)
                await _plan(house, tx, shift, max(over, now))


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    text = house.flowbook().staff(name, **values)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
