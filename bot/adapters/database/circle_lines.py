"""Lines of circles: sealed, found again by blind indexes; what erases a line erases all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import circle_copies, circle_lines, circle_members
from bot.domain.circles import CircleLine, KnownCircleLine
from bot.domain.ids import CircleNumber, LineId, MemberId, PersonId, new_id

TEXT, SOURCE, COPY = "circle_lines.text", "circle_lines.source", "circle_copies.copy"


class DbCircleLines:
    """Implements `CircleLines`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, line: CircleLine, writer: PersonId, message: str) -> LineId:
        """Keeps a line; `message` is what it is in the chat of the writer, if that is known."""
        row = LineId(new_id())
        source = self._sealer.seal(message, place=SOURCE, row=row) if message else None
        await self._db.execute(
            insert(circle_lines).values(
                id=row,
                circle=line.circle,
                member=line.member,
                text_sealed=self._sealer.seal(line.text, place=TEXT, row=row),
                at=line.at,
                source_index=self._index(writer, message) if message else None,
                source_sealed=source,
            )
        )
        return row

    async def also(self, line: LineId, reader: PersonId) -> None:
        """Somebody gets a copy."""
        await self._db.execute(insert(circle_copies).values(line=line, reader=reader))

    async def shown(self, line: LineId, reader: PersonId, messages: Sequence[str]) -> None:
        """The reader has this line as these messages. Sent twice after a crash: the newest counts."""
        place = f"{line}.{reader}"
        await self._db.execute(
            update(circle_copies)
            .where(circle_copies.c.line == line, circle_copies.c.reader == reader)
            .values(
                copy_index=self._index(reader, messages[0]),
                copy_sealed=self._sealer.seal(" ".join(messages), place=COPY, row=place),
            )
        )

    async def at(self, person: PersonId, message: str) -> KnownCircleLine | None:
        """The newest line that this message is, in the chat of this person."""
        if not message:
            return None
        index = self._index(person, message)
        copies = select(circle_copies.c.line).where(circle_copies.c.copy_index == index)
        is_it = or_(circle_lines.c.source_index == index, circle_lines.c.id.in_(copies))
        newest = select(circle_lines).where(is_it).order_by(circle_lines.c.at.desc()).limit(1)
        row = (await self._db.execute(newest)).first()
        return await self._known(row) if row is not None else None

    async def get(self, line: LineId) -> KnownCircleLine | None:
        found = select(circle_lines).where(circle_lines.c.id == line)
        row = (await self._db.execute(found)).first()
        return await self._known(row) if row is not None else None

    async def change(self, line: LineId, text: str) -> None:
        """The writer changed it."""
        sealed = self._sealer.seal(text, place=TEXT, row=line)
        await self._db.execute(
            update(circle_lines).where(circle_lines.c.id == line).values(text_sealed=sealed)
        )

    async def delete(self, line: LineId) -> None:
        await self._db.execute(delete(circle_lines).where(circle_lines.c.id == line))

    async def newest_of(self, member: MemberId, since: datetime) -> Sequence[LineId]:
        """What somebody wrote from then on."""
        found = select(circle_lines.c.id).where(
            circle_lines.c.member == member, circle_lines.c.at >= since
        )
        return [LineId(row) for row in (await self._db.execute(found)).scalars().all()]

    async def read_by(
        self, person: PersonId, number: CircleNumber
    ) -> Sequence[tuple[str, CircleLine]]:
        """What somebody could read or wrote, in order, each with the alias of its writer."""
        mine = select(circle_copies.c.line).where(circle_copies.c.reader == person)
        found = (
            select(circle_lines, circle_members.c.alias, circle_members.c.person)
            .outerjoin(circle_members, circle_members.c.id == circle_lines.c.member)
            .where(
                circle_lines.c.circle == number,
                or_(circle_lines.c.id.in_(mine), circle_members.c.person == person),
            )
            .order_by(circle_lines.c.at, circle_lines.c.id)
        )
        rows = (await self._db.execute(found)).all()
        return [(row.alias or "", self._line(row)) for row in rows]

    def _line(self, row: Row[Any]) -> CircleLine:
        member = MemberId(row.member) if row.member else None
        text = self._sealer.open(row.text_sealed, place=TEXT, row=row.id)
        return CircleLine(CircleNumber(row.circle), member, text, row.at)

    def _index(self, person: PersonId, message: str) -> str:
        return self._sealer.index(f"message:{person}:{message}")

    async def _known(self, row: Row[Any]) -> KnownCircleLine:
        found = select(circle_copies).where(circle_copies.c.line == row.id)
        copies = (await self._db.execute(found)).all()
        return KnownCircleLine(
            LineId(row.id),
            CircleNumber(row.circle),
            MemberId(row.member) if row.member else None,
            self._opened(row.source_sealed, SOURCE, row.id),
            {
                PersonId(one.reader): tuple(
                    self._opened(one.copy_sealed, COPY, f"{row.id}.{one.reader}").split()
                )
                for one in copies
            },
        )

    def _opened(self, sealed: bytes | None, place: str, row: str) -> str:
        return self._sealer.open(sealed, place=place, row=row) if sealed is not None else ""
