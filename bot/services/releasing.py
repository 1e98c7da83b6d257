"""A helper has a talk less: where their words go from now on, and who waited for them."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.handoff import Handoff
from bot.domain.messages import Reply
from bot.services import handing_off
from bot.services.house import House
from bot.services.ports import UnitOfWork


async def release(house: House, tx: UnitOfWork, ended: Handoff) -> None:
    """The talk `ended` is over: its helper hears to whom they talk now, and is asked for who waits."""
    if ended.staff is None:
        return
    await _forget_current(house, tx, ended)
    member = await tx.staff.get(ended.staff)
    if member is not None and member.on_duty:
        await handing_off.offer_waiting(house, tx, member)


async def _forget_current(house: House, tx: UnitOfWork, ended: Handoff) -> None:
    member = await tx.staff.get(ended.staff) if ended.staff else None
    if member is None or member.current != ended.id:
        return
    others = [h for h in await tx.handoffs.active_with(member.person) if h.id != ended.id]
    following = others[0] if others else None
    current = following.id if following else None
    await tx.staff.save(replace(member, current=current), house.clock.now())
    if following is not None:  # words must never reach the wrong young person unnoticed
        text = house.flowbook().staff("now_talking_to", alias=following.alias)
        await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
