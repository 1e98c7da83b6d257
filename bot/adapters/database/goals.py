"""Goals, check-ins, timers, events and tidying in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.mapping import check_in_from_row, goal_from_row
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import (
    UtcDateTime,
    addresses,
    appointments,
    audit,
    check_ins,
    conversations,
    events,
    goals,
    handoffs,
    inbox,
    invitations,
    outbox,
    reports,
    shifts,
    staff,
    testers,
    timers,
    unclear_messages,
    volunteers,
)
from bot.domain.events import Event
from bot.domain.goals import CheckIn, CheckInState, Goal, GoalState
from bot.domain.handoff import OPEN, Urgency
from bot.domain.ids import CheckInId, GoalId, PersonId
from bot.domain.report import ReportState
from bot.domain.retention import (
    CANDIDATE_TERM,
    DANGER_TERM,
    DELIVERY_TERM,
    FIGURE_TERM,
    GOAL_LIMIT,
    GOAL_TERM,
    IDLE_TERM,
    INVITATION_TERM,
    LEARNING_TERM,
    REPORT_TERM,
    SHIFT_TERM,
    TALK_TERM,
    VOLUNTEER_TERM,
)
from bot.domain.volunteer_path import CANDIDATES, VolunteerStatus
from bot.services.ports import InboxState, Timer, TimerKind


class DbGoals:
    """Implements `Goals`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, goal: Goal) -> None:
        await self._db.execute(insert(goals).values(id=goal.id, **self._columns(goal)))

    async def save(self, goal: Goal) -> None:
        await self._db.execute(
            update(goals).where(goals.c.id == goal.id).values(**self._columns(goal))
        )

    def _columns(self, goal: Goal) -> dict[str, Any]:
        return {
            "person": goal.person,
            "step_sealed": self._sealer.seal(goal.step, place="goals.step", row=goal.id),
            "when_sealed": self._sealer.seal(goal.when, place="goals.when", row=goal.id),
            "shared_with": goal.shared_with,
            "confidence": goal.confidence,
            "state": goal.state.value,
            "created_at": goal.created_at,
            "ended_at": goal.ended_at,
        }

    async def get(self, goal: GoalId) -> Goal | None:
        row = (await self._db.execute(select(goals).where(goals.c.id == goal))).first()
        return self._goal(row) if row is not None else None

    async def active_of(self, person: PersonId) -> Sequence[Goal]:
        rows = (
            await self._db.execute(
                select(goals)
                .where(goals.c.person == person, goals.c.state == GoalState.ACTIVE.value)
                .order_by(goals.c.created_at)
            )
        ).all()
        return [self._goal(row) for row in rows]

    def _goal(self, row: Row[Any]) -> Goal:
        return goal_from_row(
            row,
            self._sealer.open(row.step_sealed, place="goals.step", row=row.id),
            self._sealer.open(row.when_sealed, place="goals.when", row=row.id),
        )

    async def add_check_in(self, check_in: CheckIn) -> None:
        await self._db.execute(
            insert(check_ins).values(
                id=check_in.id,
                goal=check_in.goal,
                person=check_in.person,
                **self._check_in_columns(check_in),
            )
        )

    async def save_check_in(self, check_in: CheckIn) -> None:
        await self._db.execute(
            update(check_ins)
            .where(check_ins.c.id == check_in.id)
            .values(**self._check_in_columns(check_in))
        )

    def _check_in_columns(self, check_in: CheckIn) -> dict[str, Any]:
        note = check_in.note
        sealed = (
            self._sealer.seal(note, place="check_ins.note", row=check_in.id)
            if note is not None
            else None
        )
        return {
            "due_at": check_in.due_at,
            "state": check_in.state.value,
            "result": check_in.result,
            "note_sealed": sealed,
        }

    async def get_check_in(self, check_in: CheckInId) -> CheckIn | None:
        return await self._one(check_ins.c.id == check_in)

    async def asked_of(self, person: PersonId) -> CheckIn | None:
        """The check-in that was asked last; also one that was missed: a late answer still counts."""
        asked = [CheckInState.ASKED.value, CheckInState.MISSED.value]
        return await self._one(and_(check_ins.c.person == person, check_ins.c.state.in_(asked)))

    async def planned_of(self, person: PersonId) -> Sequence[CheckIn]:
        rows = (
            await self._db.execute(
                select(check_ins).where(
                    check_ins.c.person == person, check_ins.c.state == CheckInState.PLANNED.value
                )
            )
        ).all()
        return [check_in_from_row(row, None) for row in rows]

    async def _one(self, condition: Any) -> CheckIn | None:
        row = (
            await self._db.execute(
                select(check_ins).where(condition).order_by(check_ins.c.due_at.desc())
            )
        ).first()
        if row is None:
            return None
        note = (
            self._sealer.open(row.note_sealed, place="check_ins.note", row=row.id)
            if row.note_sealed
            else None
        )
        return check_in_from_row(row, note)

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(check_ins).where(check_ins.c.person == person))
        await self._db.execute(delete(goals).where(goals.c.person == person))


