"""Check-ins: when Maatje asks how it went, and what becomes of the answer. The asking itself is in
`asking_how`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.goals import (
    CheckIn,
    CheckInAnswered,
    CheckInState,
    CheckInWish,
    Goal,
    GoalState,
    check_in_moment,
    later_moment,
    zone_of,
)
from bot.domain.ids import CheckInId, GoalId, PersonId, new_id
from bot.domain.rhythm import Every, rhythm_from
from bot.domain.supporters import ShareTo
from bot.domain.turn import AnswerCheckIn, SetGoal
from bot.services import peer_too
from bot.services.circles import results
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.supporters import hearing

SHARED_AT_ONCE = (ShareTo.VOLUNTEER.value, results.SHARED)  # a link is made later, or not
RESULTS = ("done", "partly", "not_done")

# Who hears that somebody told how it went, in the transaction of the answer. A literal list: whatever
# shares a goal adds its use case here.
LISTENERS: tuple[Callable[[House, UnitOfWork, CheckInAnswered], Awaitable[None]], ...] = (
    hearing.answered,
    results.answered,
)


async def set_goal(house: House, tx: UnitOfWork, conversation: Conversation, wish: SetGoal) -> None:
    """Keeps the goal and plans its check-in at the moment that the young person chose."""
    now = house.clock.now()
    goal = Goal(
        GoalId(new_id()),
        conversation.person,
        wish.step,
        wish.when,
        wish.shared_with,
        now,
        wish.confidence,
        obstacle=wish.obstacle,
        answer=wish.answer,
        topic=wish.topic,
    )
    await tx.goals.add(goal)
    if goal.shared_with in SHARED_AT_ONCE:
        await tx.events.add([event("goal_shared", goal.shared_with)], now)
    await plan(house, tx, conversation, goal, wish.check_in)


async def plan(
    house: House, tx: UnitOfWork, conversation: Conversation, goal: Goal, wish: CheckInWish
) -> None:
    """Asks about this goal at the wished moment, and again if wished; what was planned before goes."""
    now = house.clock.now()
    await cancel(tx, goal)
    chosen = wish.choice == "own" and wish.at is not None
    due = wish.at if chosen else check_in_moment(wish.choice, now, conversation.region)
    rhythm = None
    if due is not None and wish.every:
        zone = zone_of(conversation.region)
        rhythm = rhythm_from(due, Every(wish.every), wish.term, zone)
    await tx.goals.save(replace(goal, rhythm=rhythm))
    if due is not None:
        await _add(tx, CheckIn(CheckInId(new_id()), goal.id, goal.person, due, exact=chosen))


async def plan_next(house: House, tx: UnitOfWork, goal: Goal, region: str) -> bool:
    """The next moment of its rhythm, if there is one."""
    following = next_of(goal, house.clock.now(), region)
    if following is not None:
        await _add(tx, following)
    return following is not None


def next_of(goal: Goal, now: datetime, region: str) -> CheckIn | None:
    """The next check-in of its rhythm, if there is one."""
    due = goal.rhythm.after(now, zone_of(region)) if goal.rhythm else None
    if due is None:
        return None
    return CheckIn(CheckInId(new_id()), goal.id, goal.person, due, exact=True)


async def _add(tx: UnitOfWork, check_in: CheckIn) -> None:
    await tx.goals.add_check_in(check_in)
    await tx.timers.set(timer_of(check_in))


def timer_of(check_in: CheckIn) -> Timer:
    """The timer that asks it."""
    return Timer(TimerKind.CHECK_IN, check_in.id, check_in.due_at, check_in.person)


async def cancel(tx: UnitOfWork, goal: Goal) -> None:
    """Nothing is asked about this goal any more, as far as it was planned."""
    for planned in await tx.goals.planned_of(goal.person):
        if planned.goal == goal.id:
            await _cancelled(tx, planned)


async def answer(
    house: House, tx: UnitOfWork, conversation: Conversation, given: AnswerCheckIn
) -> None:
    """Keeps how it went. `later` asks once more, `stop` cancels. A step that was done once is reached;
    any other goal goes on, for the young person to make smaller, move or end."""
    if given.result == "stop":
        await _stop_asking(tx, conversation.person)
    check_in = await _meant(tx, conversation.person, given)
    if check_in is None:
        return
    goal = await tx.goals.get(check_in.goal)
    await tx.timers.delete(TimerKind.CHECK_IN_MISSED, check_in.id)
    answered = replace(check_in, state=CheckInState.ANSWERED, result=given.result, note=given.note)
    await tx.goals.save_check_in(answered)
    if goal is None:
        return
    if given.result == "later":
        due = later_moment(house.clock.now(), conversation.region)
        await _add(tx, CheckIn(CheckInId(new_id()), goal.id, goal.person, due))
    elif given.result in RESULTS:
        goal = await _after(house, tx, goal, given.result, conversation)
        for listener in LISTENERS:
            await listener(house, tx, CheckInAnswered(goal, answered))


async def _meant(tx: UnitOfWork, person: PersonId, given: AnswerCheckIn) -> CheckIn | None:
    """The question that is answered: one of this very person that still waits for it."""
    known = await tx.goals.get_check_in(given.check_in) if given.check_in else None
    if known is None:
        return await tx.goals.asked_of(person)
    waits = known.state in (CheckInState.ASKED, CheckInState.MISSED)
    return known if known.person == person and waits else None


async def _after(
    house: House, tx: UnitOfWork, goal: Goal, result: str, conversation: Conversation
) -> Goal:
    """The goal after this answer. With a rhythm that is not over it goes on; its next moment was
    planned when this one was asked."""
    if goal.state is not GoalState.ACTIVE or result != "done":
        return goal
    now = house.clock.now()
    if goal.rhythm is not None and goal.rhythm.after(now, zone_of(conversation.region)) is not None:
        return goal
    reached = replace(goal, state=GoalState.REACHED, ended_at=now)
    await tx.goals.save(reached)
    await cancel(tx, goal)
    await tx.events.add([event("goal_reached", goal.topic)], now)
    await peer_too.after_goal(house, tx, conversation)
    return reached


async def _stop_asking(tx: UnitOfWork, person: PersonId) -> None:
    for planned in await tx.goals.planned_of(person):
        await _cancelled(tx, planned)
    for goal in await tx.goals.open_of(person):
        if goal.rhythm is not None:
            await tx.goals.save(replace(goal, rhythm=None))


async def _cancelled(tx: UnitOfWork, planned: CheckIn) -> None:
    await tx.timers.delete(TimerKind.CHECK_IN, planned.id)
    await tx.goals.save_check_in(replace(planned, state=CheckInState.CANCELLED))
