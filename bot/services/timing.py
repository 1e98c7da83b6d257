"""What happens by time: one list of handlers, each in one transaction with the end of its timer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.goals import (
    DEFAULT_ZONE,
    QUIET_FROM,
    QUIET_UNTIL,
    ZONES,
    CheckInState,
    later_moment,
)
from bot.domain.handoff import WAITING, HandoffState, Reason, Urgency
from bot.domain.ids import CheckInId, HandoffId
from bot.domain.volunteer import Role
from bot.engine.danger import STILL_OPEN
from bot.engine.running import open_flow
from bot.errors import StaleConversation
from bot.services import forgetting
from bot.services.effects import store
from bot.services.handoff import handing_off, offering, silence
from bot.services.house import House, moment_of
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.reports import report_desk
from bot.services.talking import aftercare, backing, beside, passing
from bot.services.waiting import appointment_time, queue, rota

log = logging.getLogger(__name__)

MISSED_AFTER = timedelta(hours=24)
AFTER_TALK = timedelta(hours=1)  # while a human has the chat, what Maatje begins itself waits
TIDY_EVERY = timedelta(hours=6)
AFTER_FAILURE = timedelta(minutes=1)  # a timer that our own bug stops holds up no other


async def run_due(house: House) -> int:
    """Handles every timer that is due, the oldest first; returns how many."""
    handled = 0
    while True:
        async with house.units() as tx:
            timer = await tx.timers.due(house.clock.now())
            if timer is None:
                return handled
            await tx.timers.done(timer)
            try:
                await HANDLERS[timer.kind](house, tx, timer)
                await tx.commit()
            except StaleConversation:
                continue
            except Exception as error:  # our own bug: the alarms of others must go on
                log.error("timer %s failed: %s", timer.kind, type(error).__name__)
                failed = True
            else:
                failed = False
        if failed:
            await _postpone(house, timer)
        handled += 1


async def _postpone(house: House, timer: Timer) -> None:
    async with house.units() as tx:
        await tx.timers.set(replace(timer, due_at=house.clock.now() + AFTER_FAILURE))
        await tx.commit()


async def plan_tidying(house: House) -> None:
    """Sees to it that tidying happens: now, and at regular times from now on."""
    async with house.units() as tx:
        await tx.timers.set(Timer(TimerKind.TIDY, "house", house.clock.now()))
        await tx.commit()


async def _check_in(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The moment has come: ask, neutrally, and once."""
    check_in = await tx.goals.get_check_in(CheckInId(timer.ref))
    goal = await tx.goals.get(check_in.goal) if check_in else None
    if check_in is None or goal is None or check_in.state is not CheckInState.PLANNED:
        return
    conversation = await tx.conversations.get(check_in.person)
    moment = await moment_of(house, tx, conversation)
    if moment.in_relay:
        await tx.timers.set(
            replace(timer, due_at=moment.now + AFTER_TALK, repeats=timer.repeats + 1)
        )
        return
    if _is_quiet(moment.now, conversation.region):  # late: after a talk, or after a standstill
        due = later_moment(moment.now, conversation.region)
        await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
        return
    await tx.goals.save_check_in(replace(check_in, state=CheckInState.ASKED))
    await tx.timers.set(
        Timer(TimerKind.CHECK_IN_MISSED, check_in.id, moment.now + MISSED_AFTER, check_in.person)
    )
    await tx.events.add([event("check_in_asked")], moment.now)
    known = conversation.remembering(goal_step=goal.step, goal_when=goal.when)
    await store(house, tx, open_flow(house.flowbook(), known, "check_in", moment, keep=True))


def _is_quiet(now: datetime, region: str) -> bool:
    local = now.astimezone(ZONES.get(region, DEFAULT_ZONE)).time()
    return not QUIET_UNTIL <= local < QUIET_FROM


