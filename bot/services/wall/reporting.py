"""A reader says that something on the wall is not right: hidden at once, until two looked again."""

from __future__ import annotations

from bot.domain.events import event
from bot.domain.ids import PersonId, PostNumber
from bot.domain.wall import MarkKind
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.wall import browsing, looking, publishing, room


async def report(house: House, tx: UnitOfWork, reader: PersonId, number: PostNumber | None) -> str:
    """Hides the post and asks for two new pairs of eyes. Who reported is kept by nobody; the same
    reader counts once a post, and a few times a day. Returns what to say."""
    rules, now = room.rules_of(house), house.clock.now()
    post, day = await browsing.on_wall(tx, number), room.day_of(now).date()
    if post is None:
        return rules.say("gone")
    if await tx.wall.marks_on(MarkKind.REPORT, reader, day) >= rules.limits.reports_per_day:
        return rules.say("reported_enough")
    if not await tx.wall.mark(post.number, MarkKind.REPORT, reader, day, now):
        return rules.say("reported_already")
    await publishing.take_down(house, tx, post, says="hidden")
    await tx.wall.save(post, post.hidden(now))
    await tx.events.add([event("wall_reported")], now)
    hidden = await tx.wall.get(post.number)
    assert hidden is not None
    await looking.begin(house, tx, hidden)
    return rules.say("reported")
