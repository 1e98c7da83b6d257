"""A talk between a young person and a human: how it begins and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import WAITING, Handoff, HandoffState, Reason, Urgency
from bot.domain.ids import PersonId
from bot.domain.matching import Offer, OfferAnswer
from bot.domain.messages import Button, Reply
from bot.domain.safety import DangerKind
from bot.domain.volunteer import Role, StaffMember
from bot.engine.danger import after_talk_flow
from bot.engine.peer_note import approved_note, without_note
from bot.engine.running import in_human_hands, open_flow
from bot.engine.wishes import wish_of
from bot.errors import HandoffNotAllowed
from bot.services import effects  # as a module: what a turn causes may end a talk in its turn
from bot.services.handoff import (
    answering,
    cards,
    handing_off,
    matching,
    offering,
    pairs,
    reasons,
    releasing,
    room,
)
from bot.services.house import House, active, age_fits, moment_of
from bot.services.ports import RelayedLine, TimerKind, UnitOfWork
from bot.services.shared import inviting, parties, parting
from bot.services.staff import path
from bot.services.talking import aftercare, debriefing
from bot.services.waiting import appointing, queue

END_TALK = parting.END_TALK
# Why whoever helps ends a talk of more than two for all of them.
FOR_ALL = frozenset({Reason.BY_STAFF, Reason.STAFF_LEFT})


async def claim(
    house: House, tx: UnitOfWork, member: StaffMember, case: Handoff, *, warm: bool = False
) -> str | None:
    """`member` takes the case: first claim wins. Returns the name of the sentence that says why it
    could not be, or `None` when both sides are told that they can talk. `warm`: after a warm hand-over
    (`services/talking/passing.py`), where `member` is in the talk already and the young person knows it."""
    conversation = await tx.conversations.get(case.person)
    refused = None if warm else await refusal(house, tx, member, case, conversation)
    if refused:
        return refused
    now = house.clock.now()
    instead = case.to is not member.role  # no peer took it in time: a professional does
    with_danger = await _with_danger(tx, replace(case, to=member.role))
    claimed = await pairs.taken(house, tx, with_danger, member)
    try:
        await tx.handoffs.save(case, claimed.claimed_by(member, now))
    except HandoffNotAllowed:
        return "already_claimed"
    case = claimed
    earlier = await earlier_lines(tx, case.person) if case.to is Role.PROFESSIONAL else []
    took_over = await end_others(house, tx, case, member, warm=warm)
    offer = await answered_offer(house, tx, member, case)
    await tx.staff.save(replace(member, current=case.id), now)  # last: the others may be the same
    await stop_waiting(tx, case)
    await count(house, tx, case)
    await queue.note_wait(tx, case, now)
    await _tell_staff(house, tx, member, case, conversation, cards.written(house, earlier))
    if not warm:
        said = (("taken_over", took_over), ("professional_instead", instead))
        before = [name for name, so in said if so]
        about = await who_comes(house, tx, member, case, conversation, offer)
        await _tell_young(house, tx, member, conversation, before=before, about=about)
    await rest(house, tx, conversation)
    if await tx.people.has_left(case.person):  # danger stays open then
        away = house.flowbook().staff("young_away", alias=case.alias)
        await room.tell(house, tx, member.person, away)
    await debriefing.goes_to_a_talk(house, tx, member.person)
    await answering.expected(house, tx, case)
    await path.count_talk(tx, member, now)
    return None


async def stop_waiting(tx: UnitOfWork, case: Handoff) -> None:
    """Somebody is there: nothing of the waiting goes on."""
    await tx.timers.delete(TimerKind.STILL_WAITING, case.id)
    await tx.timers.delete(TimerKind.ALARM, case.id)
    await tx.timers.delete(TimerKind.WIDEN, case.id)


async def count(house: House, tx: UnitOfWork, case: Handoff) -> None:
    """The figures of a talk that begins: how long somebody waited, and for what."""
    now = house.clock.now()
    seconds = int((now - case.created_at).total_seconds())
    await tx.events.add(
        [
            event("handoff_claimed", case.to.value),
            event("talk_begun", f"{case.form or 'none'}:{case.topic or 'none'}"),
            event("danger_taken", f"{case.urgency.value}:{seconds}")
            if case.is_danger
            else event("wait_ended", f"{case.to.value}:{seconds}"),
        ],
        now,
    )


async def answered_offer(
    house: House, tx: UnitOfWork, member: StaffMember, case: Handoff
) -> Offer | None:
    """Notes who took it; what else lies with somebody who has no room now goes to others."""
    now = house.clock.now()
    own = next((o for o in await tx.offers.of(case.id) if o.staff == member.person), None)
    await tx.offers.answered(case.id, member.person, OfferAnswer.CLAIMED, now)
    await tx.offers.end(case.id, now)
    places = house.flowbook().handoff.limits.talks_per_volunteer
    busy = await room.places_taken(tx, member.person) >= places
    if member.role is Role.VOLUNTEER and busy:
        await offering.pass_on(house, tx, member)
    return own


async def who_comes(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    case: Handoff,
    conversation: Conversation,
    offer: Offer | None = None,
) -> str:
    """A moment's notice of who comes: age, form, and the best reason if the volunteer shares it."""
    if member.role is not Role.VOLUNTEER or member.age is None:
        return ""
    wish = await matching.wish_for(house, tx, conversation, case)
    profile = await tx.profiles.get(member.person)
    because = reasons.for_young(house, case, wish, offer.reasons if offer else (), profile)
    role = house.flowbook().roles.form(case.form)
    name = "who_comes_form" if role is not None else "who_comes"
    text = house.flowbook().young(f"{name}_because" if because else name)
    known = {"alias": member.alias, "age": str(member.age), "reason": because}
    for key, value in (known | {"form": role.comes if role is not None else ""}).items():
        text = text.replace("{" + key + "}", value)
    return f" {text}"


