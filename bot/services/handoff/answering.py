"""Whoever took a talk answers in it. Here the clock for that is set and stopped; what happens when it
runs out stands in `services/handoff/silence.py`."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.handoff import Handoff
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork


async def expected(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    """The young person waits for words; from the first line that is not answered."""
    if await tx.timers.is_set(TimerKind.UNANSWERED, talk.id):
        return
    minutes = house.flowbook().handoff.limits.answer_within_minutes[0]
    due = house.clock.now() + timedelta(minutes=minutes)
    await tx.timers.set(Timer(TimerKind.UNANSWERED, talk.id, due, talk.person))


async def not_expected(tx: UnitOfWork, talk: Handoff) -> None:
    """There was an answer, or the talk is over."""
    await tx.timers.delete(TimerKind.UNANSWERED, talk.id)
