"""Who may be asked for a young person, the best first: facts are gathered here, `House.rank` decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff
from bot.domain.matching import WISHES, Candidate, Load, Match, Wish, stopped_by
from bot.domain.volunteer import Profile, Role, StaffMember
from bot.domain.volunteer_path import YOUNGEST, young_may
from bot.engine.wishes import wish_of
from bot.services.ports import UnitOfWork

if TYPE_CHECKING:
    from bot.services.house import House

# The oldest age (years) of each band: the distance to a peer is counted from there, so that a
# 12-year-old is never closer to an older peer than the rule says. Unknown counts as under 16.
OLDEST_OF_BAND = {"under_12": 11, "12_15": 15, "16_17": 17, "unknown": 15}
MIDDLE_OF_BAND = {"12_15": 13.5, "16_17": 16.5, "18_24": 21.0}
LOAD_SPAN = timedelta(hours=24)


async def wish_for(
    house: House, tx: UnitOfWork, conversation: Conversation, case: Handoff | None = None
) -> Wish:
    """All that counts for this young person: the case, age, wishes, and who must not come again."""
    limits = house.flowbook().handoff.limits
    oldest = OLDEST_OF_BAND.get(conversation.age_band)
    bound = None if oldest is None else oldest + limits.largest_age_distance_to_minor_years
    young = young_may(case.form if case else None, conversation.age_band)
    return replace(
        wish_of(conversation),
        form=case.form if case else None,
        topic=case.topic if case else None,
        age=MIDDLE_OF_BAND.get(conversation.age_band),
        youngest=YOUNGEST if young else limits.youngest_peer_years,
        oldest=bound,
        parted=await tx.handoffs.parted(conversation.person),
    )


async def candidates(house: House, tx: UnitOfWork) -> list[Candidate]:
    """Every volunteer on duty, with what is known of them."""
    now, room = house.clock.now(), house.flowbook().handoff.limits.talks_per_volunteer
    members = await tx.staff.on_duty(Role.VOLUNTEER)
    known = await tx.profiles.of_all([member.person for member in members])
    loads = await tx.offers.loads(now - LOAD_SPAN, now)
    away = {*await tx.suspensions.all(), *await tx.volunteers.not_approved()}
    return [
        Candidate(
            member,
            known.get(member.person, Profile()),
            loads.get(member.person, Load()),
            room,
            member.person not in away,
        )
        for member in members
    ]


async def ranked(
    house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation
) -> tuple[Match, ...]:
    """Who may be asked now for this case. Nobody while danger is open, and nobody without a
    professional behind them."""
    if not conversation.peer_possible or not await tx.staff.on_duty(Role.PROFESSIONAL):
        return ()
    wish = await wish_for(house, tx, conversation, case)
    weights = house.flowbook().handoff.matching.as_weights
    return house.rank(wish, await candidates(house, tx), weights, house.clock.now())


async def there_for(
    house: House, tx: UnitOfWork, conversation: Conversation
) -> Sequence[Candidate]:
    """Who is there and may be asked, whatever the wishes are."""
    wish = await wish_for(house, tx, conversation)
    every = await candidates(house, tx)
    return [one for one in every if stopped_by(wish, one) in {None, *WISHES}]


async def fits(
    house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation, member: StaffMember
) -> bool:
    """May this very member of staff be asked for this case now?"""
    found = await ranked(house, tx, case, conversation)
    return any(match.member.person == member.person for match in found)
