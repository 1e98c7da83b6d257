"""Before release only invited testers are served; anybody else gets one kind line with help."""

from __future__ import annotations

from bot.domain.events import event
from bot.domain.ids import PersonId
from bot.domain.messages import Reply
from bot.engine.flowbook import Flowbook
from bot.engine.referral import CRISIS_LINES, EMERGENCY
from bot.services.house import House
from bot.services.ports import UnitOfWork


async def is_admitted(house: House, tx: UnitOfWork, person: PersonId, channel: str) -> bool:
    """May this person use Maatje now?"""
    if house.open_to_all(channel) or await tx.invitations.is_tester(person):
        return True
    return bool(await tx.handoffs.open_of(person))  # the gate never closes in the middle of a case


def crisis_lines(flowbook: Flowbook) -> str:
    """112 and the crisis lines of both countries, a line each."""
    ids = (EMERGENCY, *CRISIS_LINES.values())
    services = [s for s in map(flowbook.referrals.get, ids) if s is not None]
    return "\n".join(service.line for service in services)


async def turn_away(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """One kind line with 112 and the crisis lines of both countries (the country is not known)."""
    flowbook, now = house.flowbook(), house.clock.now()
    text = f"{flowbook.young('not_admitted')}\n{crisis_lines(flowbook)}"
    await tx.outbox.add(person, [Reply(text)], now)
    await tx.events.add([event("not_admitted")], now)
