"""A helper has a talk less: where their words go from now on, and who waited for them."""

from __future__ import annotations

from bot.domain.handoff import Handoff
from bot.services.handoff import handing_off, room
from bot.services.house import House
from bot.services.ports import UnitOfWork


async def release(house: House, tx: UnitOfWork, ended: Handoff) -> None:
    """The talk `ended` is over: its helper hears to whom they talk now, and is asked for who waits."""
    if ended.staff is None:
        return
    await room.forget_current(house, tx, ended.staff, ended)
    member = await tx.staff.get(ended.staff)
    if member is not None and member.on_duty:
        await handing_off.offer_waiting(house, tx, member)
