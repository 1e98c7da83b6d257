"""Which messages of Maatje stand on the screen of a young person, so that `weg` can take them away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import addresses, shown_messages, staff
from bot.domain.ids import PersonId, new_id

MOST = 100  # of one person: as many as Telegram deletes in one call
PLACE = "shown_messages.message"


class DbShown:
    """Implements `Shown`. Nothing of staff, and nothing of who asked to be erased."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def note(self, person: PersonId, messages: Sequence[str], now: datetime) -> None:
        """The newest messages; what is more than `MOST` is forgotten, the oldest first."""
        if not messages or not await self._is_young(person):
            return
        for message in messages:
            row = new_id()
            sealed = self._sealer.seal(message, place=PLACE, row=row)
            values = {"id": row, "person": person, "message_sealed": sealed, "at": now}
            await self._db.execute(insert(shown_messages).values(**values))
        kept = (
            select(shown_messages.c.id)
            .where(shown_messages.c.person == person)
            .order_by(shown_messages.c.at.desc())
            .limit(MOST)
        )
        older = shown_messages.c.id.not_in(kept)
        await self._db.execute(
            delete(shown_messages).where(shown_messages.c.person == person, older)
        )

    async def _is_young(self, person: PersonId) -> bool:
        helps = exists().where(staff.c.person == addresses.c.person)
        known = select(addresses.c.person).where(
            addresses.c.person == person, addresses.c.erase.is_(False), ~helps
        )
        return (await self._db.execute(known)).first() is not None

    async def of(self, person: PersonId, since: datetime) -> Sequence[str]:
        rows = await self._db.execute(
            select(shown_messages)
            .where(shown_messages.c.person == person, shown_messages.c.at >= since)
            .order_by(shown_messages.c.at.desc())
            .limit(MOST)
        )
        return [
            self._sealer.open(row.message_sealed, place=PLACE, row=row.id) for row in rows.all()
        ]

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(shown_messages).where(shown_messages.c.person == person))
