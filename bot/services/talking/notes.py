"""Private notes of whoever helps, in one talk and for their own eyes."""

from __future__ import annotations

from bot.domain.handoff import Handoff
from bot.domain.messages import Reply
from bot.domain.volunteer import StaffMember
from bot.services.house import House
from bot.services.ports import UnitOfWork

LONGEST_NOTE = 300  # characters: ten of them fit one message


async def add(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff | None, text: str
) -> None:
    """`/notitie TEKST`."""
    text, most = text.strip(), house.flowbook().handoff.limits.notes_per_talk
    if talk is None:
        await _say(house, tx, member, "note_no_talk")
    elif not text or len(text) > LONGEST_NOTE:
        await _say(house, tx, member, "note_how", most=LONGEST_NOTE)
    elif len(await tx.notes.of_talk(talk.id, member.person)) >= most:
        await _say(house, tx, member, "notes_full", most=most)
    else:
        await tx.notes.add(talk.id, member.person, text, house.clock.now())
        await _say(house, tx, member, "note_kept", alias=talk.alias)


async def show(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff | None) -> None:
    """`/notities`: those of the talk they are in now."""
    if talk is None:
        await _say(house, tx, member, "note_no_talk")
        return
    notes = await tx.notes.of_talk(talk.id, member.person)
    lines = "\n".join(f"- {note}" for note in notes)
    name = "notes_shown" if notes else "notes_none"
    await _say(house, tx, member, name, alias=talk.alias, lines=lines)


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    text = house.flowbook().staff(name, **values)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
