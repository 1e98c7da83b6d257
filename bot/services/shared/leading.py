"""What whoever leads a shared talk types and presses: `/apart`, `/stil`, `/verder`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.handoff import Handoff, HandoffState
from bot.domain.messages import Button
from bot.domain.shared import SharedTalk
from bot.domain.volunteer import StaffMember
from bot.engine.matching import plain
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import parties, pausing

APART = "apart"
ALL = ("allebei", "samen", "iedereen")


async def _own(
    house: House, tx: UnitOfWork, member: StaffMember
) -> tuple[SharedTalk, list[Handoff]] | None:
    """The shared talk that this member leads, with its running cases; a sentence says so if none."""
    case = await room.current(tx, member)
    talk = await parties.talk_of(tx, case) if case is not None else None
    if case is None or talk is None or case.staff != member.person:
        await _say(house, tx, member, "shared_none")
        return None
    return talk, sorted(
        [case, *await parties.talking_with(tx, case)], key=lambda one: one.created_at
    )


async def apart(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    """`/apart`: with whom? With an alias behind it: at once. `/apart allebei` goes on together."""
    found = await _own(house, tx, member)
    if found is None:
        return
    talk, cases = found
    said = plain(words)
    if said in ALL:
        await _go_on(house, tx, member, talk, cases[0])
        return
    chosen = next((one for one in cases if plain(one.alias) == said), None)
    if chosen is not None:
        await _go_apart(house, tx, member, talk, chosen)
        return
    buttons = [Button(one.alias, f"{APART}.{one.id}") for one in cases]
    text = house.flowbook().staff("shared_apart_who")
    await room.tell(house, tx, member.person, text, *buttons)


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """The button with an alias under `/apart`."""
    talk = await parties.talk_of(tx, case)
    if talk is None or case.staff != member.person or case.state is not HandoffState.ACTIVE:
        await _say(house, tx, member, "claim_ended")
        return
    await _go_apart(house, tx, member, talk, case)


async def _go_apart(
    house: House, tx: UnitOfWork, member: StaffMember, talk: SharedTalk, chosen: Handoff
) -> None:
    if talk.apart == chosen.id:
        await _say(house, tx, member, "shared_apart_already", alias=chosen.alias)
        return
    await pausing.go_apart(house, tx, talk, chosen)
    await _say(house, tx, member, "shared_apart_now", alias=chosen.alias)


async def pause(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/stil`: the parties do not read each other for a moment."""
    found = await _own(house, tx, member)
    if found is None:
        return
    talk, cases = found
    if talk.paused:
        await _say(house, tx, member, "shared_paused_already")
        return
    await pausing.pause(house, tx, talk, cases[0])
    await _say(house, tx, member, "shared_paused")


async def go_on(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/verder`: all together again."""
    found = await _own(house, tx, member)
    if found is not None:
        await _go_on(house, tx, member, found[0], found[1][0])


async def _go_on(
    house: House, tx: UnitOfWork, member: StaffMember, talk: SharedTalk, case: Handoff
) -> None:
    if talk.together:
        await _say(house, tx, member, "shared_together_already")
    elif await pausing.go_on(house, tx, talk, case):
        await _say(house, tx, member, "shared_together_now")
    else:
        await _say(house, tx, member, "shared_not_yet")


async def not_now(house: House, tx: UnitOfWork, member: StaffMember) -> bool:
    """Is the talk of this member one of more than two? Then what is made for two is refused here."""
    case = await room.current(tx, member)
    if case is None or await parties.talk_of(tx, case) is None:
        return False
    await _say(house, tx, member, "shared_not_here")
    return True


async def not_about_one(house: House, tx: UnitOfWork, member: StaffMember) -> bool:
    """Is it not clear which of the parties this is about? Then the member is told how to say so."""
    case = await room.current(tx, member)
    talk = await parties.talk_of(tx, case) if case is not None else None
    if talk is None or talk.apart is not None:
        return False
    await _say(house, tx, member, "shared_report_who")
    return True


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    await room.tell(house, tx, member.person, house.flowbook().staff(name, **values))


COMMANDS: dict[str, Callable[[House, UnitOfWork, StaffMember, str], Awaitable[None]]] = {
    "apart": apart,
    "stil": pause,
    "verder": go_on,
}
