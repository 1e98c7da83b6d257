"""A helper has a talk less: where their words go from now on, and who waited for them."""

from __future__ import annotations

from bot.domain.handoff import WAITING, Handoff
from bot.services.handoff import handing_off, room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import parties


async def release(house: House, tx: UnitOfWork, ended: Handoff) -> None:
    """The talk `ended` is over: its helper hears to whom they talk now, and is asked for who waits."""
    if ended.staff is None:
        return
    await room.forget_current(house, tx, ended.staff, ended)
    member = await tx.staff.get(ended.staff)
    if member is not None and member.on_duty:
        await handing_off.offer_waiting(house, tx, member)
    await _offer_shared(house, tx, ended)


async def _offer_shared(house: House, tx: UnitOfWork, ended: Handoff) -> None:
    """A talk of more than two that waited until this young person was free is asked now."""
    for case in await tx.handoffs.open_of(ended.person):
        if case.shared is None or case.state not in WAITING:
            continue
        for one in (case, *await parties.waiting_with(tx, case)):
            if await parties.stands_for_all(tx, one):
                await handing_off.offer(house, tx, one, await tx.conversations.get(one.person))
