"""Keeps the application of who wants to become a volunteer, and brings it to the coordinators."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.turn import Apply
from bot.domain.volunteer_path import VolunteerPath, VolunteerStatus
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import candidate_card, path, standing


async def file(house: House, tx: UnitOfWork, conversation: Conversation, wish: Apply) -> None:
    """Keeps an application and brings it to the coordinators. Looked at again here: what happened
    since the first question counts, and twice is once."""
    kept = await tx.handoffs.kept_of(conversation.person)
    if await standing.standing(tx, conversation, kept) != "possible":
        return
    now = house.clock.now()
    new = VolunteerPath(
        conversation.person,
        await _free_alias(house, tx),
        VolunteerStatus.APPLIED,
        now,
        now,
        None,
        wish.age_band,
        wish.why,
        wish.topic,
        wish.region,
        wish.hours,
    )
    await path.move(house, tx, new, new, by=path.SELF)
    await path.tell_coordinators(house, tx, candidate_card.card(house, new))


async def _free_alias(house: House, tx: UnitOfWork) -> str:
    """An alias that no volunteer or other helper has; counted backwards, away from those of talks."""
    taken = {one.alias for one in await tx.volunteers.all()}
    taken |= {one.alias for one in await tx.staff.all()}
    number = -1
    while house.aliases.alias(number) in taken:
        number -= 1
    return house.aliases.alias(number)
