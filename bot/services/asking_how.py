"""The moment of a check-in has come: ask, neutrally and once; once more a day later, and then rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.goals import (
    STOPPED,
    CheckIn,
    CheckInState,
    GoalState,
    asked_again_moment,
    is_quiet,
    later_moment,
)
from bot.domain.handoff import OPEN
from bot.domain.ids import CheckInId, GoalId
from bot.domain.turn import Turn
from bot.engine.own_goals import ASKED
from bot.engine.run import Moment
from bot.engine.running import open_flow
from bot.services.checking_in import next_of, timer_of
from bot.services.effects import store
from bot.services.house import House, active, moment_of
from bot.services.ports import Priority, Timer, TimerKind, UnitOfWork
from bot.services.round_ports import Changes, Known
from bot.services.talking.away import AWAY, is_away

FLOW = "check_in"
GOAL_FLOWS = ("goal", "goal_moment", "my_goals")
WITH_A_HUMAN = timedelta(hours=1)  # what Maatje begins itself waits for the end of a talk
IN_DANGER = timedelta(hours=1)
AFTER_STOP = timedelta(hours=3)
BUSY = timedelta(minutes=30)  # in the middle of another goal
BUSY_AT_MOST = timedelta(hours=2)
ON_TIME = timedelta(
    minutes=15
)  # later than this, a moment chosen to the hour is no longer that hour
NEAR = timedelta(hours=12)
WAITS = STOPPED


async def ask(house: House, tx: UnitOfWork, *due: Timer) -> None:
    """Asks about the goals, or waits: for the end of a talk with a human, of danger, of the night.
    All timers of one call are of different people."""
    now, round_ = house.clock.now(), _Round()
    known = await tx.rounds.known([CheckInId(timer.ref) for timer in due])
    for timer in due:
        one = known.get(CheckInId(timer.ref))
        if one is None or one.check_in.state is not CheckInState.PLANNED:
            continue
        if one.goal.state is not GoalState.ACTIVE:
            continue
        until = _waits_until(one, one.check_in, now)
        if until is not None:
            round_.timers.append(replace(timer, due_at=until, repeats=timer.repeats + 1))
            continue
        region = one.conversation.region
        if (following := next_of(one.goal, now, region)) is not None:
            round_.changes.planned.append(following)
            round_.timers.append(timer_of(following))
        if one.left:  # nobody there to ask; what is chosen goes on when they come back
            round_.is_missed(one.check_in)
            continue
        round_.changes.saved.append(replace(one.check_in, state=CheckInState.ASKED))
        round_.changes.events.append(event("check_in_asked"))
        round_.timers.append(_looks_again(one.check_in, now, region, 0))
        round_.asks.append(_about(one))
    await _write(house, tx, round_)


async def missed(house: House, tx: UnitOfWork, *due: Timer) -> None:
    """Nobody answered: once more, kindly. After that it rests; a late answer still counts. All timers
    of one call are of different people."""
    now, round_ = house.clock.now(), _Round()
    known = await tx.rounds.known([CheckInId(timer.ref) for timer in due])
    moments = await _moments(tx, list(known.values()), now)
    for timer in due:
        one = known.get(CheckInId(timer.ref))
        if one is None or one.check_in.state is not CheckInState.ASKED:
            continue
        # Was the next moment of the same goal there meanwhile, or is it near?
        replaced = any(one.check_in.due_at < at for at in moments.get(one.goal.id, ()))
        over = replaced or one.left or one.goal.state is not GoalState.ACTIVE
        if timer.repeats > 0 or over:
            round_.is_missed(one.check_in)
            continue
        until = _waits_until(one, replace(one.check_in, exact=False), now)
        if until is not None:
            round_.timers.append(replace(timer, due_at=until))
            continue
        round_.timers.append(_looks_again(one.check_in, now, one.conversation.region, 1))
        round_.asks.append(_about(one).remembering(asked_again="yes"))
    await _write(house, tx, round_)


@dataclass(slots=True)
class _Round:
    """What becomes of the timers of one call."""

    changes: Changes = field(default_factory=Changes)
    timers: list[Timer] = field(default_factory=list)
    asks: list[Conversation] = field(default_factory=list)

    def is_missed(self, check_in: CheckIn) -> None:
        """It rests; a late answer still counts."""
        self.changes.saved.append(replace(check_in, state=CheckInState.MISSED))
        self.changes.events.append(event("check_in_missed"))


async def _write(house: House, tx: UnitOfWork, round_: _Round) -> None:
    """What a plain question changes is written for all together; a flow that an operator gave more to
    do is stored as any other turn."""
    now, changes = house.clock.now(), round_.changes
    for conversation in round_.asks:
        turn = await _asked(house, tx, conversation)
        if turn.effects:
            await store(house, tx, turn, Priority.LATER)
            continue
        changes.replies += [(conversation.person, reply) for reply in turn.replies]
        changes.events += turn.events
        changes.conversations.append(turn.conversation)
    await tx.timers.set(*round_.timers)
    await tx.rounds.write(changes, now)


def _waits_until(one: Known, check_in: CheckIn, now: datetime) -> datetime | None:
    """When to try again; `None` when the question can come now."""
    conversation = one.conversation
    if active(list(one.cases)) is not None:
        return now + WITH_A_HUMAN
    if any(case.is_danger and case.state in OPEN for case in one.cases):
        return now + IN_DANGER
    if conversation.remembered.get(WAITS) or is_away(conversation):
        return now + AFTER_STOP
    if _is_busy(conversation, check_in) and now < check_in.due_at + BUSY_AT_MOST:
        return now + BUSY
    chosen = check_in.exact and now - check_in.due_at <= ON_TIME
    if is_quiet(now, conversation.region) and not chosen:
        return later_moment(now, conversation.region)
    return None


def _is_busy(conversation: Conversation, check_in: CheckIn) -> bool:
    """In the middle of making or changing a goal, or asked about another one just now."""
    for position in conversation.stack:
        if position.flow in GOAL_FLOWS:
            return True
        if position.flow == FLOW:
            return conversation.remembered.get(ASKED) != check_in.goal
    return False


def came_back(conversation: Conversation) -> Conversation:
    """The conversation of who says something again after `stop` or `weg`: Maatje may begin again."""
    ended = (WAITS, AWAY)
    if not {*ended} & {*conversation.remembered}:
        return conversation
    known = {name: value for name, value in conversation.remembered.items() if name not in ended}
    return replace(conversation, remembered=known)


async def _moments(
    tx: UnitOfWork, known: Sequence[Known], now: datetime
) -> Mapping[GoalId, Sequence[datetime]]:
    """When these goals are asked about from their oldest question on; those that are near too."""
    if not known:
        return {}
    oldest = min(one.check_in.due_at for one in known)
    return await tx.rounds.moments([one.goal.id for one in known], oldest, now + NEAR)


def _looks_again(check_in: CheckIn, now: datetime, region: str, repeats: int) -> Timer:
    due = asked_again_moment(now, region)
    return Timer(TimerKind.CHECK_IN_MISSED, check_in.id, due, check_in.person, repeats)


def _about(one: Known) -> Conversation:
    """The conversation that is about to be asked. An earlier question how it went, and a goal that was
    left half made, make room: two goals in one talk would be mixed up."""
    conversation, goal = one.conversation, one.goal
    left = tuple(p for p in conversation.stack if p.flow not in (FLOW, *GOAL_FLOWS))
    known = replace(conversation, stack=left).remembering(
        **{"asked_step": goal.step, "asked_check_in": one.check_in.id, ASKED: goal.id}
    )
    remembered = {k: v for k, v in known.remembered.items() if k != "asked_again"}
    return replace(known, remembered=remembered)


async def _asked(house: House, tx: UnitOfWork, conversation: Conversation) -> Turn:
    """The turn that opens the flow. What its words ask of the world is gathered only when they ask
    something: for thousands at one moment it would be most of the work."""
    book = house.flowbook()
    try:
        return open_flow(book, conversation, FLOW, LittleKnown(house.clock.now()), keep=True)
    except MoreAsked:
        moment = await moment_of(house, tx, conversation)
        return open_flow(book, conversation, FLOW, moment, keep=True)


class MoreAsked(Exception):
    """A flow asks something of the world that was not gathered."""


class LittleKnown(Moment):
    """A moment of which only the time is known, and that nobody has the chat. Anything else raises
    `MoreAsked`."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> object:
        if name in UNKNOWN:
            raise MoreAsked
        return object.__getattribute__(self, name)


UNKNOWN = frozenset(one.name for one in fields(Moment)) - {"now", "in_relay"}
