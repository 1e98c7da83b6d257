"""A young person and a volunteer who both would like to go on: the next wish is asked there first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff
from bot.domain.ids import PersonId
from bot.domain.matching import Match
from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import matching
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork

# Somebody else took the case of a pair: its new alias comes from far beyond those of new cases.
FAR = 500


async def earlier(tx: UnitOfWork, person: PersonId) -> Handoff | None:
    """The talk that both sides would like to go on with, while that volunteer is still here."""
    talk = await tx.handoffs.again_of(person)
    if talk is None or talk.staff is None or talk.staff in await tx.handoffs.parted(person):
        return None
    member = await tx.staff.get(talk.staff)
    return talk if member is not None and member.role is Role.VOLUNTEER else None


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
    free = await matching.there_for(house, tx, conversation)
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
    if case.again_with in (None, member.person):
        return case
    alias = house.aliases.alias(await tx.handoffs.count() + FAR)
    return replace(case, alias=alias, again_with=None)
