"""Everything that a use case may need, built once by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.ids import PersonId
from bot.domain.matching import Ranker, rank
from bot.domain.safety import Risk
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import YOUNGEST, young_may
from bot.engine.flowbook import Flowbook
from bot.engine.run import Moment
from bot.services.matching import OLDEST_OF_BAND, there_for
from bot.services.ports import (
    Aliases,
    Clock,
    LanguageService,
    Sender,
    Translator,
    UnitOfWork,
    UnitsOfWork,
)
from bot.services.standing import standing


@dataclass(frozen=True, slots=True)
class House:
    """The services' view of the world."""

    units: UnitsOfWork
    flowbook: Callable[[], Flowbook]
    look: Callable[[str], Risk]
    language: LanguageService
    clock: Clock
    aliases: Aliases
    translators: Mapping[str, Translator]
    senders: Mapping[str, Sender]
    open_to_all: Callable[[str], bool]
    learning: bool = False  # MAATJE_LEARNING
    rank: Ranker = rank  # which volunteers are asked first; a benchmark compares it with others


def active(handoffs: list[Handoff]) -> Handoff | None:
    """The handoff in which a human has the chat, if any."""
    return next((h for h in handoffs if h.state is HandoffState.ACTIVE), None)


def age_fits(
    member: StaffMember, age_band: str, flowbook: Flowbook, form: str | None = None
) -> bool:
    """May this volunteer talk one-to-one with somebody of this age (handoff.yml, limits)? A volunteer
    of 16 or 17 only in the forms that are meant for them."""
    limits = flowbook.handoff.limits
    if member.age is None or member.age < YOUNGEST:
        return False
    if member.age < limits.youngest_peer_years and not young_may(form, age_band):
        return False
    oldest = OLDEST_OF_BAND.get(age_band)
    return oldest is None or member.age - oldest <= limits.largest_age_distance_to_minor_years


async def moment_of(house: House, tx: UnitOfWork, conversation: Conversation) -> Moment:
    """What the engine may know of the world for this young person."""
    person: PersonId = conversation.person
    handoffs = list(await tx.handoffs.open_of(person))
    waiting = [h for h in handoffs if h.state is not HandoffState.ACTIVE and not h.is_danger]
    there = await there_for(house, tx, conversation)
    return Moment(
        now=house.clock.now(),
        professionals_on_duty=len(await tx.staff.on_duty(Role.PROFESSIONAL)),
        peers_on_duty=len(there),
        peers=tuple(one.profile for one in there),
        waiting_for=waiting[0].to if waiting else None,
        has_goal=bool(await tx.goals.active_of(person)),
        in_relay=active(handoffs) is not None,
        learning=house.learning and not handoffs,
        reported=await tx.reports.concern(person),
        volunteer=await standing(tx, conversation),
    )
