"""What the rooms of circles share: how a circle reads, whether it is open now, and who is told what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.circles import SMALLEST, Circle, CircleState, Member, MemberState
from bot.domain.conversation import Conversation
from bot.domain.goals import later_moment, zone_of
from bot.domain.ids import CircleNumber, MemberId, PersonId
from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role
from bot.engine.circle_rules import CircleRules
from bot.engine.steps.circle import CIRCLE
from bot.services.house import House, active
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.waiting.opening_hours import opening, opens_words

PRESS = "circle"
MODE = (
    "circle_to"  # remembered while words go to the circle: which question was open, and since when
)
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
REGIONS = {"nl": "Nederland", "be": "België"}
LARGEST_NUMBER = 9  # digits
AFTER_TALK = timedelta(hours=1)
AFTER_AWAY = timedelta(hours=3)


def rules_of(house: House) -> CircleRules:
    """The rules of circles as they are now."""
    return house.flowbook().circles


def number_in(words: str) -> CircleNumber | None:
    """The number of a circle, as somebody typed it."""
    digits = words.strip()
    known = digits.isascii() and digits.isdigit() and len(digits) <= LARGEST_NUMBER
    return CircleNumber(int(digits)) if known else None


def button(rules: CircleRules, name: str, *key: object, **values: object) -> Button:
    """A button for young people: what it does stands in its key."""
    return Button(rules.say(name, **values), ".".join((PRESS, *map(str, key))))


def facts(rules: CircleRules, circle: Circle) -> dict[str, object]:
    """How people read a circle."""
    group = rules.group(circle.ages)
    return {
        "number": circle.number,
        "title": rules.title(circle.about),
        "ages": group.title if group is not None else circle.ages,
        "region": REGIONS[circle.region],
        "moment": f"{DAYS[circle.weekday]} {circle.at:%H:%M}",
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands: `running`, or why words do not go to the circle now."""

    name: str
    values: dict[str, object]

    @property
    def is_open(self) -> bool:
        """Do words go to the circle?"""
        return self.name == "running"


async def standing(house: House, tx: UnitOfWork, circle: Circle) -> Standing:
    """Is the circle open for new lines? Never without a professional on duty, and not at night."""
    now, count = house.clock.now(), len(await tx.circles.members(circle.number))
    values: dict[str, object] = {"number": circle.number, "count": count}
    if circle.state in (CircleState.MADE, CircleState.ENDED, CircleState.PAUSED):
        return Standing(circle.state.value, values)
    if circle.coach is None or circle.coach in await tx.suspensions.all():
        return Standing("paused", values)
    if now < circle.starts_at:
        values["starts"] = f"op {day_words(circle)}"
        return Standing("start", values)
    if count < SMALLEST or circle.state is CircleState.OPEN:
        return Standing("waiting", values)
    if circle.is_night(now):
        return Standing("night", values)
    if not await tx.staff.on_duty(Role.PROFESSIONAL):
        rota = await opening(tx, now)
        say, when = house.flowbook().handoff.say, rota.next_for(Role.PROFESSIONAL)
        values["opens"] = opens_words(say, when, now, there=False)
        return Standing("nobody", values)
    return Standing("running", values)


def day_words(circle: Circle) -> str:
    """The first day, as `1-12`."""
    first = circle.starts_at.astimezone(zone_of(circle.region))
    return f"{first.day}-{first.month}"


async def mine(tx: UnitOfWork, conversation: Conversation) -> tuple[Member, Circle] | None:
    """The circle that this young person is in."""
    member = await tx.circles.membership(conversation.person)
    circle = await tx.circles.get(member.circle) if member is not None else None
    return (member, circle) if member is not None and circle is not None else None


def outside(conversation: Conversation) -> Conversation:
    """The conversation of who is in no circle."""
    return _without(conversation, CIRCLE, MODE)


def to_maatje(conversation: Conversation) -> Conversation:
    """The conversation of whom the words go to Maatje."""
    return _without(conversation, MODE)


