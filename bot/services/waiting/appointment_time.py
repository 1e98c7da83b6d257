"""The clock of an appointment: a neutral question before it, the wish at its moment, and the truth when
nobody is there after all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.appointments import Appointment
from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import Urgency
from bot.domain.messages import Reply
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.engine.run import Moment
from bot.engine.running import open_flow
from bot.services.effects import store
from bot.services.handoff import handing_off
from bot.services.house import House, moment_of
from bot.services.ports import Timer, UnitOfWork
from bot.services.waiting import appointing
from bot.services.waiting.asked_before import ABOUT_A_WISH, overtaken
from bot.services.waiting.opening_hours import moment_words

REMINDER = "appointment"
AFTER_TALK = "appointment_after"
# How often the timer rang already: who had the shift did not take it, or a talk is in the way.
WIDER, IN_TALK = 2, 3
LOOK_AGAIN = timedelta(minutes=5)  # is the talk over?
LONGEST_IN_TALK = timedelta(hours=20)  # an appointment is kept for a day


async def ring(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Ten minutes before, at the moment, and shortly after it (`timer.repeats` 0, 1 and 2); when a talk is
    in the way, every few minutes until that is over (3)."""
    if timer.person is None:
        return
    conversation = await tx.conversations.get(timer.person)
    if timer.repeats == WIDER:
        await _ask_everybody(house, tx, conversation)
        return
    appointment = await tx.appointments.of(timer.person)
    if appointment is None or appointment.id != timer.ref:
        return
    if house.clock.now() < appointment.at:
        await _remind(house, tx, appointment, conversation)
        await tx.timers.set(replace(timer, due_at=appointment.at, repeats=1))
        return
    moment = await moment_of(house, tx, conversation)
    if moment.in_relay:
        await _in_talk(house, tx, timer, appointment)
        return
    if timer.repeats == IN_TALK and conversation.danger.peer_allowed:
        await _opens(house, tx, conversation, AFTER_TALK, moment)
        return
    await _begin(house, tx, appointment, conversation)
    minutes = house.flowbook().handoff.limits.appointment_first_minutes
    due = house.clock.now() + timedelta(minutes=minutes)
    await tx.timers.set(replace(timer, due_at=due, repeats=WIDER))


async def _remind(
    house: House, tx: UnitOfWork, appointment: Appointment, conversation: Conversation
) -> None:
    """Neutral for both. While danger is open Maatje has more urgent things to say."""
    await appointing.tell_helper(house, tx, appointment, "appointment_soon")
    moment = await moment_of(house, tx, conversation)
    if not moment.in_relay and conversation.danger.peer_allowed:
        await _opens(house, tx, conversation, REMINDER, moment)


async def _in_talk(house: House, tx: UnitOfWork, timer: Timer, appointment: Appointment) -> None:
    """A talk is running at the moment of the appointment: it waits until that is over, and both hear so
    once. After a long time it lapses, not silently."""
    now = house.clock.now()
    if now - appointment.at >= LONGEST_IN_TALK:
        await appointing.end(tx, appointment)
        await _tell(house, tx, appointment, "appointment_lapsed")
        return
    if timer.repeats != IN_TALK:
        await _tell(house, tx, appointment, "appointment_waits")
        await appointing.tell_helper(house, tx, appointment, "appointment_waits")
    await tx.timers.set(replace(timer, due_at=now + LOOK_AGAIN, repeats=IN_TALK))


async def _tell(house: House, tx: UnitOfWork, appointment: Appointment, name: str) -> None:
    """A neutral line beside the talk that is running."""
    now = house.clock.now()
    text = house.flowbook().young(name).replace("{moment}", moment_words(appointment.at, now))
    await tx.outbox.add(appointment.person, [Reply(text)], now)


async def _begin(
    house: House, tx: UnitOfWork, appointment: Appointment, conversation: Conversation
) -> None:
    """The moment has come: the wish is asked anew, first of who has this shift."""
    await appointing.end(tx, appointment)
    await tx.events.add([event("appointment_reached", appointment.to.value)], house.clock.now())
    moment = await moment_of(house, tx, conversation)
    decision = house.flowbook().handoff.decide(appointment.to, conversation, moment)
    if moment.in_relay or decision.to is None:
        return  # somebody is there already, or danger and age ask for other things
    kinds = conversation.danger.open_kinds if decision.to is Role.PROFESSIONAL else ()
    wish = RequestHandoff(decision.to, decision.urgency, appointment.form, appointment.topic, kinds)
    await handing_off.request(house, tx, conversation, wish, first=appointment.helper)
    if not decision.somebody_there and conversation.danger.peer_allowed:
        now_waiting = await moment_of(house, tx, conversation)
        await _opens(house, tx, conversation, "appointment_missed", now_waiting)


async def _ask_everybody(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    case = await appointing.wish_of(tx, conversation.person)
    if case is not None:
        await handing_off.offer(house, tx, case, conversation)


async def fell_through(house: House, tx: UnitOfWork, appointment: Appointment) -> None:
    """The shift of an appointment is off. The young person keeps a place in the queue, and is told; in a
    talk they have somebody, and are told that alone."""
    await appointing.end(tx, appointment)
    conversation = await tx.conversations.get(appointment.person)
    if (await moment_of(house, tx, conversation)).in_relay:
        await _tell(house, tx, appointment, "appointment_off_in_talk")
        return
    wish = RequestHandoff(appointment.to, Urgency.NORMAL, appointment.form, appointment.topic)
    if conversation.danger.peer_allowed:
        await handing_off.request(house, tx, conversation, wish)
    moment = await moment_of(house, tx, conversation)
    if conversation.danger.peer_allowed:
        await _opens(house, tx, conversation, "appointment_missed", moment)


async def _opens(
    house: House, tx: UnitOfWork, conversation: Conversation, flow: str, moment: Moment
) -> None:
    known = overtaken(conversation, ABOUT_A_WISH)
    await store(house, tx, open_flow(house.flowbook(), known, flow, moment, keep=True))