async def earlier_lines(tx: UnitOfWork, person: PersonId) -> list[RelayedLine]:
    """What a professional may read of before they came: danger asks for it, and the young person was
    told so ("Is er gevaar, dan kan een beroepskracht meelezen"). Of a talk of more than two also what the
    others wrote to this young person, marked with their alias: it may be the danger. A line that stands
    on the danger card too is told once."""
    cases = [*await tx.handoffs.open_of(person)]
    if not any(h.is_danger for h in cases):
        return []
    lines: list[RelayedLine] = []
    for case in sorted(cases, key=lambda h: h.is_danger):  # the talk first, as it was written
        known = {(line.from_young, line.text) for line in lines}
        own = await parties.lines(tx, case)
        lines += [line for line in own if (line.from_young, line.text) not in known]
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


async def refusal(
    house: House, tx: UnitOfWork, member: StaffMember, case: Handoff, conversation: Conversation
) -> str | None:
    """The name of the sentence that says why `member` may not take this case now."""
    if not await _is_theirs(tx, member, case):
        return "claim_not_yours"
    if case.state in (HandoffState.ACTIVE, HandoffState.CLAIMED):
        return "already_claimed"
    if case.state is not HandoffState.OFFERED:
        return "claim_ended"
    if member.person in await tx.suspensions.all():
        return "you_rest"
    if not case.is_danger and member.person in await tx.handoffs.parted(case.person):
        return "claim_not_yours"
    if member.role is not Role.PROFESSIONAL:
        return await _peer_refusal(house, tx, member, case, conversation)
    busy = case.to is Role.VOLUNTEER and active(list(await tx.handoffs.open_of(case.person)))
    return "claim_ended" if busy else None  # what no peer took in time ends no other talk


