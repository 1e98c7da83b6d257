"""The end of support: by the young person, by the supporter, with the goal, or because somebody goes.

Who supported hears one neutral sentence, and sees nothing any more; the young person hears it neutrally
first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.events import event
from bot.domain.ids import GoalId, PersonId, new_id
from bot.domain.supporters import NewsKind, SupportEnd, Supporter, SupportNews, SupportState
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork


async def by_young(house: House, tx: UnitOfWork, one: Supporter, *, block: bool = False) -> None:
    """The young person ends it. What was not read yet goes too."""
    await tx.supporters.delete_news_from(one.id)
    await _over(house, tx, replace(one, blocked=block), SupportEnd.STOPPED)


async def goal_over(house: House, tx: UnitOfWork, goal: GoalId) -> None:
    """The goal is over, or nobody may see it any more."""
    await tx.timers.delete(TimerKind.SUPPORT_OVER, goal)
    for one in await tx.supporters.of_goal(goal):
        if one.is_running:
            await _over(house, tx, one, SupportEnd.OVER)


async def left(house: House, tx: UnitOfWork, one: Supporter) -> None:
    """The supporter goes; what they sent before is still read."""
    if one.is_running:
        kind = NewsKind.LEFT if one.state is SupportState.ACTIVE else NewsKind.REFUSED
        await _gone(house, tx, one, kind)


async def refused(house: House, tx: UnitOfWork, one: Supporter) -> None:
    """Who opened the link said no: nothing of them is kept."""
    await _gone(house, tx, one, NewsKind.REFUSED)


async def supporter_gone(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Somebody blocked Maatje: they support nobody any more."""
    for one in await tx.supporters.of_person(person):
        await left(house, tx, one)


async def everything_of(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Somebody is erased, or helps from now on: both their lives in support end, and no row is left."""
    for one in await tx.supporters.of_young(person):
        if one.is_running:
            await by_young(house, tx, one)
    for one in await tx.supporters.of_person(person):
        await tx.supporters.delete_news_from(one.id)
        await left(house, tx, one)
    await tx.supporters.delete_of(person)


async def news(
    house: House, tx: UnitOfWork, one: Supporter, kind: NewsKind, text: str = ""
) -> None:
    """Something for the young person to hear at a moment that fits."""
    known = await tx.supporters.news_of(one.young)
    later = [news.at + timedelta(microseconds=1) for news in known[-1:]]  # they keep their order
    at = max([house.clock.now(), *later])
    await tx.supporters.add_news(
        SupportNews(new_id(), one.young, one.id, kind, at, one.called, text)
    )
    if not one.muted:
        await plan_news(house, tx, one.young)


async def plan_news(house: House, tx: UnitOfWork, young: PersonId) -> None:
    """Maatje looks for a moment to tell; one that is planned stays."""
    if not await tx.timers.is_set(TimerKind.SUPPORT_NEWS, young):
        await tx.timers.set(Timer(TimerKind.SUPPORT_NEWS, young, house.clock.now(), young))


async def _gone(house: House, tx: UnitOfWork, one: Supporter, kind: NewsKind) -> None:
    now = house.clock.now()
    end = SupportEnd.LEFT if kind is NewsKind.LEFT else SupportEnd.REFUSED
    await news(house, tx, one, kind)
    ended = one.moved(SupportState.ENDED, now, end=end)
    if kind is NewsKind.REFUSED:
        ended = replace(ended, person=None)
    await _save_end(house, tx, one, ended)


async def _over(house: House, tx: UnitOfWork, one: Supporter, end: SupportEnd) -> None:
    now = house.clock.now()
    ended = one.moved(SupportState.ENDED, now, end=end)
    await _save_end(house, tx, one, ended)
    if one.state is SupportState.ACTIVE and one.person is not None:
        await tx.timers.set(Timer(TimerKind.SUPPORTER_OVER, one.person, now, one.person))


async def _save_end(house: House, tx: UnitOfWork, before: Supporter, ended: Supporter) -> None:
    await tx.supporters.save(ended)
    await tx.timers.delete(TimerKind.SUPPORTER_NEWS, before.id)
    why = ended.end.value if ended.end else ""
    await tx.events.add([event("support_ended", why)], house.clock.now())
