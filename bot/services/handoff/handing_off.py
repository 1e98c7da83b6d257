"""Brings a young person to a volunteer or a professional: asking, offering, claiming, clearing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import WAITING, Handoff, HandoffState, Reason, Urgency
from bot.domain.ids import HandoffId, PersonId, new_id
from bot.domain.messages import Reply
from bot.domain.safety import DangerKind
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role, StaffMember
from bot.engine.danger_names import PREFIX
from bot.services.handoff import cards, naming, offering, pairs, room
from bot.services.handoff.cards import card
from bot.services.house import House
from bot.services.ports import Priority, RelayedLine, Timer, TimerKind, UnitOfWork
from bot.services.shared import parting, pausing


async def request(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    wish: RequestHandoff,
    *,
    first: PersonId | None = None,
) -> None:
    """Keeps the wish and offers it to those on duty. A danger case that is open already is raised,
    not doubled; a professional who has the chat already sees the lines themselves. `first`: who is asked
    before all others, when they can take it (an appointment in their shift)."""
    if wish.kinds:
        await _hold_shared(house, tx, conversation.person)
    open_cases = await tx.handoffs.open_of(conversation.person)
    if wish.urgency is Urgency.NORMAL:
        own = [h for h in open_cases if h.shared is None]  # a talk of more than two is no answer
        waits = next((h for h in own if h.state in WAITING and h.to is wish.to), None)
        if waits is not None:
            await _ask_again(house, tx, waits, conversation)
            return
        await _new_case(house, tx, conversation, wish, first)
        return
    if any(h.state is HandoffState.ACTIVE and h.to is Role.PROFESSIONAL for h in open_cases):
        return
    waiting = next((h for h in open_cases if h.state in WAITING and h.is_danger), None)
    if waiting is None:
        await _new_case(house, tx, conversation, wish)
    else:
        await _raise_case(house, tx, conversation, waiting, wish)


async def _hold_shared(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Danger: a talk of more than two rests, and none begins."""
    held = await pausing.for_danger(house, tx, person)
    if held:
        await room.tell(house, tx, person, held)
    for case in await tx.handoffs.open_of(person):
        if case.shared is not None and case.state in WAITING and not case.is_danger:
            await end_waiting(house, tx, case, HandoffState.WITHDRAWN, Reason.DANGER)
            await room.tell(house, tx, person, room.young(house, "shared_danger_first"))


async def _ask_again(
    house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation
) -> None:
    """Asked twice: one case. Somebody may fit now who did not before, as when a wish was dropped."""
    if case.to is Role.VOLUNTEER:
        await offering.offer_peers(house, tx, case, conversation)


async def request_again(house: House, tx: UnitOfWork, case: Handoff) -> None:
    """Whoever had this danger case is gone: it is offered anew."""
    conversation = await tx.conversations.get(case.person)
    wish = RequestHandoff(case.to, case.urgency, case.form, case.topic, case.kinds)
    await request(house, tx, conversation, wish)


async def _new_case(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    wish: RequestHandoff,
    first: PersonId | None = None,
) -> None:
    now = house.clock.now()
    volunteer = wish.to is Role.VOLUNTEER
    earlier = await pairs.earlier(house, tx, conversation.person) if volunteer else None
    talk = await room.running_with_volunteer(tx, conversation.person) if wish.kinds else None
    # One young person in one talk: who comes beside it must not take them for two.
    known = talk or earlier
    alias = known.alias if known else await naming.fresh(house, tx)
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
        await keep_line(house, tx, case, wish.words, by_helper=wish.by_helper)
    await tx.events.add([event("handoff_requested", wish.to.value)], now)
    if case.is_danger:
        await tx.events.add([event("danger_card_asked", case.urgency.value)], now)
    member = await tx.staff.get(first) if first is not None else None
    asked = await offer(house, tx, case, conversation, only=member) if member is not None else 0
    if not asked and not await offer(house, tx, case, conversation):
        await tx.events.add([event("handoff_missed", case.to.value)], now)
    await pairs.begins(house, tx, case, conversation)
    await set_timers(house, tx, case)


