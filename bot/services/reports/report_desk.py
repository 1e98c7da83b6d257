"""What a coordinator does with reports: the list, a rest for a volunteer, closing. Never a word of a talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.events import event
from bot.domain.goals import DEFAULT_ZONE, QUIET_FROM, QUIET_UNTIL, ZONES, later_moment
from bot.domain.messages import Button, Reply
from bot.domain.report import AuditEntry, AuditStep, Report, ReportBy, ReportOutcome, ReportState
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.engine.pages import pages
from bot.engine.running import open_flow
from bot.services.effects import store
from bot.services.house import House, moment_of
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.reports.reporting import REASON_WORDS
from bot.services.staff import pausing

OPEN = "opn"
MOST_BUTTONS = 8
CLOSED_FLOW = "report_closed"
IN_A_TALK = timedelta(hours=1)  # what Maatje begins itself waits while a human has the chat
ROLE_WORDS = {
    Role.VOLUNTEER: "maatje",
    Role.PROFESSIONAL: "beroepskracht",
    Role.COACH: "coach van een kring",
}
STATE_WORDS = {ReportState.OPEN: "nog niet gelezen", ReportState.LOOKED_AT: "gelezen"}
OUTCOMES = {
    "gegrond": ReportOutcome.FOUNDED,
    "ongegrond": ReportOutcome.UNFOUNDED,
    "onduidelijk": ReportOutcome.UNCLEAR,
}


async def find(tx: UnitOfWork, argument: str) -> tuple[Report | None, str]:
    """The report whose alias stands at the beginning, and what stands behind it; the longest alias
    wins, so that "Groene Reiger 2" is not "Groene Reiger"."""
    said = plain(argument)
    found = [r for r in await tx.reports.all() if f"{said} ".startswith(f"{plain(r.alias)} ")]
    if not found:
        return None, argument
    report = max(found, key=lambda one: len(one.alias))
    behind = argument.split(maxsplit=len(report.alias.split()))[len(report.alias.split()) :]
    return report, behind[0].strip() if behind else ""


async def tell_reports(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/meldingen`: what is open, the oldest first."""
    flowbook, now = house.flowbook(), house.clock.now()
    waiting = [r for r in await tx.reports.all() if r.state is not ReportState.CLOSED]
    if not waiting:
        await say(house, tx, member, "no_reports")
        return
    lines = [flowbook.staff("reports_head")]
    for report in waiting:
        lines.append(await _line(house, tx, report))
    lines.append(flowbook.staff("reports_foot"))
    *before, last = [Reply(page) for page in pages(lines)]
    buttons = tuple(
        Button(flowbook.staff("open_button", alias=report.alias), f"{OPEN}.{report.id}")
        for report in [r for r in waiting if r.has_words][:MOST_BUTTONS]
    )
    await tx.outbox.add(member.person, [*before, replace(last, buttons=buttons)], now)


async def _line(house: House, tx: UnitOfWork, report: Report) -> str:
    flowbook = house.flowbook()
    name = "report_line_young" if report.by is ReportBy.YOUNG else "report_line_staff"
    if report.other_alias:
        name = f"report_line_{report.about.value}"
    if report.role is Role.COACH:
        name = "report_line_circle"
    kept = str(report.lines) if report.lines else "geen"
    return flowbook.staff(
        name,
        alias=report.alias,
        staff=report.staff_alias,
        other=report.other_alias,
        about=report.other_alias or "de coach",
        role=ROLE_WORDS[report.role],
        reason=REASON_WORDS[report.reason],
        days=(house.clock.now() - report.at).days,
        lines=kept + (", met toelichting" if report.note else ""),
        earlier=await tx.reports.earlier(report),
        state=STATE_WORDS[report.state],
    )


async def close(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/melding klaar ALIAS gegrond|ongegrond|onduidelijk`."""
    word, _, rest = argument.strip().partition(" ")
    report, behind = await find(tx, rest)
    outcome = OUTCOMES.get(plain(behind))
    if plain(word) != "klaar" or report is None or outcome is None:
        await say(house, tx, member, "report_how_to_close")
        return
    if report.state is ReportState.CLOSED:
        await say(house, tx, member, "report_closed_already", alias=report.alias)
        return
    now = house.clock.now()
    await tx.reports.save(report.closed(outcome))
    why = plain(behind)
    await tx.audit.add(AuditEntry(member.alias, AuditStep.CLOSED, report.alias, why, now))
    await tx.events.add([event("report_closed", outcome.value)], now)
    resting = report.staff in await tx.suspensions.all()
    name = "report_closed_resting" if resting else "report_closed"
    await say(house, tx, member, name, alias=report.alias, staff=report.staff_alias)
    await _tell_reporter(house, tx, report)


async def _tell_reporter(house: House, tx: UnitOfWork, report: Report) -> None:
    """Whoever reported hears that somebody looked: staff at once, a young person at a quiet hour of
    the day, neutrally first."""
    if report.by is ReportBy.STAFF and report.staff is not None:
        if await tx.staff.get(report.staff) is not None:
            text = house.flowbook().staff("your_report_closed", alias=report.alias)
            await tx.outbox.add(report.staff, [Reply(text)], house.clock.now())
    elif report.person is not None:
        now = house.clock.now()
        await tx.timers.set(Timer(TimerKind.REPORT_CLOSED, report.id, now, report.person))


async def tell_young(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The moment to tell a young person: not at night, not in the middle of a talk."""
    if timer.person is None or await tx.people.has_left(timer.person):
        return
    now = house.clock.now()
    conversation = await tx.conversations.get(timer.person)
    moment = await moment_of(house, tx, conversation)
    if moment.in_relay or _is_quiet(now, conversation.region):
        due = now + IN_A_TALK if moment.in_relay else later_moment(now, conversation.region)
        await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
        return
    turn = open_flow(house.flowbook(), conversation, CLOSED_FLOW, moment, keep=True)
    await store(house, tx, turn)


def _is_quiet(now: datetime, region: str) -> bool:
    local = now.astimezone(ZONES.get(region, DEFAULT_ZONE)).time()
    return not QUIET_UNTIL <= local < QUIET_FROM


async def pause(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """`/schors ALIAS`: no new talks for this person for now."""
    who = await _staff_called(tx, alias)
    if who is None:
        await say(house, tx, member, "which_staff")
        return
    done = await pausing.pause(house, tx, who, who=member.alias, why="")
    await say(house, tx, member, "staff_paused" if done else "staff_resting", staff=who.alias)


async def release(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """`/vrijgeven ALIAS`: this person may have duty again."""
    who = await _staff_called(tx, alias)
    if who is None:
        await say(house, tx, member, "which_staff")
        return
    done = await pausing.release(house, tx, who, who=member.alias, why="")
    await say(house, tx, member, "staff_released" if done else "staff_not_resting", staff=who.alias)


async def _staff_called(tx: UnitOfWork, alias: str) -> StaffMember | None:
    """The volunteer or professional of this name; none when two have it."""
    named = [one for one in await tx.staff.all() if plain(one.alias) == plain(alias)]
    helpers = [one for one in named if one.role in ROLE_WORDS]
    return helpers[0] if len(helpers) == 1 else None


async def say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    """One sentence of texts.yml for this member."""
    text = house.flowbook().staff(name, **values)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
