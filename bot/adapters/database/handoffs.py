"""Handoffs, the lines that crossed in them, staff and invitations in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.mapping import handoff_from_row, handoff_to_row, staff_from_row
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import handoffs, invitations, relayed_lines, staff, testers
from bot.domain.handoff import OPEN, PARTED, WAITING, Handoff, HandoffState
from bot.domain.ids import HandoffId, PersonId, new_id
from bot.domain.volunteer import Role, StaffMember
from bot.errors import HandoffNotAllowed
from bot.services.ports import Invitation, RelayedLine


class DbHandoffs:
    """Implements `Handoffs`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, handoff: Handoff) -> None:
        await self._db.execute(insert(handoffs).values(**handoff_to_row(handoff)))

    async def get(self, handoff: HandoffId) -> Handoff | None:
        row = (await self._db.execute(select(handoffs).where(handoffs.c.id == handoff))).first()
        return handoff_from_row(row) if row is not None else None

    async def save(self, before: Handoff, after: Handoff) -> None:
        """Stores a move. First claim wins: the state must still be what it was."""
        done = await self._db.execute(
            update(handoffs)
            .where(handoffs.c.id == before.id, handoffs.c.state == before.state.value)
            .values(**handoff_to_row(after))
        )
        if done.rowcount != 1:
            raise HandoffNotAllowed(before.state.value, after.state.value)

    async def open_of(self, person: PersonId) -> Sequence[Handoff]:
        return await self._where(
            handoffs.c.person == person, handoffs.c.state.in_([s.value for s in OPEN])
        )

    async def active_with(self, staff: PersonId) -> Sequence[Handoff]:
        return await self._where(
            handoffs.c.staff == staff, handoffs.c.state == HandoffState.ACTIVE.value
        )

    async def waiting_for(self, role: Role) -> Sequence[Handoff]:
        return await self._where(
            handoffs.c.to == role.value, handoffs.c.state.in_([s.value for s in WAITING])
        )

    async def last_talk_of(self, person: PersonId) -> Handoff | None:
        """The newest talk of this young person with a human, running or over."""
        talks = await self._where(handoffs.c.person == person, handoffs.c.staff.is_not(None))
        return max(talks, key=lambda talk: talk.changed_at, default=None)

    async def last_ended_with(self, staff: PersonId) -> Handoff | None:
        """The newest talk of a volunteer that is over."""
        ended = [HandoffState.CLOSED.value, HandoffState.ESCALATED.value]
        talks = await self._where(
            handoffs.c.staff == staff,
            handoffs.c.to == Role.VOLUNTEER.value,
            handoffs.c.state.in_(ended),
        )
        return max(talks, key=lambda talk: talk.changed_at, default=None)

    async def again_of(self, person: PersonId) -> Handoff | None:
        """The newest talk with a volunteer, if both sides said that they would like to go on."""
        talks = await self._where(
            handoffs.c.person == person,
            handoffs.c.to == Role.VOLUNTEER.value,
            handoffs.c.state == HandoffState.CLOSED.value,
        )
        newest = max(talks, key=lambda talk: talk.changed_at, default=None)
        return newest if newest is not None and newest.both_again else None

    async def parted(self, person: PersonId) -> frozenset[PersonId]:
        """Who helped this young person before and must not be offered to them again."""
        rows = await self._where(handoffs.c.person == person, handoffs.c.reason.in_(sorted(PARTED)))
        return frozenset(row.staff for row in rows if row.staff is not None)

    async def _where(self, *conditions: object) -> list[Handoff]:
        rows = (
            await self._db.execute(
                select(handoffs)
                .where(*conditions)  # type: ignore[arg-type]
                .order_by(handoffs.c.created_at, handoffs.c.id)
            )
        ).all()
        return [handoff_from_row(row) for row in rows]

    async def count(self) -> int:
        return (await self._db.execute(select(func.count()).select_from(handoffs))).scalar_one()

    async def add_line(self, line: RelayedLine) -> None:
        row = new_id()
        await self._db.execute(
            insert(relayed_lines).values(
                id=row,
                handoff=line.handoff,
                from_young=line.from_young,
                at=line.at,
                text_sealed=self._sealer.seal(line.text, place="relayed_lines.text", row=row),
            )
        )

    async def lines(self, handoff: HandoffId) -> Sequence[RelayedLine]:
        rows = (
            await self._db.execute(
                select(relayed_lines)
                .where(relayed_lines.c.handoff == handoff)
                .order_by(relayed_lines.c.at)
            )
        ).all()
        return [
            RelayedLine(
                HandoffId(row.handoff),
                row.from_young,
                self._sealer.open(row.text_sealed, place="relayed_lines.text", row=row.id),
                row.at,
            )
            for row in rows
        ]

    async def delete_lines(self, handoff: HandoffId) -> None:
        await self._db.execute(delete(relayed_lines).where(relayed_lines.c.handoff == handoff))

    async def delete_of(self, person: PersonId, *, keep: frozenset[HandoffId]) -> None:
        await self._db.execute(
            delete(handoffs).where(handoffs.c.person == person, handoffs.c.id.not_in(keep))
        )


