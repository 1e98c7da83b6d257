"""A volunteer takes a talk of more than two: the cases of all parties at once, or none."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.handoff import Handoff, HandoffState, Reason
from bot.domain.messages import Button
from bot.domain.volunteer import StaffMember
from bot.errors import HandoffNotAllowed, StaleConversation
from bot.services.handoff import answering, cards, room, talks
from bot.services.house import House, active
from bot.services.ports import UnitOfWork
from bot.services.shared import parties
from bot.services.staff import path
from bot.services.talking import debriefing
from bot.services.waiting import appointing, queue


async def claim(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> str | None:
    """`member` takes what `case` waits for, alone or with the other parties. Returns the name of the
    sentence that says why it could not be, or `None`."""
    others = await parties.waiting_with(tx, case)
    if not others:
        return await talks.claim(house, tx, member, case)
    conversation = await tx.conversations.get(case.person)
    refusal = await talks.refusal(house, tx, member, case, conversation)
    refusal = refusal or await _refused_by_others(tx, member, others)
    if refusal:
        return refusal
    try:
        await _save(house, tx, member, case)
    except HandoffNotAllowed:
        return "already_claimed"
    for other in others:
        try:
            await _save(house, tx, member, other)
        except HandoffNotAllowed as error:  # gone in this very moment: look again, whole
            raise StaleConversation(other.person) from error
    await _begin(house, tx, member, [case, *others])
    return None


async def _refused_by_others(
    tx: UnitOfWork, member: StaffMember, others: list[Handoff]
) -> str | None:
    for other in others:
        if other.person == member.person:
            return "claim_not_yours"
        if active(list(await tx.handoffs.open_of(other.person))) is not None:
            return "claim_ended"
    return None


async def _save(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    now = house.clock.now()
    if case.state is HandoffState.REQUESTED:
        offered = case.moved(HandoffState.OFFERED, now, reason=Reason.OFFERED)
        await tx.handoffs.save(case, offered)
        case = offered
    await tx.handoffs.save(case, case.claimed_by(member, now))


async def _begin(house: House, tx: UnitOfWork, member: StaffMember, cases: list[Handoff]) -> None:
    now = house.clock.now()
    for case in cases:
        await talks.stop_waiting(tx, case)
        await queue.note_wait(tx, case, now)
        await answering.expected(house, tx, case)
    await talks.answered_offer(house, tx, member, cases[0])
    fresh = await tx.staff.get(member.person) or member
    await tx.staff.save(replace(fresh, current=cases[0].id), now)
    await talks.count(house, tx, cases[0])
    await _tell_staff(house, tx, member, cases)
    for case in cases:
        own = await appointing.wish_of(tx, case.person)
        await _tell_young(house, tx, member, case, cases, also=own is not None)
        conversation = await tx.conversations.get(case.person)
        await talks.rest(house, tx, conversation, keeps=own is not None)
        if await tx.people.has_left(case.person):
            away = house.flowbook().staff("young_away", alias=case.alias)
            await room.tell(house, tx, member.person, away)
    await debriefing.goes_to_a_talk(house, tx, member.person)
    await path.count_talk(tx, member, now)


async def _tell_staff(
    house: House, tx: UnitOfWork, member: StaffMember, cases: list[Handoff]
) -> None:
    """Who they are by alias and age, and the rules; nothing of what either of them told Maatje."""
    lines = []
    for case in cases:
        conversation = await tx.conversations.get(case.person)
        known = cards.facts(house, case, conversation)
        lines.append(f"- {known['alias']}: {known['age']}, {known['region']}")
    text = house.flowbook().staff("shared_claimed", lines="\n".join(lines))
    await room.tell(house, tx, member.person, text)


async def _tell_young(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    case: Handoff,
    cases: list[Handoff],
    *,
    also: bool,
) -> None:
    """`also`: this young person waits for somebody of their own too, and that stays so."""
    others = ", ".join(one.alias for one in cases if one.id != case.id)
    text = room.young(house, "shared_begins", alias=member.alias, own=case.alias, other=others)
    if also:
        text += f"\n{room.young(house, 'shared_own_stays')}"
    buttons = (
        Button(house.flowbook().young("end_talk_button"), talks.END_TALK),
        Button(house.flowbook().young("who_reads_button"), "who_reads"),
    )
    await room.tell(house, tx, case.person, text, *buttons)
