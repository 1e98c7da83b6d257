"""A reported talk opens for two people at once, and every step of that is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.goals import DEFAULT_ZONE
from bot.domain.ids import OpeningId, PersonId, ReportId, new_id
from bot.domain.messages import Button, Reply
from bot.domain.report import AuditEntry, AuditStep, Opening, Report
from bot.domain.volunteer import Role, StaffMember
from bot.engine.pages import pages
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.reports.report_desk import OPEN, find, say

AGREE = "agr"
# Reasons that can be pressed; any other is typed behind the alias.
REASONS = {"safe": "open_why_safe", "judge": "open_why_judge"}
LONGEST_WHY = 300  # characters
MOST_ENTRIES = 30  # of the audit in one go
STEP_WORDS = {
    AuditStep.ASKED: "vroeg om te lezen",
    AuditStep.AGREED: "stemde in en las",
    AuditStep.READ_AGAIN: "las nog eens",
    AuditStep.CLOSED: "sloot af",
    AuditStep.PAUSED: "gaf rust aan",
    AuditStep.RELEASED: "gaf vrij",
    AuditStep.ID_ASKED: "vroeg om het Telegram-nummer te openen",
    AuditStep.ID_AGREED: "stemde in, het Telegram-nummer is getoond aan wie het vroeg",
    AuditStep.ID_EXPIRED: "sloot de vraag om een Telegram-nummer, niemand stemde in",
    AuditStep.ID_NOT_SAFE: "vertelde het openen nog niet, want het is nog niet veilig",
    AuditStep.ID_TOLD: "vertelde dat het Telegram-nummer was geopend",
    AuditStep.ID_ERASED: "kon het openen niet meer vertellen, want alles is gewist",
    AuditStep.WALL_APPROVED: "keurde goed",
    AuditStep.WALL_SENT_BACK: "stuurde terug",
    AuditStep.WALL_REFUSED: "plaatste niet",
    AuditStep.WALL_SENSITIVE: "noemde gevoelig",
    AuditStep.STORY_LOOKED: "las mee bij",
    AuditStep.STORY_APPROVED: "keurde goed",
    AuditStep.STORY_SENT_BACK: "gaf terug",
    AuditStep.STORY_REFUSED: "weigerde",
}


async def asked(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/open ALIAS waarom`: asks for a second pair of eyes, or shows it once more."""
    report, why = await find(tx, argument)
    if report is None:
        await say(house, tx, member, "which_report")
    elif member.role is Role.COORDINATOR:
        await _open(house, tx, member, report, why)
    elif not await _shown_again(house, tx, member, report):
        await say(house, tx, member, "not_for_you")


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """The button of a report; its second part is a reason."""
    report_id, _, name = ref.partition(".")
    report = await tx.reports.get(ReportId(report_id))
    if report is None or member.role is not Role.COORDINATOR:
        await say(house, tx, member, "old_button")
        return
    why = house.flowbook().staff(REASONS[name]) if name in REASONS else ""
    await _open(house, tx, member, report, why)


async def _open(
    house: House, tx: UnitOfWork, member: StaffMember, report: Report, why: str
) -> None:
    if await _shown_again(house, tx, member, report):
        return
    refusal = await _refusal(house, tx, member, report)
    if refusal:
        await say(house, tx, member, refusal, alias=report.alias)
    elif not why:
        await _ask_why(house, tx, member, report)
    else:
        await _ask_second(house, tx, member, report, why[:LONGEST_WHY])


async def _refusal(house: House, tx: UnitOfWork, member: StaffMember, report: Report) -> str:
    if report.took_part(member.person):
        return "took_part"
    if not report.has_words:
        return "nothing_to_open"
    if not await _who_may_agree(tx, member.person, report):
        return "nobody_to_agree"
    now, within = house.clock.now(), _agree_within(house)
    waiting = [one for one in await tx.reports.openings(report.id) if one.waits(now, within)]
    mine = any(one.asked_by == member.person for one in waiting)
    return "asked_already" if mine else ""


async def _ask_why(house: House, tx: UnitOfWork, member: StaffMember, report: Report) -> None:
    flowbook = house.flowbook()
    buttons = tuple(
        Button(flowbook.staff(words), f"{OPEN}.{report.id}.{name}")
        for name, words in REASONS.items()
    )
    text = flowbook.staff("open_why", alias=report.alias)
    await tx.outbox.add(member.person, [Reply(text, buttons)], house.clock.now())


async def _ask_second(
    house: House, tx: UnitOfWork, member: StaffMember, report: Report, why: str
) -> None:
    now, flowbook = house.clock.now(), house.flowbook()
    opening = Opening(OpeningId(new_id()), report.id, member.person, why, now)
    await tx.reports.add_opening(opening)
    await tx.audit.add(AuditEntry(member.alias, AuditStep.ASKED, report.alias, why, now))
    hours = flowbook.handoff.limits.opening_agreed_within_hours
    text = flowbook.staff("agree_asked", who=member.alias, alias=report.alias, why=why, hours=hours)
    button = Button(flowbook.staff("agree_button"), f"{AGREE}.{opening.id}")
    for other in await _who_may_agree(tx, member.person, report):
        await tx.outbox.add(other.person, [Reply(text, (button,))], now)
    await say(house, tx, member, "opening_asked", alias=report.alias, hours=hours)