async def _raise_case(
    house: House, tx: UnitOfWork, conversation: Conversation, case: Handoff, wish: RequestHandoff
) -> None:
    kinds = tuple(k for k in DangerKind if k in {*case.kinds, *wish.kinds})
    urgent = Urgency.URGENT in (case.urgency, wish.urgency)
    raised = replace(case, kinds=kinds, urgency=Urgency.URGENT if urgent else Urgency.CONCERN)
    own_words = not wish.by_helper and cards.begun_by_helper(await tx.handoffs.lines(case.id))
    if raised == case and not own_words:
        return
    await tx.handoffs.save(case, raised)
    await keep_line(house, tx, case, wish.words, by_helper=wish.by_helper)
    await offer(house, tx, raised, conversation)
    if raised.urgency is not case.urgency:  # else the alarm runs already, and must not begin anew
        await set_timers(house, tx, raised)


async def add_kinds(tx: UnitOfWork, person: PersonId, kinds: tuple[DangerKind, ...]) -> None:
    """What was read in a message later, at the same level: on the case, without a second card."""
    for case in await waiting_danger(tx, person):
        every = tuple(k for k in DangerKind if k in {*case.kinds, *kinds})
        await tx.handoffs.save(case, replace(case, kinds=every))


async def waiting_danger(tx: UnitOfWork, person: PersonId) -> list[Handoff]:
    """The danger cases of this person that nobody has taken yet."""
    return [h for h in await tx.handoffs.open_of(person) if h.is_danger and h.state in WAITING]


async def keep_line(
    house: House, tx: UnitOfWork, case: Handoff, words: str, *, by_helper: bool = False
) -> None:
    """Keeps what a young person in danger wrote (or their volunteer, `by_helper`), for the professional who
    takes the case; once."""
    known = [line.text for line in await tx.handoffs.lines(case.id)]
    if words and words not in known:
        await tx.handoffs.add_line(RelayedLine(case.id, not by_helper, words, house.clock.now()))


async def set_timers(house: House, tx: UnitOfWork, case: Handoff) -> None:
    """The clocks of a case that waits: alarm, or telling again and going wider."""
    limits = house.flowbook().handoff.limits
    if case.urgency is Urgency.URGENT:
        first = limits.alarm_again_after_minutes[0]
        due = house.clock.now() + timedelta(minutes=first)
        await tx.timers.set(Timer(TimerKind.ALARM, case.id, due, case.person))
    else:
        since = max(house.clock.now(), case.created_at)  # the parties of one talk keep their order
        due = since + timedelta(minutes=limits.tell_again_after_minutes)
        await tx.timers.set(Timer(TimerKind.STILL_WAITING, case.id, due, case.person))
        if not case.is_danger:
            await offering.plan(house, tx, case)


async def offer(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    conversation: Conversation,
    *,
    only: StaffMember | None = None,
) -> int:
    """Sends the card to every professional who may take it now, and the offer to the volunteers whose
    turn it is; returns how many got it."""
    if case.to is Role.VOLUNTEER:
        return await offering.offer_peers(house, tx, case, conversation, only=only)
    members = await _who_may_take(tx, case)
    if only is not None:
        members = [m for m in members if m.person == only.person]
    for member in members:
        shown = await card(house, tx, case, conversation)
        await tx.outbox.add(member.person, [shown], house.clock.now(), haste(case))
    if members and case.state is HandoffState.REQUESTED:
        await tx.handoffs.save(
            case, case.moved(HandoffState.OFFERED, house.clock.now(), reason=Reason.OFFERED)
        )
        await tx.events.add([event("handoff_offered", case.to.value)], house.clock.now())
    if case.urgency is Urgency.URGENT and not members and only is None:
        await tell_coordinators(house, tx, "no_professional_alarm")
    return len(members)


async def alarm_if_nobody_is_left(house: House, tx: UnitOfWork) -> None:
    """Who had the urgent cards is gone, perhaps before seeing them: the coordinators hear of it now."""
    if await tx.staff.on_duty(Role.PROFESSIONAL):
        return
    waiting = await tx.handoffs.waiting_for(Role.PROFESSIONAL)
    if any(case.urgency is Urgency.URGENT for case in waiting):
        await tell_coordinators(house, tx, "no_professional_alarm")


