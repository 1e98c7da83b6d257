"""What a coach or coordinator does with Telegram groups: `/groep …`. They see how many take part, never
who."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time

from bot.domain.circles import YOUNGEST_COACH
from bot.domain.groups import LINK_TERM, LONGEST_TITLE, Group, GroupState
from bot.domain.ids import GroupNumber, PersonId
from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.engine.showing import shown
from bot.errors import GroupNotAllowed
from bot.services.circles.making import REGIONS, by_day, clock_word, taken
from bot.services.circles.room import DAYS
from bot.services.groups import linking, room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared.codes import IN_GROUP, code_hash, opened_by

NEW, HELP = "nieuw", "help"


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/groep`: the list, one group, or something about one."""
    if member.role not in (Role.COACH, Role.COORDINATOR):
        text = house.flowbook().staff("unknown_command")
        await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
        return
    first, _, rest = argument.strip().partition(" ")
    number = room.number_in(first)
    if not first:
        await _list(house, tx, member)
    elif number is None and plain(first) != NEW:
        await room.tell(house, tx, member.person, "how")
    elif member.person in await tx.suspensions.all():
        await room.tell(house, tx, member.person, "rests")
    elif number is None:
        await _make(house, tx, member, rest)
    else:
        await _about(house, tx, member, await tx.groups.get(number), rest.strip())


def _too_young(member: StaffMember) -> bool:
    unknown = member.role is Role.COACH and member.age is None
    return unknown or (member.age is not None and member.age < YOUNGEST_COACH)


