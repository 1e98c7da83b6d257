"""`/groep` of a young person: with which groups they take part, taking back, telling now, and leaving."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.groups import Group, GroupMember
from bot.engine.matching import plain
from bot.services.groups import joining, room
from bot.services.house import House
from bot.services.ports import UnitOfWork

LEAVE, BACK, ROUND = "weg", "terug", "ronde"


@dataclass(frozen=True, slots=True)
class Told:
    """What to say; with `opens` the round is prepared in that conversation instead."""

    text: str = ""
    opens: Conversation | None = None


async def commanded(
    house: House, tx: UnitOfWork, conversation: Conversation, words: str, *, in_talk: bool
) -> Told:
    """What `/groep` does with these words. With one group its number may be left out."""
    rules = room.rules_of(house)
    mine = await _mine(tx, conversation)
    if not mine:
        return Told(rules.say("none"))
    first, _, rest = words.strip().partition(" ")
    number = room.number_in(first)
    action = plain(first if number is None else rest)
    if not action and number is None:
        return Told(await _list(house, tx, mine))
    chosen = [one for one in mine if one[1].number == number] if number is not None else mine
    if action not in ("", LEAVE, BACK, ROUND):
        return Told(rules.say("how"))
    if len(chosen) != 1:
        return Told(rules.say("which"))
    member, group = chosen[0]
    if action == LEAVE:
        await joining.leave(house, tx, member)
        return Told(rules.say("left", **room.facts(group)))
    if action == BACK:
        was = await tx.groups.withdraw(member.id)
        return Told(rules.say("withdrawn" if was else "nothing_waits", **room.facts(group)))
    if action == ROUND:
        return _round(house, conversation, group, in_talk=in_talk)
    return Told(await _list(house, tx, chosen))


def _round(house: House, conversation: Conversation, group: Group, *, in_talk: bool) -> Told:
    rules = room.rules_of(house)
    if in_talk:
        return Told(rules.say("in_talk"))
    if name := joining.not_now(conversation):
        return Told(rules.say(name))
    return Told(opens=joining.about(conversation, group))


async def _mine(tx: UnitOfWork, conversation: Conversation) -> list[tuple[GroupMember, Group]]:
    every = await tx.groups.memberships(conversation.person)
    found = [(one, await tx.groups.get(one.group)) for one in every]
    return [(one, group) for one, group in found if group is not None]


async def _list(house: House, tx: UnitOfWork, mine: list[tuple[GroupMember, Group]]) -> str:
    rules = room.rules_of(house)
    lines = [rules.say("list")]
    for member, group in mine:
        name = "line_rests" if await room.rests(tx, group) else "line_runs"
        lines.append(rules.say(name, **room.facts(group)))
        waiting = await tx.groups.entry_of(member.id)
        if waiting is not None:
            lines.append(rules.say("line_waits", text=waiting.text))
    return "\n".join([*lines, rules.say("how")])
