"""Brings a young person to a volunteer or a professional: asking, offering, claiming, clearing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import WAITING, Handoff, HandoffState, Urgency
from bot.domain.ids import HandoffId, PersonId, new_id
from bot.domain.messages import Reply
from bot.domain.safety import DangerKind
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role, StaffMember
from bot.services import pairs
from bot.services.cards import card
from bot.services.house import House, free_volunteers
from bot.services.ports import RelayedLine, Timer, TimerKind, UnitOfWork


async def request(
    house: House, tx: UnitOfWork, conversation: Conversation, wish: RequestHandoff
) -> None:
    """Keeps the wish and offers it to those on duty. A danger case that is open already is raised,
    not doubled; a professional who has the chat already sees the lines themselves."""
    open_cases = await tx.handoffs.open_of(conversation.person)
    if wish.urgency is Urgency.NORMAL:
        if any(h.state in WAITING and h.to is wish.to for h in open_cases):
            return
        await _new_case(house, tx, conversation, wish)
        return
    if any(h.state is HandoffState.ACTIVE and h.to is Role.PROFESSIONAL for h in open_cases):
        return
    waiting = next((h for h in open_cases if h.state in WAITING and h.is_danger), None)
    if waiting is None:
        await _new_case(house, tx, conversation, wish)
    else:
        await _raise_case(house, tx, conversation, waiting, wish)


async def request_again(house: House, tx: UnitOfWork, case: Handoff) -> None:
    """Whoever had this danger case is gone: it is offered anew."""
    conversation = await tx.conversations.get(case.person)
    wish = RequestHandoff(case.to, case.urgency, case.form, case.topic, case.kinds)
    await request(house, tx, conversation, wish)


async def _new_case(
    house: House, tx: UnitOfWork, conversation: Conversation, wish: RequestHandoff
) -> None:
    now = house.clock.now()
    volunteer = wish.to is Role.VOLUNTEER
    earlier = await pairs.earlier(tx, conversation.person) if volunteer else None
    alias = earlier.alias if earlier else house.aliases.alias(await tx.handoffs.count())
    case = Handoff(
        HandoffId(new_id()),
        conversation.person,
        alias,
        wish.to,
        wish.urgency,
        now,
        now,
        form=wish.form,
        topic=wish.topic,
        kinds=wish.kinds,
        again_with=earlier.staff if earlier else None,
    )
    await tx.handoffs.add(case)
    if case.is_danger:
        await keep_line(house, tx, case, wish.words)
    await tx.events.add([event("handoff_requested", wish.to.value)], now)
    await offer(house, tx, case, conversation)
    await pairs.begins(house, tx, case, conversation)
    await _set_timers(house, tx, case)


async def _raise_case(
    house: House, tx: UnitOfWork, conversation: Conversation, case: Handoff, wish: RequestHandoff
) -> None:
    kinds = tuple(k for k in DangerKind if k in {*case.kinds, *wish.kinds})
    urgent = Urgency.URGENT in (case.urgency, wish.urgency)
    raised = replace(case, kinds=kinds, urgency=Urgency.URGENT if urgent else Urgency.CONCERN)
    if raised == case:
        return
    await tx.handoffs.save(case, raised)
    await keep_line(house, tx, case, wish.words)
    await offer(house, tx, raised, conversation)
    await _set_timers(house, tx, raised)


async def add_kinds(tx: UnitOfWork, person: PersonId, kinds: tuple[DangerKind, ...]) -> None:
    """What was read in a message later, at the same level: on the case, without a second card."""
    for case in await waiting_danger(tx, person):
        every = tuple(k for k in DangerKind if k in {*case.kinds, *kinds})
        await tx.handoffs.save(case, replace(case, kinds=every))


async def waiting_danger(tx: UnitOfWork, person: PersonId) -> list[Handoff]:
    """The danger cases of this person that nobody has taken yet."""
    return [h for h in await tx.handoffs.open_of(person) if h.is_danger and h.state in WAITING]


async def keep_line(house: House, tx: UnitOfWork, case: Handoff, words: str) -> None:
    """Keeps what a young person in danger wrote, for the professional who takes the case; once."""
    known = [line.text for line in await tx.handoffs.lines(case.id)]
    if words and words not in known:
        await tx.handoffs.add_line(RelayedLine(case.id, True, words, house.clock.now()))


async def _set_timers(house: House, tx: UnitOfWork, case: Handoff) -> None:
    limits = house.flowbook().handoff.limits
    if case.urgency is Urgency.URGENT:
        first = limits.alarm_again_after_minutes[0]
        due = house.clock.now() + timedelta(minutes=first)
        await tx.timers.set(Timer(TimerKind.ALARM, case.id, due, case.person))
    elif not case.is_danger:
        due = house.clock.now() + timedelta(minutes=limits.tell_again_after_minutes)
        await tx.timers.set(Timer(TimerKind.STILL_WAITING, case.id, due, case.person))


async def offer(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    conversation: Conversation,
    *,
    only: StaffMember | None = None,
) -> int:
    """Sends the offer or card to everybody who may take it now; returns how many got it."""
    members = await _who_may_take(house, tx, case, conversation)
    if only is not None:
        members = [m for m in members if m.person == only.person]
    for member in members:
        shown = await card(house, tx, case, conversation)
        await tx.outbox.add(member.person, [shown], house.clock.now())
    if members and case.state is HandoffState.REQUESTED:
        await tx.handoffs.save(case, case.moved(HandoffState.OFFERED, house.clock.now()))
        await tx.events.add([event("handoff_offered", case.to.value)], house.clock.now())
    if case.urgency is Urgency.URGENT and not members and only is None:
        await tell_coordinators(house, tx, "no_professional_alarm")
    return len(members)


async def tell_coordinators(house: House, tx: UnitOfWork, name: str, **values: object) -> None:
    """Something that cannot wait, such as danger that nobody takes: every coordinator, on duty or not."""
    text = house.flowbook().staff(name, **values)
    for member in await tx.staff.all():
        if member.role is Role.COORDINATOR:
            await tx.outbox.add(member.person, [Reply(text)], house.clock.now())


async def _who_may_take(
    house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation
) -> list[StaffMember]:
    professionals = list(await tx.staff.on_duty(Role.PROFESSIONAL))
    if case.to is Role.PROFESSIONAL:
        parted = set() if case.is_danger else await tx.handoffs.parted(case.person)
        return [p for p in professionals if p.person not in {case.person, *parted}]
    if not professionals or not conversation.peer_possible:
        return []  # behind every peer stands a professional; no peer while danger is open
    return list(pairs.asked_first(house, case, await free_volunteers(house, tx, conversation)))


async def offer_waiting(house: House, tx: UnitOfWork, member: StaffMember) -> int:
    """Somebody came on duty or has room again: offers what waits, the most urgent first."""
    order = {Urgency.URGENT: 0, Urgency.CONCERN: 1, Urgency.NORMAL: 2}
    roles = (
        [Role.PROFESSIONAL, Role.VOLUNTEER] if member.role is Role.PROFESSIONAL else [member.role]
    )
    offered = 0
    for role in roles:
        waiting = sorted(await tx.handoffs.waiting_for(role), key=lambda h: order[h.urgency])
        only = member if role is member.role else None
        for case in waiting:
            if only is None and case.state is HandoffState.OFFERED:
                continue  # volunteers have this offer already
            conversation = await tx.conversations.get(case.person)
            offered += await offer(house, tx, case, conversation, only=only)
    return offered


async def others_too(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The volunteer of last time did not take it within their time: the others are asked as well."""
    case = await tx.handoffs.get(HandoffId(timer.ref))
    if case is None or case.state not in WAITING:
        return
    conversation = await tx.conversations.get(case.person)
    for member in await _who_may_take(house, tx, case, conversation):
        if member.person != case.again_with:
            await offer(house, tx, case, conversation, only=member)


