"""What Maatje tells a party by itself about a talk of more than two: at a moment that fits, and neutrally
first (flow `mediation_news`)."""

from __future__ import annotations

from bot.domain.ids import PersonId
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork

NEWS_FLOW = "mediation_news"
NOBODY_FREE, IMPOSSIBLE = "nobody_free", "impossible"


async def plan(house: House, tx: UnitOfWork, person: PersonId, what: str) -> None:
    """There is news for this person; what was still to be told before is told no more. `what`: a value
    of `shared_news` in flows."""
    conversation, now = await tx.conversations.get(person), house.clock.now()
    await tx.conversations.save(conversation.remembering(shared_news=what), now)
    await tx.timers.set(Timer(TimerKind.SHARED_NEWS, person, now, person))
