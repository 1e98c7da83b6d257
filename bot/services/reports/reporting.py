"""Makes a report of a talk and keeps what is told about it; the lines are sealed apart at once."""

from __future__ import annotations

from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.ids import PersonId, ReportId, new_id
from bot.domain.report import Report, ReportAbout, ReportBy, ReportReason, ReportState
from bot.domain.turn import AddToReport
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import parties
from bot.services.staff import pausing

GONE = "iemand die nu weg is"
REASON_WORDS = {
    ReportReason.DETAILS: "vroeg naar gegevens",
    ReportReason.MEAN: "was naar",
    ReportReason.SEXUAL: "ging over seks",
    ReportReason.ADVICE: "gaf rare raad",
    ReportReason.NOT_HEARD: "luisterde niet",
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
    lines = await parties.lines(tx, talk)
    other = await parties.other_of(tx, talk) if by is ReportBy.YOUNG else None
    report = Report(
        ReportId(new_id()),
        await free_alias(tx, talk.alias),
        member.alias if member is not None else GONE,
        talk.to,
        by,
        house.clock.now(),
        person=talk.person,
        handoff=talk.id,
        staff=talk.staff,
        other=other.person if other is not None else None,
        other_alias=other.alias if other is not None else "",
        lines=len(lines),
    )
    await tx.reports.add(report)
    for line in lines:
        await tx.reports.add_line(report.id, line)
    await tx.events.add([event("talk_reported", talk.to.value)], house.clock.now())
    return report


async def free_alias(tx: UnitOfWork, alias: str) -> str:
    """A report outlives its talk, and aliases come round: two reports never have the same name."""
    taken = {report.alias for report in await tx.reports.all()}
    names = (alias, *(f"{alias} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


async def add(house: House, tx: UnitOfWork, person: PersonId, told: AddToReport) -> None:
    """The young person told more about the talk that they reported last."""
    report = await tx.reports.newest_by(person)
    if report is None:
        return
    if told.about is not None and report.other_alias:
        report = await _tell_about(house, tx, report, told.about)
    await tell_more(house, tx, report, told.reason, told.note)


async def _tell_about(house: House, tx: UnitOfWork, report: Report, about: ReportAbout) -> Report:
    """The coordinators hear whom it is about; what asked for a pause already does so from now on."""
    more = report.with_about(about)
    if more == report:
        return report
    await tx.reports.save(more)
    await handing_off.tell_coordinators(
        house,
        tx,
        f"report_about_{more.about.value}",
        alias=more.alias,
        staff=more.staff_alias,
        other=more.other_alias,
    )
    if more.pauses and not report.pauses:
        await _pause(house, tx, more)
    return more


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
    for case in await tx.handoffs.active_with(member.person):
        if report.other is not None and case.person == report.other:
            await handing_off.tell_coordinators(
                house, tx, "report_other_there", staff=member.alias, other=report.other_alias
            )
    why = f"melding {report.alias}: {REASON_WORDS[report.reason]}"
    if await pausing.pause(house, tx, member, who=pausing.MAATJE, why=why):
        talks = len(await tx.handoffs.active_with(member.person))
        await handing_off.tell_coordinators(
            house, tx, "report_paused", staff=member.alias, talks=talks
        )
