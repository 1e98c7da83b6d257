"""`/meld` of a volunteer or professional: a young person abuses the chat, or is abusive in it."""

from __future__ import annotations

from bot.domain.handoff import Handoff, HandoffState, Reason
from bot.domain.ids import HandoffId, ReportId
from bot.domain.messages import Button, Reply
from bot.domain.report import Report, ReportBy, ReportReason, ReportState
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.services.handoff import handing_off, talks
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.reports import reporting

WHY, END = "rep", "repend"
# The buttons in this order; texts.yml holds their words.
REASONS = (
    (ReportReason.ABUSE, "report_abuse"),
    (ReportReason.MEAN, "report_mean"),
    (ReportReason.SEXUAL, "report_sexual"),
    (ReportReason.DETAILS, "report_details"),
    (ReportReason.OTHER, "report_other"),
)


async def report(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff | None, words: str
) -> None:
    """Reports the talk that this member has now, or had last. It goes on unless they end it."""
    talk = talk or await tx.handoffs.last_talk_with(member.person)
    if talk is None or member.role is Role.COORDINATOR:
        await _say(house, tx, member, "report_no_talk")
        return
    new = await tx.reports.of_talk(talk.id, ReportBy.STAFF) is None
    made = await reporting.make(house, tx, talk, ReportBy.STAFF)
    if new:
        await handing_off.tell_coordinators(
            house, tx, "report_by_staff", alias=made.alias, staff=member.alias
        )
    reason = _reason_in(house, words)
    if words.strip():
        note = "" if reason else words.strip()
        await reporting.tell_more(house, tx, made, reason, note)
    await _ask_why(house, tx, member, made, talk)


def _reason_in(house: House, words: str) -> ReportReason | None:
    """The typed equivalent of the buttons: their words behind the command."""
    flowbook = house.flowbook()
    said = plain(words)
    return next((reason for reason, name in REASONS if said == plain(flowbook.staff(name))), None)


async def _ask_why(
    house: House, tx: UnitOfWork, member: StaffMember, made: Report, talk: Handoff
) -> None:
    flowbook = house.flowbook()
    runs = talk.state is HandoffState.ACTIVE
    buttons = [
        Button(flowbook.staff(name), f"{WHY}.{made.id}.{reason.value}") for reason, name in REASONS
    ]
    if runs:
        buttons.append(Button(flowbook.staff("report_end_button"), f"{END}.{talk.id}"))
    text = flowbook.staff("report_made_running" if runs else "report_made", alias=talk.alias)
    await tx.outbox.add(member.person, [Reply(text, tuple(buttons))], house.clock.now())


async def chosen(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A reason was pressed."""
    report_id, _, name = ref.partition(".")
    made = await tx.reports.get(ReportId(report_id))
    reason = next((one for one, _ in REASONS if one.value == name), None)
    mine = made is not None and made.staff == member.person and made.by is ReportBy.STAFF
    if made is None or not mine or reason is None or made.state is ReportState.CLOSED:
        await _say(house, tx, member, "old_button")
        return
    await reporting.tell_more(house, tx, made, reason, "")
    await _say(house, tx, member, "report_reason_kept")


async def end(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """The member chose to end the reported talk. These two do not get each other again."""
    talk = await tx.handoffs.get(HandoffId(ref))
    if talk is None or talk.staff != member.person or talk.state is not HandoffState.ACTIVE:
        await _say(house, tx, member, "old_button")
        return
    await talks.end_by_staff(house, tx, talk, reason=Reason.STAFF_REPORTED)


async def _say(house: House, tx: UnitOfWork, member: StaffMember, name: str) -> None:
    await tx.outbox.add(member.person, [Reply(house.flowbook().staff(name))], house.clock.now())
