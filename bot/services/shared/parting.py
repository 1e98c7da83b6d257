"""One of the parties goes away, or a shared talk ends for all: nobody is left in half a talk."""

from __future__ import annotations

from bot.domain.events import event
from bot.domain.handoff import Handoff, Reason
from bot.domain.messages import Button
from bot.domain.shared import SharedEnd, SharedState
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import news, parties

END_TALK = "end_talk"


async def ended_for_all(house: House, tx: UnitOfWork, case: Handoff) -> list[Handoff]:
    """Whoever leads the talk ends it. Returns the running cases of the others: theirs end too."""
    others = await parties.talking_with(tx, case)
    await _end(house, tx, case, SharedEnd.DONE)
    return others


async def one_left(house: House, tx: UnitOfWork, case: Handoff) -> None:
    """The running case of one party is over: the shared talk with it. The others hear no reason, and
    have a talk of their own now with whoever led it."""
    others = await parties.talking_with(tx, case)
    await _end(house, tx, case, SharedEnd.LEFT)
    for other in others:
        flowbook, peer = house.flowbook(), await room.alias_of(tx, other.staff)
        stop = Button(flowbook.young("end_talk_button"), END_TALK)
        await room.tell(
            house, tx, other.person, room.young(house, "shared_other_left", alias=peer), stop
        )
        if other.staff is not None and other.staff == case.staff:
            text = flowbook.staff("shared_now_alone", alias=other.alias, other=case.alias)
            await room.tell(house, tx, other.staff, text)


async def wait_over(
    house: House, tx: UnitOfWork, case: Handoff, reason: Reason | None
) -> list[Handoff]:
    """The waiting case of one party is over: no shared talk comes. The others are told, without the
    reason; returns their cases, which end too."""
    others = await parties.waiting_with(tx, case)
    await _end(house, tx, case, SharedEnd.LEFT)
    what = news.NOBODY_FREE if reason is Reason.EXPIRED else news.IMPOSSIBLE
    for other in others:
        await news.plan(house, tx, other.person, what)
    return others


async def _end(house: House, tx: UnitOfWork, case: Handoff, why: SharedEnd) -> None:
    talk = await parties.talk_of(tx, case)
    if talk is None:
        return
    now = house.clock.now()
    await tx.shared.save(talk, talk.moved(SharedState.ENDED, now, end=why))
    await tx.events.add([event("shared_ended", why.value)], now)
