"""Everything that a use case may need, built once by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.conversation import Conversation
from bot.domain.goals import DEFAULT_ZONE
from bot.domain.handoff import OPEN, Handoff, HandoffState, last_talk
from bot.domain.ids import PersonId
from bot.domain.matching import Ranker, rank
from bot.domain.safety import Risk
from bot.domain.story import Tellable
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import YOUNGEST, young_may
from bot.engine.flowbook import Flowbook
from bot.engine.run import Moment
from bot.engine.wall import sent_on
from bot.services.goals_view import goals_in_view
from bot.services.handoff.matching import OLDEST_OF_BAND, on_hand, there_by_age, wish_for
from bot.services.ports import (
    Aliases,
    Certificates,
    Clock,
    GoalPictures,
    LanguageService,
    Sender,
    Translator,
    UnitOfWork,
    UnitsOfWork,
)
from bot.services.shared.standing import shared_standing
from bot.services.staff.standing import standing
from bot.services.stories.tellable import tellable
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
    certificates: Certificates
    goal_pictures: GoalPictures
    organisation: str = ""  # MAATJE_ORGANISATION
    learning: bool = False  # MAATJE_LEARNING
    bot_name: str = ""  # MAATJE_BOT_NAME: its name in Telegram, for links that invite
    wall_channel: tuple[str, str] | None = None  # door and address; MAATJE_WALL_CHANNEL
    example_stories: bool = (
        False  # invented ones, for tests and the demo; never where people are served
    )
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


async def moment_of(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    kept: Sequence[Handoff] | None = None,
) -> Moment:
    """What the engine may know of the world for this young person. `kept`: every case of them that is
    kept, where that was read already and nothing was written since."""
    person: PersonId = conversation.person
    kept = await tx.handoffs.kept_of(person) if kept is None else kept
    handoffs = [case for case in kept if case.state in OPEN]
    waiting = [h for h in handoffs if h.state is not HandoffState.ACTIVE and not h.is_danger]
    own = [h for h in waiting if h.shared is None]
    first = next(iter([*own, *waiting]), None)
    duty = await _on_duty(tx, person)
    wish = await wish_for(house, tx, conversation, parted=duty.parted)
    every = await on_hand(house, tx, duty.volunteers)
    there, young = there_by_age(wish, every, conversation.age_band)
    last = last_talk(kept)
    moment = Moment(
        now=house.clock.now(),
        professionals_on_duty=len(duty.professionals),
        peers_on_duty=len(there),
        peers=tuple(one.profile for one in there),
        last_peer=next(
            (n for n, one in enumerate(there) if last and one.member.person == last.staff), None
        ),
        young_peers=tuple(one.profile for one in young),
        waiting_for=own[0].to if own else None,
        goals=await goals_in_view(tx, person, house.clock.now()),
        in_relay=active(handoffs) is not None,
        same_peer=conversation.peer_possible and await _may_go_on(tx, last),
        learning=house.learning and not handoffs,
        reported=await tx.reports.concern(person),
        volunteer=await standing(tx, conversation, kept),
        shared=await shared_standing(tx, person),
        wall_left=await wall_left(house, tx, conversation),
        stories=await _stories(house, tx, conversation),
        shared_words=any(case.shared is not None and case.staff is not None for case in kept),
    )
    return await _with_wait(house, tx, conversation, moment, first, duty)


async def _stories(
    house: House, tx: UnitOfWork, conversation: Conversation
) -> tuple[Tellable, ...]:
    """What may be told to this person now; nothing is looked up where no story would be told."""
    if not conversation.peer_possible:
        return ()
    examples = house.flowbook().examples if house.example_stories else ()
    return await tellable(tx, examples)


@dataclass(frozen=True, slots=True)
class _Duty:
    """Who of the staff is there at this moment, and who must not come to this young person again."""

    volunteers: Sequence[StaffMember]
    professionals: Sequence[StaffMember]
    parted: frozenset[PersonId]


async def _on_duty(tx: UnitOfWork, person: PersonId) -> _Duty:
    there = await tx.staff.on_duty(Role.VOLUNTEER, Role.PROFESSIONAL)
    return _Duty(
        [member for member in there if member.role is Role.VOLUNTEER],
        [member for member in there if member.role is Role.PROFESSIONAL],
        await tx.handoffs.parted(person),
    )


async def _may_go_on(tx: UnitOfWork, last: Handoff | None) -> bool:
    """May these two say that they would like to go on? Not when they did already."""
    if last is None or not last.may_be_again:
        return False
    pair = await tx.pairs.of(last.person)
    return pair is None or pair.staff != last.staff


async def wall_left(house: House, tx: UnitOfWork, conversation: Conversation) -> int:
    """How many texts this person may still send in for the wall today; what was taken back counts."""
    begins = house.clock.now().astimezone(DEFAULT_ZONE)
    begins = begins.replace(hour=0, minute=0, second=0, microsecond=0)
    kept = await tx.wall.written_since(conversation.person, begins)
    most = house.flowbook().wall.limits.posts_per_day
    return most - max(kept, sent_on(conversation, begins.date()))


async def _with_wait(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    moment: Moment,
    case: Handoff | None,
    duty: _Duty,
) -> Moment:
    """The same moment with the place in the queue, the expected wait, and when somebody is there."""
    flowbook, now = house.flowbook(), moment.now
    say, role = flowbook.handoff.say, case.to if case is not None else Role.VOLUNTEER
    behind = bool(duty.professionals)
    peers = behind and bool(duty.volunteers)
    there = peers if role is Role.VOLUNTEER else behind
    rota = await opening(tx, now)
    chosen = await tx.appointments.of(conversation.person)

    def fits(member: StaffMember) -> bool:
        form, band = case.form if case is not None else None, conversation.age_band
        able = role is Role.PROFESSIONAL or age_fits(member, band, flowbook, form)
        return able and member.person not in {conversation.person, *duty.parted}

    return replace(
        moment,
        place=await queue.place(tx, case, role),
        wait=await queue.wait_words(tx, say, case, role, now, there=there),
        opens=opens_words(say, rota.next_for(Role.VOLUNTEER), now, there=peers),
        opens_professional=opens_words(say, rota.next_for(Role.PROFESSIONAL), now, there=behind),
        appointment=moment_words(chosen.at, now) if chosen is not None else "",
        moments=tuple((slot, moment_words(slot.begins, now)) for slot in rota.moments(role, fits)),
    )
