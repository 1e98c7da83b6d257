"""What the weekly round remembers of a check-in: how it went, never the words."""

from __future__ import annotations

from bot.domain.goals import CheckInAnswered
from bot.services.house import House
from bot.services.ports import UnitOfWork

SHARED = "circle"  # what a goal is shared with


async def answered(house: House, tx: UnitOfWork, told: CheckInAnswered) -> None:
    """Somebody told how it went with a goal that they share with their circle: the round remembers the
    result, and nothing of the words."""
    if told.goal.shared_with != SHARED or not told.check_in.result:
        return
    member = await tx.circles.membership(told.goal.person)
    if member is not None:
        one = await tx.circle_rounds.collecting(member.circle, house.clock.now())
        await tx.circle_rounds.tell(one, member.id, told.check_in.result)
