"""Being a peer too: after a while, and at most once, a young person is asked whether they want to help
others later. Never after danger, during a talk, while waiting for somebody, or at night."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import Event, event
from bot.domain.goals import DEFAULT_ZONE, QUIET_FROM, QUIET_UNTIL, ZONES, later_moment
from bot.domain.safety import RiskLevel
from bot.domain.turn import Turn
from bot.engine.run import Moment
from bot.engine.running import open_flow
from bot.services.house import House, moment_of
from bot.services.ports import Timer, TimerKind, UnitOfWork

FLOW = "peer_too"
ASKED = "peer_too_asked"  # remembered: the question came once
OLD_ENOUGH = ("16_17", "18_24")
IN_USE = timedelta(
    hours=2
)  # so long after the last message somebody may still be talking with Maatje
MOST_TRIES = 20  # a moment that never comes: the question is let go


async def after_goal(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """A goal was reached."""
    days = house.flowbook().handoff.peer_too.days_after_goal
    await _plan(house, tx, conversation, days)


async def after_turn(
    house: House, tx: UnitOfWork, conversation: Conversation, events: Sequence[Event]
) -> None:
    """Did somebody say in this turn that a talk helped?"""
    if any(one.name == "talk_helped" and one.about == "yes" for one in events):
        days = house.flowbook().handoff.peer_too.days_after_talk
        await _plan(house, tx, conversation, days)


async def _plan(house: House, tx: UnitOfWork, conversation: Conversation, days: int) -> None:
    """One moment a person: what comes first stays."""
    person = conversation.person
    if not _may_ever(conversation) or await tx.timers.is_set(TimerKind.PEER_TOO, person):
        return
    due = house.clock.now() + timedelta(days=days)
    await tx.timers.set(Timer(TimerKind.PEER_TOO, person, due, person))


def _may_ever(conversation: Conversation) -> bool:
    """16 or older by their own words, not asked before, and never a sign of danger that is known."""
    calm = conversation.danger.level is RiskLevel.NONE
    asked = ASKED in conversation.remembered
    return conversation.age_band in OLD_ENOUGH and calm and not asked


async def asked(house: House, tx: UnitOfWork, timer: Timer) -> Turn | None:
    """The moment came: the turn that asks, neutrally; `None` in a bad moment. What is bad for a while is
    looked at again later; what is bad for good ends it."""
    if timer.person is None or await tx.staff.get(timer.person) is not None:
        return None
    conversation = await tx.conversations.get(timer.person)
    if not _may_ever(conversation) or await tx.people.has_left(timer.person):
        return None
    moment = await moment_of(house, tx, conversation)
    wait = await _wait(tx, conversation, moment)
    if wait is not None:
        if timer.repeats < MOST_TRIES:
            await tx.timers.set(replace(timer, due_at=wait, repeats=timer.repeats + 1))
        return None
    if moment.volunteer != "possible":  # danger in the last 30 days, or they applied already
        return None
    await tx.events.add([event("peer_too_asked")], moment.now)
    known = conversation.remembering(**{ASKED: "yes"})
    return open_flow(house.flowbook(), known, FLOW, moment, keep=True)


async def _wait(tx: UnitOfWork, conversation: Conversation, moment: Moment) -> datetime | None:
    """When to look again; `None`: now is fine."""
    now, zone = moment.now, ZONES.get(conversation.region, DEFAULT_ZONE)
    if not QUIET_UNTIL <= now.astimezone(zone).time() < QUIET_FROM:
        return later_moment(now, conversation.region)
    if moment.in_relay or moment.waiting_for is not None or moment.appointment:
        return later_moment(now + timedelta(days=1), conversation.region)
    last = await tx.conversations.changed_at(conversation.person)
    talking = last is not None and now - last < IN_USE
    return later_moment(now, conversation.region) if talking else None