async def _peer_refusal(
    house: House, tx: UnitOfWork, member: StaffMember, case: Handoff, conversation: Conversation
) -> str | None:
    if not await tx.staff.on_duty(Role.PROFESSIONAL) or not conversation.peer_possible:
        return "claim_ended"
    running = active(list(await tx.handoffs.open_of(case.person)))
    if running is not None:  # a human has this young person already; a peer takes over from nobody
        return "already_claimed" if running.id == case.id else "claim_ended"
    if (refused := await path.refusal(tx, member)) is not None:
        return refused
    if not age_fits(member, conversation.age_band, house.flowbook(), case.form):
        return "age_distance"
    places = house.flowbook().handoff.limits.talks_per_volunteer
    if await room.places_taken(tx, member.person) >= places:
        return "claim_full"
    fits = await matching.fits(house, tx, case, conversation, member)  # a wish of the young person
    return None if fits else "claim_not_yours"


async def _is_theirs(tx: UnitOfWork, member: StaffMember, case: Handoff) -> bool:
    """Is this for the role of this member? A professional also takes a wish for a peer that was shown
    to them because no peer took it."""
    if case.person == member.person:
        return False
    if case.to is member.role:
        return True
    shown = any(offer.staff == member.person for offer in await tx.offers.of(case.id))
    return member.role is Role.PROFESSIONAL and shown


async def end_others(
    house: House, tx: UnitOfWork, case: Handoff, member: StaffMember, *, warm: bool
) -> bool:
    """One who is responsible at a time: a running talk with a volunteer goes over to `member` (then
    this is true), and other wishes that still waited end."""
    for danger in await _dangers_beside(tx, case):
        await handing_off.end_waiting(house, tx, danger, HandoffState.WITHDRAWN, Reason.TOGETHER)
    others = [h for h in await tx.handoffs.open_of(case.person) if h.id != case.id]
    running = active(others)
    if running is not None:
        await _goes_over(house, tx, running, case, member, warm=warm)
    await handing_off.withdraw(house, tx, case.person, Reason.HELPED)
    if running is not None:  # after the other wishes have ended: they are not offered again
        await releasing.release(house, tx, running)
    return running is not None


async def _goes_over(
    house: House,
    tx: UnitOfWork,
    running: Handoff,
    case: Handoff,
    member: StaffMember,
    *,
    warm: bool,
) -> None:
    """The talk of the first ends because `member` has the young person now."""
    now = house.clock.now()
    to_professional = case.to is Role.PROFESSIONAL
    state = HandoffState.ESCALATED if to_professional else HandoffState.CLOSED
    reason = Reason.TAKEN_OVER if to_professional else Reason.PASSED_ON
    ended = running.moved(state, now, reason=reason, staff=member.person)
    await tx.handoffs.save(running, ended)
    closed = event("handoff_closed", running.to.value)
    await tx.events.add([event("handoff_escalated") if to_professional else closed], now)
    await answering.not_expected(tx, running)
    if running.staff:
        name = "passed_on" if warm else "taken_over"
        text = house.flowbook().staff(name, alias=running.alias)
        buttons = await debriefing.buttons_after(house, tx, running)
        if name == "taken_over":
            later = "taken_over_debrief" if buttons else "taken_over_later"
            text += f" {house.flowbook().staff(later)}"
        await room.tell(house, tx, running.staff, text, *buttons)
        await aftercare.ask(house, tx, ended, running.changed_at)
    await room.emptied(house, tx, running, "beside_taken_over", but=member.person)
    await parting.one_left(house, tx, ended)


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
    wishes = reasons.wishes(wish_of(conversation))
    if wishes and case.to is Role.VOLUNTEER:
        text += "\n" + flowbook.staff("wishes", alias=case.alias, wishes=wishes)
    note = approved_note(conversation)
    if note and case.to is Role.VOLUNTEER:
        text += "\n\n" + flowbook.staff("note", alias=case.alias, note=note)
    later = conversation.remembered.get("later_message")
    if later:
        text += "\n\n" + flowbook.staff("later_message", alias=case.alias, text=later)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())