async def withdraw(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """The young person no longer waits. Danger cases stay: only a human's word ends those."""
    for case in await tx.handoffs.open_of(person):
        if case.state in WAITING and not case.is_danger:
            await end_waiting(house, tx, case, HandoffState.WITHDRAWN)


async def end_waiting(
    house: House, tx: UnitOfWork, case: Handoff, state: HandoffState, *, reason: str = ""
) -> None:
    """A case that waits ends without a talk."""
    now = house.clock.now()
    await tx.handoffs.save(case, case.moved(state, now, reason=reason))
    await tx.timers.delete(TimerKind.STILL_WAITING, case.id)
    await tx.timers.delete(TimerKind.ALARM, case.id)
    await tx.timers.delete(TimerKind.PAIR_FIRST, case.id)
    await tx.events.add([event(f"handoff_{state.value}", case.to.value)], now)


async def clear(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """A professional has looked and sees no danger (any more): peers are possible again."""
    now = house.clock.now()
    conversation = await tx.conversations.get(case.person)
    await tx.conversations.save(replace(conversation, danger=conversation.danger.cleared()), now)
    await tx.events.add([event("danger_cleared")], now)
    if case.state in WAITING:
        await end_waiting(house, tx, case, HandoffState.WITHDRAWN, reason="cleared")
