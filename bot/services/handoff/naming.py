"""Aliases of young people: one that nobody who is still known here has, or had."""

from __future__ import annotations

from bot.services.house import House
from bot.services.ports import UnitOfWork

TRIES = 10  # other names, before a name gets a number behind it


async def fresh(house: House, tx: UnitOfWork, *, ahead: int = 0) -> str:
    """A name for the next case. All names are used before one returns, and a name of which something is
    still kept (a case, a report, a pair) does not return at all: then it gets a number. `ahead`: how
    far beyond the names of new cases to begin."""
    number = await tx.handoffs.count() + ahead
    for more in range(TRIES):
        name = house.aliases.alias(number + more)
        if not await tx.handoffs.knows_alias(name):
            return name
    name, behind = house.aliases.alias(number), 2
    while await tx.handoffs.knows_alias(f"{name} {behind}"):
        behind += 1
    return f"{name} {behind}"
