"""A line on its way to the other side of a talk: as a new message, in the place of the one that was
edited, or as a reply under an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.handoff import Handoff
from bot.domain.ids import LineId, PersonId
from bot.domain.messages import Carried, Crossing, Place, Reply, Spot, Text, Unsupported
from bot.services.house import House
from bot.services.ports import KnownLine, OutboxRow, RelayedLine, UnitOfWork
from bot.services.shared import parties


@dataclass(frozen=True, slots=True)
class Sent:
    """A line on its way: what it changes or answers, and when."""

    crossing: Crossing
    at: datetime


async def cross(
    tx: UnitOfWork,
    talk: Handoff,
    content: Text | Unsupported,
    line: RelayedLine,
    reply: Reply,
    *,
    loud: bool = False,
) -> Sent:
    """Keeps the line and sends `reply`, its copy. An edit changes the copy that is there; `loud`: not
    so, but as a new message under it, because an edit makes no sound on the phone of who reads it."""
    writer, reader = _sides(talk, from_young=line.from_young)
    kept, side = await tx.handoffs.add_line(line), line.from_young
    before = await _edited_line(tx, talk, content, writer)
    answers = await _answered_line(tx, talk, content.place, writer)
    if before is None:
        if content.place.message:
            await tx.crossings.note(kept, writer, content.place.message)
        crossing = Crossing(kept, side, answers=answers)
    elif loud:
        crossing = Crossing(before.id, side, answers=before.id)
    else:
        crossing = Crossing(before.id, side, edits=True)
    await tx.outbox.add(reader, [replace(reply, crossing=crossing)], line.at)
    return Sent(crossing, line.at)


async def copy(
    tx: UnitOfWork, sent: Sent, others: Sequence[Handoff], reply: Reply
) -> Sequence[Handoff]:
    """The same line to the other parties of a talk of more than two. What is changed goes to those who
    had it before, and to nobody else: it may have been for one alone. Returns who get it."""
    crossing = sent.crossing
    known = await tx.crossings.get(crossing.line) if crossing.edits else None
    readers = [one for one in others if known is None or one.person in known.others]
    for one in readers:
        if known is None:
            await tx.crossings.also(crossing.line, one.person)
        await tx.outbox.add(one.person, [replace(reply, crossing=crossing)], sent.at)
    return readers


def _sides(talk: Handoff, *, from_young: bool) -> tuple[PersonId, PersonId]:
    assert talk.staff is not None
    return (talk.person, talk.staff) if from_young else (talk.staff, talk.person)


async def _edited_line(
    tx: UnitOfWork, talk: Handoff, content: Text | Unsupported, writer: PersonId
) -> KnownLine | None:
    if not content.edited:
        return None
    known = await tx.crossings.at(writer, content.place.message)
    return known if known is not None and known.handoff == talk.id else None


async def _answered_line(
    tx: UnitOfWork, talk: Handoff, place: Place, writer: PersonId
) -> LineId | None:
    known = await tx.crossings.at(writer, place.answers)
    if known is None:
        return None
    here = [talk.id, *(one.id for one in await parties.talking_with(tx, talk))]
    return known.id if known.handoff in here else None


async def carry(
    house: House, tx: UnitOfWork, talk: Handoff, content: Unsupported, reply: Reply, *, young: bool
) -> None:
    """Lets a message pass as it is; `reply` says so if it cannot be copied any more. Nothing of it is
    kept but a reference, until it was sent."""
    writer, reader = _sides(talk, from_young=young)
    carried = Carried(content.kind, writer, content.place.message)
    await tx.outbox.add(reader, [replace(reply, carried=carried)], house.clock.now())


async def placed(tx: UnitOfWork, row: OutboxRow) -> Reply:
    """The reply with its spot in the chat of who reads it, as it is known at this moment."""
    reply = row.reply
    if reply.carried is not None:
        return replace(reply, spot=await _spot_of_original(tx, row, reply.carried))
    if reply.crossing is not None:
        return replace(reply, spot=await _spot_of_line(tx, row.person, reply.crossing))
    return reply


async def _spot_of_original(tx: UnitOfWork, row: OutboxRow, carried: Carried) -> Spot:
    found = await tx.people.address_of(carried.writer)
    if found is None or found[0] != row.channel or not carried.message:
        return Spot()
    return Spot(original=(found[1], carried.message))


async def _spot_of_line(tx: UnitOfWork, reader: PersonId, crossing: Crossing) -> Spot:
    changes = await _messages_of(tx, reader, crossing.line) if crossing.edits else ()
    answered = await _messages_of(tx, reader, crossing.answers) if crossing.answers else ()
    return Spot(changes, answered[0] if answered else "")


async def _messages_of(tx: UnitOfWork, reader: PersonId, line: LineId) -> tuple[str, ...]:
    """What a line is in the chat of this reader, whether they wrote it or read it."""
    known = await tx.crossings.get(line)
    case = await tx.handoffs.get(known.handoff) if known is not None else None
    if known is None or case is None:
        return ()
    if reader in known.others:
        return known.others[reader]
    main = case.staff if known.from_young else case.person
    if reader == main:
        return known.copies
    writer = case.person if known.from_young else case.staff
    return (known.source,) if reader == writer and known.source else ()