def _without(conversation: Conversation, *names: str) -> Conversation:
    kept = {name: value for name, value in conversation.remembered.items() if name not in names}
    return replace(conversation, remembered=kept)


def to_circle(conversation: Conversation, now: datetime) -> Conversation:
    """The conversation of whom the words go to the circle, from now on."""
    return conversation.remembering(**{MODE: f"{conversation.question} {now.isoformat()}"})


def writes_to_circle(house: House, conversation: Conversation) -> bool:
    """Do words go to the circle now? Not any more when Maatje asked something since, or after a while
    without a line: what is meant for Maatje alone must never reach others by an old choice."""
    question, _, since = conversation.remembered.get(MODE, "").partition(" ")
    if not since or not conversation.peer_possible or question != str(conversation.question):
        return False
    most = timedelta(minutes=rules_of(house).limits.writing_minutes)
    return house.clock.now() < datetime.fromisoformat(since) + most


# --- telling -------------------------------------------------------------------------------------


async def tell(
    house: House, tx: UnitOfWork, person: PersonId | None, name: str, **values: object
) -> None:
    """One sentence of `circle_rules.yml` for somebody of the staff; nobody is no mistake."""
    if person is not None:
        text = rules_of(house).tell(name, **values)
        await tx.outbox.add(person, [Reply(text)], house.clock.now())


async def tell_coordinators(house: House, tx: UnitOfWork, name: str, **values: object) -> None:
    """The same, for every coordinator."""
    for member in await tx.staff.all():
        if member.role is Role.COORDINATOR:
            await tell(house, tx, member.person, name, **values)


async def news(house: House, tx: UnitOfWork, member: Member, name: str) -> None:
    """Something that Maatje tells somebody of their circle by itself: not at night, not in the middle of
    a talk with a human, not after `weg`."""
    circle, now = await tx.circles.get(member.circle), house.clock.now()
    if circle is None or await tx.people.has_left(member.person):
        return
    until = None
    if circle.is_night(now):
        until = later_moment(now, circle.region)
    elif active(list(await tx.handoffs.open_of(member.person))) is not None:
        until = now + AFTER_TALK
    elif (await tx.conversations.get(member.person)).is_away:
        until = now + AFTER_AWAY
    if until is not None:
        ref = f"{member.id}.{name}"
        await tx.timers.set(Timer(TimerKind.CIRCLE_NEWS, ref, until, member.person))
        return
    await tx.outbox.add(member.person, [await _as_news(house, tx, circle, member, name)], now)


async def ring_news(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The morning, or the end of a talk: what waited is told, if it still is so."""
    known, _, name = timer.ref.partition(".")
    member = await tx.circles.member(MemberId(known))
    stays = name in ("ended", "removed")
    if member is not None and (stays or member.state is MemberState.IN):
        await news(house, tx, member, name)


async def _as_news(
    house: House, tx: UnitOfWork, circle: Circle, member: Member, name: str
) -> Reply:
    rules = rules_of(house)
    if name.startswith("cheer."):
        wanted = name.removeprefix("cheer.")
        every = await tx.circles.everybody(circle.number)
        giver = next((one.alias for one in every if one.id.startswith(wanted)), "Iemand")
        return Reply(rules.say("cheer", alias=giver))
    text = rules.say(name, alias=member.alias, **facts(rules, circle))
    if name.startswith("news"):
        return Reply(text, (button(rules, "news_button", "round"),))
    if name in ("started", "opened_again"):
        return Reply(text, (button(rules, "in_button", "in"),))
    return Reply(text)


async def news_for_all(
    house: House, tx: UnitOfWork, circle: Circle, name: str, *, but: Member | None = None
) -> None:
    """The same news for everybody who is in, and who did not hear it in another way."""
    for member in await tx.circles.members(circle.number):
        if but is None or member.id != but.id:
            await news(house, tx, member, name)
