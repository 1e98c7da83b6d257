"""A young person and a volunteer who both would like to go on: the next wish is asked there first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.handoff import WAITING, Handoff
from bot.domain.ids import PersonId
from bot.domain.matching import Match
from bot.domain.messages import Reply
from bot.domain.pair import Pair
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import matching, naming
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork

# Somebody else took the case of a pair: its new alias comes from far beyond those of new cases.
FAR = 500


async def earlier(house: House, tx: UnitOfWork, person: PersonId) -> Pair | None:
    """The pair of this young person, while it holds and that volunteer is still here."""
    pair = await tx.pairs.of(person)
    days = house.flowbook().handoff.limits.pair_days
    if pair is None or not pair.holds(house.clock.now(), days):
        return None
    if pair.staff in await tx.handoffs.parted(person):
        return None
    member = await tx.staff.get(pair.staff)
    return pair if member is not None and member.role is Role.VOLUNTEER else None


async def pending(tx: UnitOfWork, person: PersonId) -> Handoff | None:
    """The talk after which this young person chose to go on with the same volunteer, as long as it is not
    a pair (yet). What the volunteer chose is not looked at: it is not told to one side alone."""
    talk, pair = await tx.handoffs.last_talk_of(person), await tx.pairs.of(person)
    if talk is None or talk.staff is None or not talk.young_again:
        return None
    known = pair is not None and pair.staff == talk.staff
    return None if known or talk.staff in await tx.handoffs.parted(person) else talk


async def withdraw(tx: UnitOfWork, talk: Handoff) -> None:
    """The young person takes that choice back."""
    await tx.handoffs.save(talk, replace(talk, young_again=False))


async def stop(house: House, tx: UnitOfWork, pair: Pair) -> None:
    """One of the two does not want it any more: they do not get each other again. A wish that is asked
    there first goes to the others, under another name. The other side is not told who chose this."""
    await tx.pairs.save(pair.stopped())
    for case in await tx.handoffs.open_of(pair.person):
        if case.state in WAITING and case.again_with is not None:
            alias = await naming.fresh(house, tx, ahead=FAR)
            await tx.handoffs.save(case, replace(case, alias=alias, again_with=None))
            await tx.offers.end(case.id, house.clock.now())
            now = house.clock.now()
            await tx.timers.set(Timer(TimerKind.PAIR_FIRST, case.id, now, case.person))


def asked_first(house: House, case: Handoff, matches: Sequence[Match]) -> Sequence[Match]:
    """Of those who may take this case: the one it goes to first, while their time lasts."""
    minutes = house.flowbook().handoff.limits.same_peer_first_minutes
    over = house.clock.now() - case.created_at >= timedelta(minutes=minutes)
    first = [match for match in matches if match.member.person == case.again_with]
    return matches if over or not first else first


async def begins(house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation) -> None:
    """Tells the young person whether the volunteer of last time is there, and sets the clock after
    which others are asked too."""
    member = await tx.staff.get(case.again_with) if case.again_with else None
    if member is None or not await tx.staff.on_duty(Role.PROFESSIONAL):
        return
    now, flowbook = house.clock.now(), house.flowbook()
    free = await matching.there_for(house, tx, conversation, case.form)
    there = any(one.member.person == member.person for one in free)
    text = flowbook.young("same_peer_asked" if there else "same_peer_away")
    await tx.outbox.add(case.person, [Reply(text.replace("{alias}", member.alias))], now)
    if there:
        minutes = flowbook.handoff.limits.same_peer_first_minutes
        due = now + timedelta(minutes=minutes)
        await tx.timers.set(Timer(TimerKind.PAIR_FIRST, case.id, due, case.person))


async def taken(house: House, tx: UnitOfWork, case: Handoff, member: StaffMember) -> Handoff:
    """The case as this volunteer takes it: the alias of last time is for the pair alone."""
    await tx.timers.delete(TimerKind.PAIR_FIRST, case.id)
    pair = await tx.pairs.of(case.person)
    if pair is not None and pair.staff == member.person and not pair.ended:
        await tx.pairs.save(pair.talked(house.clock.now()))
    if case.again_with in (None, member.person):
        return case
    return replace(case, alias=await naming.fresh(house, tx, ahead=FAR), again_with=None)
