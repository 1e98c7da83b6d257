"""Reports, the sealed lines of reported talks, who opened them, who rests, and the audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import (
    audit,
    handoffs,
    openings,
    relayed_lines,
    reported_lines,
    reports,
    suspensions,
)
from bot.domain.ids import HandoffId, LineId, OpeningId, PersonId, ReportId, new_id
from bot.domain.report import (
    AuditEntry,
    AuditStep,
    Opening,
    Report,
    ReportAbout,
    ReportBy,
    ReportOutcome,
    ReportReason,
    ReportState,
    SealedLine,
)
from bot.domain.volunteer import Role
from bot.services.ports import RelayedLine

LINE, NOTE, WHY, AUDIT_WHY = (
    "reported_lines.text",
    "reports.note",
    "openings.why",
    "audit.why",
)


class DbReports:
    """Implements `Reports`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, report: Report) -> None:
        await self._db.execute(insert(reports).values(id=report.id, **self._columns(report)))

    async def save(self, report: Report) -> None:
        await self._db.execute(
            update(reports).where(reports.c.id == report.id).values(**self._columns(report))
        )

    async def get(self, report: ReportId) -> Report | None:
        return next(iter(await self._where(reports.c.id == report)), None)

    async def all(self) -> Sequence[Report]:
        return await self._where()

    async def of_talk(self, handoff: HandoffId, by: ReportBy) -> Report | None:
        found = await self._where(reports.c.handoff == handoff, reports.c.by == by.value)
        return found[-1] if found else None

    async def newest_by(self, person: PersonId) -> Report | None:
        by_young = reports.c.by == ReportBy.YOUNG.value
        found = await self._where(reports.c.person == person, by_young)
        return found[-1] if found else None

    async def concern(self, person: PersonId) -> bool:
        row = await self._db.execute(select(reports.c.id).where(reports.c.person == person))
        return row.first() is not None

    async def earlier(self, report: Report) -> int:
        other, who = (
            (reports.c.staff, report.staff)
            if report.by is ReportBy.YOUNG
            else (reports.c.person, report.person)
        )
        if who is None:
            return 0
        counted = select(func.count()).where(
            other == who,
            reports.c.by == report.by.value,
            reports.c.about != ReportAbout.PARTY.value,
            reports.c.id != report.id,
            reports.c.at <= report.at,
        )
        return (await self._db.execute(counted)).scalar_one()

    async def add_line(self, report: ReportId, line: RelayedLine) -> None:
        await seal_line(self._db, self._sealer, report, line)

    async def lines(self, report: ReportId) -> Sequence[SealedLine]:
        rows = await self._db.execute(
            select(reported_lines)
            .where(reported_lines.c.report == report)
            .order_by(reported_lines.c.at)
        )
        return [
            SealedLine(
                row.from_young, self._sealer.open(row.text_sealed, place=LINE, row=row.id), row.at
            )
            for row in rows.all()
        ]

    async def forget(self, person: PersonId) -> None:
        await self._db.execute(
            update(reports).where(reports.c.person == person).values(person=None, handoff=None)
        )
        await self._db.execute(update(reports).where(reports.c.other == person).values(other=None))

    async def between(self, one: PersonId, another: PersonId) -> bool:
        of_one = and_(reports.c.person == one, reports.c.other == another)
        of_another = and_(reports.c.person == another, reports.c.other == one)
        about = reports.c.about.in_([ReportAbout.PARTY.value, ReportAbout.BOTH.value])
        found = select(reports.c.id).where(about, or_(of_one, of_another)).limit(1)
        return (await self._db.execute(found)).first() is not None

    async def add_opening(self, opening: Opening) -> None:
        await self._db.execute(
            insert(openings).values(
                id=opening.id,
                report=opening.report,
                asked_by=opening.asked_by,
                why_sealed=self._sealer.seal(opening.why, place=WHY, row=opening.id),
                asked_at=opening.asked_at,
                again="",
            )
        )

    async def save_opening(self, opening: Opening) -> bool:
        """Stores an agreement or a second reading. The first who agrees wins."""
        stored = openings.c.agreed_by
        unchanged = stored.is_(None) if not opening.again else stored == opening.agreed_by
        done = await self._db.execute(
            update(openings)
            .where(openings.c.id == opening.id, unchanged)
            .values(
                agreed_by=opening.agreed_by,
                agreed_at=opening.agreed_at,
                again=" ".join(sorted(opening.again)),
            )
        )
        return done.rowcount == 1

    async def opening(self, opening: OpeningId) -> Opening | None:
        row = (await self._db.execute(select(openings).where(openings.c.id == opening))).first()
        return self._opening(row) if row is not None else None

    async def openings(self, report: ReportId) -> Sequence[Opening]:
        rows = await self._db.execute(
            select(openings).where(openings.c.report == report).order_by(openings.c.asked_at)
        )
        return [self._opening(row) for row in rows.all()]

    async def _where(self, *conditions: Any) -> list[Report]:
        counted = (
            select(func.count())
            .where(reported_lines.c.report == reports.c.id)
            .scalar_subquery()
            .label("lines")
        )
        rows = await self._db.execute(
            select(reports, counted).where(*conditions).order_by(reports.c.at, reports.c.id)
        )
        return [self._report(row) for row in rows.all()]

    def _columns(self, report: Report) -> dict[str, Any]:
        return {
            "alias": report.alias,
            "staff_alias": report.staff_alias,
            "role": report.role.value,
            "by": report.by.value,
            "person": report.person,
            "handoff": report.handoff,
            "staff": report.staff,
            "other": report.other,
            "other_alias": report.other_alias or None,
            "about": report.about.value,
            "reason": report.reason.value,
            "note_sealed": self._sealer.seal(report.note, place=NOTE, row=report.id),
            "state": report.state.value,
            "outcome": report.outcome.value if report.outcome else None,
            "at": report.at,
        }

    def _report(self, row: Row[Any]) -> Report:
        return Report(
            id=ReportId(row.id),
            alias=row.alias,
            staff_alias=row.staff_alias,
            role=Role(row.role),
            by=ReportBy(row.by),
            at=row.at,
            person=PersonId(row.person) if row.person else None,
            handoff=HandoffId(row.handoff) if row.handoff else None,
            staff=PersonId(row.staff) if row.staff else None,
            other=PersonId(row.other) if row.other else None,
            other_alias=row.other_alias or "",
            about=ReportAbout(row.about),
            reason=ReportReason(row.reason),
            note=self._sealer.open(row.note_sealed, place=NOTE, row=row.id),
            lines=row.lines,
            state=ReportState(row.state),
            outcome=ReportOutcome(row.outcome) if row.outcome else None,
        )

    def _opening(self, row: Row[Any]) -> Opening:
        return Opening(
            OpeningId(row.id),
            ReportId(row.report),
            PersonId(row.asked_by),
            self._sealer.open(row.why_sealed, place=WHY, row=row.id),
            row.asked_at,
            PersonId(row.agreed_by) if row.agreed_by else None,
            row.agreed_at,
            frozenset(PersonId(one) for one in row.again.split()),
        )


