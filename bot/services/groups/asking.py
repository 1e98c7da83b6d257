"""Maatje begins about the round by itself: neutrally, by day, not in the middle of a talk with a human or of
danger."""

from __future__ import annotations

from bot.engine.groups import ASKS_FLOW
from bot.engine.running import open_flow
from bot.services.effects import store
from bot.services.groups import rounds
from bot.services.house import House, moment_of
from bot.services.ports import Timer, UnitOfWork


async def ask(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Asks one young person whether it suits now, or later."""
    found = await rounds.may_be_asked(house, tx, timer)
    if found is not None:
        conversation, _ = found
        moment = await moment_of(house, tx, conversation)
        told = open_flow(house.flowbook(), conversation, ASKS_FLOW, moment, keep=True)
        await store(house, tx, told)
