"""What both sides hear of each other: the young person their cheers, the supporter how it went, as far
as it was allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.goals import CheckInAnswered, GoalState, later_moment
from bot.domain.ids import PersonId
from bot.domain.messages import Reply
from bot.domain.supporters import AFTER_REACHED, Supporter
from bot.domain.turn import TellSupportNews
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.supporters import room
from bot.services.wall.room import with_who_reads

LATER = timedelta(days=1)


async def answered(house: House, tx: UnitOfWork, told: CheckInAnswered) -> None:
    """Somebody told how it went: who may hear this result gets a neutral message; the note is for nobody
    else. A goal that was reached can be cheered for a while."""
    now, result = house.clock.now(), told.check_in.result or ""
    for one in await tx.supporters.of_goal(told.goal.id):
        if one.may_hear(result) and one.person is not None:
            await tx.supporters.save(replace(one, news=result))
            await tx.timers.set(Timer(TimerKind.SUPPORTER_NEWS, one.id, now, one.person))
    if told.goal.state is GoalState.REACHED:
        await reached(house, tx, told.goal.id, told.goal.person)


async def reached(house: House, tx: UnitOfWork, goal: str, person: PersonId) -> None:
    """Support of a goal that was reached ends by itself, some days later."""
    if await tx.timers.is_set(TimerKind.SUPPORT_OVER, goal):
        due = house.clock.now() + AFTER_REACHED
        await tx.timers.set(Timer(TimerKind.SUPPORT_OVER, goal, due, person))


async def show(
    house: House, tx: UnitOfWork, conversation: Conversation, wish: TellSupportNews
) -> None:
    """The young person says whether it suits now. What was shown is kept no longer; while danger is open
    everything waits."""
    person, now = conversation.person, house.clock.now()
    rules, open_danger = room.rules_of(house), not conversation.danger.peer_allowed
    if wish.later or open_danger:
        due = later_moment(now + LATER, conversation.region)
        await tx.timers.set(Timer(TimerKind.SUPPORT_NEWS, person, due, person))
        lines = [rules.say("not_now")] if open_danger and not wish.later else []
    else:
        lines = await _read(house, tx, person) or [rules.say("news_none")]
    if lines:
        replies = with_who_reads(house.flowbook(), [Reply(line) for line in lines])
        await tx.outbox.add(person, replies, now)


async def _read(house: House, tx: UnitOfWork, person: PersonId) -> list[str]:
    rules, muted = room.rules_of(house), await muted_by(tx, person)
    lines = []
    for one in await tx.supporters.news_of(person):
        if one.supporter not in muted:
            lines.append(rules.say(f"news_{one.kind.value}", called=one.called, text=one.text))
            await tx.supporters.delete_news(one.id)
    return lines


async def muted_by(tx: UnitOfWork, young: PersonId) -> frozenset[str]:
    """Whom this young person does not want to hear of now."""
    known = await tx.supporters.of_young(young)
    return frozenset(one.id for one in known if one.muted and one.is_running)


async def open_news(house: House, tx: UnitOfWork, one: Supporter, person: PersonId) -> None:
    """The supporter opens what there was to hear."""
    if not one.news:
        await room.say(house, tx, person, "news_gone", *room.cheer_buttons(house, one))
        return
    await tx.supporters.save(replace(one, news=""))
    buttons = room.cheer_buttons(house, one)
    await room.say(house, tx, person, f"news_{one.news}", *buttons, words=one.words)
