"""Shows a wish for a peer in waves: the best few, then everybody who fits, then the professional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import WAITING, Handoff, HandoffState, Reason
from bot.domain.ids import HandoffId, PersonId
from bot.domain.matching import Match, Offer, OfferAnswer
from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import matching, pairs
from bot.services.handoff.cards import card, overdue_card
from bot.services.house import House, active
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.shared import parties

Asked = Mapping[PersonId, Offer]


async def offer_peers(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    conversation: Conversation,
    *,
    only: StaffMember | None = None,
) -> int:
    """Shows the wish to whoever comes next; returns to how many. With `only` to that volunteer, who
    came on duty or has room again, when it is their turn."""
    every = await matching.ranked(house, tx, case, conversation)
    matches = pairs.asked_first(house, case, every)
    asked = {offer.staff: offer for offer in await tx.offers.of(case.id)}
    chosen = _own(house, case, matches, asked, only) if only else _next(house, case, matches, asked)
    wish = await matching.wish_for(house, tx, conversation, case)
    for match in chosen:
        shown = await card(house, tx, case, conversation, wish=wish, reasons=match.reasons)
        await _show(house, tx, case, match.member, shown, match)
    if chosen:
        await _offered(house, tx, case)
    return len(chosen)


async def _show(
    house: House,
    tx: UnitOfWork,
    case: Handoff,
    member: StaffMember,
    shown: Reply,
    match: Match | None = None,
) -> None:
    now = house.clock.now()
    await tx.outbox.add(member.person, [shown], now)
    await tx.offers.add(Offer(case.id, member.person, now, match.reasons if match else ()))


async def _offered(house: House, tx: UnitOfWork, case: Handoff) -> None:
    for one in (case, *await parties.waiting_with(tx, case)):
        if one.state is HandoffState.REQUESTED:
            now = house.clock.now()
            offered = one.moved(HandoffState.OFFERED, now, reason=Reason.OFFERED)
            await tx.handoffs.save(one, offered)
            await tx.events.add([event("handoff_offered", one.to.value)], now)


def _is_wide(house: House, case: Handoff) -> bool:
    after = timedelta(minutes=house.flowbook().handoff.limits.wider_after_minutes)
    return house.clock.now() - case.created_at >= after


def _next(house: House, case: Handoff, matches: Sequence[Match], asked: Asked) -> Sequence[Match]:
    fresh = [match for match in matches if match.member.person not in asked]
    return fresh if _is_wide(house, case) else fresh[: _places(house, matches, asked)]


def _places(house: House, matches: Sequence[Match], asked: Asked) -> int:
    """How many more may see it in the first wave: who can no longer take it, counts no more."""
    looking = [m for m in matches if _answer(asked, m.member) is OfferAnswer.OPEN]
    return max(0, house.flowbook().handoff.limits.offer_first_to - len(looking))


def _own(
    house: House, case: Handoff, matches: Sequence[Match], asked: Asked, member: StaffMember
) -> Sequence[Match]:
    own = [match for match in matches if match.member.person == member.person]
    answer = _answer(asked, member)
    if answer is OfferAnswer.DECLINED:
        return []
    turn = _is_wide(house, case) or answer is not None or _places(house, matches, asked) > 0
    return own if turn else []


def _answer(asked: Asked, member: StaffMember) -> OfferAnswer | None:
    offer = asked.get(member.person)
    return offer.answer if offer else None


async def pass_on(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """This volunteer cannot take anything now: what lies with them goes to the next best."""
    for offer in await tx.offers.open_of(member.person):
        case = await tx.handoffs.get(offer.handoff)
        if case is None or case.state not in WAITING:
            continue
        await tx.offers.answered(case.id, member.person, OfferAnswer.ENDED, house.clock.now())
        if case.to is Role.VOLUNTEER:
            await offer_peers(house, tx, case, await tx.conversations.get(case.person))


async def off_duty(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """Nobody waits for an answer of somebody who goes home."""
    await tx.staff.save(replace(member, on_duty=False), house.clock.now())
    await pass_on(house, tx, member)


async def decline(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> str:
    """ "Nu even niet": the next best is asked at once. Returns the name of the answer."""
    own = [one for one in await tx.offers.of(case.id) if one.staff == member.person]
    if case.state not in WAITING or not own:
        return "claim_ended"
    await tx.offers.answered(case.id, member.person, OfferAnswer.DECLINED, house.clock.now())
    await offer_peers(house, tx, case, await tx.conversations.get(case.person))
    return "declined"


async def plan(house: House, tx: UnitOfWork, case: Handoff) -> None:
    """Sees to it that a wish for a peer that nobody takes goes wider."""
    if case.to is Role.VOLUNTEER:
        minutes = house.flowbook().handoff.limits.wider_after_minutes
        due = case.created_at + timedelta(minutes=minutes)
        await tx.timers.set(Timer(TimerKind.WIDEN, case.id, due, case.person))


async def widen(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """First to everybody who fits, later to the professional too; the young person hears of each."""
    case = await tx.handoffs.get(HandoffId(timer.ref))
    if case is None or case.state not in WAITING or case.to is not Role.VOLUNTEER:
        return
    now, limits = house.clock.now(), house.flowbook().handoff.limits
    conversation = await tx.conversations.get(case.person)
    busy = active(list(await tx.handoffs.open_of(case.person))) is not None
    if busy or not conversation.peer_possible:  # danger goes first; this waits
        due = now + timedelta(minutes=limits.tell_again_after_minutes)
        await tx.timers.set(replace(timer, due_at=due))
        return
    if timer.repeats == 0:
        if await offer_peers(house, tx, case, conversation):
            await _tell(house, tx, case, "asked_everybody")
        due = case.created_at + timedelta(minutes=limits.to_professional_after_minutes)
        await tx.timers.set(replace(timer, due_at=max(due, now), repeats=1))
    else:
        await offer_overdue(house, tx, case.id, await tx.staff.on_duty(Role.PROFESSIONAL))


async def offer_overdue(
    house: House, tx: UnitOfWork, wish: HandoffId, professionals: Sequence[StaffMember]
) -> int:
    """A wish that no peer took in time: a professional may take it. Returns to how many it went."""
    case = await tx.handoffs.get(wish)
    if case is None or case.state not in WAITING or case.shared is not None:
        return 0  # a talk of more than two is led by who does that form, or it does not come
    if active(list(await tx.handoffs.open_of(case.person))) is not None:
        return 0  # they are in a talk of more than two: this waits
    after = timedelta(minutes=house.flowbook().handoff.limits.to_professional_after_minutes)
    conversation = await tx.conversations.get(case.person)
    if house.clock.now() - case.created_at < after or not conversation.peer_possible:
        return 0
    roles = {one.person: one.role for one in await tx.staff.all()}
    asked = {offer.staff for offer in await tx.offers.of(case.id)}
    not_again = {case.person, *await tx.handoffs.parted(case.person), *asked}
    free = [member for member in professionals if member.person not in not_again]
    for member in free:
        await _show(house, tx, case, member, overdue_card(house, case, conversation))
    if free:
        await _offered(house, tx, case)
        if not any(roles.get(person) is Role.PROFESSIONAL for person in asked):
            await _tell(house, tx, case, "asked_professional")
    return len(free)


async def _tell(house: House, tx: UnitOfWork, case: Handoff, name: str) -> None:
    """Said beside whatever the talk with Maatje is about: it asks nothing, and a lock screen that
    somebody else sees tells nothing."""
    text = house.flowbook().handoff.say[name]
    await tx.outbox.add(case.person, [Reply(text)], house.clock.now())
