"""Danger in a talk between a young person and a volunteer, read in time or late: what the volunteer
hears, and what it does to their talk. What the young person hears is the danger turn itself."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.handoff import Handoff
from bot.domain.messages import Reply
from bot.domain.safety import RiskLevel
from bot.domain.turn import Turn
from bot.engine.run import Moment
from bot.services.handoff import handing_off, room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.talking import bridging


async def seen(
    house: House, tx: UnitOfWork, talk: Handoff, turn: Turn, level: RiskLevel, moment: Moment
) -> Turn:
    """New danger: the volunteer reads what they do and do not do now, and both sides hear it when no
    professional is there. `turn` is the danger turn of the young person; returns it with that."""
    alone = not moment.professionals_on_duty
    await _notice_volunteer(house, tx, talk, alone=alone)
    return await _nobody_behind(house, tx, talk, turn, level) if alone else turn


async def mark(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    """The talk was a heavy one for the volunteer, and danger goes before writing together."""
    fresh = await tx.handoffs.get(talk.id) or talk
    if not fresh.danger_seen:
        await tx.handoffs.save(fresh, replace(fresh, danger_seen=True))
    await bridging.danger(house, tx, talk)


async def _notice_volunteer(house: House, tx: UnitOfWork, talk: Handoff, *, alone: bool) -> None:
    """What the volunteer does and does not do now; and, when it is so, that no professional is there."""
    if talk.staff is None:
        return
    flowbook = house.flowbook()
    texts = [flowbook.danger.shared["volunteer_notice"].say[0]]
    if alone:
        texts.append(flowbook.staff("danger_nobody_on_duty"))
    await tx.outbox.add(talk.staff, [Reply(text) for text in texts], house.clock.now())


async def _nobody_behind(
    house: House, tx: UnitOfWork, talk: Handoff, turn: Turn, level: RiskLevel
) -> Turn:
    """Danger in a running talk and no professional on duty. With urgent danger the young person hears
    that and the coordinators have their alarm already (`handing_off.offer`); with a concern here."""
    if level is RiskLevel.URGENT:
        return turn
    await handing_off.tell_coordinators(
        house,
        tx,
        "no_professional_concern",
        alias=talk.alias,
        staff=await room.alias_of(tx, talk.staff),
    )
    said = Reply(room.rule(house, "no_professional_now"))
    return replace(turn, replies=(*turn.replies[:-1], said, *turn.replies[-1:]))
