"""The weekly round of a group: asked in private, neutrally first; a day later what was allowed is posted,
with the Telegram name. What was posted is erased here. Who says nothing is not named."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.goals import later_moment
from bot.domain.groups import MOST_TOLD, Group, GroupEntry
from bot.domain.ids import EntryId, GroupMemberId, GroupNumber, new_id
from bot.domain.messages import GroupNote, Reply, Spot
from bot.domain.turn import PostInGroup
from bot.engine.groups import ASKS_FLOW, ROUND_FLOW
from bot.engine.showing import shown
from bot.services.groups import joining, room
from bot.services.house import House
from bot.services.ports import OutboxRow, Timer, TimerKind, UnitOfWork
from bot.services.supporters.room import waits_until

WEEK = timedelta(days=7)
PREPARING = (ASKS_FLOW, ROUND_FLOW)


async def ring(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The moment of the week: everybody who takes part is asked, each at a moment that suits. The next
    moment is planned in the same transaction."""
    group, now = await tx.groups.get(GroupNumber(int(timer.ref))), house.clock.now()
    if group is None or group.chat is None:
        return
    following = replace(timer, due_at=group.next_round(now), repeats=timer.repeats + 1)
    await tx.timers.set(following)
    if await room.rests(tx, group):
        return
    hours = room.rules_of(house).limits.posted_after_hours
    due = now + timedelta(hours=hours)
    await tx.timers.set(Timer(TimerKind.GROUP_POST, str(group.number), due))
    for member in await tx.groups.members(group.number):
        await tx.timers.set(Timer(TimerKind.GROUP_ASK, member.id, now, member.person))


async def may_be_asked(
    house: House, tx: UnitOfWork, timer: Timer
) -> tuple[Conversation, Group] | None:
    """Who can be asked now, and about which group; `None` when not, not any more, or when it is tried again
    later. After the round was posted nobody is asked."""
    member, now = await tx.groups.member(GroupMemberId(timer.ref)), house.clock.now()
    group = await tx.groups.get(member.group) if member is not None else None
    if member is None or group is None or await room.rests(tx, group):
        return None
    if await tx.people.has_left(member.person) or await tx.groups.entry_of(member.id) is not None:
        return None
    conversation = await tx.conversations.get(member.person)
    if joining.not_now(conversation):
        return None  # nothing is said about it: something else comes first
    if any(position.flow in PREPARING for position in conversation.stack):
        return None
    until = await waits_until(tx, conversation, now)
    if until is None:
        return joining.about(conversation, group), group
    if until < _posted_at(house, group, now):
        await tx.timers.set(replace(timer, due_at=until, repeats=timer.repeats + 1))
    return None


def _posted_at(house: House, group: Group, now: datetime) -> datetime:
    hours = room.rules_of(house).limits.posted_after_hours
    return group.next_round(now) - WEEK + timedelta(hours=hours)


async def allow(
    house: House, tx: UnitOfWork, conversation: Conversation, wish: PostInGroup
) -> None:
    """A young person read the line and said yes. Whatever came between is looked at once more."""
    person, now = conversation.person, house.clock.now()
    member = await joining.membership(tx, person, wish.group)
    group = await tx.groups.get(wish.group)
    if member is None or group is None or group.chat is None:
        await room.say(house, tx, person, "gone")
        return
    text = " ".join(shown(wish.text).split())
    if name := joining.not_now(conversation):
        await room.say(house, tx, person, name)
    elif not room.passes(house, text):
        await room.say(house, tx, person, "held")
    else:
        entry = GroupEntry(EntryId(new_id()), group.number, member.id, text, now)
        await tx.groups.allow(entry)
        await tx.events.add([event("group_allowed")], now)
        await room.say(house, tx, person, "allowed", text=text, **room.facts(group))


async def post(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """A day later: what was allowed goes to the group, by day. With nothing allowed nothing is posted."""
    group, now = await tx.groups.get(GroupNumber(int(timer.ref))), house.clock.now()
    if group is None or group.chat is None or await room.rests(tx, group):
        return
    if group.is_night(now):
        due = later_moment(now, group.region)
        await tx.timers.set(replace(timer, due_at=due, repeats=timer.repeats + 1))
        return
    if not await _told(house, tx, group, now):
        await room.tell(house, tx, group.leader, "round_silent", **room.facts(group))
        return
    note = GroupNote(group.number, round_until=now)
    head = Reply(room.rules_of(house).post("round"), group=note)
    await tx.outbox.add(group.chat, [head], now)


async def _told(
    house: House, tx: UnitOfWork, group: Group, until: datetime
) -> list[tuple[GroupEntry, tuple[str, str]]]:
    """What was allowed up to then, each with the address of who wrote it. Who is in danger now, who blocked
    Maatje, and what the rules hold back is not in it."""
    found: list[tuple[GroupEntry, tuple[str, str]]] = []
    for entry in await tx.groups.entries(group.number):
        member = await tx.groups.member(entry.member)
        if member is None or entry.at > until or not room.passes(house, entry.text):
            continue
        address = await tx.people.address_of(member.person)
        gone = await tx.people.has_left(member.person)
        unsafe = joining.not_now(await tx.conversations.get(member.person))
        if address is not None and not gone and not unsafe:
            found.append((entry, (address[1], entry.text)))
    return found[:MOST_TOLD]


# --- sending --------------------------------------------------------------------------------------


async def placed(house: House, tx: UnitOfWork, row: OutboxRow) -> Reply | None:
    """The reply for the group, a round with its lines; `None` when there is nothing to post any more, or when
    the group is closed."""
    note = row.reply.group
    assert note is not None
    group = await tx.groups.get(note.group)
    if group is None or group.chat != row.person:
        return None
    if note.round_until is None:
        return row.reply
    if await room.rests(tx, group):
        return None
    lines = tuple(line for _, line in await _told(house, tx, group, note.round_until))
    return replace(row.reply, spot=Spot(signed=lines)) if lines else None


async def was_sent(house: House, tx: UnitOfWork, row: OutboxRow) -> None:
    """What was allowed for this round is not needed any more."""
    note = row.reply.group
    if note is None or note.round_until is None:
        return
    for entry in await tx.groups.entries(note.group):
        if entry.at <= note.round_until:
            await tx.groups.withdraw(entry.member)
    await tx.events.add([event("group_posted")], house.clock.now())
