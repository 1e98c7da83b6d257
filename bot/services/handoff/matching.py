"""Who may be asked for a young person, the best first: facts are gathered here, `House.rank` decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.ids import PersonId
from bot.domain.matching import WISHES, Candidate, Load, Match, Wish, stopped_by
from bot.domain.volunteer import Profile, Role, StaffMember
from bot.domain.volunteer_path import YOUNG_FORMS, YOUNGEST, young_may
from bot.engine.wishes import wish_of
from bot.services.ports import UnitOfWork
from bot.services.shared import parties

if TYPE_CHECKING:
    from bot.services.house import House

# The oldest age (years) of each band: the distance to a peer is counted from there, so that a
# 12-year-old is never closer to an older peer than the rule says. Unknown counts as under 16.
OLDEST_OF_BAND = {"under_12": 11, "12_15": 15, "16_17": 17, "unknown": 15}
MIDDLE_OF_BAND = {"12_15": 13.5, "16_17": 16.5, "18_24": 21.0}
LOAD_SPAN = timedelta(hours=24)


async def wish_for(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    case: Handoff | None = None,
    *,
    form: str | None = None,
    parted: frozenset[PersonId] | None = None,
) -> Wish:
    """All that counts for this young person: the case, age, wishes, and who must not come again.
    `form`: another form than that of the case; `parted`: who must not, where that was read already."""
    form = form or (case.form if case else None)
    limits = house.flowbook().handoff.limits
    oldest = OLDEST_OF_BAND.get(conversation.age_band)
    bound = None if oldest is None else oldest + limits.largest_age_distance_to_minor_years
    young = young_may(form, conversation.age_band)
    return replace(
        wish_of(conversation),
        form=form,
        topic=case.topic if case else None,
        age=MIDDLE_OF_BAND.get(conversation.age_band),
        youngest=YOUNGEST if young else limits.youngest_peer_years,
        oldest=bound,
        parted=await tx.handoffs.parted(conversation.person) if parted is None else parted,
    )


async def candidates(house: House, tx: UnitOfWork) -> list[Candidate]:
    """Every volunteer on duty, with what is known of them and how busy they are."""
    now = house.clock.now()
    members = await tx.staff.on_duty(Role.VOLUNTEER)
    return await _known_of(house, tx, members, await tx.offers.loads(now - LOAD_SPAN, now))


async def on_hand(house: House, tx: UnitOfWork, members: Sequence[StaffMember]) -> list[Candidate]:
    """These volunteers, to see who may be asked: of how busy they are only the talks that run."""
    if not members:
        return []
    running = await tx.offers.talks_now()
    loads = {person: Load(talks_now=talks) for person, talks in running.items()}
    return await _known_of(house, tx, members, loads)


async def _known_of(
    house: House,
    tx: UnitOfWork,
    members: Sequence[StaffMember],
    loads: Mapping[PersonId, Load],
) -> list[Candidate]:
    room = house.flowbook().handoff.limits.talks_per_volunteer
    known = await tx.profiles.of_all([member.person for member in members])
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
    professional behind them. For a talk of more than two: who does that form, and may be asked for each
    of the parties; one case is shown, for all of them."""
    found = await _ranked_alone(house, tx, case, conversation)
    if case.shared is None:
        return found
    if not found or not await parties.stands_for_all(tx, case):
        return ()
    fitting = await _who_lead(tx, case, found)
    others = await parties.waiting_with(tx, case)
    for one in (case, *others):  # a party who talks with somebody now cannot begin another talk
        open_cases = await tx.handoffs.open_of(one.person)
        if any(known.state is HandoffState.ACTIVE for known in open_cases):
            return ()
    for other in others:
        theirs = await tx.conversations.get(other.person)
        ranked_too = await _ranked_alone(house, tx, other, theirs)
        fitting &= {match.member.person for match in ranked_too} - {other.person}
    return tuple(match for match in found if match.member.person in fitting)


async def _who_lead(tx: UnitOfWork, case: Handoff, found: Sequence[Match]) -> set[PersonId]:
    """Those who said of themselves that they do this form: nobody leads such a talk by chance."""
    people = [match.member.person for match in found]
    known = await tx.profiles.of_all(people)
    return {one for one in people if case.form in known.get(one, Profile()).forms}


async def _ranked_alone(
    house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation
) -> tuple[Match, ...]:
    if not conversation.peer_possible or not await tx.staff.on_duty(Role.PROFESSIONAL):
        return ()
    wish = await wish_for(house, tx, conversation, case)
    weights = house.flowbook().handoff.matching.as_weights
    return house.rank(wish, await candidates(house, tx), weights, house.clock.now())


async def there_for(
    house: House, tx: UnitOfWork, conversation: Conversation, form: str | None = None
) -> Sequence[Candidate]:
    """Who is there and may be asked for this form, whatever the wishes are."""
    wish = await wish_for(house, tx, conversation, form=form)
    return _who_may(wish, await candidates(house, tx))


def there_by_age(
    wish: Wish, every: Sequence[Candidate], age_band: str
) -> tuple[Sequence[Candidate], Sequence[Candidate]]:
    """Of who is there: who may be asked for any form, and who only for the forms of 16 and 17."""
    for_all = _who_may(wish, every)
    may_help = any(young_may(form, age_band) for form in YOUNG_FORMS)
    with_young = _who_may(replace(wish, youngest=YOUNGEST), every) if may_help else for_all
    return for_all, [one for one in with_young if one not in for_all]


def _who_may(wish: Wish, every: Sequence[Candidate]) -> Sequence[Candidate]:
    return [one for one in every if stopped_by(wish, one) in {None, *WISHES}]


async def fits(
    house: House, tx: UnitOfWork, case: Handoff, conversation: Conversation, member: StaffMember
) -> bool:
    """May this very member of staff be asked for this case now?"""
    found = await ranked(house, tx, case, conversation)
    return any(match.member.person == member.person for match in found)
