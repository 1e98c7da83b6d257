"""Somebody goes away for good: erased, became staff, or blocked Maatje."""

from __future__ import annotations

from bot.domain.circles import MemberState
from bot.domain.ids import PersonId
from bot.services.circles import moving
from bot.services.house import House
from bot.services.ports import UnitOfWork


async def left(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """A young person blocked Maatje or became staff: the place in the circle is free."""
    member = await tx.circles.membership(person)
    if member is not None:
        await moving.goes(house, tx, member, MemberState.LEFT)
        await moving.after_going(house, tx, member)


async def forget(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Everything of a young person in circles goes: lines (those on their way too), results, cheers. Who is
    still in the circle hears only that they are not there any more."""
    member = await tx.circles.membership(person)
    await tx.circles.forget(person)
    if member is not None:
        await moving.after_going(house, tx, member)
