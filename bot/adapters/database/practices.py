"""Practice talks that are going on, in the database."""

from __future__ import annotations

import json

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import practice_talks
from bot.domain.ids import PersonId
from bot.domain.practice import LineKind, PracticeLine, PracticeTalk

LINES = "practice_talks.lines"


class DbPractices:
    """Implements `Practices`; the lines are sealed."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def get(self, person: PersonId) -> PracticeTalk | None:
        found = select(practice_talks).where(practice_talks.c.person == person)
        row = (await self._db.execute(found)).first()
        if row is None:
            return None
        told = json.loads(self._sealer.open(row.lines_sealed, place=LINES, row=row.person))
        lines = tuple(PracticeLine(text, LineKind(kind) if kind else None) for text, kind in told)
        return PracticeTalk(PersonId(row.person), row.practice, row.step, row.changed_at, lines)

    async def save(self, talk: PracticeTalk) -> None:
        """The volunteer's path must be stored already."""
        lines = json.dumps([[line.text, line.kind] for line in talk.lines])
        await self.delete(talk.person)
        await self._db.execute(
            insert(practice_talks).values(
                person=talk.person,
                practice=talk.practice,
                step=talk.step,
                lines_sealed=self._sealer.seal(lines, place=LINES, row=talk.person),
                changed_at=talk.changed_at,
            )
        )

    async def delete(self, person: PersonId) -> None:
        await self._db.execute(delete(practice_talks).where(practice_talks.c.person == person))