async def _check_in_missed(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Nobody answered: it rests, without another message. A late answer still counts."""
    check_in = await tx.goals.get_check_in(CheckInId(timer.ref))
    if check_in is not None and check_in.state is CheckInState.ASKED:
        await tx.goals.save_check_in(replace(check_in, state=CheckInState.MISSED))
        await tx.events.add([event("check_in_missed")], house.clock.now())


async def _still_waiting(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Nobody took it in time: tell (neutrally first), offer something else, keep the place; after
    the longest time the wish ends."""
    case = await tx.handoffs.get(HandoffId(timer.ref))
    if case is None or case.state not in WAITING:
        return
    now, limits = house.clock.now(), house.flowbook().handoff.limits
    conversation = await tx.conversations.get(case.person)
    over = now - case.created_at >= timedelta(hours=limits.expires_after_hours)
    if over and _is_quiet(now, conversation.region):  # the end is told, so it comes in the morning
        due = later_moment(now, conversation.region)
        await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
        return
    if not over and case.to is Role.VOLUNTEER and not conversation.peer_possible:
        # While danger is open no peer comes; Maatje has more urgent things to say about that.
        due = now + timedelta(minutes=limits.tell_again_after_minutes)
        await tx.timers.set(replace(timer, due_at=due))
        return
    if over:
        await handing_off.end_waiting(house, tx, case, HandoffState.EXPIRED, Reason.EXPIRED)
        await queue.note_wait(tx, case, now)
        conversation = conversation.remembering(later_message="")
    moment = await moment_of(house, tx, conversation)
    if not over and timer.repeats == 0 and moment.in_relay:  # told when they talk with Maatje again
        due = now + timedelta(minutes=limits.tell_again_after_minutes)
        await tx.timers.set(replace(timer, due_at=due))
        return
    if (over or timer.repeats == 0) and not moment.in_relay:
        await store(
            house, tx, open_flow(house.flowbook(), conversation, "still_waiting", moment, keep=True)
        )
    if over:
        return
    end = case.created_at + timedelta(hours=limits.expires_after_hours)
    await tx.timers.set(replace(timer, due_at=max(end, now), repeats=timer.repeats + 1))


async def _alarm(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Urgent and not taken: the card comes again, and the coordinators hear of it from then on."""
    case = await tx.handoffs.get(HandoffId(timer.ref))
    if case is None or case.state not in WAITING or case.urgency is not Urgency.URGENT:
        return
    conversation = await tx.conversations.get(case.person)
    waited = house.clock.now() - case.created_at
    limits = house.flowbook().handoff.limits
    minutes = limits.alarm_again_after_minutes
    if await beside.in_hand(house, tx, case):  # a professional talks along: look again soon
        due = house.clock.now() + timedelta(minutes=minutes[0])
        await tx.timers.set(replace(timer, due_at=due))
        return
    if await handing_off.offer(house, tx, case, conversation):
        minutes_waited = int(waited.total_seconds() // 60)
        name = "alarm_read_along" if await beside.somebody_reads(tx, case) else "alarm_not_taken"
        await handing_off.tell_coordinators(house, tx, name, minutes=minutes_waited)
    if 0 < timer.repeats <= limits.urgent_told_again_times:
        await _tell_who_is_there(house, tx, conversation)
    following = timer.repeats + 1
    pause = timedelta(minutes=minutes[min(following, len(minutes) - 1)])  # the last one goes on
    await tx.timers.set(replace(timer, due_at=house.clock.now() + pause, repeats=following))


async def _tell_who_is_there(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """Urgent danger never just waits in a queue: the young person hears again who can be reached."""
    moment = await moment_of(house, tx, conversation)
    if not moment.in_relay:
        told = open_flow(house.flowbook(), conversation, STILL_OPEN, moment, keep=True)
        await store(house, tx, told)


async def _erase(house: House, tx: UnitOfWork, timer: Timer) -> None:
    await forgetting.erase_kept(tx, timer)


async def _tidy(house: House, tx: UnitOfWork, timer: Timer) -> None:
    await tx.tidying.tidy(house.clock.now())
    await tx.timers.set(
        replace(timer, due_at=house.clock.now() + TIDY_EVERY, repeats=timer.repeats + 1)
    )


async def _album_over(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The pictures of an album were explained once; from now on another one is a new one."""


HANDLERS: dict[TimerKind, Callable[[House, UnitOfWork, Timer], Awaitable[None]]] = {
    TimerKind.CHECK_IN: _check_in,
    TimerKind.CHECK_IN_MISSED: _check_in_missed,
    TimerKind.STILL_WAITING: _still_waiting,
    TimerKind.ALARM: _alarm,
    TimerKind.WIDEN: offering.widen,
    TimerKind.UNANSWERED: silence.unanswered,
    TimerKind.BACKUP: backing.unanswered,
    TimerKind.PASSING: passing.out_of_time,
    TimerKind.ERASE: _erase,
    TimerKind.TIDY: _tidy,
    TimerKind.ALBUM: _album_over,
    TimerKind.REPORT_CLOSED: report_desk.tell_young,
    TimerKind.SHIFT: rota.ring,
    TimerKind.APPOINTMENT: appointment_time.ring,
    TimerKind.REST: aftercare.rested,
    TimerKind.PAIR_FIRST: handing_off.others_too,
}
