"""`/vast`: with whom a volunteer goes on, and how either of them or a coordinator ends that."""

from __future__ import annotations

from bot.domain.goals import DEFAULT_ZONE
from bot.domain.ids import PersonId
from bot.domain.messages import Button, Reply
from bot.domain.pair import Pair
from bot.domain.volunteer import Role, StaffMember
from bot.engine.pages import pages
from bot.services.handoff import pairs, room
from bot.services.house import House
from bot.services.ports import UnitOfWork

STOP, STOP_WORD = "pairstop", "stop"
MOST_BUTTONS = 8


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/vast` shows, `/vast stop ALIAS` ends. A volunteer sees their own, a coordinator all of them."""
    word, _, alias = argument.strip().partition(" ")
    known = await _seen_by(house, tx, member)
    named = [one for one in known if one.alias.casefold() == alias.strip().casefold()]
    if member.role not in (Role.VOLUNTEER, Role.COORDINATOR):
        await _say(house, tx, member, "unknown_command")
    elif word.casefold() == STOP_WORD and named:
        await _stop(house, tx, member, named[0])
    elif not known:
        await _say(house, tx, member, "pairs_none")
    else:
        await _show(house, tx, member, known)


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """The button of one pair."""
    known = await _seen_by(house, tx, member)
    pair = next((one for one in known if one.person == ref), None)
    if pair is None:
        await _say(house, tx, member, "pairs_none" if not known else "old_button")
        return
    await _stop(house, tx, member, pair)


async def _seen_by(house: House, tx: UnitOfWork, member: StaffMember) -> list[Pair]:
    now, days = house.clock.now(), house.flowbook().handoff.limits.pair_days
    every = [one for one in await tx.pairs.all() if one.holds(now, days)]
    return every if member.role is Role.COORDINATOR else _own(every, member.person)


def _own(every: list[Pair], person: PersonId) -> list[Pair]:
    return [one for one in every if one.staff == person]


async def _show(house: House, tx: UnitOfWork, member: StaffMember, known: list[Pair]) -> None:
    flowbook = house.flowbook()
    lines = [flowbook.staff("pairs_head", days=flowbook.handoff.limits.pair_days)]
    for pair in known:
        staff = await room.alias_of(tx, pair.staff)
        at = pair.at.astimezone(DEFAULT_ZONE).strftime("%d-%m")
        lines.append(flowbook.staff("pairs_line", alias=pair.alias, staff=staff, at=at))
    buttons = tuple(
        Button(flowbook.staff("pairs_stop_button", alias=pair.alias), f"{STOP}.{pair.person}")
        for pair in known[:MOST_BUTTONS]
    )
    *before, last = [Reply(page) for page in pages(lines)]
    replies = [*before, Reply(last.text, buttons)]
    await tx.outbox.add(member.person, replies, house.clock.now())


async def _stop(house: House, tx: UnitOfWork, member: StaffMember, pair: Pair) -> None:
    await pairs.stop(house, tx, pair)
    await _say(house, tx, member, "pairs_stopped", alias=pair.alias)


async def _say(house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: str) -> None:
    await room.tell(house, tx, member.person, house.flowbook().staff(name, **values))
