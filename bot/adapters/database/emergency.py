"""Openings of a Telegram id in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import id_openings
from bot.domain.emergency import IdOpening
from bot.domain.ids import HandoffId, OpeningId, PersonId

WHY = "id_openings.why"


class DbIdOpenings:
    """Implements `IdOpenings`. The id itself is never here: it stays in the one table of addresses."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, opening: IdOpening) -> None:
        await self._db.execute(
            insert(id_openings).values(
                id=opening.id,
                person=opening.person,
                handoff=opening.handoff,
                alias=opening.alias,
                asked_by=opening.asked_by,
                why_sealed=self._sealer.seal(opening.why, place=WHY, row=opening.id),
                asked_at=opening.asked_at,
                agreed_by=opening.agreed_by,
                agreed_at=opening.agreed_at,
                told_at=opening.told_at,
            )
        )

    async def get(self, opening: OpeningId) -> IdOpening | None:
        found = await self._where(id_openings.c.id == opening)
        return found[0] if found else None

    async def of(self, person: PersonId) -> Sequence[IdOpening]:
        return await self._where(id_openings.c.person == person)

    async def called(self, alias: str) -> Sequence[IdOpening]:
        """The openings of whoever has this alias, whatever the case of its letters."""
        every = await self._where()
        return [one for one in every if one.alias.casefold() == alias.strip().casefold()]

    async def save(self, before: IdOpening, after: IdOpening) -> bool:
        """Stores a step, once: false when somebody else made it first."""
        same = [
            column.is_not_distinct_from(value)
            for column, value in (
                (id_openings.c.agreed_at, before.agreed_at),
                (id_openings.c.told_at, before.told_at),
            )
        ]
        done = await self._db.execute(
            update(id_openings)
            .where(id_openings.c.id == before.id, *same)
            .values(agreed_by=after.agreed_by, agreed_at=after.agreed_at, told_at=after.told_at)
        )
        return done.rowcount == 1

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(id_openings).where(id_openings.c.person == person))

    async def _where(self, *conditions: Any) -> list[IdOpening]:
        found = select(id_openings).where(*conditions)
        rows = await self._db.execute(found.order_by(id_openings.c.asked_at, id_openings.c.id))
        return [self._opening(row) for row in rows.all()]

    def _opening(self, row: Row[Any]) -> IdOpening:
        return IdOpening(
            OpeningId(row.id),
            PersonId(row.person),
            HandoffId(row.handoff),
            row.alias,
            PersonId(row.asked_by),
            self._sealer.open(row.why_sealed, place=WHY, row=row.id),
            row.asked_at,
            PersonId(row.agreed_by) if row.agreed_by else None,
            row.agreed_at,
            row.told_at,
        )
