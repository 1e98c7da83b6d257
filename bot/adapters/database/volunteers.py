"""The paths of volunteers and the decisions about them, in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import volunteer_moves, volunteers
from bot.domain.ids import PersonId, new_id
from bot.domain.practice import LearningGoal, LineCounts
from bot.domain.volunteer_path import Proof, VolunteerMove, VolunteerPath, VolunteerStatus

WHY, GOAL, REASON = "volunteers.why", "volunteers.goal", "volunteer_moves.reason"


class DbVolunteers:
    """Implements `Volunteers`; own words and reasons are sealed."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def get(self, person: PersonId) -> VolunteerPath | None:
        found = select(volunteers).where(volunteers.c.person == person)
        row = (await self._db.execute(found)).first()
        return self._path(row) if row is not None else None

    async def all(self) -> Sequence[VolunteerPath]:
        found = select(volunteers).order_by(volunteers.c.applied_at, volunteers.c.person)
        return [self._path(row) for row in (await self._db.execute(found)).all()]

    async def not_approved(self) -> frozenset[PersonId]:
        """Who may not help now. Who came by invitation has no path here, and may."""
        approved = VolunteerStatus.APPROVED.value
        found = select(volunteers.c.person).where(volunteers.c.status != approved)
        return frozenset(PersonId(one) for one in (await self._db.execute(found)).scalars())

    async def save(self, path: VolunteerPath) -> None:
        values = self._columns(path)
        done = await self._db.execute(
            update(volunteers).where(volunteers.c.person == path.person).values(**values)
        )
        if done.rowcount == 0:
            await self._db.execute(insert(volunteers).values(person=path.person, **values))

    async def add_move(self, move: VolunteerMove) -> None:
        row = new_id()
        await self._db.execute(
            insert(volunteer_moves).values(
                id=row,
                person=move.person,
                before=move.before.value if move.before else None,
                after=move.after.value,
                by=move.by,
                reason_sealed=self._sealer.seal(move.reason, place=REASON, row=row),
                at=move.at,
            )
        )

    async def moves(self, person: PersonId) -> Sequence[VolunteerMove]:
        """Every decision about this volunteer, the oldest first."""
        found = select(volunteer_moves).where(volunteer_moves.c.person == person)
        rows = (await self._db.execute(found.order_by(volunteer_moves.c.at))).all()
        return [self._move(row) for row in rows]

    async def delete(self, person: PersonId) -> None:
        await self._db.execute(delete(volunteers).where(volunteers.c.person == person))

    def _columns(self, path: VolunteerPath) -> dict[str, Any]:
        return {
            "alias": path.alias,
            "status": path.status.value,
            "age": path.age,
            "age_band": path.age_band,
            "why_sealed": self._sealer.seal(path.why, place=WHY, row=path.person),
            "topic": path.topic,
            "region": path.region,
            "hours": path.hours,
            "proof": path.proof.value if path.proof else None,
            "proof_date": path.proof_date,
            "modules": " ".join(path.modules),
            "place": path.place,
            "goal_sealed": self._sealer.seal(_to_json(path.goals), place=GOAL, row=path.person),
            "talks": path.talks,
            "practised": " ".join(path.practised),
            "practices": path.practices,
            "said": str(path.said),
            "applied_at": path.applied_at,
            "changed_at": path.changed_at,
        }

    def _path(self, row: Row[Any]) -> VolunteerPath:
        return VolunteerPath(
            PersonId(row.person),
            row.alias,
            VolunteerStatus(row.status),
            row.applied_at,
            row.changed_at,
            row.age,
            row.age_band,
            self._sealer.open(row.why_sealed, place=WHY, row=row.person),
            row.topic,
            row.region,
            row.hours,
            Proof(row.proof) if row.proof else None,
            row.proof_date,
            tuple(row.modules.split()),
            row.place,
            _from_json(self._sealer.open(row.goal_sealed, place=GOAL, row=row.person)),
            row.talks,
            tuple(row.practised.split()),
            row.practices,
            LineCounts.parse(row.said),
        )

    def _move(self, row: Row[Any]) -> VolunteerMove:
        return VolunteerMove(
            PersonId(row.person),
            VolunteerStatus(row.before) if row.before else None,
            VolunteerStatus(row.after),
            row.by,
            row.at,
            self._sealer.open(row.reason_sealed, place=REASON, row=row.id),
        )


def _to_json(goals: Sequence[LearningGoal]) -> str:
    return json.dumps([[goal.text, goal.done] for goal in goals]) if goals else ""


def _from_json(text: str) -> tuple[LearningGoal, ...]:
    """The goals again; before there could be more than one, the text was the goal itself."""
    if not text:
        return ()
    if not text.startswith("[["):
        return (LearningGoal(text),)
    return tuple(LearningGoal(goal, done) for goal, done in json.loads(text))
