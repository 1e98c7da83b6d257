"""What a young person does with their own goals: change, pause, end, plan, and keep as a picture."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.goal_picture import GoalStrip, Mark, ProgressStrip
from bot.domain.goals import CheckInState, Goal, GoalState
from bot.domain.ids import GoalId, PersonId
from bot.domain.messages import Document, Reply
from bot.domain.turn import ChangeGoal, MoveGoal, PlanCheckIn, SendGoalPicture
from bot.services.checking_in import cancel, plan, plan_next
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.supporters import ending, hearing

log = logging.getLogger(__name__)

MARKS = {"done": Mark.DONE, "partly": Mark.PARTLY, "not_done": Mark.OPEN}


async def apply(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    wish: ChangeGoal | MoveGoal | PlanCheckIn | SendGoalPicture,
) -> None:
    """What a turn asked to do with a goal."""
    match wish:
        case ChangeGoal():
            await change(tx, conversation, wish)
        case MoveGoal():
            await move(house, tx, conversation, wish)
        case PlanCheckIn():
            await plan_again(house, tx, conversation, wish)
        case SendGoalPicture():
            await send_picture(house, tx, conversation, wish)


async def _own(tx: UnitOfWork, person: PersonId, goal: GoalId) -> Goal | None:
    """A goal of this very person that was not ended meanwhile."""
    found = await tx.goals.get(goal)
    return found if found is not None and found.person == person and found.is_open else None


async def change(tx: UnitOfWork, conversation: Conversation, wish: ChangeGoal) -> None:
    """Other words; the id, the check-ins and whom it is shared with stay."""
    goal = await _own(tx, conversation.person, wish.goal)
    if goal is not None:
        await tx.goals.save(replace(goal, step=wish.step or goal.step, when=wish.when or goal.when))


async def move(house: House, tx: UnitOfWork, conversation: Conversation, wish: MoveGoal) -> None:
    """Another state. A goal that rests or is over is not asked about; one that runs again is, if it
    has a rhythm."""
    goal = await _own(tx, conversation.person, wish.goal)
    if goal is None or goal.state is wish.to:
        return
    over = wish.to not in (GoalState.ACTIVE, GoalState.PAUSED)
    moved = replace(goal, state=wish.to, ended_at=house.clock.now() if over else None)
    await tx.goals.save(moved)
    await cancel(tx, goal)
    if wish.to is GoalState.ENDED:
        await ending.goal_over(house, tx, goal.id)
    elif wish.to is GoalState.REACHED:
        await hearing.reached(house, tx, goal.id, goal.person)
    if wish.to is GoalState.ACTIVE:
        await plan_next(house, tx, moved, conversation.region)


async def plan_again(
    house: House, tx: UnitOfWork, conversation: Conversation, wish: PlanCheckIn
) -> None:
    """Another moment to ask."""
    goal = await _own(tx, conversation.person, wish.goal)
    if goal is not None:
        await plan(house, tx, conversation, goal, wish.check_in)


async def send_picture(
    house: House, tx: UnitOfWork, conversation: Conversation, wish: SendGoalPicture
) -> None:
    """The goals as a picture: made now, kept nowhere but in the outbox until it was sent."""
    goals = [
        one
        for one in await tx.goals.open_of(conversation.person)
        if wish.goal is None or one.id == wish.goal
    ]
    if not goals:
        return
    now, book = house.clock.now(), house.flowbook()
    document = _drawn(house, await _strip(house, tx, goals))
    text = book.young("picture_caption" if document else "picture_trouble")
    await tx.outbox.add(conversation.person, [Reply(text, document=document)], now)


def _drawn(house: House, strip: ProgressStrip) -> Document | None:
    try:
        return house.goal_pictures(strip)
    except Exception as error:  # the painter's own trouble; its words may hold the goal
        log.error("a picture of goals failed: %s", type(error).__name__)
        return None


async def _strip(house: House, tx: UnitOfWork, goals: list[Goal]) -> ProgressStrip:
    young = house.flowbook().young
    strips = []
    for goal in goals:
        marks = [_mark(one.state, one.result) for one in await tx.goals.check_ins_of(goal.id)]
        told = tuple(mark for mark in marks if mark is not None)
        strips.append(GoalStrip(goal.step, f"{young('goal_if')} {goal.when}", told))
    return ProgressStrip(
        title=young("picture_title"),
        goals=tuple(strips),
        legend=tuple((mark, young(f"picture_{mark.value}")) for mark in Mark),
        remark=young("picture_remark"),
    )


def _mark(state: CheckInState, result: str | None) -> Mark | None:
    """How a check-in shows. A moment that was missed is open, as one that did not work out."""
    if state is CheckInState.PLANNED:
        return Mark.AHEAD
    if state is CheckInState.ANSWERED:
        return MARKS.get(result or "")
    return Mark.OPEN if state is CheckInState.MISSED else None
