"""The goals of a young person as the engine sees them."""

from __future__ import annotations

from datetime import datetime

from bot.domain.goals import GoalInView
from bot.domain.ids import PersonId
from bot.services.ports import UnitOfWork


async def goals_in_view(tx: UnitOfWork, person: PersonId, now: datetime) -> tuple[GoalInView, ...]:
    """The goals that run or rest, each with the moment at which Maatje asks about it."""
    goals = await tx.goals.open_of(person)
    planned = await tx.goals.planned_of(person) if goals else ()
    asks = {
        one.goal: one.due_at for one in sorted(planned, key=lambda one: one.due_at, reverse=True)
    }
    counts = await tx.supporters.counts(person, now) if goals else {}
    return tuple(GoalInView(one, asks.get(one.id), counts.get(one.id, 0)) for one in goals)