async def seal_line(
    connection: AsyncConnection, sealer: Sealer, report: str, line: RelayedLine
) -> None:
    """Keeps one line of a reported talk apart from the talk."""
    row = new_id()
    await connection.execute(
        insert(reported_lines).values(
            id=row,
            report=report,
            from_young=line.from_young,
            text_sealed=sealer.seal(line.text, place=LINE, row=row),
            at=line.at,
        )
    )


async def seal_in_reports(connection: AsyncConnection, sealer: Sealer, line: RelayedLine) -> None:
    """A line of a talk that goes on after it was reported (by who helps) belongs to the report too."""
    rows = await connection.execute(select(reports.c.id).where(reports.c.handoff == line.handoff))
    for row in rows.all():
        await seal_line(connection, sealer, row.id, line)


async def seal_copy_in_reports(
    connection: AsyncConnection, sealer: Sealer, line: LineId, reader: PersonId
) -> None:
    """A party of a shared talk got a line that stands with the case of another: it belongs to the
    reports about the talk of this reader too. What another young person wrote begins with their alias,
    as everywhere (`shared/parties.lines`)."""
    found = select(relayed_lines, handoffs.c.alias, handoffs.c.shared).join(
        handoffs, handoffs.c.id == relayed_lines.c.handoff
    )
    row = (await connection.execute(found.where(relayed_lines.c.id == line))).one()
    same_talk = select(handoffs.c.id).where(handoffs.c.shared == row.shared)
    wanted = select(reports.c.id, reports.c.handoff).where(
        reports.c.person == reader,
        reports.c.handoff.in_(same_talk),
        reports.c.handoff != row.handoff,
    )
    for report in (await connection.execute(wanted)).all():
        text = sealer.open(row.text_sealed, place="relayed_lines.text", row=row.id)
        words = f"({row.alias}) {text}" if row.from_young else text
        copied = RelayedLine(HandoffId(report.handoff), row.from_young, words, row.at)
        await seal_line(connection, sealer, report.id, copied)


class DbSuspensions:
    """Implements `Suspensions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def add(self, person: PersonId, now: datetime) -> None:
        if person not in await self.all():
            await self._db.execute(insert(suspensions).values(person=person, since=now))

    async def all(self) -> frozenset[PersonId]:
        rows = await self._db.execute(select(suspensions.c.person))
        return frozenset(PersonId(row.person) for row in rows.all())

    async def lift(self, person: PersonId) -> bool:
        done = await self._db.execute(delete(suspensions).where(suspensions.c.person == person))
        return done.rowcount == 1


class DbAudit:
    """Implements `Audit`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, entry: AuditEntry) -> None:
        row = new_id()
        await self._db.execute(
            insert(audit).values(
                who=entry.who,
                step=entry.step.value,
                about=entry.about,
                id=row,
                why_sealed=self._sealer.seal(entry.why, place=AUDIT_WHY, row=row),
                at=entry.at,
            )
        )

    async def newest(self, number: int) -> Sequence[AuditEntry]:
        rows = await self._db.execute(select(audit).order_by(audit.c.seq.desc()).limit(number))
        return [
            AuditEntry(
                row.who,
                AuditStep(row.step),
                row.about,
                self._sealer.open(row.why_sealed, place=AUDIT_WHY, row=row.id),
                row.at,
            )
            for row in rows.all()
        ]
