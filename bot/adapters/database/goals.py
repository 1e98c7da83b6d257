"""Goals, check-ins, events and tidying in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.groups import groups_until, linked_chats, taking_part
from bot.adapters.database.mapping import check_in_from_row, goal_from_row
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.supporters import supporting, supporting_until
from bot.adapters.database.tables import (
    addresses,
    appointments,
    audit,
    check_ins,
    circle_lines,
    circle_members,
    circle_rounds,
    circles,
    conversations,
    debriefs,
    events,
    goals,
    handoffs,
    id_openings,
    inbox,
    invitations,
    outbox,
    pairs,
    practice_talks,
    reports,
    shared_parties,
    shared_talks,
    shifts,
    shown_messages,
    staff,
    stories,
    testers,
    unclear_messages,
    volunteers,
    wall_posts,
)
from bot.domain.circles import CircleState
from bot.domain.events import Event
from bot.domain.goals import OPEN_STATES, CheckIn, CheckInState, Goal, GoalState
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
    OFF_WALL_TERM,
    PAIR_TERM,
    PRACTICE_TERM,
    REPORT_TERM,
    SHIFT_TERM,
    SHOWN_TERM,
    STORY_TERM,
    TALK_TERM,
    VOLUNTEER_TERM,
    WALL_TERM,
)
from bot.domain.story import StoryState
from bot.domain.volunteer_path import CANDIDATES, VolunteerStatus
from bot.domain.wall import PostState
from bot.services.ports import InboxState


def goal_columns(sealer: Sealer, goal: Goal) -> dict[str, Any]:
    """The columns of a goal but for its id, with the words sealed."""

    def sealed(text: str, place: str) -> bytes | None:
        return sealer.seal(text, place=place, row=goal.id) if text else None

    return {
        "person": goal.person,
        "step_sealed": sealer.seal(goal.step, place="goals.step", row=goal.id),
        "when_sealed": sealer.seal(goal.when, place="goals.when", row=goal.id),
        "shared_with": goal.shared_with,
        "confidence": goal.confidence,
        "state": goal.state.value,
        "created_at": goal.created_at,
        "ended_at": goal.ended_at,
        "obstacle_sealed": sealed(goal.obstacle, "goals.obstacle"),
        "answer_sealed": sealed(goal.answer, "goals.answer"),
        "topic": goal.topic,
        "rhythm": goal.rhythm.written() if goal.rhythm else None,
    }


def goal_of(sealer: Sealer, row: Row[Any]) -> Goal:
    """The goal again, with its words opened."""

    def opened(sealed: bytes | None, place: str) -> str:
        return sealer.open(sealed, place=place, row=row.id) if sealed else ""

    return goal_from_row(
        row,
        opened(row.step_sealed, "goals.step"),
        opened(row.when_sealed, "goals.when"),
        opened(row.obstacle_sealed, "goals.obstacle"),
        opened(row.answer_sealed, "goals.answer"),
    )


def check_in_columns(sealer: Sealer, check_in: CheckIn) -> dict[str, Any]:
    """The columns of a check-in that can change, with the note sealed."""
    note = check_in.note
    sealed = note is not None and sealer.seal(note, place="check_ins.note", row=check_in.id)
    return {
        "due_at": check_in.due_at,
        "state": check_in.state.value,
        "result": check_in.result,
        "note_sealed": sealed or None,
        "exact": check_in.exact,
    }


class DbGoals:
    """Implements `Goals`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, goal: Goal) -> None:
        await self._db.execute(insert(goals).values(id=goal.id, **goal_columns(self._sealer, goal)))

    async def save(self, goal: Goal) -> None:
        await self._db.execute(
            update(goals).where(goals.c.id == goal.id).values(**goal_columns(self._sealer, goal))
        )

    async def get(self, goal: GoalId) -> Goal | None:
        row = (await self._db.execute(select(goals).where(goals.c.id == goal))).first()
        return goal_of(self._sealer, row) if row is not None else None

    async def active_of(self, person: PersonId) -> Sequence[Goal]:
        return await self._in(person, (GoalState.ACTIVE,))

    async def open_of(self, person: PersonId) -> Sequence[Goal]:
        """Goals that run or rest, the oldest first."""
        return await self._in(person, OPEN_STATES)

    async def _in(self, person: PersonId, states: Sequence[GoalState]) -> Sequence[Goal]:
        named = [state.value for state in states]
        rows = (
            await self._db.execute(
                select(goals)
                .where(goals.c.person == person, goals.c.state.in_(named))
                .order_by(goals.c.created_at, goals.c.id)
            )
        ).all()
        return [goal_of(self._sealer, row) for row in rows]

    async def check_ins_of(self, goal: GoalId) -> Sequence[CheckIn]:
        """Every check-in of a goal in the order of their moments, without the notes."""
        found = select(check_ins).where(check_ins.c.goal == goal).order_by(check_ins.c.due_at)
        rows = (await self._db.execute(found)).all()
        return [check_in_from_row(row, None) for row in rows]

    async def add_check_in(self, check_in: CheckIn) -> None:
        await self._db.execute(
            insert(check_ins).values(
                id=check_in.id,
                goal=check_in.goal,
                person=check_in.person,
                **check_in_columns(self._sealer, check_in),
            )
        )

    async def save_check_in(self, check_in: CheckIn) -> None:
        await self._db.execute(
            update(check_ins)
            .where(check_ins.c.id == check_in.id)
            .values(**check_in_columns(self._sealer, check_in))
        )

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


