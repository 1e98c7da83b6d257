"""Handoffs, the lines that crossed in them, staff and invitations in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.mapping import (
    beside_to_row,
    handoff_from_row,
    handoff_to_row,
    staff_from_row,
)
from bot.adapters.database.reports import seal_in_reports
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import (
    counters,
    handoff_moves,
    handoffs,
    id_openings,
    invitations,
    line_copies,
    pairs,
    relayed_lines,
    reports,
    staff,
    testers,
)
from bot.domain.handoff import (
    OPEN,
    PARTED,
    WAITING,
    Handoff,
    HandoffState,
    Move,
    last_talk,
    leads,
)
from bot.domain.ids import HandoffId, LineId, PersonId, SharedId, new_id
from bot.domain.volunteer import Role, StaffMember
from bot.errors import HandoffNotAllowed
from bot.services.ports import Invitation, RelayedLine

CASES = "cases"  # the row of `counters` that counts them
# Two professionals who come at the same moment: the second must see that there is one already.
GUARDED = ("beside", "beside_mode", "passing_step", "newcomer")


class DbHandoffs:
    """Implements `Handoffs`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, handoff: Handoff) -> None:
        await self._db.execute(insert(handoffs).values(**handoff_to_row(handoff)))
        more = update(counters).where(counters.c.name == CASES)
        await self._db.execute(more.values(value=counters.c.value + 1))

    async def get(self, handoff: HandoffId) -> Handoff | None:
        row = (await self._db.execute(select(handoffs).where(handoffs.c.id == handoff))).first()
        return handoff_from_row(row) if row is not None else None

    async def save(self, before: Handoff, after: Handoff) -> None:
        """Stores a change, with the moves that led to it. First claim wins: the state must still be what
        it was, and so must who else is in the talk. Raises `HandoffNotAllowed`, also for a state that
        no allowed moves lead to."""
        made = after.made[len(before.made) :]
        if not leads(before.state, made, after.state):
            raise HandoffNotAllowed(before.state.value, after.state.value)
        known = beside_to_row(before)
        same = [handoffs.c[name].is_not_distinct_from(known[name]) for name in GUARDED]
        done = await self._db.execute(
            update(handoffs)
            .where(handoffs.c.id == before.id, handoffs.c.state == before.state.value, *same)
            .values(**handoff_to_row(after))
        )
        if done.rowcount != 1:
            raise HandoffNotAllowed(before.state.value, after.state.value)
        for move in made:
            await self._keep(before.id, move)

    async def _keep(self, handoff: HandoffId, move: Move) -> None:
        await self._db.execute(
            insert(handoff_moves).values(
                handoff=handoff,
                origin=move.origin.value,
                to=move.to.value,
                by=move.by.value,
                staff=move.staff,
                reason=move.reason.value,
                at=move.at,
            )
        )

    async def open_of(self, person: PersonId) -> Sequence[Handoff]:
        return await self._where(
            handoffs.c.person == person, handoffs.c.state.in_([s.value for s in OPEN])
        )

    async def kept_of(self, person: PersonId) -> Sequence[Handoff]:
        """Every case of this young person that is still kept, open or over."""
        return await self._where(handoffs.c.person == person)

    async def active_with(self, staff: PersonId) -> Sequence[Handoff]:
        return await self._where(
            handoffs.c.staff == staff, handoffs.c.state == HandoffState.ACTIVE.value
        )

    async def beside_of(self, staff: PersonId) -> Sequence[Handoff]:
        """The running talks in which somebody is without being responsible for them."""
        return await self._where(
            or_(handoffs.c.beside == staff, handoffs.c.newcomer == staff),
            or_(handoffs.c.staff.is_(None), handoffs.c.staff != staff),
            handoffs.c.state == HandoffState.ACTIVE.value,
        )

    async def active_for(self, role: Role) -> Sequence[Handoff]:
        return await self._where(
            handoffs.c.to == role.value, handoffs.c.state == HandoffState.ACTIVE.value
        )

    async def sharing(self, shared: SharedId) -> Sequence[Handoff]:
        """The cases of one talk of more than two, in any state, the first first."""
        return await self._where(handoffs.c.shared == shared)

    async def waiting_for(self, role: Role) -> Sequence[Handoff]:
        return await self._where(
            handoffs.c.to == role.value, handoffs.c.state.in_([s.value for s in WAITING])
        )

    async def last_talk_of(self, person: PersonId) -> Handoff | None:
        """The newest talk of this young person with a human, running or over."""
        return last_talk(await self.kept_of(person))

    async def last_talk_with(self, staff: PersonId) -> Handoff | None:
        """The newest talk of whoever helps, running or over."""
        talks = await self._where(handoffs.c.staff == staff)
        return max(talks, key=lambda talk: talk.changed_at, default=None)

    async def last_ended_with(self, staff: PersonId) -> Handoff | None:
        """The newest talk of a volunteer that is over."""
        ended = [HandoffState.CLOSED.value, HandoffState.ESCALATED.value]
        talks = await self._where(
            handoffs.c.staff == staff,
            handoffs.c.to == Role.VOLUNTEER.value,
            handoffs.c.state.in_(ended),
        )
        return max(talks, key=lambda talk: (talk.changed_at, talk.debrief_open), default=None)

    async def parted(self, person: PersonId) -> frozenset[PersonId]:
        """Who helped this young person before and must not be offered to them again."""
        rows = await self._where(handoffs.c.person == person, handoffs.c.reason.in_(sorted(PARTED)))
        kept_longer = select(reports.c.staff).where(reports.c.person == person)
        reported = (await self._db.execute(kept_longer)).scalars().all()
        ended = select(pairs.c.staff).where(pairs.c.person == person, pairs.c.ended)
        stopped = (await self._db.execute(ended)).scalars().all()
        every = (*(row.staff for row in rows), *reported, *stopped)
        return frozenset(PersonId(one) for one in every if one is not None)

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
        """How many cases there ever were: it never goes back when old ones are tidied."""
        found = select(counters.c.value).where(counters.c.name == CASES)
        number: int = (await self._db.execute(found)).scalar_one()
        return number

    async def knows_alias(self, alias: str) -> bool:
        """Is something still kept of whoever had this alias?"""
        named = [table.c.alias for table in (handoffs, reports, id_openings, pairs)]
        for column in (*named, reports.c.other_alias, relayed_lines.c.author):
            found = select(column).where(column == alias).limit(1)
            if (await self._db.execute(found)).first() is not None:
                return True
        return False

    async def add_line(self, line: RelayedLine) -> LineId:
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
        await seal_in_reports(self._db, self._sealer, line)
        return LineId(row)

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
                _named(
                    row.author,
                    self._sealer.open(row.text_sealed, place="relayed_lines.text", row=row.id),
                ),
                row.at,
            )
            for row in rows
        ]

    async def lines_read_by(self, person: PersonId, shared: SharedId) -> Sequence[RelayedLine]:
        """What this party of a shared talk read of the others, by the copies that they got. Lines of
        another young person begin with their alias."""
        rows = (
            await self._db.execute(
                select(relayed_lines, handoffs.c.alias)
                .join(handoffs, handoffs.c.id == relayed_lines.c.handoff)
                .join(line_copies, line_copies.c.line == relayed_lines.c.id)
                .where(handoffs.c.shared == shared, line_copies.c.reader == person)
                .order_by(relayed_lines.c.at)
            )
        ).all()
        opened = [
            self._sealer.open(row.text_sealed, place="relayed_lines.text", row=row.id)
            for row in rows
        ]
        return [
            RelayedLine(
                HandoffId(row.handoff),
                row.from_young,
                _named((row.author or row.alias) if row.from_young else None, text),
                row.at,
            )
            for row, text in zip(rows, opened, strict=True)
        ]

    async def leave_lines(self, case: Handoff, heir: Handoff) -> None:
        """The young person of `case` is erased: what the one of `heir` read stays with that one, by
        alias, without anything that leads to who wrote it."""
        read = select(line_copies.c.line).where(line_copies.c.reader == heir.person)
        here = select(relayed_lines.c.id).where(
            relayed_lines.c.handoff == case.id, relayed_lines.c.id.in_(read)
        )
        lines = [*(await self._db.execute(here)).scalars()]
        moved = update(relayed_lines).where(relayed_lines.c.id.in_(lines))
        written = relayed_lines.c.from_young
        nothing_of_the_writer = {"source_index": None, "source_sealed": None}
        await self._db.execute(
            moved.where(written).values(handoff=heir.id, author=case.alias, **nothing_of_the_writer)
        )
        nothing_of_the_reader = {"copy_index": None, "copy_sealed": None}
        await self._db.execute(
            moved.where(~written).values(handoff=heir.id, **nothing_of_the_reader)
        )
        copies = delete(line_copies).where(line_copies.c.reader == heir.person)
        await self._db.execute(copies.where(line_copies.c.line.in_(lines)))

    async def delete_lines(self, handoff: HandoffId) -> None:
        await self._db.execute(delete(relayed_lines).where(relayed_lines.c.handoff == handoff))

    async def delete_of(self, person: PersonId, *, keep: frozenset[HandoffId]) -> None:
        await self._db.execute(
            delete(handoffs).where(handoffs.c.person == person, handoffs.c.id.not_in(keep))
        )


