"""`/vergeetmij` of whoever helps: the registration goes, table by table."""

from __future__ import annotations

from bot.domain.messages import Reply
from bot.domain.volunteer import StaffMember
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import leaving
from bot.services.waiting import rota
from bot.services.wall import own


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """A staff member who leaves: running talks end kindly, the registration goes."""
    if argument.strip().casefold() != "ja":
        await room.say(house, tx, member, "forget_staff_ask")
        return
    await leaving.staff_left(house, tx, member)
    now = house.clock.now()
    await rota.forget(house, tx, member)
    await tx.staff.delete(member.person)
    await tx.profiles.delete(member.person)
    await tx.offers.delete_of(member.person)
    await tx.suspensions.lift(member.person)
    await tx.volunteers.delete(member.person)
    await tx.stories.delete_of(member.person)
    await tx.notes.delete_of_staff(member.person)
    await tx.pairs.delete_of_staff(member.person)
    await tx.own_sentences.delete_of(member.person)
    await own.withdraw_all(house, tx, member.person)
    await tx.wall.forget_staff(member.person)
    await tx.moderators.delete(member.person)
    await tx.timers.delete_of(member.person)
    await tx.invitations.dismiss(member.person)
    await tx.inbox.delete_of(member.person)
    await tx.outbox.delete_of(member.person)
    await tx.shown.delete_of(member.person)  # from before they helped
    await tx.outbox.add_farewell(
        member.person, Reply(house.flowbook().staff("forgotten_staff")), now
    )
    await tx.people.farewell(member.person)
