"""A young person shares a goal: with their volunteer, with nobody any more, or by a link for somebody
whom they know. The link goes from hand to hand: Maatje writes to nobody who did not come here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.goals import Goal
from bot.domain.ids import PersonId, SupporterId, new_id
from bot.domain.messages import Button, Reply
from bot.domain.retention import GOAL_LIMIT
from bot.domain.supporters import ShareTo, Supporter, SupportState
from bot.domain.turn import ShareGoal
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.shared.codes import code_hash, opened_by
from bot.services.supporters import ending, room
from bot.services.wall.room import with_who_reads

PURPOSE = "support"


async def share(house: House, tx: UnitOfWork, conversation: Conversation, wish: ShareGoal) -> None:
    """What a flow asked for. What does not fit any more is told, and changes nothing."""
    goal = await tx.goals.get(wish.goal)
    if goal is None or goal.person != conversation.person or not goal.is_open:
        await say(house, tx, conversation.person, "goal_gone")
    elif wish.to is ShareTo.LINK:
        await _with_somebody(house, tx, conversation, goal, wish)
    elif wish.to is ShareTo.VOLUNTEER:
        await tx.goals.save(replace(goal, shared_with=wish.to.value))
        await _counted(house, tx, wish.to)
        await say(house, tx, conversation.person, "with_volunteer")
    else:
        await tx.goals.save(replace(goal, shared_with=wish.to.value))
        for one in await tx.supporters.of_goal(goal.id):
            if one.is_running:
                await ending.by_young(house, tx, one)
        await say(house, tx, conversation.person, "with_nobody")


async def _with_somebody(
    house: House, tx: UnitOfWork, conversation: Conversation, goal: Goal, wish: ShareGoal
) -> None:
    person, now = conversation.person, house.clock.now()
    if not conversation.danger.peer_allowed:
        await say(house, tx, person, "not_now")
        return
    most = room.rules_of(house).limits.supporters_per_goal
    known = await tx.supporters.of_goal(goal.id)
    if sum(one.counts(now) for one in known) >= most:
        await say(house, tx, person, "full", most=most)
        return
    one = Supporter(
        SupporterId(new_id()),
        goal.id,
        person,
        wish.hears,
        "",
        now,
        now,
        now,
        called=wish.called,
        words=wish.words,
        help=wish.help,
    )
    await _give_link(house, tx, one)
    await _counted(house, tx, wish.to)
    if not await tx.timers.is_set(TimerKind.SUPPORT_OVER, goal.id):
        over = goal.created_at + GOAL_LIMIT
        await tx.timers.set(Timer(TimerKind.SUPPORT_OVER, goal.id, over, person))


async def _counted(house: House, tx: UnitOfWork, to: ShareTo) -> None:
    await tx.events.add([event("goal_shared", to.value)], house.clock.now())


async def renew(house: House, tx: UnitOfWork, one: Supporter) -> None:
    """A new link for the same person: a link is never shown twice, it is not known here. The old one does
    not work any more."""
    now = house.clock.now()
    await ending.by_young(house, tx, one)
    fresh = replace(
        one,
        id=SupporterId(new_id()),
        state=SupportState.INVITED,
        person=None,
        created_at=now,
        changed_at=now,
    )
    await _give_link(house, tx, fresh)


async def _give_link(house: House, tx: UnitOfWork, one: Supporter) -> None:
    """Two messages: what to do with it, and what can be passed on as it is."""
    now, hours = house.clock.now(), room.rules_of(house).limits.link_hours
    code = house.aliases.code()
    expires = now + timedelta(hours=hours)
    await tx.supporters.add(replace(one, code_hash=code_hash(code, PURPOSE), expires_at=expires))
    await tx.events.add([event("support_invited", one.hears.value)], now)
    await say(house, tx, one.young, "link", called=one.called, hours=hours)
    name = "pass_on" if house.bot_name else "pass_on_code"
    text = room.rules_of(house).say(name, link=opened_by(house.bot_name, code))
    await tx.outbox.add(one.young, [Reply(text)], now)


async def say(
    house: House, tx: UnitOfWork, person: PersonId, name: str, *buttons: Button, **values: object
) -> None:
    """A sentence of `supporter_rules.yml` to the young person."""
    reply = Reply(room.rules_of(house).say(name, **values), buttons)
    replies = with_who_reads(house.flowbook(), [reply])
    await tx.outbox.add(person, replies, house.clock.now())