class DbStaff:
    """Implements `Staff`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    def _member(self, row: Row[Any]) -> StaffMember:
        screened_by = self._sealer.open(
            row.screened_by_sealed, place="staff.screened_by", row=row.person
        )
        return staff_from_row(row, screened_by)

    async def get(self, person: PersonId) -> StaffMember | None:
        row = (await self._db.execute(select(staff).where(staff.c.person == person))).first()
        return self._member(row) if row is not None else None

    async def save(self, member: StaffMember, now: datetime) -> None:
        values = {
            "role": member.role.value,
            "alias": member.alias,
            "on_duty": member.on_duty,
            "age": member.age,
            "current": member.current,
            "screened_by_sealed": self._sealer.seal(
                member.screened_by, place="staff.screened_by", row=member.person
            ),
            "changed_at": now,
        }
        done = await self._db.execute(
            update(staff).where(staff.c.person == member.person).values(**values)
        )
        if done.rowcount == 0:
            await self._db.execute(insert(staff).values(person=member.person, **values))

    async def on_duty(self, role: Role) -> Sequence[StaffMember]:
        rows = (
            await self._db.execute(
                select(staff)
                .where(staff.c.role == role.value, staff.c.on_duty)
                .order_by(staff.c.changed_at, staff.c.person)
            )
        ).all()
        return [self._member(row) for row in rows]

    async def all(self) -> Sequence[StaffMember]:
        rows = (await self._db.execute(select(staff).order_by(staff.c.changed_at))).all()
        return [self._member(row) for row in rows]

    async def delete(self, person: PersonId) -> None:
        await self._db.execute(delete(staff).where(staff.c.person == person))


class DbInvitations:
    """Implements `Invitations`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, invitation: Invitation, now: datetime) -> None:
        await self._db.execute(
            insert(invitations).values(
                code_hash=invitation.code_hash,
                role=invitation.role,
                alias=invitation.alias,
                age=invitation.age,
                created_at=now,
                expires_at=invitation.expires_at,
                screened_by_sealed=self._sealer.seal(
                    invitation.screened_by,
                    place="invitations.screened_by",
                    row=invitation.code_hash,
                ),
            )
        )

    async def use(self, code_hash: str, now: datetime) -> Invitation | None:
        """Uses a code once. `None` for a code that is unknown, used or expired."""
        row = (
            await self._db.execute(
                update(invitations)
                .where(
                    invitations.c.code_hash == code_hash,
                    invitations.c.used_at.is_(None),
                    invitations.c.expires_at > now,
                )
                .values(used_at=now)
                .returning(invitations)
            )
        ).first()
        if row is None:
            return None
        screened_by = self._sealer.open(
            row.screened_by_sealed, place="invitations.screened_by", row=code_hash
        )
        return Invitation(
            code_hash, row.role, row.alias, row.age, screened_by, row.expires_at, True
        )

    async def admit(self, person: PersonId, now: datetime) -> None:
        if not await self.is_tester(person):
            await self._db.execute(insert(testers).values(person=person, admitted_at=now))

    async def is_tester(self, person: PersonId) -> bool:
        row = (
            await self._db.execute(select(testers.c.person).where(testers.c.person == person))
        ).first()
        return row is not None

    async def dismiss(self, person: PersonId) -> None:
        await self._db.execute(delete(testers).where(testers.c.person == person))
