"""Private lines between a volunteer and a professional in the database: who, never a word."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.tables import debriefs
from bot.domain.debrief import Debrief
from bot.domain.ids import DebriefId, PersonId


class DbDebriefs:
    """Implements `Debriefs`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def add(self, debrief: Debrief) -> None:
        await self._db.execute(
            insert(debriefs).values(
                id=debrief.id,
                volunteer=debrief.volunteer,
                professional=debrief.professional,
                at=debrief.at,
            )
        )

    async def get(self, debrief: DebriefId) -> Debrief | None:
        return await self._one(debriefs.c.id == debrief)

    async def of(self, person: PersonId) -> Debrief | None:
        """The line that somebody is at one end of."""
        return await self._one(
            or_(debriefs.c.volunteer == person, debriefs.c.professional == person)
        )

    async def save(self, before: Debrief, after: Debrief) -> bool:
        """Stores a change; false when another professional was first, or when it has ended."""
        same = debriefs.c.professional.is_not_distinct_from(before.professional)
        done = await self._db.execute(
            update(debriefs)
            .where(debriefs.c.id == before.id, same)
            .values(professional=after.professional, at=after.at)
        )
        return done.rowcount == 1

    async def delete(self, debrief: DebriefId) -> None:
        await self._db.execute(delete(debriefs).where(debriefs.c.id == debrief))

    async def _one(self, condition: Any) -> Debrief | None:
        row = (await self._db.execute(select(debriefs).where(condition))).first()
        if row is None:
            return None
        professional = PersonId(row.professional) if row.professional else None
        return Debrief(DebriefId(row.id), PersonId(row.volunteer), row.at, professional)
