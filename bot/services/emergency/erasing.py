"""What is known of openings of a Telegram id, and what goes when a young person erases all."""

from __future__ import annotations

from bot.domain.ids import PersonId
from bot.domain.report import AuditEntry, AuditStep
from bot.services.house import House
from bot.services.ports import UnitOfWork

MAATJE = "Maatje"  # who did it, where no human pressed anything


async def was_told(tx: UnitOfWork, person: PersonId) -> bool:
    """Did this young person hear (or could they hear) that their id was opened?"""
    return any(one.told_at is not None for one in await tx.id_openings.of(person))


async def erased(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """`/vergeetmij`: what was not told yet cannot be told any more; that is written down, by alias."""
    for opening in await tx.id_openings.of(person):
        if opening.must_be_told:
            now = house.clock.now()
            await tx.audit.add(AuditEntry(MAATJE, AuditStep.ID_ERASED, opening.alias, "", now))
    await tx.id_openings.delete_of(person)
