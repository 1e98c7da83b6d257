"""Appointments: a moment of the rota at which a young person's wish is asked anew."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.appointments import Appointment
from bot.domain.conversation import Conversation
from bot.domain.handoff import WAITING, Handoff
from bot.domain.ids import AppointmentId, PersonId, new_id
from bot.domain.messages import Reply
from bot.domain.turn import MakeAppointment
from bot.domain.volunteer import Role
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.waiting.opening_hours import moment_words


async def make(
    house: House, tx: UnitOfWork, conversation: Conversation, wish: MakeAppointment
) -> None:
    """Keeps the appointment; the place in the queue of now goes, as was said before the choice."""
    case = await wish_of(tx, conversation.person)
    appointment = Appointment(
        AppointmentId(new_id()),
        conversation.person,
        wish.shift,
        wish.helper,
        wish.at,
        case.to if case is not None else Role.VOLUNTEER,
        case.form if case is not None else None,
        case.topic if case is not None else None,
    )
    await cancel(house, tx, conversation.person)
    await handing_off.withdraw(house, tx, conversation.person)
    await tx.appointments.save(appointment)
    limits = house.flowbook().handoff.limits
    due = wish.at - timedelta(minutes=limits.appointment_reminder_minutes)
    await tx.timers.set(Timer(TimerKind.APPOINTMENT, appointment.id, due, conversation.person))
    await tell_helper(house, tx, appointment, "appointment_made")


async def wish_of(tx: UnitOfWork, person: PersonId) -> Handoff | None:
    """The wish for somebody of their own that this young person waits for, if any. Danger is no wish, and
    a talk of more than two is not for one alone to move."""
    cases = await tx.handoffs.open_of(person)
    own = (h for h in cases if h.state in WAITING and h.shared is None)
    return next((h for h in own if not h.is_danger), None)


async def cancel(house: House, tx: UnitOfWork, person: PersonId) -> bool:
    """The young person calls it off; whoever would have come hears it. Was there one?"""
    appointment = await tx.appointments.of(person)
    if appointment is None:
        return False
    await end(tx, appointment)
    await tell_helper(house, tx, appointment, "appointment_off")
    return True


async def end(tx: UnitOfWork, appointment: Appointment) -> None:
    """The appointment is over, whatever came of it."""
    await tx.appointments.delete_of(appointment.person)
    await tx.timers.delete(TimerKind.APPOINTMENT, appointment.id)


async def tell_helper(house: House, tx: UnitOfWork, appointment: Appointment, name: str) -> None:
    """A neutral line to who has the shift: nothing of whom or what."""
    now = house.clock.now()
    if await tx.staff.get(appointment.helper) is not None:
        text = house.flowbook().staff(name, moment=moment_words(appointment.at, now))
        await tx.outbox.add(appointment.helper, [Reply(text)], now)
