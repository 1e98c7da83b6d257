"""The moments at which Maatje begins about support by itself: neutrally, by day, and not in the middle of
a talk with a human or of danger."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.ids import GoalId, PersonId, SupporterId
from bot.domain.messages import Button
from bot.domain.supporters import SupportState
from bot.engine.running import open_flow
from bot.services.effects import store
from bot.services.house import House, moment_of
from bot.services.ports import Timer, UnitOfWork
from bot.services.supporters import ending, hearing, room

NEWS = "supporter_news"


async def tell_young(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Asks whether it suits now. What there is to hear is looked up when the answer comes."""
    if timer.person is None or await tx.people.has_left(timer.person):
        return
    muted = await hearing.muted_by(tx, timer.person)
    every = await tx.supporters.news_of(timer.person)
    if all(one.supporter in muted for one in every):
        return
    conversation, now = await tx.conversations.get(timer.person), house.clock.now()
    if any(position.flow == NEWS for position in conversation.stack):
        return  # it was asked already, and not answered yet
    until = await room.waits_until(tx, conversation, now)
    if until is not None:
        await tx.timers.set(replace(timer, due_at=until, repeats=timer.repeats + 1))
        return
    moment = await moment_of(house, tx, conversation)
    await store(house, tx, open_flow(house.flowbook(), conversation, NEWS, moment, keep=True))


async def tell_supporter(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """There is something to hear of a check-in: said neutrally, until it is opened."""
    one = await tx.supporters.get(SupporterId(timer.ref))
    if one is None or one.state is not SupportState.ACTIVE or not one.news:
        return
    person = await _may_be_written(house, tx, timer)
    if person is not None:
        text = room.rules_of(house).tell("open_button")
        await room.say(house, tx, person, "news", Button(text, room.key("open", one)))


async def tell_over(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The one sentence after the end."""
    person = await _may_be_written(house, tx, timer)
    if person is not None:
        await room.say(house, tx, person, "over")


async def _may_be_written(house: House, tx: UnitOfWork, timer: Timer) -> PersonId | None:
    """Who can be written to now; `None`: it is tried again later, or they are gone."""
    if timer.person is None or await tx.people.has_left(timer.person):
        return None
    conversation = await tx.conversations.get(timer.person)
    until = await room.waits_until(tx, conversation, house.clock.now())
    if until is not None:
        await tx.timers.set(replace(timer, due_at=until, repeats=timer.repeats + 1))
        return None
    return timer.person


async def goal_over(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """A goal was reached some days ago, or ran for its longest time."""
    await ending.goal_over(house, tx, GoalId(timer.ref))
