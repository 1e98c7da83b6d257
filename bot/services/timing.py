"""What happens by time: one list of handlers, each in one transaction with the end of its timer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import Conversation
from bot.domain.goals import end_of_quiet, is_quiet, later_moment
from bot.domain.handoff import WAITING, Handoff, HandoffState, Reason, Urgency
from bot.domain.ids import HandoffId
from bot.domain.volunteer import Role
from bot.engine.danger import STILL_OPEN
from bot.engine.handoff_rules import Limits
from bot.engine.running import open_flow
from bot.errors import StaleConversation
from bot.services import asking_how, asking_next_day, forgetting, peer_too
from bot.services.circles import moving as circle_moving
from bot.services.circles import room as circle_room
from bot.services.circles import rounds
from bot.services.effects import store
from bot.services.emergency import asking, telling
from bot.services.groups import asking as group_asking
from bot.services.groups import linking as group_linking
from bot.services.groups import rounds as group_rounds
from bot.services.handoff import handing_off, offering, silence
from bot.services.house import House, active, moment_of
from bot.services.ports import COME_LATER, Timer, TimerKind, UnitOfWork
from bot.services.reports import report_desk
from bot.services.shared import inviting
from bot.services.shared import news as shared_news
from bot.services.supporters import telling as telling_support
from bot.services.talking import aftercare, away, backing, beside, debriefing, passing
from bot.services.waiting import appointment_time, queue, rota
from bot.services.waiting.asked_before import ABOUT_A_WISH, overtaken
from bot.services.wall import looking, news, own, publishing

log = logging.getLogger(__name__)

TIDY_EVERY = timedelta(hours=6)
AFTER_TALK = timedelta(hours=1)  # while a human has the chat, what Maatje begins itself waits
TOGETHER = 40  # check-ins in one transaction: a tenth of a second, so that nobody else waits long
STILL_TYPING = timedelta(minutes=3)  # after somebody's last message they are taken to be there
AFTER_FAILURE = timedelta(minutes=1)  # a timer that our own bug stops holds up no other


async def run_due(house: House) -> int:
    """Handles every timer that is due, the oldest first and check-ins last; returns how many."""
    handled = 0
    while True:
        now = house.clock.now()
        async with house.units() as tx:
            first = await tx.timers.next_due()
            if first is None or first > now:
                return handled
            timer = await tx.timers.due(now)
        if timer is not None:
            handled += await _ring(house, timer)
        elif some := await one_round(house):
            handled += some
        else:
            return handled


async def _ring(house: House, timer: Timer) -> int:
    """One timer in a transaction of its own."""
    async with house.units() as tx:
        try:
            await tx.timers.done(timer)
            await HANDLERS[timer.kind](house, tx, timer)
            await tx.commit()
            return 1
        except StaleConversation:
            return 0
        except Exception as error:  # our own bug: the alarms of others must go on
            log.error("timer %s failed: %s", timer.kind, type(error).__name__)
    await _postpone(house, timer)
    return 1


async def one_round(house: House) -> int:
    """Some of those of which many come at one moment, in one transaction; where one of them stops it,
    each by itself."""
    async with house.units() as tx:
        due = await _round(house, tx)
        try:
            for kind, together in ROUNDS.items():
                some = [timer for timer in due if timer.kind is kind]
                await tx.timers.done(*some)
                await together(house, tx, *some)
            await tx.commit()
            return len(due)
        except Exception as error:  # a bug with one of them, or two writers at once
            log.warning("timers go one by one: %s", type(error).__name__)
    return sum([await _ring(house, timer) for timer in due])


async def _round(house: House, tx: UnitOfWork) -> Sequence[Timer]:
    """Of one kind, and one of each person: what is asked first may change the next."""
    for kind in COME_LATER:
        due = await tx.timers.due_later(kind, house.clock.now(), TOGETHER)
        if due:
            return list({timer.person: timer for timer in reversed(due)}.values())[::-1]
    return []


async def _postpone(house: House, timer: Timer) -> None:
    async with house.units() as tx:
        await tx.timers.set(replace(timer, due_at=house.clock.now() + AFTER_FAILURE))
        await tx.commit()


async def plan_tidying(house: House) -> None:
    """Sees to it that tidying happens: now, and at regular times from now on."""
    async with house.units() as tx:
        await tx.timers.set(Timer(TimerKind.TIDY, "house", house.clock.now()))
        await tx.commit()


async def _still_waiting(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Nobody took it in time: tell (neutrally first), offer something else, keep the place; after
    the longest time the wish ends."""
    case = await tx.handoffs.get(HandoffId(timer.ref))
    if case is None or case.state not in WAITING:
        return
    now, limits = house.clock.now(), house.flowbook().handoff.limits
    conversation = await tx.conversations.get(case.person)
    if case.is_danger:
        await _concern_waits(house, tx, timer, case, conversation)
        return
    over = now - case.created_at >= timedelta(hours=limits.expires_after_hours)
    if over and is_quiet(now, conversation.region):  # the end is told, so it comes in the morning
        due = end_of_quiet(now, conversation.region)
        await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
        return
    if not over and case.to is Role.VOLUNTEER and not conversation.peer_possible:
        # While danger is open no peer comes; Maatje has more urgent things to say about that.
        due = now + timedelta(minutes=limits.tell_again_after_minutes)
        await tx.timers.set(replace(timer, due_at=due))
        return
    if over:
        conversation = await _expires(house, tx, case, conversation)
        if case.shared is not None:
            await shared_news.plan(house, tx, case.person, shared_news.NOBODY_FREE)
            return
    moment = await moment_of(house, tx, conversation)
    if not over and timer.repeats == 0 and moment.in_relay:  # told when they talk with Maatje again
        due = now + timedelta(minutes=limits.tell_again_after_minutes)
        await tx.timers.set(replace(timer, due_at=due))
        return
    beside = case.shared is not None and await _own_wish_is_new(tx, case, now, limits)
    if (over or timer.repeats == 0) and not (beside or moment.in_relay):
        known = overtaken(conversation, ABOUT_A_WISH)
        told = open_flow(house.flowbook(), known, "still_waiting", moment, keep=True)
        await store(house, tx, told)
    if over:
        return
    end = case.created_at + timedelta(hours=limits.expires_after_hours)
    await tx.timers.set(replace(timer, due_at=max(end, now), repeats=timer.repeats + 1))


