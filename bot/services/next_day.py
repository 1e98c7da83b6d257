"""The day after danger: planning to ask how it is, only after a yes and at the time that was chosen."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.goals import zone_of
from bot.domain.ids import PersonId
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork


async def plan(house: House, tx: UnitOfWork, conversation: Conversation, hour: int) -> None:
    """Tomorrow at this hour, by the clock of where they live."""
    due = tomorrow_at(hour, house.clock.now(), conversation.region)
    person = conversation.person
    await tx.timers.set(Timer(TimerKind.NEXT_DAY, person, due, person))
    await tx.events.add([event("next_day_planned")], house.clock.now())


def tomorrow_at(hour: int, now: datetime, region: str) -> datetime:
    """The same moment for everybody who lives there, whatever the clock did that night."""
    zone = zone_of(region)
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(hour), zone).astimezone(now.tzinfo)


async def take_back(tx: UnitOfWork, person: PersonId) -> None:
    """`stop` and `weg`: the yes is gone."""
    await tx.timers.delete(TimerKind.NEXT_DAY, person)
