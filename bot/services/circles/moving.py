"""How a circle opens, runs, waits, rests and ends. Everybody in it is told, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.circles import LIVE, SMALLEST, Circle, CircleState, Member, MemberState
from bot.domain.events import event
from bot.domain.goals import later_moment
from bot.domain.ids import CircleNumber, PersonId
from bot.domain.messages import Reply
from bot.services.circles import room
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork


async def settle(
    house: House,
    tx: UnitOfWork,
    number: CircleNumber,
    *,
    told: str = "started",
    but: Member | None = None,
) -> None:
    """Begins when there are enough and the first day is there; waits again when there are too few. At
    night that waits for the morning. `but`: who hears it in another way."""
    circle, now = await tx.circles.get(number), house.clock.now()
    if circle is None or circle.state not in (CircleState.OPEN, CircleState.RUNNING):
        return
    count = len(await tx.circles.members(number))
    begins = circle.state is CircleState.OPEN and circle.runs_with(count, now)
    waits = circle.state is CircleState.RUNNING and count < SMALLEST
    if (begins or waits) and circle.is_night(now):
        await _look_at(tx, circle, later_moment(now, circle.region))
    elif begins:
        await _move(house, tx, circle, CircleState.RUNNING)
        await room.news_for_all(house, tx, circle, told, but=but)
        await room.tell(house, tx, circle.coach, "began", number=number)
    elif waits:
        await _move(house, tx, circle, CircleState.OPEN)
        await room.news_for_all(house, tx, circle, "waits")
        await room.tell(house, tx, circle.coach, "waits", number=number)
    elif now < circle.starts_at:
        await _look_at(tx, circle, circle.starts_at)


async def _look_at(tx: UnitOfWork, circle: Circle, due: datetime) -> None:
    await tx.timers.set(Timer(TimerKind.CIRCLE_START, str(circle.number), due))


async def ring(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The first day, or the morning after something changed in the night."""
    await settle(house, tx, CircleNumber(int(timer.ref)))


async def _move(house: House, tx: UnitOfWork, circle: Circle, state: CircleState) -> None:
    now = house.clock.now()
    await tx.circles.save(circle, circle.moved(state, now))
    await tx.events.add([event("circle_moved", state.value)], now)


async def open_(house: House, tx: UnitOfWork, circle: Circle) -> None:
    """Young people can come in from now on, and the weekly moment is set. Raises `CircleNotAllowed`."""
    await _move(house, tx, circle, CircleState.OPEN)
    due = circle.next_round(max(house.clock.now(), circle.starts_at))
    await tx.timers.set(Timer(TimerKind.CIRCLE_ROUND, str(circle.number), due))
    await settle(house, tx, circle.number)


async def pause(house: House, tx: UnitOfWork, circle: Circle, *, told: str = "paused") -> None:
    """No new lines until it goes on. Raises `CircleNotAllowed`."""
    await _move(house, tx, circle, CircleState.PAUSED)
    await room.news_for_all(house, tx, circle, told)


async def go_on(house: House, tx: UnitOfWork, circle: Circle) -> None:
    """Open again. Raises `CircleNotAllowed`."""
    if circle.state is not CircleState.PAUSED:
        circle.moved(CircleState.PAUSED, house.clock.now())  # says why it cannot
        return
    await _move(house, tx, circle, CircleState.OPEN)
    await settle(house, tx, circle.number, told="opened_again")


async def end(house: House, tx: UnitOfWork, circle: Circle) -> None:
    """Over, for good. Raises `CircleNotAllowed`."""
    members = await tx.circles.members(circle.number)
    await _move(house, tx, circle, CircleState.ENDED)
    for kind in (TimerKind.CIRCLE_ROUND, TimerKind.CIRCLE_POST, TimerKind.CIRCLE_START):
        await tx.timers.delete(kind, str(circle.number))
    for member in members:
        await goes(house, tx, member, MemberState.LEFT)
        await room.news(house, tx, member, "ended")


async def goes(
    house: House,
    tx: UnitOfWork,
    member: Member,
    state: MemberState,
    *,
    reason: str = "",
    own: bool = False,
) -> None:
    """Somebody is in no circle any more: their words go to Maatje, and their goals are shared with
    nobody. `own`: in a turn of their own, which changes the conversation itself."""
    await tx.circles.save_member(replace(member, state=state, reason=reason))
    conversation = await tx.conversations.get(member.person)
    if conversation.introduced and not own:
        await tx.conversations.save(room.outside(conversation), house.clock.now())
    for goal in await tx.goals.open_of(member.person):
        if goal.shared_with == "circle":
            await tx.goals.save(replace(goal, shared_with="nobody"))


async def after_going(house: House, tx: UnitOfWork, member: Member) -> None:
    """The others and the coach hear that somebody is not there any more, never why; a circle that is too
    small waits."""
    circle, now = await tx.circles.get(member.circle), house.clock.now()
    if circle is None or circle.state not in LIVE:
        return
    await tx.circles.save(circle, circle)  # two who come and go at once: one after the other
    members = await tx.circles.members(circle.number)
    if circle.state is CircleState.RUNNING and not circle.is_night(now):
        await told_of(house, tx, circle, member, "someone_left")
    count = len(members)
    await room.tell(
        house, tx, circle.coach, "left", alias=member.alias, number=circle.number, count=count
    )
    await settle(house, tx, circle.number)


async def told_of(house: House, tx: UnitOfWork, circle: Circle, about: Member, name: str) -> None:
    """Who reads along in the circle now hears of somebody who came or went."""
    text = room.rules_of(house).say(name, alias=about.alias)
    for person in await listeners(tx, circle, but=about.person):
        await tx.outbox.add(person, [Reply(text)], house.clock.now())


async def listeners(
    tx: UnitOfWork, circle: Circle, *, but: PersonId | None = None
) -> list[PersonId]:
    """The young people who read every line now: not who hears only the round, not who blocked Maatje or
    typed `weg` (somebody else may have the phone)."""
    return [
        one.person
        for one in await tx.circles.members(circle.number)
        if not one.muted
        and one.person != but
        and not await tx.people.has_left(one.person)
        and not (await tx.conversations.get(one.person)).is_away
    ]


async def coach_gone(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """A coach went away: their circles rest until there is another one; the coordinators hear of it."""
    for circle in await tx.circles.of_coach(person):
        now, rests = house.clock.now(), circle.state in (CircleState.OPEN, CircleState.RUNNING)
        alone = replace(circle, coach=None, spoken=False)
        after = alone.moved(CircleState.PAUSED, now) if rests else alone
        await tx.circles.save(circle, after)
        if rests:
            await room.news_for_all(house, tx, circle, "coach_gone")
        rules = room.rules_of(house)
        title = rules.title(circle.about)
        await room.tell_coordinators(house, tx, "coach_gone", number=circle.number, title=title)
