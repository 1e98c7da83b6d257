"""Being there or not: `/dienst`, the question at the end of a shift, and who cannot be reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import handing_off, offering, room
from bot.services.house import House
from bot.services.ports import TimerKind, UnitOfWork
from bot.services.staff import path
from bot.services.talking import backing
from bot.services.waiting import rota
from bot.services.wall import looking
from bot.services.wall import room as wall_room


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/dienst aan` or `/dienst uit`. Anything else, a slip of the thumb too, only tells how it is."""
    on = {"aan": True, "uit": False}.get(argument.strip().casefold())
    if on is None:
        await room.say(house, tx, member, "on_duty" if member.on_duty else "off_duty")
        return
    if on and member.person in await tx.suspensions.all():
        await room.say(house, tx, member, "you_rest")
        return
    refusal = await path.refusal(tx, member) if on else None
    if on and member.role is Role.MODERATOR and not await wall_room.is_trained(tx, member):
        await wall_room.tell(house, tx, member.person, "not_trained")
        return
    if refusal:
        await room.say(house, tx, member, refusal)
        return
    await rota.stays(house, tx, member)
    await tx.timers.delete(TimerKind.REST, member.person)  # who says so needs no reminder
    changed = replace(member, on_duty=on)
    await tx.staff.save(changed, house.clock.now())
    await room.say(house, tx, member, "on_duty" if on else "off_duty")
    if on:
        await handing_off.offer_waiting(house, tx, changed)
        await looking.offer_waiting(house, tx, changed)
    else:
        await backing.leaves_everything(house, tx, changed)
        await offering.off_duty(house, tx, changed)


async def stay(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """At the end of a shift: "ik blijf nog even"."""
    await rota.stays(house, tx, member)
    await room.say(house, tx, member, "shift_stays" if member.on_duty else "off_duty")


async def go(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """At the end of a shift: off duty."""
    await command(house, tx, member, "uit")


AT_THE_END: dict[str, Callable[[House, UnitOfWork, StaffMember], Awaitable[None]]] = {
    rota.STAY: stay,
    rota.GO: go,
}


async def send_home_unreachable(house: House) -> int:
    """Puts staff off duty whom none of the open doors can reach (those of the demo): nobody may
    count on them. Returns how many."""
    sent_home = 0
    async with house.units() as tx:
        for member in await tx.staff.all():
            if member.on_duty and await tx.people.channel_of(member.person) not in house.senders:
                await tx.staff.save(replace(member, on_duty=False), house.clock.now())
                sent_home += 1
        await tx.commit()
    return sent_home
