"""Young people and volunteers who chose to go on with each other, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.tables import pairs
from bot.domain.ids import PersonId
from bot.domain.pair import Pair


class DbPairs:
    """Implements `Pairs`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def of(self, person: PersonId) -> Pair | None:
        row = (await self._db.execute(select(pairs).where(pairs.c.person == person))).first()
        return _pair(row) if row is not None else None

    async def all(self) -> Sequence[Pair]:
        rows = await self._db.execute(select(pairs).order_by(pairs.c.since, pairs.c.alias))
        return [_pair(row) for row in rows.all()]

    async def save(self, pair: Pair) -> None:
        """Keeps a pair in the place of an earlier one of the same young person."""
        await self.delete_of(pair.person)
        await self._db.execute(
            insert(pairs).values(
                person=pair.person,
                staff=pair.staff,
                alias=pair.alias,
                since=pair.since,
                at=pair.at,
                ended=pair.ended,
            )
        )

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(pairs).where(pairs.c.person == person))

    async def delete_of_staff(self, staff: PersonId) -> None:
        await self._db.execute(delete(pairs).where(pairs.c.staff == staff))


def _pair(row: Row[Any]) -> Pair:
    return Pair(PersonId(row.person), PersonId(row.staff), row.alias, row.since, row.at, row.ended)