class DbTimers:
    """Implements `Timers`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def set(self, timer: Timer) -> None:
        await self.delete(timer.kind, timer.ref)
        await self._db.execute(
            insert(timers).values(
                kind=timer.kind.value,
                ref=timer.ref,
                person=timer.person,
                due_at=timer.due_at,
                repeats=timer.repeats,
            )
        )

    async def is_set(self, kind: TimerKind, ref: str) -> bool:
        found = select(timers.c.ref).where(timers.c.kind == kind.value, timers.c.ref == ref)
        return (await self._db.execute(found)).first() is not None

    async def due(self, now: datetime) -> Timer | None:
        row = (
            await self._db.execute(
                select(timers)
                .where(timers.c.due_at <= now)
                .order_by(timers.c.due_at, timers.c.ref)
                .limit(1)
            )
        ).first()
        if row is None:
            return None
        person = PersonId(row.person) if row.person else None
        return Timer(TimerKind(row.kind), row.ref, row.due_at, person, row.repeats)

    async def next_due(self) -> datetime | None:
        earliest = select(func.min(timers.c.due_at, type_=UtcDateTime))
        due: datetime | None = (await self._db.execute(earliest)).scalar_one()
        return due

    async def done(self, timer: Timer) -> None:
        await self._db.execute(
            delete(timers).where(
                timers.c.kind == timer.kind.value,
                timers.c.ref == timer.ref,
                timers.c.repeats == timer.repeats,
            )
        )

    async def delete(self, kind: TimerKind, ref: str) -> None:
        await self._db.execute(
            delete(timers).where(timers.c.kind == kind.value, timers.c.ref == ref)
        )

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(timers).where(timers.c.person == person))


class DbEvents:
    """Implements `Events`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def add(self, happened: Sequence[Event], now: datetime) -> None:
        for one in happened:
            await self._db.execute(insert(events).values(name=one.name, about=one.about, at=now))

    async def since(self, moment: datetime) -> Sequence[tuple[Event, datetime]]:
        """What happened from then on, in order."""
        found = select(events).where(events.c.at >= moment).order_by(events.c.seq)
        rows = (await self._db.execute(found)).all()
        return [(Event(row.name, row.about), row.at) for row in rows]

    async def figures(
        self,
        name: str,
        windows: Sequence[tuple[datetime, datetime]],
        limit: int,
        starts_with: str,
    ) -> Sequence[str]:
        """What the newest events of a name are about, within any of these times."""
        within = or_(*(events.c.at.between(since, until) for since, until in windows))
        found = select(events.c.about).where(
            events.c.name == name, events.c.about.startswith(starts_with), within
        )
        newest = found.order_by(events.c.at.desc(), events.c.seq.desc()).limit(limit)
        return (await self._db.execute(newest)).scalars().all()


class DbTidying:
    """Implements `Tidying`: one statement for each line of domain/retention.py."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def tidy(self, now: datetime) -> int:
        ended = handoffs.c.state.not_in([s.value for s in OPEN])
        danger = handoffs.c.urgency != Urgency.NORMAL.value
        candidate = volunteers.c.status.in_([s.value for s in CANDIDATES])
        left = volunteers.c.status == VolunteerStatus.LEFT.value
        busy = or_(
            addresses.c.person.in_(select(staff.c.person)),
            addresses.c.person.in_(
                select(goals.c.person).where(goals.c.state == GoalState.ACTIVE.value)
            ),
            addresses.c.person.in_(select(handoffs.c.person)),
            addresses.c.person.in_(
                select(reports.c.person).where(
                    reports.c.person.is_not(None), reports.c.state != ReportState.CLOSED.value
                )
            ),
            addresses.c.person.in_(select(volunteers.c.person).where(candidate)),
        )
        statements = [
            delete(inbox).where(
                inbox.c.state != InboxState.WAITING.value,
                inbox.c.received_at < now - DELIVERY_TERM,
            ),
            delete(handoffs).where(ended, ~danger, handoffs.c.changed_at < now - TALK_TERM),
            delete(handoffs).where(ended, danger, handoffs.c.changed_at < now - DANGER_TERM),
            update(goals)
            .where(
                goals.c.ended_at.is_(None),
                goals.c.created_at < now - GOAL_LIMIT,
            )
            .values(state=GoalState.ENDED.value, ended_at=now),
            delete(goals).where(goals.c.ended_at < now - GOAL_TERM),
            delete(reports).where(reports.c.at < now - REPORT_TERM),
            delete(audit).where(audit.c.at < now - FIGURE_TERM),
            delete(events).where(events.c.at < now - FIGURE_TERM),
            delete(unclear_messages).where(unclear_messages.c.created_at < now - LEARNING_TERM),
            delete(invitations).where(invitations.c.expires_at < now - INVITATION_TERM),
            delete(volunteers).where(left, volunteers.c.changed_at < now - VOLUNTEER_TERM),
            delete(volunteers).where(candidate, volunteers.c.changed_at < now - CANDIDATE_TERM),
            delete(conversations).where(conversations.c.changed_at < now - IDLE_TERM),
            delete(addresses).where(addresses.c.seen_at < now - IDLE_TERM, ~busy),
            delete(shifts).where(shifts.c.day < (now - SHIFT_TERM).date()),
            delete(shifts).where(shifts.c.person.not_in(select(staff.c.person))),
            delete(appointments).where(appointments.c.at < now - SHIFT_TERM),
            delete(outbox).where(outbox.c.person.not_in(select(addresses.c.person))),
            delete(testers).where(testers.c.person.not_in(select(addresses.c.person))),
        ]
        return sum([(await self._db.execute(one)).rowcount for one in statements])
