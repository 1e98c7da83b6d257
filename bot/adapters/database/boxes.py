"""The inbox and the outbox: nothing is acknowledged before it is in, nothing is sent before commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.mapping import reply_from_json, reply_to_json
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import UtcDateTime, addresses, inbox, outbox
from bot.domain.ids import PersonId, new_id
from bot.domain.messages import Reply
from bot.services.ports import InboxRow, InboxState, OutboxRow, Priority, RawUpdate


class DbInbox:
    """Implements `Inbox`. (channel, delivery id) is unique, so a repeat is stored once."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, update: RawUpdate, person: PersonId, now: datetime) -> bool:
        row = f"{update.channel}:{update.delivery_id}"
        dialect_insert = sqlite_insert if self._db.dialect.name == "sqlite" else postgres_insert
        done = await self._db.execute(
            dialect_insert(inbox)
            .values(
                channel=update.channel,
                delivery_id=update.delivery_id,
                person=person,
                payload_sealed=self._sealer.seal(update.payload, place="inbox.payload", row=row),
                state=InboxState.WAITING.value,
                attempts=0,
                received_at=now,
            )
            .on_conflict_do_nothing(index_elements=["channel", "delivery_id"])
        )
        return done.rowcount == 1

    async def next(self, busy: frozenset[PersonId]) -> InboxRow | None:
        """The oldest waiting row of a person whom nobody is serving now."""
        row = (
            await self._db.execute(
                select(inbox)
                .where(inbox.c.state == InboxState.WAITING.value, inbox.c.person.not_in(busy))
                .order_by(inbox.c.seq)
                .limit(1)
            )
        ).first()
        return self._row(row) if row is not None else None

    async def finish(self, seq: int, *, unread: bool = False) -> None:
        values: dict[str, Any] = (
            {"state": InboxState.UNREAD.value}
            if unread
            else {"state": InboxState.DONE.value, "payload_sealed": None}
        )
        there = inbox.c.payload_sealed.is_not(None)  # erased meanwhile: nothing is left to read
        rows = and_(inbox.c.seq == seq, there) if unread else inbox.c.seq == seq
        await self._db.execute(update(inbox).where(rows).values(**values))

    async def failed(self, seq: int) -> None:
        await self._db.execute(
            update(inbox).where(inbox.c.seq == seq).values(attempts=inbox.c.attempts + 1)
        )

    async def unread(self, limit: int) -> Sequence[InboxRow]:
        rows = (
            await self._db.execute(
                select(inbox)
                .where(inbox.c.state == InboxState.UNREAD.value)
                .order_by(inbox.c.seq)
                .limit(limit)
            )
        ).all()
        return [self._row(row) for row in rows]

    async def is_unread(self, seq: int) -> bool:
        unread = and_(inbox.c.seq == seq, inbox.c.state == InboxState.UNREAD.value)
        return (await self._db.execute(select(inbox.c.seq).where(unread))).first() is not None

    async def waiting(self) -> int:
        return (
            await self._db.execute(
                select(func.count())
                .select_from(inbox)
                .where(inbox.c.state == InboxState.WAITING.value)
            )
        ).scalar_one()

    async def waiting_of(self, person: PersonId) -> Sequence[InboxRow]:
        """What this person sent and nobody read yet, in order."""
        waits = and_(inbox.c.person == person, inbox.c.state == InboxState.WAITING.value)
        rows = await self._db.execute(select(inbox).where(waits).order_by(inbox.c.seq))
        return [self._row(row) for row in rows.all()]

    async def delete_of(self, person: PersonId) -> None:
        """The words go, the delivery ids stay until their term: a repeat must not count twice."""
        await self._db.execute(
            update(inbox)
            .where(inbox.c.person == person)
            .values(payload_sealed=None, state=InboxState.DONE.value, person="")
        )

    def _row(self, row: Row[Any]) -> InboxRow:
        payload = self._sealer.open(
            row.payload_sealed, place="inbox.payload", row=f"{row.channel}:{row.delivery_id}"
        )
        return InboxRow(
            row.seq,
            PersonId(row.person),
            row.channel,
            row.delivery_id,
            payload,
            row.received_at,
            row.attempts,
        )


