"""Goals and the answer to the question how it went. The asking itself is in `timing`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.goals import CheckIn, CheckInState, Goal, GoalState, check_in_moment, later_moment
from bot.domain.ids import CheckInId, GoalId, PersonId, new_id
from bot.domain.turn import AnswerCheckIn, SetGoal
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork


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
    )
    await tx.goals.add(goal)
    due = check_in_moment(wish.check_in, now, conversation.region)
    if due is not None:
        await _plan(tx, goal, due)


async def _plan(tx: UnitOfWork, goal: Goal, due: datetime) -> None:
    check_in = CheckIn(CheckInId(new_id()), goal.id, goal.person, due)
    await tx.goals.add_check_in(check_in)
    await tx.timers.set(Timer(TimerKind.CHECK_IN, check_in.id, due, goal.person))


async def answer(
    house: House, tx: UnitOfWork, conversation: Conversation, given: AnswerCheckIn
) -> None:
    """Keeps how it went. `later` asks once more, `stop` cancels; any other answer ends the goal."""
    now = house.clock.now()
    if given.result == "stop":
        await _stop_asking(tx, conversation.person)
    check_in = await tx.goals.asked_of(conversation.person)
    if check_in is None:
        return
    goal = await tx.goals.get(check_in.goal)
    await tx.timers.delete(TimerKind.CHECK_IN_MISSED, check_in.id)
    await tx.goals.save_check_in(
        replace(check_in, state=CheckInState.ANSWERED, result=given.result, note=given.note)
    )
    if goal is None:
        return
    if given.result == "later":
        await _plan(tx, goal, later_moment(now, conversation.region))
        return
    state = GoalState.REACHED if given.result == "done" else GoalState.ENDED
    await tx.goals.save(replace(goal, state=state, ended_at=now))


async def _stop_asking(tx: UnitOfWork, person: PersonId) -> None:
    for planned in await tx.goals.planned_of(person):
        await tx.timers.delete(TimerKind.CHECK_IN, planned.id)
        await tx.goals.save_check_in(replace(planned, state=CheckInState.CANCELLED))
