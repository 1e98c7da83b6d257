"""How whoever helps comes to a talk: the button under an offer and its words, `/volgende`, "Nu even
niet". Nobody picks from a list: the most urgent goes first, then who waits longest."""

from __future__ import annotations

from bot.domain.handoff import WAITING, Handoff, HandoffState, Reason, Urgency
from bot.domain.matching import Offer
from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import matching, offering, room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import claiming


async def claim(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """The button under an offer or a card."""
    refusal = await claiming.claim(house, tx, member, case)
    if refusal:
        await _say(house, tx, member, refusal)


async def take(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/neem`: the typed equivalent of the button under what was shown to this member."""
    shown = await _shown_to(tx, member)
    if not shown and member.role is Role.VOLUNTEER:  # why not, is told by the claim itself
        shown = [h for h in await tx.handoffs.waiting_for(member.role) if h.state in WAITING]
    if not shown:
        await _say(house, tx, member, "claim_ended")
        return
    await claim(house, tx, member, _first(shown))


async def next_one(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/volgende`: the next young person this member fits, the most urgent and longest waiting first."""
    if member.role is Role.PROFESSIONAL:
        await take(house, tx, member, "")
        return
    refusal = await _not_now(house, tx, member)
    if refusal:
        await _say(house, tx, member, refusal)
        return
    for case in sorted(await tx.handoffs.waiting_for(Role.VOLUNTEER), key=lambda h: h.created_at):
        if await _made_ready(house, tx, member, case):
            await claim(house, tx, member, await tx.handoffs.get(case.id) or case)
            return
    await _say(house, tx, member, "nothing_next")


async def _not_now(house: House, tx: UnitOfWork, member: StaffMember) -> str:
    if member.role is not Role.VOLUNTEER:
        return "claim_not_yours"
    if not member.on_duty:
        return "next_off_duty"
    places = house.flowbook().handoff.limits.talks_per_volunteer
    if await room.places_taken(tx, member.person) >= places:
        return "claim_full"
    return "" if await tx.staff.on_duty(Role.PROFESSIONAL) else "next_no_professional"


async def _made_ready(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> bool:
    """Notes that this case lies with this member now, if they fit."""
    now = house.clock.now()
    found = await matching.ranked(house, tx, case, await tx.conversations.get(case.person))
    own = next((match for match in found if match.member.person == member.person), None)
    if own is None:
        return False
    await tx.offers.add(Offer(case.id, member.person, now, own.reasons))
    if case.state is HandoffState.REQUESTED:
        await tx.handoffs.save(case, case.moved(HandoffState.OFFERED, now, reason=Reason.OFFERED))
    return True


async def decline(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """The button "Nu even niet"."""
    await _say(house, tx, member, await offering.decline(house, tx, member, case))


async def decline_first(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/nietnu`: the same for what `/neem` would take now. A danger card cannot be declined: it stays
    with every professional until somebody takes or judges it."""
    shown = [case for case in await _shown_to(tx, member) if case.to is Role.VOLUNTEER]
    if not shown:
        await _say(house, tx, member, "claim_ended")
        return
    await decline(house, tx, member, _first(shown))


async def _shown_to(tx: UnitOfWork, member: StaffMember) -> list[Handoff]:
    """What this member may take: offers that are still open, and for a professional all cards."""
    found = [
        await tx.handoffs.get(offer.handoff) for offer in await tx.offers.open_of(member.person)
    ]
    cases = [case for case in found if case is not None and case.state in WAITING]
    if member.role is Role.PROFESSIONAL:
        cases += [h for h in await tx.handoffs.waiting_for(member.role) if h.state in WAITING]
    return cases


def _first(cases: list[Handoff]) -> Handoff:
    order = list(Urgency)
    return min(cases, key=lambda case: (order.index(case.urgency), case.created_at))


async def _say(house: House, tx: UnitOfWork, member: StaffMember, name: str) -> None:
    await tx.outbox.add(member.person, [Reply(house.flowbook().staff(name))], house.clock.now())