async def _make(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    if _too_young(member):
        await room.tell(house, tx, member.person, "too_young")
        return
    made = _read(house, words, member)
    if isinstance(made, str):
        await room.tell(house, tx, member.person, made, limit=LONGEST_TITLE)
        return
    code = house.aliases.code()
    ready = replace(
        made, link_hash=code_hash(code, room.LINK), link_expires_at=made.created_at + LINK_TERM
    )
    group = await tx.groups.add(ready)
    link = opened_by(house.bot_name, code, IN_GROUP)
    name = "made" if house.bot_name else "made_code"
    await room.tell(house, tx, member.person, name, link=link, **room.facts(group))


def _read(house: House, words: str, member: StaffMember) -> Group | str:
    """The group that these words ask for, or the name of the sentence that says what is not clear."""
    rest, now = words.split(), house.clock.now()
    day = taken(rest, lambda word: word.casefold() if word.casefold() in DAYS else None)
    at = taken(rest, clock_word)
    region = taken(rest[::-1], lambda word: REGIONS.get(word.casefold()))
    if region is None:
        return "bad_region"
    last = max(n for n, word in enumerate(rest) if REGIONS.get(word.casefold()) == region)
    title = " ".join(shown(" ".join(rest[:last] + rest[last + 1 :])).split())
    if not title or len(title) > LONGEST_TITLE or not room.passes(house, title):
        return "bad_title"
    if day is None or at is None or not by_day(time.fromisoformat(at)):
        return "bad_moment"
    moment = DAYS.index(day), time.fromisoformat(at)
    return Group(GroupNumber(0), member.person, title, region, *moment, now, now)


async def _list(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """The own groups and those that nobody leads; all of them for a coordinator."""
    rules, live = room.rules_of(house), [one for one in GroupState if one is not GroupState.CLOSED]
    every = await tx.groups.in_state(*live)
    all_of_them = member.role is Role.COORDINATOR
    mine = [one for one in every if all_of_them or one.leader in (member.person, None)]
    if not mine:
        await room.tell(house, tx, member.person, "none")
        return
    lines = [rules.tell("list")]
    for group in mine:
        leader = "" if group.leader is not None else rules.tell("no_leader")
        values = room.facts(group) | await _standing(house, tx, group) | {"leader": leader}
        lines.append(rules.tell("list_line", **values))
    await tx.outbox.add(member.person, [Reply("\n".join(lines))], house.clock.now())


async def _standing(house: House, tx: UnitOfWork, group: Group) -> dict[str, object]:
    return {
        "state": room.rules_of(house).tell(f"state_{group.state.value}"),
        "count": len(await tx.groups.members(group.number)),
        "waiting": len(await tx.groups.entries(group.number)),
    }


# --- one group ------------------------------------------------------------------------------------


async def _about(
    house: House, tx: UnitOfWork, member: StaffMember, group: Group | None, said: str
) -> None:
    word, _, rest = said.partition(" ")
    if group is None:
        await room.tell(house, tx, member.person, "which")
        return
    if plain(word) == "neem":
        await _take(house, tx, member, group)
        return
    if member.role is Role.COACH and group.leader != member.person:
        await room.tell(house, tx, member.person, "not_yours", number=group.number)
        return
    action = ACTIONS.get(plain(word))
    if action is None:
        await (_card(house, tx, member, group, "") if not word else _how(house, tx, member))
        return
    try:
        await action(house, tx, member, group, rest.strip())
    except GroupNotAllowed:
        state = room.rules_of(house).tell(f"state_{group.state.value}")
        await room.tell(house, tx, member.person, "cannot", number=group.number, state=state)


async def _how(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    await room.tell(house, tx, member.person, "how")


async def _card(house: House, tx: UnitOfWork, member: StaffMember, group: Group, _: str) -> None:
    values = room.facts(group) | await _standing(house, tx, group)
    values["state"] = str(values["state"]).capitalize()
    await room.tell(house, tx, member.person, "card", **values)


async def _link(house: House, tx: UnitOfWork, member: StaffMember, group: Group, _: str) -> None:
    """A new link to take part; of a group that is not linked yet a new code to link it."""
    if group.state is GroupState.CLOSED:
        raise GroupNotAllowed(group.state.value, GroupState.LINKED.value)
    if group.state is GroupState.MADE:
        link = await linking.new_code(house, tx, group)
        await room.tell(house, tx, member.person, "new_link", number=group.number, link=link)
        return
    await linking.new_join(house, tx, group)
    await room.tell(house, tx, member.person, "posted_link", number=group.number)


async def _pause(house: House, tx: UnitOfWork, member: StaffMember, group: Group, _: str) -> None:
    await tx.groups.save(group, group.moved(GroupState.PAUSED, house.clock.now()))
    await room.tell(house, tx, member.person, "paused", number=group.number)


async def _go_on(house: House, tx: UnitOfWork, member: StaffMember, group: Group, _: str) -> None:
    if group.state is not GroupState.PAUSED:
        raise GroupNotAllowed(group.state.value, GroupState.LINKED.value)
    await tx.groups.save(group, group.moved(GroupState.LINKED, house.clock.now()))
    await room.tell(house, tx, member.person, "went_on", number=group.number)


async def _end(house: House, tx: UnitOfWork, member: StaffMember, group: Group, said: str) -> None:
    if group.state is not GroupState.CLOSED and plain(said) != "ja":
        await room.tell(house, tx, member.person, "end_ask", number=group.number)
        return
    chat, now = group.chat, house.clock.now()
    await linking.close(house, tx, group)
    if chat is not None:
        await tx.outbox.delete_of(chat)
        await tx.outbox.add_farewell(chat, Reply(room.rules_of(house).post("ended")), now)
        await tx.people.farewell(chat)
    await room.tell(house, tx, member.person, "ended", number=group.number)


async def _take(house: House, tx: UnitOfWork, member: StaffMember, group: Group) -> None:
    """Another one leads a group that nobody leads."""
    if _too_young(member):
        await room.tell(house, tx, member.person, "too_young")
    elif group.leader is not None or group.state is GroupState.CLOSED:
        await room.tell(house, tx, member.person, "not_taken", number=group.number)
    else:
        await tx.groups.save(group, replace(group, leader=member.person))
        await room.tell(house, tx, member.person, "taken", number=group.number)


async def leader_gone(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Who led groups went away: there are no rounds until somebody else leads them; the coordinators hear of
    it."""
    for group in await tx.groups.of_leader(person):
        await tx.groups.save(group, replace(group, leader=None))
        await room.tell_coordinators(house, tx, "leader_gone", **room.facts(group))


Action = Callable[[House, UnitOfWork, StaffMember, Group, str], Awaitable[None]]
ACTIONS: dict[str, Action] = {
    "link": _link,
    "pauze": _pause,
    "door": _go_on,
    "klaar": _end,
}
