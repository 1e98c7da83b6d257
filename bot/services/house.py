"""Everything that a use case may need, built once by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.ids import PersonId
from bot.domain.safety import Risk
from bot.domain.volunteer import Role, StaffMember
from bot.engine.flowbook import Flowbook
from bot.engine.run import Moment
from bot.services.ports import (
    Aliases,
    Clock,
    LanguageService,
    Sender,
    Translator,
    UnitOfWork,
    UnitsOfWork,
)

# The oldest age (years) of each band: the distance to a peer is counted from there, so that a
# 12-year-old is never closer to an older peer than the rule says. Unknown counts as under 16.
OLDEST_OF_BAND = {"under_12": 11, "12_15": 15, "16_17": 17, "unknown": 15}


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


def active(handoffs: list[Handoff]) -> Handoff | None:
    """The handoff in which a human has the chat, if any."""
    return next((h for h in handoffs if h.state is HandoffState.ACTIVE), None)


def age_fits(member: StaffMember, age_band: str, flowbook: Flowbook) -> bool:
    """May this volunteer talk one-to-one with somebody of this age (handoff.yml, limits)?"""
    limits = flowbook.handoff.limits
    if member.age is None or member.age < limits.youngest_peer_years:
        return False
    oldest = OLDEST_OF_BAND.get(age_band)
    return oldest is None or member.age - oldest <= limits.largest_age_distance_to_minor_years


async def free_volunteers(
    house: House, tx: UnitOfWork, conversation: Conversation
) -> list[StaffMember]:
    """Volunteers on duty whose age fits, who have room, and with whom this young person has not
    parted before."""
    flowbook = house.flowbook()
    room = flowbook.handoff.limits.talks_per_volunteer
    not_again = {conversation.person, *await tx.handoffs.parted(conversation.person)}
    return [
        member
        for member in await tx.staff.on_duty(Role.VOLUNTEER)
        if member.person not in not_again
        and age_fits(member, conversation.age_band, flowbook)
        and len(await tx.handoffs.active_with(member.person)) < room
    ]


async def moment_of(house: House, tx: UnitOfWork, conversation: Conversation) -> Moment:
    """What the engine may know of the world for this young person."""
    person: PersonId = conversation.person
    handoffs = list(await tx.handoffs.open_of(person))
    waiting = [h for h in handoffs if h.state is not HandoffState.ACTIVE and not h.is_danger]
    last = await tx.handoffs.last_talk_of(person)
    return Moment(
        now=house.clock.now(),
        professionals_on_duty=len(await tx.staff.on_duty(Role.PROFESSIONAL)),
        peers_on_duty=len(await free_volunteers(house, tx, conversation)),
        waiting_for=waiting[0].to if waiting else None,
        has_goal=bool(await tx.goals.active_of(person)),
        in_relay=active(handoffs) is not None,
        same_peer=conversation.peer_possible and last is not None and last.may_be_again,
        learning=house.learning and not handoffs,
    )