async def tell_coordinators(house: House, tx: UnitOfWork, name: str, **values: object) -> None:
    """Something that cannot wait, such as danger that nobody takes: every coordinator, on duty or not."""
    text = house.flowbook().staff(name, **values)
    for member in await tx.staff.all():
        if member.role is Role.COORDINATOR:
            now = house.clock.now()
            await tx.outbox.add(member.person, [Reply(text)], now, Priority.DANGER)


def haste(case: Handoff) -> Priority:
    """What is sent about this case before what."""
    return Priority.DANGER if case.urgency is Urgency.URGENT else Priority.ANSWER


async def _who_may_take(tx: UnitOfWork, case: Handoff) -> list[StaffMember]:
    parted = set() if case.is_danger else await tx.handoffs.parted(case.person)
    professionals = await tx.staff.on_duty(Role.PROFESSIONAL)
    return [p for p in professionals if p.person not in {case.person, *parted}]


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
            conversation = await tx.conversations.get(case.person)
            offered += await offer(house, tx, case, conversation, only=only)
            if only is None:  # volunteers may begin now; what waited too long is shown to both
                offered += await offering.offer_overdue(house, tx, case.id, [member])
    return offered


async def others_too(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The volunteer of last time did not take it within their time: the others are asked as well."""
    case = await tx.handoffs.get(HandoffId(timer.ref))
    if case is not None and case.state in WAITING:
        await offer(house, tx, case, await tx.conversations.get(case.person))


async def withdraw(
    house: House, tx: UnitOfWork, person: PersonId, reason: Reason = Reason.NO_LONGER
) -> None:
    """The young person no longer waits for somebody of their own. Danger cases stay: only a human's word
    ends those. So does a talk of more than two (`services/shared/inviting.leaves`)."""
    for case in await tx.handoffs.open_of(person):
        if case.state in WAITING and not case.is_danger and case.shared is None:
            await end_waiting(house, tx, case, HandoffState.WITHDRAWN, reason)


async def end_waiting(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    state: HandoffState,
    reason: Reason,
    *,
    staff: PersonId | None = None,
) -> None:
    """A case that waits ends without a talk; `staff`: the helper who ended it, if one did. The others
    who waited for the same talk do not wait for it any more."""
    now, others = house.clock.now(), await parting.wait_over(house, tx, case, reason)
    await tx.handoffs.save(case, case.moved(state, now, reason=reason, staff=staff))
    await tx.timers.delete(TimerKind.STILL_WAITING, case.id)
    await tx.timers.delete(TimerKind.ALARM, case.id)
    await tx.timers.delete(TimerKind.WIDEN, case.id)
    await tx.offers.end(case.id, now)
    await tx.timers.delete(TimerKind.PAIR_FIRST, case.id)
    await tx.events.add([event(f"handoff_{state.value}", case.to.value)], now)
    for other in others:
        why = reason if reason is Reason.EXPIRED else Reason.OTHER_LEFT
        await end_waiting(house, tx, other, state, why)


async def clear(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """A professional has looked and sees no danger (any more): peers are possible again."""
    now = house.clock.now()
    before = await tx.conversations.get(case.person)
    cleared = _laid_to_rest(replace(before, danger=before.danger.cleared()), case)
    conversation = await tx.conversations.save(cleared, now)
    await tx.events.add([event("danger_cleared")], now)
    if case.state in WAITING:
        await end_waiting(
            house, tx, case, HandoffState.WITHDRAWN, Reason.CLEARED, staff=member.person
        )
    await pausing.cleared(house, tx, case.person)
    await offer_unasked(house, tx, conversation)


def _laid_to_rest(conversation: Conversation, case: Handoff) -> Conversation:
    """What was being asked about the danger is not asked again; a question that stands on the screen now
    can still be answered."""
    stack = conversation.stack
    last = () if case.state is HandoffState.ACTIVE else stack[-1:]
    left = [place for place in stack[: len(stack) - len(last)] if not place.flow.startswith(PREFIX)]
    return replace(conversation, stack=(*left, *last))


async def offer_unasked(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """No danger is open any more: a wish for a peer that had to wait for that is asked now."""
    for case in await tx.handoffs.open_of(conversation.person):
        if case.state is HandoffState.REQUESTED:
            await offer(house, tx, case, conversation)
