"""Something was not right in a circle: whom it is about, what it was, and the lines sealed apart at once."""

from __future__ import annotations

from bot.domain.circles import Circle, Member
from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.ids import HandoffId, ReportId, new_id
from bot.domain.messages import Button, Reply
from bot.domain.report import (
    PAUSING,
    Report,
    ReportAbout,
    ReportBy,
    ReportReason,
)
from bot.domain.volunteer import Role
from bot.engine.reporting import LONGEST_NOTE
from bot.services.circles import room
from bot.services.circles.told import Told
from bot.services.house import House
from bot.services.ports import RelayedLine, UnitOfWork
from bot.services.reports import reporting
from bot.services.staff import pausing

COACH = "coach"
SHORT = 8
NOTE = "circle_note"
REASONS = {
    "details": ReportReason.DETAILS,
    "mean": ReportReason.MEAN,
    "sexual": ReportReason.SEXUAL,
    "other": ReportReason.OTHER,
}


def noted(conversation: Conversation, words: str) -> Conversation:
    """The conversation with what was typed behind the report; it goes with it."""
    return conversation.remembering(**{NOTE: words.strip()[:LONGEST_NOTE]})


async def asked(house: House, tx: UnitOfWork, conversation: Conversation, key: str) -> Told:
    """`meld`, `meld.<who>`, `meld.<who>.<reason>`. Also of who was removed or left."""
    rules, last = room.rules_of(house), await tx.circles.last_of(conversation.person)
    circle = await tx.circles.get(last.circle) if last is not None else None
    if last is None or circle is None:
        return Told.only(conversation, rules.say("not_in"))
    who, _, reason = key.partition(".")
    if not who:
        return await _ask_who(house, tx, conversation, circle, last)
    about = await _member(tx, circle, who)
    if about is None and who != COACH:
        return await _ask_who(house, tx, conversation, circle, last)
    if reason not in REASONS:
        buttons = tuple(room.button(rules, f"report_{name}", "meld", who, name) for name in REASONS)
        return Told(conversation, (Reply(rules.say("report_why"), buttons),))
    note = conversation.remembered.get(NOTE, "")
    await _make(house, tx, last, about, REASONS[reason], note)
    leave = room.button(rules, "leave_button", "leave")
    return Told(noted(conversation, ""), (Reply(rules.say("reported"), (leave,)),))


async def _member(tx: UnitOfWork, circle: Circle, who: str) -> Member | None:
    every = await tx.circles.everybody(circle.number)
    return next((one for one in every if len(who) >= SHORT and one.id.startswith(who)), None)


async def _ask_who(
    house: House, tx: UnitOfWork, conversation: Conversation, circle: Circle, me: Member
) -> Told:
    rules = room.rules_of(house)
    others = [one for one in await tx.circles.everybody(circle.number) if one.id != me.id]
    buttons = [Button(one.alias, f"{room.PRESS}.meld.{one.id[:SHORT]}") for one in others[-8:]]
    buttons.append(room.button(rules, "coach_button", "meld", COACH))
    return Told(conversation, (Reply(rules.say("report_who"), tuple(buttons)),))


async def _make(
    house: House,
    tx: UnitOfWork,
    me: Member,
    about: Member | None,
    reason: ReportReason,
    note: str,
) -> None:
    """The lines that the reporter could read are sealed with it, each with the alias of its writer."""
    now, circle = house.clock.now(), await tx.circles.get(me.circle)
    assert circle is not None
    coach = await tx.staff.get(circle.coach) if circle.coach is not None else None
    lines = await tx.circle_lines.read_by(me.person, circle.number)
    report = Report(
        ReportId(new_id()),
        await reporting.free_alias(tx, me.alias),
        coach.alias if coach is not None else reporting.GONE,
        Role.COACH,
        ReportBy.YOUNG,
        now,
        person=me.person,
        staff=circle.coach,
        other=about.person if about is not None else None,
        other_alias=about.alias if about is not None else "",
        about=ReportAbout.PARTY if about is not None else ReportAbout.HELPER,
        reason=reason,
        note=note,
        lines=len(lines),
    )
    await tx.reports.add(report)
    for alias, line in lines:
        said = f"{alias or report.staff_alias}: {line.text}"
        await tx.reports.add_line(report.id, RelayedLine(HandoffId(""), True, said, line.at))
    await tx.events.add([event("talk_reported", Role.COACH.value)], now)
    await room.tell_coordinators(
        house,
        tx,
        "reported",
        number=circle.number,
        about=about.alias if about is not None else f"de coach, {report.staff_alias}",
        reason=reporting.REASON_WORDS[reason],
        alias=report.alias,
    )
    if about is None and coach is not None and reason in PAUSING:
        why = f"melding {report.alias}: {reporting.REASON_WORDS[reason]}"
        if await pausing.pause(house, tx, coach, who=pausing.MAATJE, why=why):
            await room.tell_coordinators(house, tx, "reported_rest", staff=coach.alias)
