"""A line on its way through a circle: kept once, with a copy for everybody who reads it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.circles import Circle, CircleLine, KnownCircleLine, Member, MemberState
from bot.domain.ids import LineId, PersonId
from bot.domain.messages import CircleCopy, Place, Reply, Spot, Text, Unsupported
from bot.engine.redacting import helplines_in
from bot.services.circles import moving, room
from bot.services.house import House
from bot.services.ports import OutboxRow, UnitOfWork


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote: a young person, or the coach (`member` is `None`)."""

    person: PersonId
    alias: str
    member: Member | None = None


def points_elsewhere(house: House, text: str) -> bool:
    """The contact rule, as between a young person and a peer."""
    flowbook = house.flowbook()
    helplines = helplines_in(one.line for one in flowbook.referrals.services)
    return flowbook.handoff.contact.holds_back(text, helplines)


async def write(
    house: House,
    tx: UnitOfWork,
    circle: Circle,
    writer: Writer,
    content: Text | Unsupported,
    text: str,
) -> int:
    """A new line for everybody; returns how many young people get it."""
    now, place = house.clock.now(), content.place
    member = writer.member.id if writer.member is not None else None
    line = await tx.circle_lines.add(
        CircleLine(circle.number, member, text, now), writer.person, place.message
    )
    answers = await _answered(tx, circle, writer.person, place)
    readers = await moving.listeners(tx, circle, but=writer.person)
    shown = replace(_shown(house, writer, text), circle=CircleCopy(line, answers=answers))
    for reader in readers:
        await tx.circle_lines.also(line, reader)
        await tx.outbox.add(reader, [shown], now)
    await _to_coach(house, tx, circle, writer, text, CircleCopy(line, answers=answers))
    return len(readers)


def _shown(house: House, writer: Writer, text: str, *, edited: bool = False) -> Reply:
    rules = room.rules_of(house)
    name = "line" if writer.member is not None else "coach_line"
    alias = writer.alias + (rules.say("edited") if edited else "")
    line = rules.say(name, alias=alias, text=text)
    return Reply(line, (room.button(rules, "in_button", "in"),))


async def _to_coach(
    house: House,
    tx: UnitOfWork,
    circle: Circle,
    writer: Writer,
    text: str,
    copy: CircleCopy,
    *,
    edited: bool = False,
) -> None:
    """The coach reads every line."""
    if circle.coach is None or writer.member is None:
        return
    rules = room.rules_of(house)
    if not copy.edits:
        await tx.circle_lines.also(copy.line, circle.coach)
    alias = writer.alias + (rules.tell("edited") if edited else "")
    told = rules.tell("line", number=circle.number, alias=alias, text=text)
    await tx.outbox.add(circle.coach, [Reply(told, circle=copy)], house.clock.now())


async def _answered(
    tx: UnitOfWork, circle: Circle, person: PersonId, place: Place
) -> LineId | None:
    known = await tx.circle_lines.at(person, place.answers)
    return known.id if known is not None and known.circle == circle.number else None


async def edit(
    house: House,
    tx: UnitOfWork,
    circle: Circle,
    writer: Writer,
    known: KnownCircleLine,
    text: str,
) -> int:
    """A line changes for those who had it, and for nobody else; returns how many young people."""
    await tx.circle_lines.change(known.id, text)
    copy, now = CircleCopy(known.id, edits=True), house.clock.now()
    inside = {one.person for one in await tx.circles.members(circle.number)}
    readers = [one for one in known.copies if one in inside]
    shown = replace(_shown(house, writer, text, edited=True), circle=copy)
    for reader in readers:
        await tx.outbox.add(reader, [shown], now)
    if circle.coach in known.copies:
        await _to_coach(house, tx, circle, writer, text, copy, edited=True)
    return len(readers)


async def own_line(
    tx: UnitOfWork, circle: Circle, writer: Writer, content: Text | Unsupported
) -> KnownCircleLine | None:
    """The line that this message changes, if it is one of this writer in this circle."""
    known = await tx.circle_lines.at(writer.person, content.place.message)
    mine = writer.member.id if writer.member is not None else None
    same = known is not None and known.circle == circle.number and known.member == mine
    return known if same else None


# --- sending --------------------------------------------------------------------------------------


async def placed(tx: UnitOfWork, row: OutboxRow) -> Reply | None:
    """The copy with its spot in the chat of who reads it; `None` when the line is gone or when this
    reader is not in the circle any more."""
    copy = row.reply.circle
    assert copy is not None
    known = await tx.circle_lines.get(copy.line)
    if known is None or row.person not in known.copies or not await _reads(tx, row.person, known):
        return None
    changes = known.copies[row.person] if copy.edits else ()
    answered = await tx.circle_lines.get(copy.answers) if copy.answers else None
    under = _messages_of(answered, row.person) if answered is not None else ()
    under = under or (await _own(tx, answered, row.person) if answered is not None else ())
    return replace(row.reply, spot=Spot(changes, under[0] if under else ""))


def _messages_of(known: KnownCircleLine, reader: PersonId) -> Sequence[str]:
    return known.copies.get(reader, ())


async def _own(tx: UnitOfWork, known: KnownCircleLine, reader: PersonId) -> Sequence[str]:
    """The line as its own writer has it."""
    writer = await tx.circles.member(known.member) if known.member is not None else None
    circle = await tx.circles.get(known.circle)
    person = writer.person if writer is not None else (circle.coach if circle else None)
    return (known.source,) if known.source and person == reader else ()


async def _reads(tx: UnitOfWork, reader: PersonId, known: KnownCircleLine) -> bool:
    circle = await tx.circles.get(known.circle)
    if circle is not None and circle.coach == reader:
        return True
    member = await tx.circles.membership(reader)
    inside = member is not None and member.circle == known.circle
    return inside and member is not None and member.state is MemberState.IN


async def was_sent(tx: UnitOfWork, row: OutboxRow, messages: Sequence[str]) -> None:
    """Keeps which messages a copy is."""
    if row.reply.circle is not None and messages:
        await tx.circle_lines.shown(row.reply.circle.line, row.person, messages)
