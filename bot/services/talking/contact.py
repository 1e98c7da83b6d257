"""The contact rule at work: what would take a young person and a volunteer out of Maatje stays here."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.volunteer import Role, StaffMember
from bot.engine.redacting import helplines_in
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import UnitOfWork

SIDES = {True: "de jongere", False: "het maatje"}


async def holds_back(
    house: House,
    tx: UnitOfWork,
    talk: Handoff,
    text: str,
    *,
    from_young: bool,
    writer: StaffMember | None = None,
) -> bool:
    """Must this line stay here? It is counted then, and repeated ones reach the coordinator. Between
    a young person and a professional nothing is held back; what a young person writes is, as long as a
    volunteer reads it too. `writer`: who of the staff wrote the line."""
    if talk.to is not Role.VOLUNTEER or (writer and writer.role is Role.PROFESSIONAL):
        return False
    flowbook = house.flowbook()
    helplines = helplines_in(one.line for one in flowbook.referrals.services)
    if not flowbook.handoff.contact.holds_back(text, helplines):
        return False
    fresh = await tx.handoffs.get(talk.id) or talk
    count = (fresh.held_young if from_young else fresh.held_staff) + 1
    counted = replace(fresh, held_young=count) if from_young else replace(fresh, held_staff=count)
    await tx.handoffs.save(fresh, counted)
    await tx.events.add([event("contact_refused")], house.clock.now())
    if count == flowbook.handoff.contact.tell_coordinator_after:
        member = writer or (await tx.staff.get(talk.staff) if talk.staff else None)
        staff = member.alias if member is not None else "?"
        await handing_off.tell_coordinators(
            house, tx, "contact_alarm", alias=talk.alias, staff=staff, count=count,
            who=SIDES[from_young],
        )  # fmt: skip
    return True
