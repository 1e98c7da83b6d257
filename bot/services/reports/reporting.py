"""Makes a report of a talk and keeps what is told about it; the lines are sealed apart at once."""

from __future__ import annotations

from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.ids import PersonId, ReportId, new_id
from bot.domain.report import Report, ReportBy, ReportReason, ReportState
from bot.domain.turn import AddToReport
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import pausing

GONE = "iemand die nu weg is"
REASON_WORDS = {
    ReportReason.DETAILS: "vroeg naar gegevens",
    ReportReason.MEAN: "was naar",
    ReportReason.SEXUAL: "ging over seks",
    ReportReason.ADVICE: "gaf rare raad",
    ReportReason.ABUSE: "misbruikt de chat",
    ReportReason.OTHER: "iets anders",
    ReportReason.UNSAID: "geen reden gekozen",
}


async def make(house: House, tx: UnitOfWork, talk: Handoff, by: ReportBy) -> Report:
    """The report of this talk by this side, with the lines so far. One a side: a second time gives
    the first one again."""
    known = await tx.reports.of_talk(talk.id, by)
    if known is not None:
        return known
    member = await tx.staff.get(talk.staff) if talk.staff else None
    lines = await tx.handoffs.lines(talk.id)
    report = Report(
        ReportId(new_id()),
        await _free_alias(tx, talk.alias),
        member.alias if member is not None else GONE,
        talk.to,
        by,
        house.clock.now(),
        person=talk.person,
        handoff=talk.id,
        staff=talk.staff,
        lines=len(lines),
    )
    await tx.reports.add(report)
    for line in lines:
        await tx.reports.add_line(report.id, line)
    await tx.events.add([event("talk_reported", talk.to.value)], house.clock.now())
    return report


async def _free_alias(tx: UnitOfWork, alias: str) -> str:
    """A report outlives its talk, and aliases come round: two reports never have the same name."""
    taken = {report.alias for report in await tx.reports.all()}
    names = (alias, *(f"{alias} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


async def add(house: House, tx: UnitOfWork, person: PersonId, told: AddToReport) -> None:
    """The young person told more about the talk that they reported last."""
    report = await tx.reports.newest_by(person)
    if report is not None:
        await tell_more(house, tx, report, told.reason, told.note)


async def tell_more(
    house: House, tx: UnitOfWork, report: Report, reason: ReportReason | None, note: str
) -> None:
    """A reason or own words come with a report. The coordinators hear the reason, never the words; a
    volunteer who may be a danger to others rests at once."""
    more = report.with_more(reason, note)
    if more == report:
        return
    await tx.reports.save(more)
    if more.reason is not report.reason or report.state is ReportState.CLOSED:
        reason_words = REASON_WORDS[more.reason]
        await handing_off.tell_coordinators(
            house, tx, "report_reason", alias=more.alias, reason=reason_words
        )
    if more.pauses and not report.pauses:
        await _pause(house, tx, more)


async def _pause(house: House, tx: UnitOfWork, report: Report) -> None:
    member = await tx.staff.get(report.staff) if report.staff else None
    if member is None:
        return
    why = f"melding {report.alias}: {REASON_WORDS[report.reason]}"
    if await pausing.pause(house, tx, member, who=pausing.MAATJE, why=why):
        talks = len(await tx.handoffs.active_with(member.person))
        await handing_off.tell_coordinators(
            house, tx, "report_paused", staff=member.alias, talks=talks
        )
