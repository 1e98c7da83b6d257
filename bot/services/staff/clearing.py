"""A professional lays a danger case to rest: judged, no danger."""

from __future__ import annotations

from bot.domain.handoff import Handoff, HandoffState, Urgency
from bot.domain.messages import Button
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import cards, handing_off, room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.talking import beside


async def judged(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """The typed equivalent of "Beoordeeld, geen gevaar": the alias says of whom."""
    case = await room.called(tx, member, alias)
    if case is None:
        await room.say(house, tx, member, "which_alias")
        return
    await clear(house, tx, member, case)


async def clear(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """ "Beoordeeld, geen gevaar": a concern is cleared at once, urgent danger is asked once more."""
    if member.role is not Role.PROFESSIONAL:
        await room.say(house, tx, member, "claim_not_yours")
        return
    if case.urgency is not Urgency.URGENT:
        await clear_surely(house, tx, member, case)
    elif not await _talked_about_it(tx, member, case):
        await room.say(house, tx, member, "clear_claim_first")
    else:
        sure = Button(house.flowbook().staff("clear_sure_button"), f"{cards.CLEAR_SURE}.{case.id}")
        await room.say(house, tx, member, "clear_sure", sure, alias=case.alias)


async def clear_surely(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """Urgent danger is cleared by who talked about it, and with a second press."""
    if member.role is not Role.PROFESSIONAL or (
        case.urgency is Urgency.URGENT and not await _talked_about_it(tx, member, case)
    ):
        await room.say(house, tx, member, "claim_not_yours")
        return
    if await _has_newer(tx, case):
        await room.say(house, tx, member, "claim_ended")
        return
    await handing_off.clear(house, tx, member, case)
    await room.say(house, tx, member, "cleared", alias=case.alias)


async def _talked_about_it(tx: UnitOfWork, member: StaffMember, case: Handoff) -> bool:
    """Did this professional take the case, or do they talk along with this young person?"""
    return case.staff == member.person or await beside.talks_along(tx, member, case)


async def _has_newer(tx: UnitOfWork, case: Handoff) -> bool:
    """Is there another danger case, or a talk with a professional? An old button clears neither."""
    others = [h for h in await tx.handoffs.open_of(case.person) if h.id != case.id]
    return any(
        h.is_danger or (h.to is Role.PROFESSIONAL and h.state is HandoffState.ACTIVE)
        for h in others
    )