async def _own_wish_is_new(tx: UnitOfWork, case: Handoff, now: datetime, limits: Limits) -> bool:
    """Do they wait for somebody of their own too, and are they still to be told so? Nobody hears it twice."""
    promised = timedelta(minutes=limits.tell_again_after_minutes)
    own = [one for one in await tx.handoffs.kept_of(case.person) if one.shared is None]
    waits = [one for one in own if one.state in WAITING and not one.is_danger]
    return any(now - one.created_at <= promised for one in waits)


async def _expires(
    house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation
) -> Conversation:
    """The longest time is over. A message for who takes a wish goes with that wish."""
    await handing_off.end_waiting(house, tx, case, HandoffState.EXPIRED, Reason.EXPIRED)
    await queue.note_wait(tx, case, house.clock.now())
    return conversation if case.shared else conversation.remembering(later_message="")


async def _concern_waits(
    house: House, tx: UnitOfWork, timer: Timer, case: Handoff, conversation: Conversation
) -> None:
    """A concern that waits for a human: told at the same times as any wish (it never ends by time), but
    neutrally first, and not to who clearly said no meanwhile. Urgent danger has its alarm."""
    if case.urgency is not Urgency.CONCERN or conversation.danger.peer_allowed:
        return
    if away.is_away(conversation):
        return
    now, limits = house.clock.now(), house.flowbook().handoff.limits
    moment = await moment_of(house, tx, conversation)
    if moment.in_relay:
        due = now + timedelta(minutes=limits.tell_again_after_minutes)
        await tx.timers.set(replace(timer, due_at=due))
        return
    if await _writes(house, tx, case):  # nothing comes between two messages of a talk
        await tx.timers.set(replace(timer, due_at=now + STILL_TYPING))
        return
    if timer.repeats and is_quiet(now, conversation.region):
        due = later_moment(now, conversation.region)
        await tx.timers.set(replace(timer, due_at=due))
        return
    flow = "concern_waiting"
    known = overtaken(conversation, (flow,))
    await store(house, tx, open_flow(house.flowbook(), known, flow, moment, keep=True))
    if timer.repeats == 0:
        due = case.created_at + timedelta(hours=limits.expires_after_hours)
        await tx.timers.set(replace(timer, due_at=max(due, now), repeats=1))


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
    if 0 < timer.repeats <= limits.urgent_told_again_times and not await _writes(house, tx, case):
        await _tell_who_is_there(house, tx, conversation)
    following = timer.repeats + 1
    pause = timedelta(minutes=minutes[min(following, len(minutes) - 1)])  # the last one goes on
    await tx.timers.set(replace(timer, due_at=house.clock.now() + pause, repeats=following))


