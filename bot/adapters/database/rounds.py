"""Rounds of check-ins in the database: one statement for all, where a turn takes one for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.boxes import outbox_row
from bot.adapters.database.goals import check_in_columns, goal_of
from bot.adapters.database.mapping import (
    check_in_from_row,
    conversation_from_json,
    conversation_to_json,
    handoff_from_row,
)
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import (
    addresses,
    check_ins,
    conversations,
    events,
    goals,
    handoffs,
    outbox,
)
from bot.domain.conversation import Conversation
from bot.domain.goals import CheckIn, CheckInState
from bot.domain.handoff import OPEN, Handoff
from bot.domain.ids import CheckInId, GoalId, PersonId
from bot.errors import StaleConversation
from bot.services.ports import Priority
from bot.services.round_ports import Changes, Known

CANCELLED = CheckInState.CANCELLED.value


class DbRounds:
    """Implements `Rounds`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def known(self, wanted: Sequence[CheckInId]) -> Mapping[CheckInId, Known]:
        """Check-ins, without the notes, of goals that are there."""
        asked = [check_in_from_row(r, None) for r in await self._in(check_ins.c.id, wanted)]
        found = await self._in(goals.c.id, [one.goal for one in asked])
        of = {row.id: goal_of(self._sealer, row) for row in found}
        people = sorted({one.person for one in asked})
        talks = {row.person: row for row in await self._in(conversations.c.person, people)}
        cases: dict[str, list[Handoff]] = defaultdict(list)
        for row in await self._in(
            handoffs.c.person, people, handoffs.c.state.in_([state.value for state in OPEN])
        ):
            cases[row.person].append(handoff_from_row(row))
        gone = await self._in(addresses.c.person, people, addresses.c.left_at.is_not(None))
        left = {row.person for row in gone}
        return {
            one.id: Known(
                one,
                of[one.goal],
                self._conversation(one.person, talks.get(one.person)),
                cases[one.person],
                one.person in left,
            )
            for one in asked
            if one.goal in of
        }

    async def _in(
        self, column: ColumnElement[str], values: Sequence[str], *also: ColumnElement[bool]
    ) -> Sequence[Row[Any]]:
        if not values:
            return []
        table: Table = column.table
        return (await self._db.execute(select(table).where(column.in_(values), *also))).all()

    def _conversation(self, person: PersonId, row: Row[Any] | None) -> Conversation:
        if row is None:
            return Conversation(person)
        state = self._sealer.open(row.state_sealed, place="conversations.state", row=person)
        return conversation_from_json(person, state, row.version)

    async def moments(
        self, of: Sequence[GoalId], after: datetime, until: datetime
    ) -> Mapping[GoalId, Sequence[datetime]]:
        """When these goals were or will be asked about within this time, but for what was cancelled."""
        found: dict[GoalId, list[datetime]] = defaultdict(list)
        if of:
            rows = await self._db.execute(
                select(check_ins.c.goal, check_ins.c.due_at).where(
                    check_ins.c.goal.in_(of),
                    check_ins.c.due_at > after,
                    check_ins.c.due_at <= until,
                    check_ins.c.state != CANCELLED,
                )
            )
            for row in rows:
                found[GoalId(row.goal)].append(row.due_at)
        return found

    async def write(self, changes: Changes, now: datetime) -> None:
        """Raises `StaleConversation` when somebody else wrote one of the conversations meanwhile."""
        if changes.saved:
            await self._db.execute(SAVE, [_with_id(self._sealer, one) for one in changes.saved])
        if changes.planned:
            rows = [self._planned(one) for one in changes.planned]
            await self._db.execute(insert(check_ins), rows)
        if changes.events:
            noted = [{"name": e.name, "about": e.about, "at": now} for e in changes.events]
            await self._db.execute(insert(events), noted)
        if changes.replies:
            sent = [
                outbox_row(self._sealer, person, reply, now, Priority.LATER)
                for person, reply in changes.replies
            ]
            await self._db.execute(insert(outbox), sent)
        await self._talks(changes.conversations, now)

    def _planned(self, one: CheckIn) -> dict[str, Any]:
        columns = check_in_columns(self._sealer, one)
        return {"id": one.id, "goal": one.goal, "person": one.person, **columns}

    async def _talks(self, talks: Sequence[Conversation], now: datetime) -> None:
        rows = [
            {
                "of": one.person,
                "was": one.version,
                "state_sealed": self._sealer.seal(
                    conversation_to_json(one), place="conversations.state", row=one.person
                ),
                "version": one.version + 1,
                "changed_at": now,
            }
            for one in talks
        ]
        if not rows:
            return
        if self._db.dialect.supports_sane_multi_rowcount:
            if (await self._db.execute(SAVE_TALK, rows)).rowcount != len(rows):
                raise StaleConversation
            return
        for row in rows:
            if (await self._db.execute(SAVE_TALK, row)).rowcount != 1:
                raise StaleConversation


def _with_id(sealer: Sealer, check_in: CheckIn) -> dict[str, Any]:
    return {"of": check_in.id, **check_in_columns(sealer, check_in)}


SAVE = (
    update(check_ins)
    .where(check_ins.c.id == bindparam("of"))
    .values(
        {name: bindparam(name) for name in ("due_at", "state", "result", "note_sealed", "exact")}
    )
)
SAVE_TALK = (
    update(conversations)
    .where(conversations.c.person == bindparam("of"), conversations.c.version == bindparam("was"))
    .values({name: bindparam(name) for name in ("state_sealed", "version", "changed_at")})
)
