"""`/noodgegevens`: a professional asks for the Telegram id of the young person they talk with, a second one
agrees, and only then the first one sees it, once. Every step is written down."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.emergency import IdOpening
from bot.domain.handoff import Handoff
from bot.domain.ids import OpeningId, PersonId, new_id
from bot.domain.messages import Button
from bot.domain.report import AuditEntry, AuditStep
from bot.domain.volunteer import Role, StaffMember
from bot.engine.emergency_rules import EmergencyId
from bot.engine.referral import EMERGENCY
from bot.services.emergency import telling
from bot.services.handoff import handing_off, room
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork

AGREE = "idok"
AGREE_WORD, SAFE_WORD = "akkoord", "veilig"
LEAST_WHY, LONGEST_WHY = 15, 300  # characters


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/noodgegevens` and why; `/noodgegevens akkoord ALIAS`; `/noodgegevens veilig ALIAS`."""
    word, _, alias = argument.strip().partition(" ")
    if not rules(house).is_on:
        await _say(house, tx, member, "id_off")
    elif member.role is not Role.PROFESSIONAL:
        await _say(house, tx, member, "id_not_yours")
    elif word.casefold() == AGREE_WORD and (found := await tx.id_openings.called(alias)):
        await agreed(house, tx, member, found[-1].id)
    elif word.casefold() == SAFE_WORD and (found := await tx.id_openings.called(alias)):
        await telling.safe(house, tx, member, found[-1].id)
    else:
        await _asked(house, tx, member, argument.strip())


def rules(house: House) -> EmergencyId:
    """What the organisation decided about it."""
    return house.flowbook().handoff.emergency_id


async def _asked(house: House, tx: UnitOfWork, member: StaffMember, why: str) -> None:
    talk = await room.current(tx, member)
    if talk is None or talk.staff != member.person or talk.to is not Role.PROFESSIONAL:
        await _say(house, tx, member, "id_no_talk")
        return
    refusal = await _refusal(house, tx, member, talk)
    if refusal:
        await _say(house, tx, member, refusal, alias=talk.alias, emergency=_emergency(house))
    elif len(why) < LEAST_WHY:
        protocol = f"{rules(house).protocol} ({rules(house).protocol_date})"
        values = {"alias": talk.alias, "protocol": protocol, "least": str(LEAST_WHY)}
        await _say(house, tx, member, "id_why", **values, emergency=_emergency(house))
    else:
        await _ask_second(house, tx, member, talk, why[:LONGEST_WHY])


async def _refusal(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> str:
    """The name of the sentence that says why nothing is asked now, if so."""
    now, within = house.clock.now(), _within(house)
    known = [one for one in await tx.id_openings.of(talk.person) if one.handoff == talk.id]
    if any(one.agreed_at is not None for one in known):
        return "id_seen_already"
    if any(one.waits(now, within) for one in known):
        return "id_asked_already"
    return "" if await _who_may_agree(tx, member.person, talk.person) else "id_nobody"


async def _ask_second(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, why: str
) -> None:
    now, flowbook, minutes = house.clock.now(), house.flowbook(), rules(house).agree_within_minutes
    opening = IdOpening(
        OpeningId(new_id()), talk.person, talk.id, talk.alias, member.person, why, now
    )
    await tx.id_openings.add(opening)
    await tx.audit.add(AuditEntry(member.alias, AuditStep.ID_ASKED, talk.alias, why, now))
    due = now + timedelta(minutes=minutes)
    await tx.timers.set(Timer(TimerKind.ID_AGREE, opening.id, due, talk.person))
    button = Button(flowbook.staff("id_agree_button"), f"{AGREE}.{opening.id}")
    values = {"who": member.alias, "alias": talk.alias, "why": why, "minutes": minutes}
    for other in await _who_may_agree(tx, member.person, talk.person):
        text = flowbook.staff("id_agree_asked", **values)
        await room.tell(house, tx, other.person, text, button)
    await handing_off.tell_coordinators(
        house, tx, "id_asked_coordinator", who=member.alias, alias=talk.alias
    )
    await _say(house, tx, member, "id_asked", minutes=str(minutes), emergency=_emergency(house))


async def _who_may_agree(tx: UnitOfWork, asker: PersonId, young: PersonId) -> list[StaffMember]:
    """Every other professional, on duty or not: a life is in danger. Not who rests."""
    resting = await tx.suspensions.all()
    return [
        one
        for one in await tx.staff.all()
        if one.role is Role.PROFESSIONAL
        and one.person not in {asker, young}
        and one.person not in resting
    ]


async def agreed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """The second professional agrees: the first one sees the id now."""
    now, opening = house.clock.now(), await tx.id_openings.get(OpeningId(ref))
    if not rules(house).is_on:
        await _say(house, tx, member, "id_off")
        return
    if opening is None or not opening.waits(now, _within(house)):
        await _say(house, tx, member, "id_nothing_to_agree")
        return
    asker = await tx.staff.get(opening.asked_by)
    may = [one.person for one in await _who_may_agree(tx, opening.asked_by, opening.person)]
    if asker is None or asker.role is not Role.PROFESSIONAL or member.person not in may:
        await _say(house, tx, member, "id_nothing_to_agree")
        return
    after = opening.agreed(member.person, now)
    if not await tx.id_openings.save(opening, after):
        await _say(house, tx, member, "id_nothing_to_agree")
        return
    entry = AuditEntry(member.alias, AuditStep.ID_AGREED, opening.alias, opening.why, now)
    await tx.audit.add(entry)
    await tx.timers.delete(TimerKind.ID_AGREE, opening.id)
    await telling.plan(house, tx, after)
    await _say(house, tx, member, "id_agreed", who=asker.alias, alias=opening.alias)
    await _show(house, tx, asker, member, after)


async def _show(
    house: House, tx: UnitOfWork, asker: StaffMember, second: StaffMember, opening: IdOpening
) -> None:
    """The id, once, to who asked; the second one does not see it."""
    address = await tx.people.address_of(opening.person)
    if address is None:
        await _say(house, tx, asker, "id_not_there", alias=opening.alias)
        return
    text = house.flowbook().staff(
        "id_shown",
        alias=opening.alias,
        number=address[1],
        who=second.alias,
        hours=rules(house).told_at_latest_hours,
        emergency=_emergency(house),
    )
    await room.tell(house, tx, asker.person, text, *telling.buttons(house, opening))


async def nobody_agreed(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The time to agree is over: who asked hears it, and what they can do."""
    opening = await tx.id_openings.get(OpeningId(timer.ref))
    if opening is None or opening.agreed_at is not None:
        return
    now = house.clock.now()
    await tx.audit.add(AuditEntry("Maatje", AuditStep.ID_EXPIRED, opening.alias, "", now))
    asker = await tx.staff.get(opening.asked_by)
    if asker is not None:
        minutes = str(rules(house).agree_within_minutes)
        values = {"alias": opening.alias, "minutes": minutes, "emergency": _emergency(house)}
        await _say(house, tx, asker, "id_expired", **values)


def _within(house: House) -> timedelta:
    return timedelta(minutes=rules(house).agree_within_minutes)


def _emergency(house: House) -> str:
    """The emergency number, as it stands in `services.yml`."""
    found = house.flowbook().referrals.get(EMERGENCY)
    return found.line if found is not None else ""


async def _say(house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: str) -> None:
    await room.tell(house, tx, member.person, house.flowbook().staff(name, **values))
