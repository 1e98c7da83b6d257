"""The young person whose Telegram id was opened is told: as soon as a professional says that it is safe, or
by the clock, and never while a danger sign still stands open."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.emergency import IdOpening
from bot.domain.goals import DEFAULT_ZONE, QUIET_FROM, QUIET_UNTIL, ZONES, later_moment
from bot.domain.ids import OpeningId
from bot.domain.messages import Button, Reply
from bot.domain.report import AuditEntry, AuditStep
from bot.domain.safety import RiskLevel
from bot.domain.volunteer import StaffMember
from bot.engine.running import open_flow
from bot.services.effects import store
from bot.services.emergency.erasing import MAATJE
from bot.services.handoff import handing_off, room
from bot.services.house import House, moment_of
from bot.services.ports import Timer, TimerKind, UnitOfWork

SAFE, NOT_SAFE = "idsafe", "idwait"
FLOW = "id_opened"
# How the clock rings (`Timer.repeats`): is it safe by now, one of the two said so, or ask again.
JUDGE, IS_SAFE, ASK_AGAIN = 0, 1, 2
IN_A_TALK = timedelta(hours=1)  # what Maatje begins itself waits while a human has the chat


def buttons(house: House, opening: IdOpening) -> tuple[Button, Button]:
    """Under what the professional reads: it is safe now, or not yet."""
    flowbook = house.flowbook()
    return (
        Button(flowbook.staff("id_safe_button"), f"{SAFE}.{opening.id}"),
        Button(flowbook.staff("id_not_safe_button"), f"{NOT_SAFE}.{opening.id}"),
    )


async def plan(house: House, tx: UnitOfWork, opening: IdOpening) -> None:
    """At the latest the young person hears it then, when it is safe."""
    hours = house.flowbook().handoff.emergency_id.told_at_latest_hours
    due = house.clock.now() + timedelta(hours=hours)
    await tx.timers.set(Timer(TimerKind.ID_TELL, opening.id, due, opening.person))


async def safe(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """ "Het kan nu veilig", pressed or typed by one of the two."""
    opening = await _theirs(house, tx, member, ref)
    if opening is None:
        return
    in_talk = (await moment_of(house, tx, await tx.conversations.get(opening.person))).in_relay
    await _say(house, tx, member, "id_told" if in_talk else "id_told_later", opening)
    await _tell(house, tx, opening, by=member.alias)


async def not_safe(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """ "Nog niet veilig": asked again later, and that is written down."""
    opening = await _theirs(house, tx, member, ref)
    if opening is not None:
        await _wait(house, tx, opening, ASK_AGAIN, by=member.alias)
        await _say(house, tx, member, "id_not_safe", opening)


async def _theirs(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> IdOpening | None:
    """The opening that still must be told, if this is one of the two who opened it."""
    opening = await tx.id_openings.get(OpeningId(ref))
    if opening is None:
        await _say(house, tx, member, "old_button")
        return None
    if not opening.must_be_told or member.person not in (opening.asked_by, opening.agreed_by):
        await _say(house, tx, member, "id_nothing_to_tell", opening)
        return None
    return opening


async def ring(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The term is over. While urgent danger stands open, or when one of the two said that it is not safe
    yet, they are asked instead, and the coordinators hear it."""
    opening = await tx.id_openings.get(OpeningId(timer.ref))
    if opening is None or not opening.must_be_told:
        return
    conversation = await tx.conversations.get(opening.person)
    urgent = conversation.danger.level is RiskLevel.URGENT
    if timer.repeats == ASK_AGAIN or urgent:  # what was safe an hour ago may not be so any more
        await _wait(house, tx, opening, JUDGE, by=MAATJE)
        text = house.flowbook().staff("id_is_it_safe", alias=opening.alias)
        for person in (opening.asked_by, opening.agreed_by):
            if person is not None and await tx.staff.get(person) is not None:
                await room.tell(house, tx, person, text, *buttons(house, opening))
        await handing_off.tell_coordinators(house, tx, "id_is_it_safe", alias=opening.alias)
        return
    await _tell(house, tx, opening, by=MAATJE)


async def _wait(house: House, tx: UnitOfWork, opening: IdOpening, then: int, *, by: str) -> None:
    now, hours = house.clock.now(), house.flowbook().handoff.emergency_id.not_safe_again_hours
    await tx.audit.add(AuditEntry(by, AuditStep.ID_NOT_SAFE, opening.alias, "", now))
    due = now + timedelta(hours=hours)
    await tx.timers.set(Timer(TimerKind.ID_TELL, opening.id, due, opening.person, then))


async def _tell(house: House, tx: UnitOfWork, opening: IdOpening, *, by: str) -> None:
    """In a talk with who opened it in plain words; else neutrally first, by day, and not in the middle
    of a talk with somebody else. `by` stands in the audit when it is told."""
    now = house.clock.now()
    conversation = await tx.conversations.get(opening.person)
    moment = await moment_of(house, tx, conversation)
    talk = next((h for h in await tx.handoffs.open_of(opening.person) if h.staff), None)
    with_them = talk is not None and talk.staff in (opening.asked_by, opening.agreed_by)
    if with_them:
        text = house.flowbook().young("id_opened")
        await tx.outbox.add(opening.person, [Reply(text)], now)
    elif moment.in_relay or _is_quiet(now, conversation.region):
        due = now + IN_A_TALK if moment.in_relay else later_moment(now, conversation.region)
        then = JUDGE if by == MAATJE else IS_SAFE
        await tx.timers.set(Timer(TimerKind.ID_TELL, opening.id, due, opening.person, then))
        return
    else:
        turn = open_flow(house.flowbook(), conversation, FLOW, moment, keep=True)
        await store(house, tx, turn)
    await tx.id_openings.save(opening, opening.told(now))
    await tx.timers.delete(TimerKind.ID_TELL, opening.id)
    await tx.audit.add(AuditEntry(by, AuditStep.ID_TOLD, opening.alias, "", now))


def _is_quiet(now: datetime, region: str) -> bool:
    local = now.astimezone(ZONES.get(region, DEFAULT_ZONE)).time()
    return not QUIET_UNTIL <= local < QUIET_FROM


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, opening: IdOpening | None = None
) -> None:
    flowbook = house.flowbook()
    hours = flowbook.handoff.emergency_id.not_safe_again_hours
    alias = opening.alias if opening is not None else ""
    await room.tell(house, tx, member.person, flowbook.staff(name, alias=alias, hours=hours))
