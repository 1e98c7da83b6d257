"""`/waarom ALIAS`: a coordinator reads how volunteers rank for a young person, and why. Aliases only."""

from __future__ import annotations

from bot.domain.handoff import WAITING, Handoff
from bot.domain.matching import OfferAnswer, Wish, stopped_by
from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import matching, reasons
from bot.services.house import House
from bot.services.ports import UnitOfWork

ANSWER_WORDS = {
    OfferAnswer.OPEN: " (heeft de vraag nu)",
    OfferAnswer.DECLINED: " (nu even niet)",
    OfferAnswer.CLAIMED: " (nam het gesprek)",
    OfferAnswer.ENDED: "",
}


async def tell_why(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """The ranking of one open wish for a peer."""
    await tx.outbox.add(
        member.person, [Reply(await _why(house, tx, member, alias))], house.clock.now()
    )


async def _why(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> str:
    flowbook = house.flowbook()
    if member.role is not Role.COORDINATOR:
        return flowbook.staff("unknown_command")
    case = await _named(tx, alias)
    if case is None:
        return flowbook.staff("why_which")
    conversation = await tx.conversations.get(case.person)
    wish = await matching.wish_for(house, tx, conversation, case)
    if case.state in WAITING:
        lines = await _ranking(house, tx, case, wish)
    else:
        lines = await _taken(house, tx, case, wish)
    wishes = reasons.wishes(wish) or "geen"
    shown = "\n".join(lines) or flowbook.staff("why_nobody")
    return flowbook.staff("why", alias=case.alias, wishes=wishes, lines=shown)


async def _named(tx: UnitOfWork, alias: str) -> Handoff | None:
    cases = [*await tx.handoffs.waiting_for(Role.VOLUNTEER)]
    for one in await tx.staff.all():
        if one.role is Role.VOLUNTEER:
            cases += await tx.handoffs.active_with(one.person)
    said = alias.strip().casefold()
    return next((case for case in cases if case.alias.casefold() == said), None)


async def _ranking(house: House, tx: UnitOfWork, case: Handoff, wish: Wish) -> list[str]:
    every = await matching.candidates(house, tx)
    weights = house.flowbook().handoff.matching.as_weights
    answers = {offer.staff: offer.answer for offer in await tx.offers.of(case.id)}
    lines = []
    for place, match in enumerate(house.rank(wish, every, weights, house.clock.now()), 1):
        why = reasons.for_coordinator(house, case, wish, match.reasons) or "mag gevraagd worden"
        mark = ANSWER_WORDS[answers.get(match.member.person, OfferAnswer.ENDED)]
        lines.append(f"{place}. {match.member.alias}{mark}: {why}")
    for one in every:
        stop = stopped_by(wish, one)
        if stop is not None:
            lines.append(f"- {one.member.alias} niet: {reasons.STOPPED[stop]}")
    return lines


async def _taken(house: House, tx: UnitOfWork, case: Handoff, wish: Wish) -> list[str]:
    """Of a talk that runs: why this one was asked, as it was then."""
    own = [offer for offer in await tx.offers.of(case.id) if offer.staff == case.staff]
    taker = await tx.staff.get(case.staff) if case.staff else None
    if not own or taker is None:
        return []
    why = reasons.for_coordinator(house, case, wish, own[0].reasons) or "mocht gevraagd worden"
    return [f"{taker.alias}{ANSWER_WORDS[OfferAnswer.CLAIMED]}: {why}"]
