"""Everybody said yes: each young person gets a case, and one volunteer is looked for, for all of them."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.events import event
from bot.domain.handoff import Handoff, Urgency
from bot.domain.ids import HandoffId, new_id
from bot.domain.shared import SharedState, SharedTalk
from bot.domain.volunteer import Role
from bot.services.handoff import handing_off, naming
from bot.services.house import House
from bot.services.ports import UnitOfWork


async def all_agreed(house: House, tx: UnitOfWork, talk: SharedTalk) -> int:
    """The cases of the parties, under new aliases; returns how many volunteers were asked now."""
    now, cases = house.clock.now(), []
    await tx.shared.save(talk, talk.moved(SharedState.AGREED, now))
    for number, party in enumerate(await tx.shared.parties(talk.id)):
        case = Handoff(
            HandoffId(new_id()),
            party.person,
            await naming.fresh(house, tx),
            Role.VOLUNTEER,
            Urgency.NORMAL,
            now + timedelta(microseconds=number),  # the parties keep their order
            now,
            form=talk.form,
            topic=talk.topic,
            shared=talk.id,
        )
        await tx.handoffs.add(case)
        cases.append(case)
        requested = event("handoff_requested", Role.VOLUNTEER.value)
        await tx.events.add([requested, event("shared_agreed", talk.form)], now)
    first = cases[0]
    asked = await handing_off.offer(house, tx, first, await tx.conversations.get(first.person))
    if not asked:
        await tx.events.add([event("handoff_missed", Role.VOLUNTEER.value)], now)
    for case in cases:
        await handing_off.set_timers(house, tx, case)
    return asked