def _named(alias: str | None, text: str) -> str:
    """The line of another young person begins with their alias."""
    return f"({alias}) {text}" if alias else text


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
            "duty_since": func.coalesce(staff.c.duty_since, now) if member.on_duty else None,
        }
        done = await self._db.execute(
            update(staff).where(staff.c.person == member.person).values(**values)
        )
        if done.rowcount == 0:
            begun = now if member.on_duty else None
            new = {**values, "duty_since": begun}
            await self._db.execute(insert(staff).values(person=member.person, **new))

    async def on_duty(self, *roles: Role) -> Sequence[StaffMember]:
        rows = (
            await self._db.execute(
                select(staff)
                .where(staff.c.role.in_([role.value for role in roles]), staff.c.on_duty)
                .order_by(staff.c.changed_at, staff.c.person)
            )
        ).all()
        return [self._member(row) for row in rows]

    async def all(self) -> Sequence[StaffMember]:
        rows = (await self._db.execute(select(staff).order_by(staff.c.changed_at))).all()
        return [self._member(row) for row in rows]

    async def delete(self, person: PersonId) -> None:
        """Ends a registration; what they did in cases stays without saying that it was them."""
        moves = update(handoff_moves).where(handoff_moves.c.staff == person)
        await self._db.execute(moves.values(staff=None))
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

    async def find(self, code_hash: str, now: datetime) -> Invitation | None:
        """Whom a code invites, if it can still be used; it is not used by this."""
        row = (await self._db.execute(select(invitations).where(*_usable(code_hash, now)))).first()
        return self._invitation(row) if row is not None else None

    async def use(self, code_hash: str, now: datetime) -> Invitation | None:
        """Uses a code once. `None` for a code that is unknown, used or expired."""
        row = (
            await self._db.execute(
                update(invitations)
                .where(*_usable(code_hash, now))
                .values(used_at=now)
                .returning(invitations)
            )
        ).first()
        return self._invitation(row) if row is not None else None

    def _invitation(self, row: Row[Any]) -> Invitation:
        screened_by = self._sealer.open(
            row.screened_by_sealed, place="invitations.screened_by", row=row.code_hash
        )
        used = row.used_at is not None
        return Invitation(
            row.code_hash, row.role, row.alias, row.age, screened_by, row.expires_at, used
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


def _usable(code_hash: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        invitations.c.code_hash == code_hash,
        invitations.c.used_at.is_(None),
        invitations.c.expires_at > now,
    )
