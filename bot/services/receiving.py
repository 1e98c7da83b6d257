"""Stores what a channel brings, before anything is acknowledged."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services.house import House
from bot.services.ports import RawUpdate


async def receive(house: House, updates: Sequence[RawUpdate]) -> int:
    """Stores updates in one transaction and returns how many were new.

    When this returns they are safe; when it raises none is, and the channel must bring them again.
    """
    if not updates:
        return 0
    async with house.units() as tx:
        now = house.clock.now()
        new = 0
        for update in updates:
            person = await tx.people.at(update.channel, update.address, now)
            new += await tx.inbox.add(update, person, now)
        await tx.commit()
        return new
