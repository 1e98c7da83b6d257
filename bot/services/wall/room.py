"""What the rooms of the wall share: a post as people read it, and who may look at posts now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.goals import DEFAULT_ZONE
from bot.domain.ids import PersonId, PostNumber
from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.wall import ADULT, Post
from bot.engine.flowbook import Flowbook
from bot.engine.said import WHO_READS
from bot.engine.wall import as_post, posted_line
from bot.engine.wall_rules import WallRules
from bot.services.house import House
from bot.services.ports import UnitOfWork

PRESS = "wall"  # buttons of young people
LARGEST_NUMBER = 9  # digits


def rules_of(house: House) -> WallRules:
    """The rules of the wall as they are now."""
    return house.flowbook().wall


def number_in(words: str) -> PostNumber | None:
    """The number of a post, as somebody typed it ("12" or "#12")."""
    digits = words.strip().removeprefix("#")
    known = digits.isascii() and digits.isdigit() and len(digits) <= LARGEST_NUMBER
    return PostNumber(int(digits)) if known else None


def button(
    rules: WallRules, name: str, action: str, number: object = "", topic: str = ""
) -> Button:
    """A button for young people: what it does stands in its key."""
    key = ".".join(str(part) for part in (PRESS, action, number, topic) if str(part))
    return Button(rules.say(name, number=number), key)


def readable(rules: WallRules, post: Post) -> str:
    """The text with the subject and age band that the author agreed to."""
    return as_post(post.text, posted_line(rules, post.topic, post.age_band))


def with_who_reads(flowbook: Flowbook, replies: Sequence[Reply]) -> list[Reply]:
    """ "Wie leest dit?" is always one press away: on the last message."""
    *before, last = replies
    who = Button(flowbook.young("who_reads_button"), WHO_READS)
    return [*before, replace(last, buttons=(*last.buttons, who))]


async def tell(house: House, tx: UnitOfWork, person: PersonId, name: str, **values: object) -> None:
    """One sentence of `wall_rules.yml` for somebody of the staff."""
    text = rules_of(house).tell(name, **values)
    await tx.outbox.add(person, [Reply(text)], house.clock.now())


async def is_trained(tx: UnitOfWork, member: StaffMember) -> bool:
    """Did a moderator practise? A professional was trained elsewhere."""
    if member.role is Role.PROFESSIONAL:
        return True
    return (await tx.moderators.get(member.person)).trained_at is not None


async def refusal(tx: UnitOfWork, member: StaffMember) -> str | None:
    """The name of the sentence that says why this member cannot look at posts now."""
    if not await is_trained(tx, member):
        return "not_trained"
    if not member.on_duty:
        return "off_duty"
    minor = member.role is Role.MODERATOR and (member.age is None or member.age < ADULT)
    if minor and not await tx.staff.on_duty(Role.PROFESSIONAL):
        return "no_professional"
    return None


async def who_may_look(tx: UnitOfWork, role: Role) -> list[StaffMember]:
    """The members of this role who can look at posts at this moment."""
    return [one for one in await tx.staff.on_duty(role) if await refusal(tx, one) is None]


def day_of(now: datetime, zone: ZoneInfo = DEFAULT_ZONE) -> datetime:
    """The beginning of this day where young people live."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
