"""Everything that a use case may need, built once by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.ids import PersonId
from bot.domain.matching import Ranker, rank
from bot.domain.safety import Risk
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import YOUNGEST, young_may
from bot.engine.flowbook import Flowbook
from bot.engine.run import Moment
from bot.services.handoff.matching import OLDEST_OF_BAND, there_for
from bot.services.ports import (
    Aliases,
    Clock,
    LanguageService,
    Sender,
    Translator,
    UnitOfWork,
    UnitsOfWork,
)
from bot.services.staff.standing import standing
from bot.services.waiting import queue
from bot.services.waiting.opening_hours import moment_words, opening, opens_words


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
    last = await tx.handoffs.last_talk_of(person)
    moment = Moment(
        now=house.clock.now(),
        professionals_on_duty=len(await tx.staff.on_duty(Role.PROFESSIONAL)),
        peers_on_duty=len(there),
        peers=tuple(one.profile for one in there),
        waiting_for=waiting[0].to if waiting else None,
        has_goal=bool(await tx.goals.active_of(person)),
        in_relay=active(handoffs) is not None,
        same_peer=conversation.peer_possible and last is not None and last.may_be_again,
        learning=house.learning and not handoffs,
        reported=await tx.reports.concern(person),
        volunteer=await standing(tx, conversation),
    )
    return await _with_wait(house, tx, conversation, moment, waiting[0] if waiting else None)


async def _with_wait(
    house: House, tx: UnitOfWork, conversation: Conversation, moment: Moment, case: Handoff | None
) -> Moment:
    """The same moment with the place in the queue, the expected wait, and when somebody is there."""
    flowbook, now = house.flowbook(), moment.now
    say, role = flowbook.handoff.say, case.to if case is not None else Role.VOLUNTEER
    behind = moment.professionals_on_duty > 0
    there = behind and bool(await tx.staff.on_duty(role))
    rota = await opening(tx, now)
    chosen = await tx.appointments.of(conversation.person)
    parted = await tx.handoffs.parted(conversation.person)

    def fits(member: StaffMember) -> bool:
        able = role is Role.PROFESSIONAL or age_fits(member, conversation.age_band, flowbook)
        return able and member.person not in {conversation.person, *parted}

    peers = behind and bool(await tx.staff.on_duty(Role.VOLUNTEER))
    return replace(
        moment,
        place=await queue.place(tx, case, role),
        wait=await queue.wait_words(tx, say, case, role, now, there=there),
        opens=opens_words(say, rota.next_for(Role.VOLUNTEER), now, there=peers),
        opens_professional=opens_words(say, rota.next_for(Role.PROFESSIONAL), now, there=behind),
        appointment=moment_words(chosen.at, now) if chosen is not None else "",
        moments=tuple((slot, moment_words(slot.begins, now)) for slot in rota.moments(role, fits)),
    )
