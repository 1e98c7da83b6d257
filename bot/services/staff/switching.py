"""Whoever helps in more than one talk chooses to whom their words go."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.handoff import Handoff, HandoffState
from bot.domain.volunteer import StaffMember
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import leading, parties


async def talk_to(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """The typed equivalent of "Antwoord aan …"."""
    case = await room.called(tx, member, alias)
    if case is None:
        await room.say(house, tx, member, "which_alias")
        return
    await switch(house, tx, member, case)


async def switch(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """ "Antwoord aan …": words go to this talk from now on, if it still runs."""
    if member.person not in case.staff_in or case.state is not HandoffState.ACTIVE:
        await room.say(house, tx, member, "claim_ended")
        return
    if case.staff == member.person and await parties.talking_with(tx, case):
        await _switch_in_shared(house, tx, member, case)
        return
    await tx.staff.save(replace(member, current=case.id), house.clock.now())
    told = await room.where_words_go(house, tx, case, member.person)
    await room.tell(house, tx, member.person, told)


async def _switch_in_shared(
    house: House, tx: UnitOfWork, member: StaffMember, case: Handoff
) -> None:
    """To one of the parties of a talk of more than two: alone, if it is not for all now."""
    talk = await parties.talk_of(tx, case)
    if talk is not None and talk.apart is not None:
        await leading.pressed(house, tx, member, case)
        return
    await tx.staff.save(replace(member, current=case.id), house.clock.now())
    await room.say(house, tx, member, "shared_now_all")
