"""Unclear messages and what readers made of them, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import readings, unclear_messages
from bot.domain.ids import PersonId, UnclearId, new_id
from bot.domain.learning import READERS, Label, UnclearMessage

PLACE = "unclear_messages.text"


class DbUnclearMessages:
    """Implements `UnclearMessages`. The name of a reader is not stored, only its blind index."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    def _index(self, reader: str) -> str:
        return self._sealer.index(f"reader:{' '.join(reader.casefold().split())}")

    async def add(self, person: PersonId, text: str, now: datetime) -> None:
        row = new_id()
        sealed = self._sealer.seal(text, place=PLACE, row=row)
        await self._db.execute(
            insert(unclear_messages).values(
                id=row, person=person, text_sealed=sealed, created_at=now
            )
        )

    async def next_for(self, reader: str, skipped: frozenset[UnclearId]) -> UnclearMessage | None:
        """The oldest message that this reader has not labelled and does not skip now."""
        done = select(readings.c.message).where(readings.c.reader_index == self._index(reader))
        row = (
            await self._db.execute(
                select(unclear_messages)
                .where(unclear_messages.c.id.not_in(done), unclear_messages.c.id.not_in(skipped))
                .order_by(unclear_messages.c.created_at, unclear_messages.c.id)
                .limit(1)
            )
        ).first()
        if row is None:
            return None
        text = self._sealer.open(row.text_sealed, place=PLACE, row=row.id)
        return UnclearMessage(UnclearId(row.id), text)

    async def labels(self, message: UnclearId) -> Sequence[Label]:
        """In the order in which they were given."""
        rows = (
            await self._db.execute(
                select(readings).where(readings.c.message == message).order_by(readings.c.read_at)
            )
        ).all()
        return [Label(row.topic, row.act, row.risk) for row in rows]

    async def label(self, message: UnclearId, reader: str, label: Label, now: datetime) -> bool:
        """Keeps a label. False when the message is gone or this reader labelled it before: nothing
        more can be done in this transaction then."""
        try:
            await self._db.execute(
                insert(readings).values(
                    message=message,
                    reader_index=self._index(reader),
                    topic=label.topic,
                    act=label.act,
                    risk=label.risk,
                    read_at=now,
                )
            )
        except IntegrityError:
            return False
        return True

    async def counts(self) -> Sequence[int]:
        """How many messages have no label yet, one, and two (these wait for a third reader)."""
        each = (
            select(func.count(readings.c.message).label("number"))
            .select_from(unclear_messages.outerjoin(readings))
            .group_by(unclear_messages.c.id)
            .subquery()
        )
        rows = (
            await self._db.execute(select(each.c.number, func.count()).group_by(each.c.number))
        ).all()
        found = {row[0]: row[1] for row in rows}
        return [found.get(number, 0) for number in range(READERS + 1)]

    async def delete(self, message: UnclearId) -> bool:
        """With its labels. False when it was gone already."""
        done = await self._db.execute(
            delete(unclear_messages).where(unclear_messages.c.id == message)
        )
        return done.rowcount == 1

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(unclear_messages).where(unclear_messages.c.person == person))
