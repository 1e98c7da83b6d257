"""What the rooms around Telegram groups share: how a group reads, its codes, and who is told what."""

from __future__ import annotations

from bot.domain.groups import Group
from bot.domain.ids import GroupNumber, PersonId
from bot.domain.messages import GroupNote, Reply
from bot.domain.volunteer import Role
from bot.engine.group_rules import GroupRules
from bot.engine.redacting import helplines_in
from bot.services.circles.room import DAYS, LARGEST_NUMBER
from bot.services.house import House
from bot.services.ports import UnitOfWork

LINK, JOIN = "group", "group_join"  # what a code is for: one for the one opens nothing of the other


def rules_of(house: House) -> GroupRules:
    """The rules of groups as they are now."""
    return house.flowbook().groups


def number_in(words: str) -> GroupNumber | None:
    """The number of a group, as somebody typed it."""
    digits = words.strip()
    known = digits.isascii() and digits.isdigit() and len(digits) <= LARGEST_NUMBER
    return GroupNumber(int(digits)) if known else None


def facts(group: Group) -> dict[str, object]:
    """How people read a group."""
    moment = f"{DAYS[group.weekday]} om {group.at:%H:%M}"
    return {"number": group.number, "title": group.title, "moment": moment}


async def say(house: House, tx: UnitOfWork, person: PersonId, name: str, **values: object) -> None:
    """A sentence of `group_rules.yml` to a young person, in private."""
    reply = Reply(rules_of(house).say(name, **values))
    await tx.outbox.add(person, [reply], house.clock.now())


async def tell(
    house: House, tx: UnitOfWork, person: PersonId | None, name: str, **values: object
) -> None:
    """A sentence of `group_rules.yml` to somebody of the staff."""
    if person is not None:
        reply = Reply(rules_of(house).tell(name, **values))
        await tx.outbox.add(person, [reply], house.clock.now())


async def tell_coordinators(house: House, tx: UnitOfWork, name: str, **values: object) -> None:
    """The same sentence to every coordinator."""
    for member in await tx.staff.all():
        if member.role is Role.COORDINATOR:
            await tell(house, tx, member.person, name, **values)


async def post(house: House, tx: UnitOfWork, group: Group, text: str) -> None:
    """Something that everybody in the group reads."""
    if group.chat is not None:
        note = GroupNote(group.number)
        await tx.outbox.add(group.chat, [Reply(text, group=note)], house.clock.now())


def passes(house: House, text: str) -> bool:
    """May these words stand in a group? No danger, no way to meet elsewhere, nothing unkind."""
    flowbook = house.flowbook()
    helplines = helplines_in(one.line for one in flowbook.referrals.services)
    held = flowbook.handoff.contact.holds_back(text, helplines)
    return not (held or house.look(text).signs or flowbook.supporters.is_unkind(text))


async def rests(tx: UnitOfWork, group: Group) -> bool:
    """Is nobody leading it now: gone, resting after a report, or it stands still?"""
    return not group.runs or group.leader in await tx.suspensions.all()
