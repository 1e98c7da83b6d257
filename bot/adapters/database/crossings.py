"""Which messages the lines of a talk are on both sides: sealed, found by a blind index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.reports import seal_copy_in_reports
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import line_copies, relayed_lines
from bot.domain.ids import HandoffId, LineId, PersonId
from bot.services.ports import KnownLine

SOURCE, COPY = "relayed_lines.source", "relayed_lines.copy"
OTHER_COPY = "line_copies.copy"


class DbCrossings:
    """Implements `Crossings`, in the rows of the lines themselves: what erases a line erases this."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def note(self, line: LineId, writer: PersonId, message: str) -> None:
        """This line is that message of the writer."""
        await self._set(
            line,
            source_index=self._index(writer, message),
            source_sealed=self._sealer.seal(message, place=SOURCE, row=line),
        )

    async def shown(self, line: LineId, reader: PersonId, messages: Sequence[str]) -> None:
        """The reader has this line as these messages; a reply to the first of them is understood.
        Sent twice after a crash: the newest copy counts."""
        other = await self._db.execute(
            update(line_copies)
            .where(line_copies.c.line == line, line_copies.c.reader == reader)
            .values(
                copy_index=self._index(reader, messages[0]),
                copy_sealed=self._sealer.seal(
                    " ".join(messages), place=OTHER_COPY, row=f"{line}.{reader}"
                ),
            )
        )
        if other.rowcount:
            return
        await self._set(
            line,
            copy_index=self._index(reader, messages[0]),
            copy_sealed=self._sealer.seal(" ".join(messages), place=COPY, row=line),
        )

    async def also(self, line: LineId, reader: PersonId) -> None:
        """Somebody beside the one reader of a line gets a copy: another party of a shared talk."""
        await self._db.execute(insert(line_copies).values(line=line, reader=reader))
        await seal_copy_in_reports(self._db, self._sealer, line, reader)

    async def at(self, person: PersonId, message: str) -> KnownLine | None:
        """The newest line that this message is, in the chat of this person."""
        if not message:
            return None
        index = self._index(person, message)
        others = select(line_copies.c.line).where(line_copies.c.copy_index == index)
        is_it = or_(
            relayed_lines.c.source_index == index,
            relayed_lines.c.copy_index == index,
            relayed_lines.c.id.in_(others),
        )
        newest = select(relayed_lines).where(is_it).order_by(relayed_lines.c.at.desc()).limit(1)
        row = (await self._db.execute(newest)).first()
        return await self._known(row) if row is not None else None

    async def get(self, line: LineId) -> KnownLine | None:
        row = (
            await self._db.execute(select(relayed_lines).where(relayed_lines.c.id == line))
        ).first()
        return await self._known(row) if row is not None else None

    async def forget(self, reader: PersonId) -> None:
        """What somebody read of others in talks of more than two is not known any more."""
        await self._db.execute(delete(line_copies).where(line_copies.c.reader == reader))

    async def _set(self, line: LineId, **values: object) -> None:
        await self._db.execute(
            update(relayed_lines).where(relayed_lines.c.id == line).values(**values)
        )

    def _index(self, person: PersonId, message: str) -> str:
        return self._sealer.index(f"message:{person}:{message}")

    async def _known(self, row: Row[Any]) -> KnownLine:
        copies = (
            await self._db.execute(select(line_copies).where(line_copies.c.line == row.id))
        ).all()
        return KnownLine(
            LineId(row.id),
            HandoffId(row.handoff),
            row.from_young,
            self._opened(row.source_sealed, SOURCE, row.id),
            tuple(self._opened(row.copy_sealed, COPY, row.id).split()),
            {
                PersonId(one.reader): tuple(
                    self._opened(one.copy_sealed, OTHER_COPY, f"{row.id}.{one.reader}").split()
                )
                for one in copies
            },
        )

    def _opened(self, sealed: bytes | None, place: str, row: str) -> str:
        return self._sealer.open(sealed, place=place, row=row) if sealed is not None else ""