async def _tell_young(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    conversation: Conversation,
    *,
    before: Sequence[str],
    about: str,
) -> None:
    flowbook, now = house.flowbook(), house.clock.now()
    role = "peer" if member.role is Role.VOLUNTEER else "professional"
    text = flowbook.handoff.say[f"claimed_by_{role}"].replace("{alias}", member.alias) + about
    text = " ".join([*(flowbook.handoff.say[one] for one in before), text])
    text += "\n\n" + flowbook.young(f"talk_started_{role}")  # what cannot stay between the two
    buttons = (
        Button(flowbook.young("end_talk_button"), END_TALK),
        Button(flowbook.young("who_reads_button"), "who_reads"),
    )
    await tx.outbox.add(
        conversation.person,
        [Reply(f"{text}\n\n{flowbook.young('talk_started_hint')}", buttons)],
        now,
    )


async def rest(
    house: House, tx: UnitOfWork, conversation: Conversation, *, keeps: bool = False
) -> None:
    """What the flows were asking rests; what was for the helper is given once. `keeps`: it was for
    another helper, who has not come yet."""
    rested = in_human_hands(conversation)
    if not keeps:
        rested = without_note(rested)
        known = {k: v for k, v in rested.remembered.items() if k != "later_message"}
        rested = replace(rested, remembered=known)
    await tx.conversations.save(rested, house.clock.now())


async def end_talk(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    staff_sentence: str,
    *,
    reason: Reason,
    along: Sequence[Handoff] | None = (),
) -> None:
    """Ends a talk on the side of whoever helps; the young person's side is the caller's. `along`:
    the cases that ended with it; `None` for one of those, about which the volunteer is not asked."""
    now = house.clock.now()
    closed = case.moved(HandoffState.CLOSED, now, reason=reason)
    await tx.handoffs.save(case, closed)
    await tx.events.add([event("handoff_closed", case.to.value)], now)
    await answering.not_expected(tx, case)
    await room.emptied(house, tx, case, staff_sentence)
    if case.is_danger and case.to is Role.PROFESSIONAL:
        conversation = await tx.conversations.get(case.person)
        await tx.conversations.save(replace(conversation, danger=conversation.danger.heard()), now)
    if case.staff is None:
        return
    flowbook = house.flowbook()
    buttons: tuple[Button, ...] = ()
    if case.to is Role.VOLUNTEER:
        buttons = await debriefing.buttons_after(house, tx, case)
    elif case.is_danger:
        buttons = (Button(flowbook.staff("clear_button"), f"{cards.CLEAR}.{case.id}"),)
    text = flowbook.staff(staff_sentence, alias=case.alias)
    await tx.outbox.add(case.staff, [Reply(text, buttons)], now)
    if along is not None:
        await aftercare.ask(house, tx, closed, case.changed_at, along=along)
    await parting.one_left(house, tx, closed)
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
    """Whoever helps ends the talk; the bot takes over again on the young person's side. A talk of more
    than two then ends for all, unless it is about one of them (`reason`)."""
    others = await parting.ended_for_all(house, tx, case) if reason in FOR_ALL else []
    for other in others:
        await _end_by_staff(house, tx, other, reason, told_staff, told_young, along=None)
    await _end_by_staff(house, tx, case, reason, told_staff, told_young, along=others)


async def _end_by_staff(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    reason: Reason,
    told_staff: str,
    told_young: str,
    *,
    along: Sequence[Handoff] | None = (),
) -> None:
    await end_talk(house, tx, case, told_staff, reason=reason, along=along)
    conversation = await tx.conversations.get(case.person)
    moment = await moment_of(house, tx, conversation)
    flowbook = house.flowbook()
    turn = open_flow(
        flowbook,
        conversation,
        after_talk_flow(conversation),
        moment,
        keep=True,
        before=flowbook.handoff.say[told_young].replace(
            "{alias}", await room.alias_of(tx, case.staff)
        ),
    )
    await effects.store(house, tx, turn)


async def young_left(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """The young person blocked Maatje: whoever helps is told, waiting wishes end, danger stays."""
    running = active(list(await tx.handoffs.open_of(person)))
    if running is not None:
        await end_talk(house, tx, running, "young_left", reason=Reason.YOUNG_LEFT)
    await handing_off.withdraw(house, tx, person, Reason.YOUNG_LEFT)
    await inviting.leaves(house, tx, person, Reason.YOUNG_LEFT)
    await appointing.cancel(house, tx, person)
