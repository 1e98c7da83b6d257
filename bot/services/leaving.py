"""A staff member who goes away: nobody is left talking to a wall."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.volunteer import StaffMember
from bot.services import handing_off, talks
from bot.services.house import House
from bot.services.ports import UnitOfWork


async def staff_left(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """A staff member blocked Maatje or leaves: off duty, and nobody is left talking to a wall."""
    await tx.staff.save(replace(member, on_duty=False), house.clock.now())
    for talk in await tx.handoffs.active_with(member.person):
        await talks.end_by_staff(house, tx, talk)
        if talk.is_danger:  # nobody judged it: another professional must see it
            await handing_off.request_again(house, tx, talk)
