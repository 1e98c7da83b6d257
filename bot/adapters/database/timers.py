"""Appointments with the clock, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.tables import UtcDateTime, timers
from bot.domain.ids import PersonId
from bot.services.ports import COME_LATER, Timer, TimerKind

DONE = delete(timers).where(
    timers.c.kind == bindparam("of"),
    timers.c.ref == bindparam("about"),
    timers.c.repeats == bindparam("times"),
)
SOON = [kind.value for kind in TimerKind if kind not in COME_LATER]


class DbTimers:
    """Implements `Timers`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def set(self, *some: Timer) -> None:
        """A timer of the same kind and reference makes way."""
        if not some:
            return
        new = (sqlite_insert if self._db.dialect.name == "sqlite" else postgres_insert)(timers)
        changed = {name: new.excluded[name] for name in ("person", "due_at", "repeats")}
        upsert = new.on_conflict_do_update(index_elements=["kind", "ref"], set_=changed)
        rows = [
            {
                "kind": timer.kind.value,
                "ref": timer.ref,
                "person": timer.person,
                "due_at": timer.due_at,
                "repeats": timer.repeats,
            }
            for timer in some
        ]
        await self._db.execute(upsert, rows)

    async def is_set(self, kind: TimerKind, ref: str) -> bool:
        found = select(timers.c.ref).where(timers.c.kind == kind.value, timers.c.ref == ref)
        return (await self._db.execute(found)).first() is not None

    async def due(self, now: datetime) -> Timer | None:
        """The oldest that is due, of the kinds that wait for no other."""
        return next(iter(await self._due(SOON, now, 1)), None)

    async def due_later(self, kind: TimerKind, now: datetime, limit: int) -> Sequence[Timer]:
        """The oldest of this kind that are due, of which many come at one moment (`COME_LATER`)."""
        return await self._due([kind.value], now, limit)

    async def _due(self, kinds: Sequence[str], now: datetime, limit: int) -> Sequence[Timer]:
        found = select(timers).where(timers.c.kind.in_(kinds), timers.c.due_at <= now)
        rows = await self._db.execute(found.order_by(timers.c.due_at, timers.c.ref).limit(limit))
        return [
            Timer(
                TimerKind(row.kind),
                row.ref,
                row.due_at,
                PersonId(row.person) if row.person else None,
                row.repeats,
            )
            for row in rows
        ]

    async def next_due(self) -> datetime | None:
        earliest = select(func.min(timers.c.due_at, type_=UtcDateTime))
        due: datetime | None = (await self._db.execute(earliest)).scalar_one()
        return due

    async def done(self, *some: Timer) -> None:
        rows = [{"of": one.kind.value, "about": one.ref, "times": one.repeats} for one in some]
        if rows:
            await self._db.execute(DONE, rows)

    async def delete(self, kind: TimerKind, ref: str) -> None:
        await self._db.execute(
            delete(timers).where(timers.c.kind == kind.value, timers.c.ref == ref)
        )

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(timers).where(timers.c.person == person))