def outbox_row(
    sealer: Sealer, person: PersonId, reply: Reply, now: datetime, priority: Priority
) -> dict[str, Any]:
    """A new row of the outbox, sealed."""
    row = new_id()
    return {
        "id": row,
        "person": person,
        "reply_sealed": sealer.seal(reply_to_json(reply), place="outbox.reply", row=row),
        "due_at": now,
        "attempts": 0,
        "farewell": False,
        "priority": priority,
    }


class DbOutbox:
    """Implements `Outbox`. The order of one person is kept by giving out only the first row."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(
        self,
        person: PersonId,
        replies: Sequence[Reply],
        now: datetime,
        priority: Priority = Priority.ANSWER,
    ) -> None:
        """What waits for this person already goes at least as soon: their order is kept."""
        if replies and priority < Priority.LATER:
            later = and_(outbox.c.person == person, outbox.c.priority > priority)
            await self._db.execute(update(outbox).where(later).values(priority=priority))
        for reply in replies:
            await self._add(person, reply, now, priority)

    async def add_farewell(self, person: PersonId, reply: Reply, now: datetime) -> None:
        await self._add(person, reply, now, Priority.ANSWER, farewell=True)

    async def _add(
        self,
        person: PersonId,
        reply: Reply,
        now: datetime,
        priority: Priority,
        *,
        farewell: bool = False,
    ) -> None:
        row = outbox_row(self._sealer, person, reply, now, priority)
        await self._db.execute(insert(outbox).values(row | {"farewell": farewell}))

    async def due(
        self, now: datetime, limit: int, busy: frozenset[PersonId] = frozenset()
    ) -> Sequence[OutboxRow]:
        """The first row of each person, if it is due, the most urgent first; `busy` and people who
        left are skipped. Costs the same however much waits."""
        earlier = outbox.alias("earlier")
        is_first = ~exists().where(
            earlier.c.person == outbox.c.person, earlier.c.seq < outbox.c.seq
        )
        rows = (
            await self._db.execute(
                select(outbox, addresses.c.channel, addresses.c.address_sealed)
                .join(addresses, addresses.c.person == outbox.c.person)
                .where(
                    outbox.c.due_at <= now,
                    outbox.c.person.not_in(busy),
                    addresses.c.left_at.is_(None),
                    is_first,
                )
                .order_by(outbox.c.priority, outbox.c.seq)
                .limit(limit)
            )
        ).all()
        return [self._row(row) for row in rows]

    def _row(self, row: Row[Any]) -> OutboxRow:
        reply = self._sealer.open(row.reply_sealed, place="outbox.reply", row=row.id)
        address = self._sealer.open(row.address_sealed, place="addresses.address", row=row.person)
        return OutboxRow(
            row.seq,
            PersonId(row.person),
            row.channel,
            address,
            reply_from_json(reply),
            row.attempts,
            row.farewell,
            Priority(row.priority),
        )

    async def sent(self, row: OutboxRow) -> None:
        await self._db.execute(delete(outbox).where(outbox.c.seq == row.seq))
        if row.farewell:
            await self._db.execute(
                delete(addresses).where(addresses.c.person == row.person, addresses.c.erase)
            )

    async def postpone(self, seq: int, until: datetime) -> None:
        await self._db.execute(
            update(outbox)
            .where(outbox.c.seq == seq)
            .values(due_at=until, attempts=outbox.c.attempts + 1)
        )

    async def next_due(self) -> datetime | None:
        """When something can be sent; what waits for people who left does not count."""
        earliest = (
            select(func.min(outbox.c.due_at, type_=UtcDateTime))
            .join(addresses, addresses.c.person == outbox.c.person)
            .where(addresses.c.left_at.is_(None))
        )
        due: datetime | None = (await self._db.execute(earliest)).scalar_one()
        return due

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(outbox).where(outbox.c.person == person))
