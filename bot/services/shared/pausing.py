"""How whoever leads a shared talk holds it: together, a pause, or with one of the parties alone.
Danger holds it by itself, and keeps it so while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.handoff import Handoff, HandoffState
from bot.domain.ids import PersonId
from bot.domain.shared import SharedTalk
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import parties


async def for_danger(house: House, tx: UnitOfWork, person: PersonId) -> str:
    """This young person may be in danger: the others read nothing of it and are told no reason; whoever
    leads the talk speaks with this one alone. Returns what to tell this young person, after the help
    that they are shown; nothing if there is nothing new to tell."""
    for case in await tx.handoffs.open_of(person):
        talk = await parties.talk_of(tx, case)
        if case.state is not HandoffState.ACTIVE or talk is None:
            continue
        if talk.paused and talk.apart == case.id:
            return ""
        await tx.shared.save(talk, replace(talk, paused=True, apart=case.id))
        await _turn_to(house, tx, case)
        peer = await room.alias_of(tx, case.staff)
        for other in await parties.talking_with(tx, case):
            text = room.young(house, "shared_pause", alias=peer)
            await room.tell(house, tx, other.person, text)
        if case.staff is not None:
            text = house.flowbook().staff("shared_danger", alias=case.alias)
            await room.tell(house, tx, case.staff, text)
        return room.young(house, "shared_pause_own", alias=peer)
    return ""


async def pause(house: House, tx: UnitOfWork, talk: SharedTalk, case: Handoff) -> None:
    """The parties do not read each other until it goes on; words of who leads it reach all."""
    await tx.shared.save(talk, replace(talk, paused=True, apart=None))
    await _tell_all(house, tx, case, "shared_pause")


async def go_apart(house: House, tx: UnitOfWork, talk: SharedTalk, chosen: Handoff) -> None:
    """Whoever leads the talk speaks with one of the parties alone."""
    await tx.shared.save(talk, replace(talk, apart=chosen.id))
    await _turn_to(house, tx, chosen)
    peer = await room.alias_of(tx, chosen.staff)
    await room.tell(house, tx, chosen.person, room.young(house, "shared_apart", alias=peer))
    for other in await parties.talking_with(tx, chosen):
        text = room.young(house, "shared_apart_other", alias=peer)
        await room.tell(house, tx, other.person, text)


async def go_on(house: House, tx: UnitOfWork, talk: SharedTalk, case: Handoff) -> bool:
    """All together again, and everybody is told so first. `False` while danger of one is open: it is
    no talk of more than two then."""
    every = [case, *await parties.talking_with(tx, case)]
    if not await _free(tx, every):
        return False
    await tx.shared.save(talk, replace(talk, paused=False, apart=None))
    await _tell_all(house, tx, case, "shared_together")
    beside = [one for one in every if one.beside is not None]
    for one in beside:  # who reads along with one party reads along with all from now on
        assert one.beside is not None
        who = await room.alias_of(tx, one.beside.person)
        for other in every:
            if other.id != one.id and one.beside.person in one.readers:
                text = room.young(house, "shared_reads_along", alias=who)
                await room.tell(house, tx, other.person, text)
    return True


async def cleared(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """A professional sees no danger with this young person: whoever leads a talk that was held hears
    that it may go on, and chooses the moment."""
    for case in await tx.handoffs.open_of(person):
        talk = await parties.talk_of(tx, case)
        if case.state is not HandoffState.ACTIVE or talk is None or talk.together:
            continue
        every = [case, *await parties.talking_with(tx, case)]
        if case.staff is not None and await _free(tx, every):
            text = house.flowbook().staff("shared_cleared", alias=case.alias)
            await room.tell(house, tx, case.staff, text)


async def _free(tx: UnitOfWork, every: Sequence[Handoff]) -> bool:
    """Is no danger open of any of these?"""
    for one in every:
        conversation = await tx.conversations.get(one.person)
        if not conversation.peer_possible or await room.in_danger(tx, one):
            return False
    return True


async def _tell_all(house: House, tx: UnitOfWork, case: Handoff, name: str) -> None:
    peer = await room.alias_of(tx, case.staff)
    for one in [case, *await parties.talking_with(tx, case)]:
        await room.tell(house, tx, one.person, room.young(house, name, alias=peer))


async def _turn_to(house: House, tx: UnitOfWork, case: Handoff) -> None:
    """What whoever leads the talk types now belongs to this case."""
    member = await tx.staff.get(case.staff) if case.staff else None
    if member is not None:
        await tx.staff.save(replace(member, current=case.id), house.clock.now())
