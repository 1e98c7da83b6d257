"""Private notes, own sentences of staff, and bridges in the database; every text is sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import bridges, own_sentences, private_notes
from bot.domain.bridge import Bridge, BridgeState
from bot.domain.ids import HandoffId, PersonId, new_id

NOTE, SENTENCE, ANSWERS = "private_notes.text", "own_sentences.text", "bridges.answers"


class DbPrivateNotes:
    """Implements `PrivateNotes`. They are found by talk and writer together: nobody else's come up."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, talk: HandoffId, staff: PersonId, text: str, now: datetime) -> None:
        row = new_id()
        sealed = self._sealer.seal(text, place=NOTE, row=row)
        await self._db.execute(
            insert(private_notes).values(
                id=row, handoff=talk, staff=staff, text_sealed=sealed, at=now
            )
        )

    async def of_talk(self, talk: HandoffId, staff: PersonId) -> Sequence[str]:
        rows = await self._db.execute(
            select(private_notes)
            .where(private_notes.c.handoff == talk, private_notes.c.staff == staff)
            .order_by(private_notes.c.seq)
        )
        return [self._sealer.open(row.text_sealed, place=NOTE, row=row.id) for row in rows]

    async def delete_of_talk(self, talk: HandoffId) -> None:
        await self._db.execute(delete(private_notes).where(private_notes.c.handoff == talk))

    async def delete_of_staff(self, staff: PersonId) -> None:
        await self._db.execute(delete(private_notes).where(private_notes.c.staff == staff))


class DbOwnSentences:
    """Implements `OwnSentences`; they are counted from 1 in the order in which they were added."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, staff: PersonId, text: str, now: datetime) -> None:
        row = new_id()
        sealed = self._sealer.seal(text, place=SENTENCE, row=row)
        await self._db.execute(
            insert(own_sentences).values(id=row, staff=staff, text_sealed=sealed, at=now)
        )

    async def of(self, staff: PersonId) -> Sequence[str]:
        return [text for _, text in await self._of(staff)]

    async def _of(self, staff: PersonId) -> list[tuple[str, str]]:
        rows = await self._db.execute(
            select(own_sentences)
            .where(own_sentences.c.staff == staff)
            .order_by(own_sentences.c.seq)
        )
        return [
            (row.id, self._sealer.open(row.text_sealed, place=SENTENCE, row=row.id)) for row in rows
        ]

    async def delete(self, staff: PersonId, number: int) -> bool:
        """Deletes the one with this number; false when there is none."""
        rows = await self._of(staff)
        if not 1 <= number <= len(rows):
            return False
        row, _ = rows[number - 1]
        await self._db.execute(delete(own_sentences).where(own_sentences.c.id == row))
        return True

    async def delete_of(self, staff: PersonId) -> None:
        await self._db.execute(delete(own_sentences).where(own_sentences.c.staff == staff))


class DbBridges:
    """Implements `Bridges`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def get(self, talk: HandoffId) -> Bridge | None:
        row = (await self._db.execute(select(bridges).where(bridges.c.handoff == talk))).first()
        if row is None:
            return None
        answers = json.loads(self._sealer.open(row.answers_sealed, place=ANSWERS, row=talk))
        return Bridge(talk, BridgeState(row.state), tuple(answers))

    async def save(self, bridge: Bridge) -> None:
        sealed = self._sealer.seal(json.dumps(bridge.answers), place=ANSWERS, row=bridge.handoff)
        values = {"state": bridge.state.value, "answers_sealed": sealed}
        done = await self._db.execute(
            update(bridges).where(bridges.c.handoff == bridge.handoff).values(**values)
        )
        if done.rowcount == 0:
            await self._db.execute(insert(bridges).values(handoff=bridge.handoff, **values))

    async def delete(self, talk: HandoffId) -> None:
        await self._db.execute(delete(bridges).where(bridges.c.handoff == talk))
