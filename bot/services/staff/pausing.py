"""A rest for whoever helps, while a report is looked at: no new talks until a coordinator says so."""

from __future__ import annotations

from bot.domain.messages import Reply
from bot.domain.report import AuditEntry, AuditStep
from bot.domain.volunteer import StaffMember
from bot.services.handoff import offering
from bot.services.house import House
from bot.services.ports import UnitOfWork

MAATJE = "Maatje"  # who did it, where no human pressed anything


async def pause(house: House, tx: UnitOfWork, member: StaffMember, *, who: str, why: str) -> bool:
    """Off duty, and no duty for now; told kindly. What runs goes on. False when it was so already."""
    if member.person in await tx.suspensions.all():
        return False
    now = house.clock.now()
    await tx.suspensions.add(member.person, now)
    await offering.off_duty(house, tx, member)
    await tx.audit.add(AuditEntry(who, AuditStep.PAUSED, member.alias, why, now))
    await tx.outbox.add(member.person, [Reply(house.flowbook().staff("you_pause"))], now)
    return True


async def release(house: House, tx: UnitOfWork, member: StaffMember, *, who: str, why: str) -> bool:
    """Duty is possible again; told kindly. False when there was no rest."""
    if not await tx.suspensions.lift(member.person):
        return False
    now = house.clock.now()
    await tx.audit.add(AuditEntry(who, AuditStep.RELEASED, member.alias, why, now))
    await tx.outbox.add(member.person, [Reply(house.flowbook().staff("you_released"))], now)
    return True
