"""A talk between a young person and a human: how it begins and how it ends."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import WAITING, Handoff, HandoffState, Reason, Urgency
from bot.domain.ids import PersonId
from bot.domain.messages import Button, Reply
from bot.domain.safety import DangerKind
from bot.domain.volunteer import Role, StaffMember
from bot.engine.danger import after_talk_flow
from bot.engine.running import in_human_hands, open_flow
from bot.errors import HandoffNotAllowed
from bot.services import answering, cards, handing_off, releasing
from bot.services.effects import store
from bot.services.house import House, active, age_fits, moment_of
from bot.services.ports import RelayedLine, TimerKind, UnitOfWork

END_TALK = "end_talk"


async def claim(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> str | None:
    """`member` takes the case: first claim wins. Returns the name of the sentence that says why it
    could not be, or `None` when both sides are told that they can talk."""
    conversation = await tx.conversations.get(case.person)
    refusal = await _refusal(house, tx, member, case, conversation)
    if refusal:
        return refusal
    now = house.clock.now()
    claimed = await _with_danger(tx, case)
    try:
        await tx.handoffs.save(case, claimed.claimed_by(member, now))
    except HandoffNotAllowed:
        return "already_claimed"
    earlier = await _earlier_lines(tx, case)
    took_over = await _end_others(house, tx, member, case)
    case = claimed
    await tx.staff.save(replace(member, current=case.id), now)
    await tx.timers.delete(TimerKind.STILL_WAITING, case.id)
    await tx.timers.delete(TimerKind.ALARM, case.id)
    await tx.events.add([event("handoff_claimed", case.to.value)], now)
    await _tell_staff(house, tx, member, case, conversation, cards.written(house, earlier))
    await _tell_young(house, tx, member, conversation, took_over=took_over)
    if await tx.people.has_left(
        case.person
    ):  # danger stays open then; nobody talks to a wall unaware
        away = house.flowbook().staff("young_away", alias=case.alias)
        await tx.outbox.add(member.person, [Reply(away)], now)
    await answering.expected(house, tx, case)
    return None


async def _earlier_lines(tx: UnitOfWork, case: Handoff) -> list[RelayedLine]:
    """What a professional may read of before the claim: danger asks for it, and the young person was
    told so ("Is er gevaar, dan kan een beroepskracht meelezen")."""
    if case.to is not Role.PROFESSIONAL:
        return []
    cases = [*await tx.handoffs.open_of(case.person)]
    if not any(h.is_danger for h in cases):
        return []
    lines = [line for h in cases for line in await tx.handoffs.lines(h.id)]
    return sorted(lines, key=lambda line: line.at)


async def _with_danger(tx: UnitOfWork, case: Handoff) -> Handoff:
    """The case as a professional takes it: a danger case of the same young person comes along."""
    for other in await _dangers_beside(tx, case):
        kinds = tuple(k for k in DangerKind if k in {*case.kinds, *other.kinds})
        urgent = Urgency.URGENT in (case.urgency, other.urgency)
        urgency = Urgency.URGENT if urgent else Urgency.CONCERN
        case = replace(case, kinds=kinds, urgency=urgency)
    return case


async def _dangers_beside(tx: UnitOfWork, case: Handoff) -> list[Handoff]:
    if case.to is not Role.PROFESSIONAL:
        return []
    others = await tx.handoffs.open_of(case.person)
    return [h for h in others if h.id != case.id and h.is_danger and h.state in WAITING]


async def _refusal(
    house: House, tx: UnitOfWork, member: StaffMember, case: Handoff, conversation: Conversation
) -> str | None:
    if case.to is not member.role or case.person == member.person:
        return "claim_not_yours"
    if case.state in (HandoffState.ACTIVE, HandoffState.CLAIMED):
        return "already_claimed"
    if case.state is not HandoffState.OFFERED:
        return "claim_ended"
    if not case.is_danger and member.person in await tx.handoffs.parted(case.person):
        return "claim_not_yours"
    if case.to is Role.PROFESSIONAL:
        return None
    if not await tx.staff.on_duty(Role.PROFESSIONAL) or not conversation.peer_possible:
        return "claim_ended"
    if active(list(await tx.handoffs.open_of(case.person))):
        return "claim_ended"  # a human has this young person already; a peer takes over from nobody
    if not age_fits(member, conversation.age_band, house.flowbook()):
        return "age_distance"
    room = house.flowbook().handoff.limits.talks_per_volunteer
    return "claim_full" if len(await tx.handoffs.active_with(member.person)) >= room else None


async def _end_others(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> bool:
    """One human at a time: a running talk with a volunteer goes over to the professional (then this
    is true), and other wishes that still waited end."""
    for danger in await _dangers_beside(tx, case):
        await handing_off.end_waiting(house, tx, danger, HandoffState.WITHDRAWN, Reason.TOGETHER)
    others = [h for h in await tx.handoffs.open_of(case.person) if h.id != case.id]
    running = active(others)
    if running is not None:
        now = house.clock.now()
        after = running.moved(
            HandoffState.ESCALATED, now, reason=Reason.TAKEN_OVER, staff=member.person
        )
        await tx.handoffs.save(running, after)
        await tx.events.add([event("handoff_escalated")], now)
        await answering.not_expected(tx, running)
        if running.staff:
            text = house.flowbook().staff("taken_over", alias=running.alias)
            await tx.outbox.add(running.staff, [Reply(text)], now)
    await handing_off.withdraw(house, tx, case.person, Reason.HELPED)
    if running is not None:
        await releasing.release(house, tx, running)
    return running is not None


async def _tell_staff(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    case: Handoff,
    conversation: Conversation,
    written: str,
) -> None:
    flowbook = house.flowbook()
    text = flowbook.staff("claimed", **cards.facts(house, case, conversation)) + written
    goals = await tx.goals.active_of(case.person)
    for goal in goals if case.to is Role.VOLUNTEER else ():
        if goal.shared_with == "volunteer":
            text += "\n\n" + flowbook.staff(
                "shared_goal", alias=case.alias, step=goal.step, when=goal.when
            )
    note = conversation.remembered.get("note_for_peer")
    if note and case.to is Role.VOLUNTEER:
        text += "\n\n" + flowbook.staff("note", alias=case.alias, note=note)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())


async def _tell_young(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    conversation: Conversation,
    *,
    took_over: bool,
) -> None:
    flowbook, now = house.flowbook(), house.clock.now()
    name = "claimed_by_peer" if member.role is Role.VOLUNTEER else "claimed_by_professional"
    text = flowbook.handoff.say[name].replace("{alias}", member.alias)
    if took_over:
        text = f"{flowbook.handoff.say['taken_over']} {text}"
    buttons = (
        Button(flowbook.young("end_talk_button"), END_TALK),
        Button(flowbook.young("who_reads_button"), "who_reads"),
    )
    await tx.outbox.add(
        conversation.person,
        [Reply(f"{text}\n\n{flowbook.young('talk_started_hint')}", buttons)],
        now,
    )
    rested = in_human_hands(conversation)
    known = {k: v for k, v in rested.remembered.items() if k != "note_for_peer"}  # given once
    await tx.conversations.save(replace(rested, remembered=known), now)


async def end_talk(
    house: House, tx: UnitOfWork, case: Handoff, staff_sentence: str, *, reason: Reason
) -> None:
    """Ends a talk on the side of whoever helps; the young person's side is the caller's."""
    now = house.clock.now()
    await tx.handoffs.save(case, case.moved(HandoffState.CLOSED, now, reason=reason))
    await tx.events.add([event("handoff_closed", case.to.value)], now)
    await answering.not_expected(tx, case)
    if case.is_danger and case.to is Role.PROFESSIONAL:
        conversation = await tx.conversations.get(case.person)
        await tx.conversations.save(replace(conversation, danger=conversation.danger.heard()), now)
    if case.staff is None:
        return
    flowbook = house.flowbook()
    buttons = (Button(flowbook.staff("clear_button"), f"{cards.CLEAR}.{case.id}"),)
    offer_clear = case.is_danger and case.to is Role.PROFESSIONAL
    await tx.outbox.add(
        case.staff,
        [Reply(flowbook.staff(staff_sentence, alias=case.alias), buttons if offer_clear else ())],
        now,
    )
    await releasing.release(house, tx, case)


async def end_by_staff(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    *,
    reason: Reason = Reason.BY_STAFF,
    told_staff: str = "talk_closed",
    told_young: str = "closed_by_staff",
) -> None:
    """Whoever helps ends the talk; the bot takes over again on the young person's side."""
    await end_talk(house, tx, case, told_staff, reason=reason)
    conversation = await tx.conversations.get(case.person)
    moment = await moment_of(house, tx, conversation)
    flowbook = house.flowbook()
    turn = open_flow(
        flowbook,
        conversation,
        after_talk_flow(conversation),
        moment,
        keep=True,
        before=flowbook.handoff.say[told_young],
    )
    await store(house, tx, turn)


async def young_left(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """The young person blocked Maatje: whoever helps is told, waiting wishes end, danger stays."""
    running = active(list(await tx.handoffs.open_of(person)))
    if running is not None:
        await end_talk(house, tx, running, "young_left", reason=Reason.YOUNG_LEFT)
    await handing_off.withdraw(house, tx, person, Reason.YOUNG_LEFT)
