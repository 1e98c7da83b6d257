"""A staff member who goes away: nobody is left talking to a wall."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.handoff import HandoffState, Reason
from bot.domain.volunteer import StaffMember
from bot.services.circles import moving
from bot.services.groups import leading as group_leading
from bot.services.handoff import handing_off, offering, talks
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.talking import backing, debriefing


async def staff_left(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """A staff member blocked Maatje or leaves: off duty, and nobody is left talking to a wall."""
    away = replace(member, on_duty=False)
    await offering.off_duty(house, tx, away)
    await handing_off.alarm_if_nobody_is_left(house, tx)
    await backing.leaves_everything(house, tx, away)
    await debriefing.left(house, tx, away.person)
    await moving.coach_gone(house, tx, away.person)
    await group_leading.leader_gone(house, tx, away.person)
    for running in await tx.handoffs.active_with(member.person):
        talk = await tx.handoffs.get(running.id) or running
        if talk.state is not HandoffState.ACTIVE:
            continue  # it ended with that of another party
        if await backing.goes(house, tx, away, talk):
            continue  # a warm hand-over was under way: the new one has it now
        await talks.end_by_staff(house, tx, talk, reason=Reason.STAFF_LEFT)
        if talk.is_danger:  # nobody judged it: another professional must see it
            await handing_off.request_again(house, tx, talk)