async def _writes(house: House, tx: UnitOfWork, case: Handoff) -> bool:
    """Is this young person typing to Maatje just now?"""
    seen = await tx.people.seen_at(case.person)
    return seen is not None and house.clock.now() < seen + STILL_TYPING


async def _tell_who_is_there(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """Urgent danger never just waits in a queue: the young person hears again who can be reached. Not
    who went away: somebody may be holding their phone; nor who clearly said no to what the model alone
    saw."""
    if away.is_away(conversation) or conversation.danger.peer_allowed:
        return
    moment = await moment_of(house, tx, conversation)
    if not moment.in_relay:
        told = open_flow(house.flowbook(), conversation, STILL_OPEN, moment, keep=True)
        await store(house, tx, told)


async def _shared_news(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """How it stands with a talk of more than two: not at night, and not in the middle of another talk."""
    if timer.person is None:
        return
    conversation = await tx.conversations.get(timer.person)
    moment = await moment_of(house, tx, conversation)
    if not conversation.remembered.get("shared_news") or await tx.people.has_left(timer.person):
        return
    talk = active(list(await tx.handoffs.open_of(timer.person)))
    if talk is not None and talk.shared is not None:
        return  # they talk already: that is the news
    if moment.in_relay:
        again = replace(timer, due_at=moment.now + AFTER_TALK, repeats=timer.repeats + 1)
        await tx.timers.set(again)
    elif is_quiet(moment.now, conversation.region):
        due = later_moment(moment.now, conversation.region)
        await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
    else:
        known = overtaken(conversation, (shared_news.NEWS_FLOW,))
        told = open_flow(house.flowbook(), known, shared_news.NEWS_FLOW, moment, keep=True)
        await store(house, tx, told)


async def _erase(house: House, tx: UnitOfWork, timer: Timer) -> None:
    await forgetting.erase_kept(tx, timer)


async def _tidy(house: House, tx: UnitOfWork, timer: Timer) -> None:
    await own.take_down_old(house, tx)
    await tx.tidying.tidy(house.clock.now())
    await tx.timers.set(
        replace(timer, due_at=house.clock.now() + TIDY_EVERY, repeats=timer.repeats + 1)
    )


async def _peer_too(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """May this person be asked now whether they want to help others later?"""
    turn = await peer_too.asked(house, tx, timer)
    if turn is not None:
        await store(house, tx, turn)


async def _album_over(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The pictures of an album were explained once; from now on another one is a new one."""


ROUNDS: dict[TimerKind, Callable[..., Awaitable[None]]] = {
    TimerKind.CHECK_IN: asking_how.ask,
    TimerKind.CHECK_IN_MISSED: asking_how.missed,
}
HANDLERS: dict[TimerKind, Callable[[House, UnitOfWork, Timer], Awaitable[None]]] = {
    **ROUNDS,
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
    TimerKind.ID_AGREE: asking.nobody_agreed,
    TimerKind.ID_TELL: telling.ring,
    TimerKind.DEBRIEF: debriefing.ring,
    TimerKind.INVITED: inviting.expired,
    TimerKind.SHARED_NEWS: _shared_news,
    TimerKind.WALL_LOOK: looking.too_long,
    TimerKind.WALL_NEWS: news.tell,
    TimerKind.WALL_CHANNEL: publishing.alarm_again,
    TimerKind.PEER_TOO: _peer_too,
    TimerKind.SUPPORT_NEWS: telling_support.tell_young,
    TimerKind.SUPPORTER_NEWS: telling_support.tell_supporter,
    TimerKind.SUPPORTER_OVER: telling_support.tell_over,
    TimerKind.SUPPORT_OVER: telling_support.goal_over,
    TimerKind.NEXT_DAY: asking_next_day.ask,
    TimerKind.CIRCLE_START: circle_moving.ring,
    TimerKind.CIRCLE_ROUND: rounds.ring,
    TimerKind.CIRCLE_POST: rounds.post,
    TimerKind.CIRCLE_NEWS: circle_room.ring_news,
    TimerKind.GROUP_ROUND: group_rounds.ring,
    TimerKind.GROUP_ASK: group_asking.ask,
    TimerKind.GROUP_POST: group_rounds.post,
    TimerKind.GROUP_SAID: group_linking.said_over,
}
