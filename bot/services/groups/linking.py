"""What Maatje hears of a group: who leads it links it with a one-time code, it gets another address, or
Maatje is taken out. In a group that is not linked nothing is said and nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.events import event
from bot.domain.groups import LINK_TERM, Group, GroupState
from bot.domain.ids import PersonId
from bot.domain.messages import GroupSign, InGroup
from bot.services.groups import room
from bot.services.house import House
from bot.services.ports import OutboxRow, Timer, TimerKind, UnitOfWork
from bot.services.shared.codes import IN_GROUP, code_hash, opened_by

SAID_AGAIN_AFTER = timedelta(minutes=10)  # one short line for so many commands
TIMERS = (TimerKind.GROUP_ROUND, TimerKind.GROUP_POST, TimerKind.GROUP_SAID)


async def heard(
    house: House, tx: UnitOfWork, chat: PersonId, channel: str, content: InGroup
) -> None:
    """Something happened in a group."""
    group = await tx.groups.of_chat(chat)
    if content.sign is GroupSign.GONE:
        await _gone(house, tx, chat, group)
    elif content.sign is GroupSign.MOVED and group is not None:
        await tx.people.moved(chat, content.argument)
    elif content.sign is GroupSign.COMMAND:
        await _command(house, tx, chat, channel, content)
    if await tx.groups.of_chat(chat) is None:
        await tx.people.erase_address(chat)


async def _command(
    house: House, tx: UnitOfWork, chat: PersonId, channel: str, content: InGroup
) -> None:
    group = await tx.groups.of_chat(chat)
    wanted = await _with_code(tx, content.argument)
    leader = await _leader_at(tx, wanted, channel, content.by)
    if group is not None and leader is not None:
        await room.tell(house, tx, leader, "link_again", number=group.number)
    elif group is not None:
        await _says_one_line(house, tx, group)
    elif wanted is None or leader is None:
        return  # somebody else's group: not a word
    elif wanted.link_opens(house.clock.now()):
        await _link(house, tx, wanted, chat)
    else:
        await room.tell(house, tx, leader, "link_wrong")


async def _with_code(tx: UnitOfWork, code: str) -> Group | None:
    return await tx.groups.with_link(code_hash(code, room.LINK)) if code else None


async def _leader_at(tx: UnitOfWork, group: Group | None, channel: str, by: str) -> PersonId | None:
    """Who leads this group, if it was they who typed: a code that others read opens nothing."""
    if group is None or group.leader is None or not by:
        return None
    known = await tx.people.address_of(group.leader)
    return group.leader if known == (channel, by) else None


async def _link(house: House, tx: UnitOfWork, group: Group, chat: PersonId) -> None:
    now = house.clock.now()
    linked = replace(group.moved(GroupState.LINKED, now), chat=chat, link_expires_at=None)
    code = house.aliases.code()
    await tx.groups.save(group, replace(linked, join_hash=code_hash(code, room.JOIN)))
    due = group.next_round(now)
    await tx.timers.set(Timer(TimerKind.GROUP_ROUND, str(group.number), due))
    await tx.events.add([event("group_linked")], now)
    rules = room.rules_of(house)
    welcome = rules.post("welcome", **room.facts(group))
    await room.post(house, tx, linked, f"{welcome}\n{join_line(house, code)}")
    await room.tell(house, tx, group.leader, "linked", **room.facts(group))


async def is_link(tx: UnitOfWork, code: str) -> bool:
    """Does this code link a group? It belongs in that group, not in a chat with Maatje."""
    return await _with_code(tx, code) is not None


async def new_code(house: House, tx: UnitOfWork, group: Group) -> str:
    """Another one-time code to link this group; the old one does not work any more. Returns what to open
    or to type."""
    code, now = house.aliases.code(), house.clock.now()
    changed = replace(group, link_hash=code_hash(code, room.LINK), link_expires_at=now + LINK_TERM)
    await tx.groups.save(group, changed)
    return opened_by(house.bot_name, code, IN_GROUP)


async def new_join(house: House, tx: UnitOfWork, group: Group) -> None:
    """A new link to take part, in the group; the old one does not work any more."""
    code = house.aliases.code()
    await tx.groups.save(group, replace(group, join_hash=code_hash(code, room.JOIN)))
    await room.post(house, tx, group, join_line(house, code))


def join_line(house: House, code: str) -> str:
    """How to take part, as it stands in the group."""
    name = "join_link" if house.bot_name else "join_code"
    return room.rules_of(house).post(name, link=opened_by(house.bot_name, code))


async def _says_one_line(house: House, tx: UnitOfWork, group: Group) -> None:
    """To a command in the group: one short line, and then nothing for a while."""
    if await tx.timers.is_set(TimerKind.GROUP_SAID, str(group.number)):
        return
    due = house.clock.now() + SAID_AGAIN_AFTER
    await tx.timers.set(Timer(TimerKind.GROUP_SAID, str(group.number), due))
    await room.post(house, tx, group, room.rules_of(house).post("talks_in_private"))


async def said_over(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """From now on a command in the group gets a line again."""


# --- the end --------------------------------------------------------------------------------------


async def _gone(house: House, tx: UnitOfWork, chat: PersonId, group: Group | None) -> None:
    """Maatje was taken out: nothing is posted any more, and nothing waits."""
    if group is not None:
        await close(house, tx, group)
        await tx.outbox.delete_of(chat)
        await room.tell(house, tx, group.leader, "removed", **room.facts(group))
        if group.leader is None:
            await room.tell_coordinators(house, tx, "removed", **room.facts(group))


async def close(house: House, tx: UnitOfWork, group: Group) -> None:
    """The rounds are over for good: nobody takes part any more, and what was allowed is erased. Raises
    `GroupNotAllowed`."""
    now = house.clock.now()
    await tx.groups.save(group, group.closed(now))
    for member in await tx.groups.members(group.number):
        await tx.timers.delete(TimerKind.GROUP_ASK, member.id)
    await tx.groups.empty(group.number)
    for kind in TIMERS:
        await tx.timers.delete(kind, str(group.number))
    await tx.events.add([event("group_closed")], now)


async def refused(house: House, tx: UnitOfWork, row: OutboxRow, *, gone: bool) -> None:
    """The group does not take it. `gone`: Maatje is not in it any more, and the news of that did not come
    (yet). Else what could not be posted is erased, and who leads the group hears of it."""
    group = await tx.groups.of_chat(row.person)
    await (tx.outbox.delete_of(row.person) if gone else tx.outbox.sent(row))
    if group is not None and gone:
        await _gone(house, tx, row.person, group)
        await tx.people.erase_address(row.person)
    elif group is not None and row.reply.group is not None:
        for entry in await tx.groups.entries(group.number):
            await tx.groups.withdraw(entry.member)
        await room.tell(house, tx, group.leader, "not_posted", **room.facts(group))
