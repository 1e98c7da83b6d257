"""The weekly round: who shares a goal is asked how it went, as at any check-in; the circle sees aliases with
what they allowed, and cheers. Who says nothing is not named."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.circles import Circle, CircleState, Member, MemberState, Round
from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.goals import CheckIn, CheckInState, Goal, later_moment
from bot.domain.ids import CheckInId, CircleNumber, new_id
from bot.domain.messages import Reply
from bot.services.asking_how import WAITS
from bot.services.circles import room
from bot.services.circles.results import SHARED
from bot.services.circles.told import Told
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork

SHORT = 8  # signs of an id, enough to tell the members of one circle apart


async def ring(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The moment of the week: who shares a goal and has not told yet is asked, neutrally first. The next
    moment is planned in the same transaction."""
    circle, now = await tx.circles.get(CircleNumber(int(timer.ref))), house.clock.now()
    if circle is None or circle.state is CircleState.ENDED:
        return
    following = replace(timer, due_at=circle.next_round(now), repeats=timer.repeats + 1)
    await tx.timers.set(following)
    if circle.state is not CircleState.RUNNING:
        return
    one = await tx.circle_rounds.collecting(circle.number, now)
    told = await tx.circle_rounds.results(one.id)
    due = now + timedelta(minutes=room.rules_of(house).limits.round_posted_after_minutes)
    for member in await tx.circles.members(circle.number):
        if member.id not in told:
            await _ask(tx, member, now, due)
    await tx.timers.set(Timer(TimerKind.CIRCLE_POST, str(circle.number), due))
    await tx.events.add([event("circle_round_begun")], now)


async def _ask(tx: UnitOfWork, member: Member, now: datetime, until: datetime) -> None:
    """Asks about each shared goal, unless it is asked about anyway. A goal with a rhythm of its own is
    asked about at its own moments."""
    for goal in await tx.goals.active_of(member.person):
        if goal.shared_with != SHARED or goal.rhythm is not None:
            continue
        if not await _asked_anyway(tx, goal, until):
            asked = CheckIn(CheckInId(new_id()), goal.id, goal.person, now)
            await tx.goals.add_check_in(asked)
            await tx.timers.set(Timer(TimerKind.CHECK_IN, asked.id, now, goal.person))


async def _asked_anyway(tx: UnitOfWork, goal: Goal, until: datetime) -> bool:
    return any(
        one.state is CheckInState.ASKED
        or (one.state is CheckInState.PLANNED and one.due_at <= until)
        for one in await tx.goals.check_ins_of(goal.id)
    )


async def post(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The round is ready: everybody in the circle is told so, neutrally. With nothing told there is no
    round; who was silent is not named."""
    circle, now = await tx.circles.get(CircleNumber(int(timer.ref))), house.clock.now()
    if circle is None or circle.state is not CircleState.RUNNING:
        return  # what was told stays for the next one
    if circle.is_night(now):
        due = later_moment(now, circle.region)
        await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
        return
    one = await tx.circle_rounds.collecting(circle.number, now)
    count = len(await _told(tx, circle, one))
    if not count:
        await room.tell(house, tx, circle.coach, "round_silent", number=circle.number)
        return
    await tx.circle_rounds.posted(one, now)
    for member in await tx.circles.members(circle.number):
        conversation = await tx.conversations.get(member.person)
        if not conversation.remembered.get(WAITS):  # after `stop`: only what they ask for
            await room.news(house, tx, member, "news")
    await room.tell(house, tx, circle.coach, "round_posted", number=circle.number, count=count)


async def _told(tx: UnitOfWork, circle: Circle, one: Round) -> list[tuple[Member, str]]:
    """Who is in the circle and told something for this round, in the order in which they came."""
    results = await tx.circle_rounds.results(one.id)
    inside = await tx.circles.members(circle.number)
    return [(member, results[member.id]) for member in inside if member.id in results]


async def shown(house: House, tx: UnitOfWork, conversation: Conversation) -> Told:
    """The newest round, with a button to cheer for each of the others."""
    rules, mine = room.rules_of(house), await room.mine(tx, conversation)
    if mine is None:
        return Told.only(room.outside(conversation), rules.say("not_in"))
    member, circle = mine
    one = await tx.circle_rounds.newest_posted(circle.number)
    told = await _told(tx, circle, one) if one is not None else []
    if one is None or not told:
        return Told.only(conversation, rules.say("round_none"))
    lines = [rules.say("round")]
    for who, result in told:
        lines.append(rules.say("round_line", alias=who.alias, result=rules.say(result)))
    others = [who for who, _ in told if who.id != member.id]
    if others:
        lines.append(rules.say("round_end"))
    buttons = tuple(
        room.button(rules, "cheer_button", "cheer", one.id, who.id[:SHORT], alias=who.alias)
        for who in others
    )
    return Told(conversation, (Reply("\n".join(lines), buttons),))


async def cheer(house: House, tx: UnitOfWork, conversation: Conversation, key: str) -> Told:
    """A cheer reaches who it is for once, under the alias of who cheers."""
    rules, mine = room.rules_of(house), await room.mine(tx, conversation)
    if mine is None:
        return Told.only(room.outside(conversation), rules.say("not_in"))
    member, circle = mine
    ref, _, wanted = key.partition(".")
    one = await tx.circle_rounds.get(ref)
    if one is None or one.circle != circle.number or len(wanted) < SHORT:
        return Told.only(conversation, rules.say("round_none"))
    found = [who for who, _ in await _told(tx, circle, one) if who.id.startswith(wanted)]
    if not found or found[0].id == member.id or found[0].state is not MemberState.IN:
        return Told.only(conversation, rules.say("round_none"))
    who = found[0]
    if not await tx.circle_rounds.cheer(one.id, member.id, who.id):
        return Told.only(conversation, rules.say("cheered_already", alias=who.alias))
    await tx.events.add([event("circle_cheered")], house.clock.now())
    await room.news(house, tx, who, f"cheer.{member.id[:SHORT]}")
    return Told.only(conversation, rules.say("cheered", alias=who.alias))
