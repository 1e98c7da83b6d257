"""News for who wrote something for the wall: neutral first, by day, not in the middle of a talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.goals import DEFAULT_ZONE, QUIET_FROM, QUIET_UNTIL, ZONES, later_moment
from bot.engine.running import open_flow
from bot.engine.wall import NEWS
from bot.services.effects import store
from bot.services.house import House, moment_of
from bot.services.ports import Timer, UnitOfWork

IN_A_TALK = timedelta(hours=1)


async def tell(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Asks whether it suits now. What there is to tell is looked up when the answer comes."""
    if timer.person is None or await tx.people.has_left(timer.person):
        return
    if not await tx.wall.of_author(timer.person):
        return  # taken back meanwhile
    now = house.clock.now()
    conversation = await tx.conversations.get(timer.person)
    moment = await moment_of(house, tx, conversation)
    local = now.astimezone(ZONES.get(conversation.region, DEFAULT_ZONE)).time()
    quiet = not QUIET_UNTIL <= local < QUIET_FROM
    if moment.in_relay or quiet:
        due = now + IN_A_TALK if moment.in_relay else later_moment(now, conversation.region)
        await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
        return
    if any(position.flow == NEWS for position in conversation.stack):
        return  # it was asked already, and not answered yet
    await store(house, tx, open_flow(house.flowbook(), conversation, NEWS, moment, keep=True))
