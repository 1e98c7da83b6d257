"""A young person takes part in the rounds of a group: comes by the link that stands there, reads what the
others see, says yes, and stops whenever they like. The group hears nothing of it."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.groups import LIVE, Group, GroupMember
from bot.domain.ids import GroupMemberId, GroupNumber, PersonId, new_id
from bot.domain.turn import JoinGroup
from bot.engine.groups import GROUP, TITLE, WHEN
from bot.services.groups import room
from bot.services.house import House
from bot.services.ports import TimerKind, UnitOfWork
from bot.services.shared.codes import code_hash


async def is_code(tx: UnitOfWork, code: str) -> bool:
    """Does this code stand in a group, for who wants to take part?"""
    return await _with_code(tx, code) is not None


async def _with_code(tx: UnitOfWork, code: str) -> Group | None:
    return await tx.groups.with_join(code_hash(code, room.JOIN)) if code else None


async def opened(
    house: House, tx: UnitOfWork, conversation: Conversation, code: str
) -> Conversation | str:
    """Somebody came by the link: the conversation in which the question can be asked, or what to say
    instead."""
    group = await _with_code(tx, code)
    refused = await _refusal(tx, conversation, group)
    if refused or group is None:
        facts = room.facts(group) if group is not None else {}
        return room.rules_of(house).say(refused or "gone", **facts)
    return about(conversation, group)


def about(conversation: Conversation, group: Group) -> Conversation:
    """The same conversation, in which this group is meant."""
    facts = room.facts(group)
    return conversation.remembering(
        **{GROUP: str(group.number), TITLE: group.title, WHEN: str(facts["moment"])}
    )


async def _refusal(tx: UnitOfWork, conversation: Conversation, group: Group | None) -> str:
    """The name of the sentence that says why somebody cannot take part; empty when they can."""
    if group is None or group.state not in LIVE:
        return "gone"
    if await membership(tx, conversation.person, group.number) is not None:
        return "already"
    return _not_now(conversation)


def _not_now(conversation: Conversation) -> str:
    if conversation.outside_ages:
        return "not_your_age"
    return "" if conversation.peer_possible else "danger_open"


def not_now(conversation: Conversation) -> str:
    """The name of the sentence that says why nothing of this person goes to a group now; empty when it
    may."""
    return _not_now(conversation)


async def membership(
    tx: UnitOfWork, person: PersonId, number: GroupNumber | None
) -> GroupMember | None:
    """How this person takes part in this group, if they do."""
    every = await tx.groups.memberships(person)
    return next((one for one in every if one.group == number), None)


async def join(house: House, tx: UnitOfWork, conversation: Conversation, wish: JoinGroup) -> None:
    """A yes, after it was read that the others see the Telegram name."""
    group, now = await tx.groups.get(wish.group), house.clock.now()
    refused = await _refusal(tx, conversation, group)
    if refused or group is None:
        facts = room.facts(group) if group is not None else {}
        await room.say(house, tx, conversation.person, refused or "gone", **facts)
        return
    member = GroupMember(GroupMemberId(new_id()), group.number, conversation.person, now)
    await tx.groups.join(member)
    await tx.events.add([event("group_joined")], now)
    await room.say(house, tx, conversation.person, "joined", **room.facts(group))


async def leave(house: House, tx: UnitOfWork, member: GroupMember) -> None:
    """Somebody does not take part any more; what waited of them is erased."""
    await tx.timers.delete(TimerKind.GROUP_ASK, member.id)
    await tx.groups.leave(member)
    await tx.events.add([event("group_left")], house.clock.now())


async def left_all(tx: UnitOfWork, person: PersonId) -> None:
    """Somebody is erased, blocked Maatje or became staff: nothing of them goes to any group."""
    for member in await tx.groups.memberships(person):
        await tx.timers.delete(TimerKind.GROUP_ASK, member.id)
    await tx.groups.forget(person)


async def withdraw(tx: UnitOfWork, person: PersonId, number: GroupNumber) -> bool:
    """What somebody allowed for the next round of this group goes; false when there was nothing."""
    member = await membership(tx, person, number)
    return member is not None and await tx.groups.withdraw(member.id)


async def keep_off(tx: UnitOfWork, person: PersonId) -> None:
    """Somebody may be in danger: what they allowed and is not posted yet does not go to any group."""
    for member in await tx.groups.memberships(person):
        await tx.groups.withdraw(member.id)
