"""The moment at which somebody said Maatje may ask how it is, the day after danger.

Nothing of what it is about is said before somebody answers. Who went away (`weg`) is not written to, and who
is with a human is asked after it, or not at all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.events import event
from bot.engine.danger import NEXT_DAY, NEXT_DAY_PLANNED
from bot.engine.running import open_flow
from bot.services.effects import store
from bot.services.house import House, moment_of
from bot.services.ports import Timer, UnitOfWork
from bot.services.talking import away

WITH_A_HUMAN = timedelta(hours=1)
MOST_PUT_OFF = 4  # a longer talk than this many hours was itself the question how it is


async def ask(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Asks, neutrally first; once."""
    if timer.person is None or await tx.people.has_left(timer.person):
        return
    conversation = await tx.conversations.get(timer.person)
    conversation = conversation.remembering(**{NEXT_DAY_PLANNED: ""})
    moment = await moment_of(house, tx, conversation)
    if away.is_away(conversation):
        return
    if moment.in_relay:
        if timer.repeats < MOST_PUT_OFF:
            due = moment.now + WITH_A_HUMAN
            await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
        return
    await tx.events.add([event("next_day_asked")], moment.now)
    await store(house, tx, open_flow(house.flowbook(), conversation, NEXT_DAY, moment))