UNTOLD = [s.value for s in StoryState if s not in (StoryState.WAITING, StoryState.APPROVED)]


class DbTidying:
    """Implements `Tidying`: one statement for each line of domain/retention.py."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def tidy(self, now: datetime) -> int:
        ended = handoffs.c.state.not_in([s.value for s in OPEN])
        danger = handoffs.c.urgency != Urgency.NORMAL.value
        candidate = volunteers.c.status.in_([s.value for s in CANDIDATES])
        left = volunteers.c.status == VolunteerStatus.LEFT.value
        on_wall = wall_posts.c.state.in_([PostState.PUBLISHED.value, PostState.HIDDEN.value])
        in_circle = select(circle_members.c.present).where(circle_members.c.present.is_not(None))
        busy = or_(
            addresses.c.person.in_(select(staff.c.person)),
            addresses.c.person.in_(
                select(goals.c.person).where(goals.c.state.in_([s.value for s in OPEN_STATES]))
            ),
            addresses.c.person.in_(select(handoffs.c.person)),
            addresses.c.person.in_(select(shared_parties.c.person)),
            addresses.c.person.in_(
                select(reports.c.person).where(
                    reports.c.person.is_not(None), reports.c.state != ReportState.CLOSED.value
                )
            ),
            addresses.c.person.in_(select(volunteers.c.person).where(candidate)),
            addresses.c.person.in_(select(id_openings.c.person)),
            addresses.c.person.in_(select(pairs.c.person)),
            addresses.c.person.in_(select(wall_posts.c.author)),
            addresses.c.person.in_(supporting()),
            addresses.c.person.in_(in_circle),
            addresses.c.person.in_(linked_chats()),
            addresses.c.person.in_(taking_part()),
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
            delete(shared_talks).where(
                shared_talks.c.changed_at < now - TALK_TERM,
                shared_talks.c.id.not_in(
                    select(handoffs.c.shared).where(handoffs.c.shared.is_not(None))
                ),
            ),
            delete(reports).where(reports.c.at < now - REPORT_TERM),
            delete(id_openings).where(
                id_openings.c.asked_at < now - DANGER_TERM,
                or_(id_openings.c.agreed_at.is_(None), id_openings.c.told_at.is_not(None)),
            ),
            delete(wall_posts).where(on_wall, wall_posts.c.changed_at < now - WALL_TERM),
            delete(wall_posts).where(~on_wall, wall_posts.c.changed_at < now - OFF_WALL_TERM),
            delete(audit).where(audit.c.at < now - FIGURE_TERM),
            delete(events).where(events.c.at < now - FIGURE_TERM),
            delete(unclear_messages).where(unclear_messages.c.created_at < now - LEARNING_TERM),
            delete(invitations).where(invitations.c.expires_at < now - INVITATION_TERM),
            delete(volunteers).where(left, volunteers.c.changed_at < now - VOLUNTEER_TERM),
            delete(volunteers).where(candidate, volunteers.c.changed_at < now - CANDIDATE_TERM),
            delete(conversations).where(
                conversations.c.changed_at < now - IDLE_TERM,
                conversations.c.person.not_in(in_circle),
                conversations.c.person.not_in(taking_part()),
            ),
            delete(circle_lines).where(circle_lines.c.at < now - TALK_TERM),
            delete(circle_rounds).where(circle_rounds.c.posted_at < now - TALK_TERM),
            delete(circles).where(
                circles.c.state == CircleState.ENDED.value,
                circles.c.changed_at < now - TALK_TERM,
            ),
            delete(addresses).where(addresses.c.seen_at < now - IDLE_TERM, ~busy),
            delete(practice_talks).where(practice_talks.c.changed_at < now - PRACTICE_TERM),
            delete(stories).where(
                stories.c.state.in_(UNTOLD), stories.c.changed_at < now - STORY_TERM
            ),
            delete(stories).where(stories.c.author.not_in(select(staff.c.person))),
            *supporting_until(now),
            *groups_until(now),
            delete(pairs).where(pairs.c.at < now - PAIR_TERM),
            delete(debriefs).where(debriefs.c.at < now - SHIFT_TERM),
            delete(shown_messages).where(shown_messages.c.at < now - SHOWN_TERM),
            delete(shifts).where(shifts.c.day < (now - SHIFT_TERM).date()),
            delete(shifts).where(shifts.c.person.not_in(select(staff.c.person))),
            delete(appointments).where(appointments.c.at < now - SHIFT_TERM),
            delete(outbox).where(outbox.c.person.not_in(select(addresses.c.person))),
            delete(testers).where(testers.c.person.not_in(select(addresses.c.person))),
        ]
        return sum([(await self._db.execute(one)).rowcount for one in statements])