async def _who_may_agree(tx: UnitOfWork, asker: PersonId, report: Report) -> list[StaffMember]:
    """Another coordinator; a professional only where there is no other coordinator. Nobody who was in
    the talk."""
    members = [
        one
        for one in await tx.staff.all()
        if one.person != asker and not report.took_part(one.person)
    ]
    coordinators = [one for one in members if one.role is Role.COORDINATOR]
    resting = await tx.suspensions.all()
    return coordinators or [
        one for one in members if one.role is Role.PROFESSIONAL and one.person not in resting
    ]


async def agreed_by_words(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """`/akkoord ALIAS`: the typed equivalent of the button."""
    report, _ = await find(tx, alias)
    now, within = house.clock.now(), _agree_within(house)
    openings = await tx.reports.openings(report.id) if report is not None else ()
    waiting = [one for one in openings if one.waits(now, within) and one.asked_by != member.person]
    if waiting:
        await agreed(house, tx, member, waiting[0].id)
    else:
        await say(house, tx, member, "nothing_to_agree")


async def agreed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """The second person agrees: both read it now."""
    now = house.clock.now()
    opening = await tx.reports.opening(OpeningId(ref))
    report = await tx.reports.get(opening.report) if opening is not None else None
    if opening is None or report is None or not opening.waits(now, _agree_within(house)):
        await say(house, tx, member, "nothing_to_agree")
        return
    asker = await tx.staff.get(opening.asked_by)
    may = [one.person for one in await _who_may_agree(tx, opening.asked_by, report)]
    if asker is None or asker.role is not Role.COORDINATOR or member.person not in may:
        await say(house, tx, member, "not_for_you")
        return
    if not await tx.reports.save_opening(opening.agreed(member.person, now)):
        await say(house, tx, member, "nothing_to_agree")
        return
    await tx.reports.save(report.looked_at())
    await tx.audit.add(AuditEntry(member.alias, AuditStep.AGREED, report.alias, opening.why, now))
    for reader, other in ((asker, member), (member, asker)):
        await _show(house, tx, reader, other.alias, report)


async def _shown_again(house: House, tx: UnitOfWork, member: StaffMember, report: Report) -> bool:
    """Was this person one of the two, and may they see it once more? Then it is shown."""
    now, flowbook = house.clock.now(), house.flowbook()
    within = timedelta(hours=flowbook.handoff.limits.opening_read_again_hours)
    for opening in await tx.reports.openings(report.id):
        if not opening.reads_again(member.person, now, within):
            continue
        again = replace(opening, again=opening.again | {member.person})
        if await tx.reports.save_opening(again):
            entry = AuditEntry(member.alias, AuditStep.READ_AGAIN, report.alias, opening.why, now)
            await tx.audit.add(entry)
            await _show(house, tx, member, await _other_of(tx, opening, member), report)
            return True
    return False


async def _other_of(tx: UnitOfWork, opening: Opening, member: StaffMember) -> str:
    pair = (opening.asked_by, opening.agreed_by)
    other = next(one for one in pair if one is not None and one != member.person)
    found = await tx.staff.get(other)
    return found.alias if found is not None else "iemand die nu weg is"


async def _show(
    house: House, tx: UnitOfWork, reader: StaffMember, other: str, report: Report
) -> None:
    """The words, by alias, in as many messages as they need."""
    flowbook = house.flowbook()
    hours = flowbook.handoff.limits.opening_read_again_hours
    shown = [flowbook.staff("opened_head", alias=report.alias, other=other, hours=hours)]
    if report.note:
        shown.append(flowbook.staff("opened_note", note=report.note))
    lines = await tx.reports.lines(report.id)
    if not lines:
        shown.append(flowbook.staff("opened_no_lines"))
    for line in lines:
        who = report.alias if line.from_young else report.staff_alias
        text = line.text
        if report.role is Role.COACH:  # a circle: each line names its own writer
            who, _, text = line.text.partition(": ")
        shown.append(flowbook.staff("line", alias=who, text=text))
    replies = [Reply(page) for page in pages(shown)]
    await tx.outbox.add(reader.person, replies, house.clock.now())


async def tell_audit(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/logboek`: what was done with reports, the newest first."""
    entries = await tx.audit.newest(MOST_ENTRIES)
    if not entries:
        await say(house, tx, member, "audit_empty")
        return
    lines = [house.flowbook().staff("audit_head"), *map(_entry, entries)]
    replies = [Reply(page) for page in pages(lines)]
    await tx.outbox.add(member.person, replies, house.clock.now())


def _entry(entry: AuditEntry) -> str:
    at = entry.at.astimezone(DEFAULT_ZONE).strftime("%d-%m %H:%M")
    why = f" ({entry.why})" if entry.why else ""
    return f"{at} {entry.who} {STEP_WORDS[entry.step]}: {entry.about}{why}"


def _agree_within(house: House) -> timedelta:
    return timedelta(hours=house.flowbook().handoff.limits.opening_agreed_within_hours)
