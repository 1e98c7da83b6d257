"""A helper who needs help themselves: kind words and who can be reached, never a peer in this account."""

from __future__ import annotations

from bot.domain.messages import Reply
from bot.domain.volunteer import StaffMember
from bot.services.admitting import crisis_lines
from bot.services.house import House
from bot.services.ports import UnitOfWork

WISHES = ("want_peer", "want_professional")


def asks_for_it(house: House, text: str) -> bool:
    """Do these words, typed outside a talk, ask for help? Danger always does."""
    return bool(house.look(text).signs) or house.flowbook().opened_by_words(text) in WISHES


async def tell_beside(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """Words outside a talk, perhaps meant for a young person: they went to nobody, and this is how."""
    text = house.flowbook().staff("no_talk")
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
    await tell(house, tx, member)


async def tell(house: House, tx: UnitOfWork, member: StaffMember, _: str = "") -> None:
    """`/hulp`: how to get help for yourself. Nobody else hears of it."""
    flowbook = house.flowbook()
    text = f"{flowbook.staff('own_help')}\n{crisis_lines(flowbook)}"
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
